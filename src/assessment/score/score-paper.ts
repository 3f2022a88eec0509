import { kindOfPeriod, periodWords } from '../../kernel/calendar.ts'
import type { Chart, Column, Document, Line, Table } from '../../kernel/document/document.ts'
import { bothJoined, counted, type Text, say as worded } from '../../kernel/text.ts'
import type { Scored } from './assess.ts'
import type { Item } from './item.ts'
import { parameters, partNames } from './parameters.ts'
import type { Result } from './quarter.ts'
import { appliesTo } from './rule-periods.ts'
import { missionLines, type Rule, type SubjectKind } from './rules.ts'
import { appliedOf } from './score.ts'
import { villagesOf } from './subjects.ts'

export const kindLabels: Record<SubjectKind, Text> = {
  posting: { zh: '驻村第一书记', en: 'First secretaries' },
  unit: { zh: '派出单位', en: 'Sponsor units' },
}

const isBase = (i: Item) => i.weight > 0
const sum = (items: readonly Item[]) => items.reduce((total, i) => total + (i.points ?? 0), 0)

/** Points of a line, or of what belongs to none, in tenths; null if none of its indicators applies. */
function linePoints(items: readonly Item[], line: string | null): number | null {
  const of = items.filter(i => isBase(i) && !i.parts && i.line === line)
  return of.some(i => i.points !== null) ? sum(of) : null
}

const column = (key: string, zh: string, en: string, type: Column['type'] = 'text', weight = 0): Column => ({
  key,
  label: { zh, en },
  type,
  ...(weight === 0 ? {} : { weight }),
})

interface Listing {
  readonly kind: SubjectKind
  /** Rules of the kind. */
  readonly rules: readonly Rule[]
  /** Sort by place and show it; for persons only if the setting `rank.persons` allows. */
  readonly isRanked: boolean
}

/** Points as text, from tenths. */
export const pointsText = (tenths: number): string => (tenths / 10).toFixed(1)

/** Why a score gets no grade and no place. */
export function ungraded({ score, isShort, isPartial, isUnlisted, ahead, subject }: Scored): Text[] {
  const { points, open } = appliedOf(score.items)
  const unfrozen = [...new Set(score.items.flatMap(i => i.unfrozen ?? []))]
  const [some, all] = [pointsText(points), pointsText(open)]
  return [
    ...(isShort
      ? [
          {
            zh: `时间过短 (${subject.days} 天)`,
            en: `too short (${counted(subject.days, 'day')})`,
          },
        ]
      : []),
    // Before all parts are over it is not the points that lack.
    ...(isPartial && !ahead
      ? [
          {
            zh: `适用分值不足 (${some}/${all})`,
            en: `too few points applicable (${some} of ${all})`,
          },
        ]
      : []),
    ...(isUnlisted ? [{ zh: '农户名册未录入', en: 'household list not entered' }] : []),
    ...(unfrozen.length > 0
      ? [{ zh: `未冻结: ${unfrozen.join('、')}`, en: `not frozen: ${unfrozen.join(', ')}` }]
      : []),
    ...(ahead ? [{ zh: `未结束: ${ahead.join('、')}`, en: `not over: ${ahead.join(', ')}` }] : []),
  ]
}

function note(one: Scored): Text | null {
  const { score, grade, isShort } = one
  const zh: string[] = []
  const en: string[] = []
  const say = (a: string, b: string) => {
    zh.push(a)
    en.push(b)
  }
  for (const why of ungraded(one)) say(why.zh, why.en)
  if (score.vetoes.length > 0) say(`一票否决: ${score.vetoes.join('、')}`, `veto: ${score.vetoes.join(', ')}`)
  if (score.cap && grade !== null) {
    const { grade: most, why } = score.cap
    say(`最高${most}: ${worded(why, 'zh')}`, `at most ${most}: ${worded(why, 'en')}`)
  }
  const missing = (isShort ? [] : score.items).filter(i => i.missing.length > 0).map(i => i.indicator)
  if (missing.length > 0) say(`缺评分: ${missing.join('、')}`, `not rated: ${missing.join(', ')}`)
  const excused = score.items.filter(i => i.excused !== undefined)
  if (excused.length > 0) {
    const [names, why] = [bothJoined(excused.map(i => i.indicator)), excused[0]!.excused]
    say(`免评: ${names.zh} (${why})`, `excused: ${names.en} (${why})`)
  }
  if (score.items.some(i => i.facts.some(f => f.isJoint))) say('含共同', 'partly joint')
  return zh.length > 0 ? { zh: zh.join('; '), en: en.join('; ') } : null
}

/** 得分表: one row per subject, with points per line, additions, score and grade; the points add up to the score. */
function scoreTable(scored: readonly Scored[], { kind, rules, isRanked }: Listing): Table {
  const of = scored.filter(s => s.subject.kind === kind)
  const ordered = isRanked ? [...of].sort((a, b) => (a.rank ?? 1e9) - (b.rank ?? 1e9)) : of
  const parts = partsOf(rules)
  const hasGrades = rules.some(r => r.method === 'grade')
  const named: { key: string; line: string | null; label: Text }[] = Object.entries(missionLines)
    .map(([line, label]) => ({ key: lineKey(line), line, label }))
    // Where there are parts, a line is shown if an indicator beside them belongs to it.
    .filter(n => parts.length === 0 || rules.some(r => r.line === n.line && isOfLine(r)))
  if (rules.some(r => r.line === null && isOfLine(r)))
    named.push({ key: 'lineOther', line: null, label: others })
  const lines: Line[] = ordered.map(one => {
    const { subject: s, score, grade, rank } = one
    const points = named.map(n => linePoints(score.items, n.line))
    const shown = [...points, ...score.items.map(i => (i.parts ? i.points : null))]
    const extra = (score.total ?? 0) - shown.reduce<number>((total, p) => total + (p ?? 0), 0)
    return {
      cells: [
        ...(isRanked ? [rank] : []),
        ...(kind === 'posting' ? [s.township, villagesOf(s), s.name, s.unit] : [s.name, villagesOf(s)]),
        s.days,
        ...points,
        ...parts.map(
          part => score.items.flatMap(i => i.parts ?? []).find(p => p.part === part)?.total ?? null,
        ),
        extra === 0 ? null : extra,
        appliedOf(score.items).points,
        score.total,
        ...(hasGrades ? [grade] : []),
        note(one),
      ],
    }
  })
  return {
    title: { zh: `${kindLabels[kind].zh}得分`, en: `${kindLabels[kind].en}: scores` },
    columns: [
      ...(isRanked ? [column('rank', '名次', 'place', 'integer')] : []),
      ...(kind === 'posting'
        ? [
            column('township', '乡镇', 'township', 'text', -1),
            column('village', '村', 'village'),
            column('name', '姓名', 'name'),
            column('unit', '派出单位', 'sponsor unit', 'text', -2),
          ]
        : [column('unit', '派出单位', 'sponsor unit'), column('village', '帮扶村', 'villages', 'text', -2)]),
      column('days', '天数', 'days', 'integer', -3),
      ...named.map(({ key, label }): Column => ({ key, label, type: 'score' })),
      ...parts.map(part => column(part, partNames[part]!, part, 'score')),
      column('extra', '折算和加减', 'rescaled, added', 'score', -4),
      column('applied', '适用分值', 'applicable', 'score', -4),
      column('total', '得分', 'score', 'score', 1),
      ...(hasGrades ? [column('grade', '等次', 'grade', 'text', 1)] : []),
      column('note', '备注', 'note', 'text', -5),
    ],
    lines,
  }
}

/** Keys of the columns of the lines; `village` alone is the column of the village. */
const lineKey = (line: string) => `line${line[0]!.toUpperCase()}${line.slice(1)}`
const others: Text = { zh: '其他', en: 'other' }
const isOfLine = (r: Rule) => (r.weight ?? 0) > 0 && r.method !== 'grade' && r.method !== 'parts'

/** The parts that results of these rules are made of, in the order of the year. */
function partsOf(rules: readonly Rule[]): string[] {
  const read = rules
    .filter(r => r.method === 'parts')
    .map(r => parameters('parts', r.parameters ?? '', r.weight ?? 0))
  const found = new Set(
    read.flatMap(p => ('kind' in p && p.kind === 'parts' ? p.parts.map(q => q.part) : [])),
  )
  return Object.keys(partNames).filter(part => found.has(part))
}

const partsNote: Text = {
  zh: '各期一栏为该期冻结的得分 (最新一版); 由各期得分按权重平均, 没有任职、时间过短或不定等次的一期不计, 其余按权重折算; 适用分值为已有各期的分值, 是否足够按其任职各期的分值算。各期都已结束并冻结, 才定等次、排名次。',
  en: 'The columns of the parts show their frozen scores (newest edition). The result is the mean of the parts by weight. A part is left out, and the rest rescaled, if the subject did not serve in it, served too few days or has no grade. The applicable points are those of the parts that count; they are compared with the points of the parts in which the subject served. A grade and a place are given once every part is over and frozen.',
}

const personsNote: Text = {
  zh: '一人有几段任期的合为一行, 各期取当时任职的得分; 同一期有两段的按天数平均, 时间过短或不定等次的一段不计。所列乡镇为最后一段的。',
  en: 'Several terms of one person are one row: each part has the score of the term served then; of two terms in one part the mean by days, without one that is too short or not graded. The township is that of the last term.',
}

/** Number of scores in each ten-point band. */
function distribution(scored: readonly Scored[], kind: SubjectKind): Chart {
  const totals = scored.flatMap(s =>
    s.subject.kind === kind && s.score.total !== null ? [s.score.total] : [],
  )
  const bands = [90, 80, 70, 60].map((from, i) => ({
    label: i === 0 ? { zh: `${from} 以上`, en: `${from} and over` } : `${from}–${from + 9}`,
    value: totals.filter(t => t >= from * 10 && (i === 0 || t < from * 10 + 100)).length,
  }))
  const below = { label: { zh: '60 以下', en: 'below 60' }, value: totals.filter(t => t < 600).length }
  return {
    title: { zh: `${kindLabels[kind].zh}得分分布`, en: `${kindLabels[kind].en}: distribution of scores` },
    kind: 'bars',
    unit: kind === 'posting' ? { zh: '人', en: '' } : { zh: '个', en: '' },
    series: [{ label: { zh: '数量', en: 'number' }, points: [...bands, below] }],
  }
}

/** 得分表: persons and units, as `cun assess` prints them. */
export function scoreDocument(
  result: Result,
  facts: {
    readonly version: number
    readonly rules: readonly Rule[]
    readonly state: Text
    /** The period in words, with the days that count. */
    readonly span: Text
    readonly ranksPersons: boolean
    readonly head?: Text
  },
): Document {
  const { period, asOf, scored } = result
  const words = periodWords(period)
  const rulesOf = (kind: SubjectKind) =>
    facts.rules.filter(r => r.subject === kind && appliesTo(r, kindOfPeriod(period)))
  const kinds = (['posting', 'unit'] as const).filter(kind => rulesOf(kind).some(r => r.method !== 'grade'))
  return {
    title: { zh: `驻村第一书记${words.of.zh}考核得分`, en: `${words.of.en} scores` },
    subtitle: {
      zh: `${facts.span.zh}; ${facts.state.zh}; 截至 ${asOf}; 模型第 ${facts.version} 版`,
      en: `${facts.span.en}; ${facts.state.en}; as of ${asOf}; model version ${facts.version}`,
    },
    tables: kinds.map(kind =>
      scoreTable(scored, {
        kind,
        rules: rulesOf(kind),
        isRanked: kind === 'unit' || facts.ranksPersons,
      }),
    ),
    charts: kinds
      .filter(kind => scored.some(s => s.subject.kind === kind))
      .map(kind => distribution(scored, kind)),
    notes: [
      {
        zh: '不适用的指标不计, 其余按比例折算为满分; 各项和总分保留一位小数。适用分值不足或农户名册未录入的不定等次、不排名次。每个得分的依据: cun assess explain 考核期 名称。',
        en: 'Indicators that do not apply are left out and the rest is rescaled to the full weight; scores have one decimal. A subject with too few applicable points or without a household list gets no grade and no place. To explain a score: cun assess explain PERIOD NAME.',
      },
      ...(scored.some(s => s.score.items.some(i => i.parts)) ? [partsNote] : []),
      ...(scored.some(s => s.subject.terms) ? [personsNote] : []),
      ...(facts.head ? [facts.head] : []),
    ],
  }
}
