import { periodDays } from '../../kernel/calendar.ts'
import type { Document, Line } from '../../kernel/document/document.ts'
import { both, bothJoined, counted, say, type Text } from '../../kernel/text.ts'
import type { Scored } from './assess.ts'
import { countsText } from './reading.ts'
import { methods, missionLines } from './rules.ts'
import { appliedOf, appliedPoints, openWeight } from './score.ts'
import { pointsText, ungraded } from './score-paper.ts'
import { type Term, villagesOf } from './subjects.ts'

const posts = {
  firstSecretary: { zh: '驻村第一书记', en: 'First secretary' },
  teamLeader: { zh: '工作队长', en: 'Team leader' },
  unit: { zh: '派出单位', en: 'Sponsor unit' },
}

/** Explains one score: each indicator with its formula, and each record its number counts. */
export function explanation(
  one: Scored,
  facts: { period: string; state: Text; asOf: string; from?: string },
): Document {
  const { subject: s, score, grade } = one
  const lines: Line[] = score.items.map(i => ({
    cells: [
      i.line === null ? null : missionLines[i.line as keyof typeof missionLines],
      i.indicator,
      i.weight > 0 ? i.weight : null,
      i.weight > 0 && i.points !== null ? appliedPoints(i) : null,
      methods[i.method as keyof typeof methods],
      i.value,
      i.formula,
      i.method === 'veto' || i.method === 'gradeCap' ? null : i.points,
    ],
  }))
  const row = (zh: string, en: string, formula: Text | string, points: number | null): Line => ({
    cells: [null, { zh, en }, null, null, null, null, formula, points],
  })
  const applied = appliedOf(score.items)
  if (score.rescaled !== 0) {
    const got = score.items.filter(i => i.weight > 0).reduce((t, i) => t + (i.points ?? 0), 0) / 10
    const [weights, full] = [openWeight(score.items) / 10, applied.full / 10]
    lines.push(row('不适用项折算', 'rescaled', `${got} ÷ ${weights} × ${full} − ${got}`, score.rescaled))
  }
  if (score.vetoes.length > 0) {
    const lost = score.items.reduce((t, i) => t + (i.points ?? 0), 0) + score.rescaled
    lines.push(row('一票否决', 'veto', bothJoined(score.vetoes), -lost))
  }
  lines.push({
    cells: [null, { zh: '得分', en: 'score' }, applied.full, applied.points, null, null, '', score.total],
    emphasis: 'total',
  })
  // A unit's facts come from its people; two who served the same village in turn may each have the same fact.
  const hasPeople = score.items.some(i => i.facts.some(f => f.by !== undefined))
  const records: Line[] = score.items.flatMap(i =>
    i.facts.map(f => ({
      cells: [
        i.indicator,
        f.by ?? null,
        f.record === undefined ? null : `${f.register} ${f.record}`,
        f.register ?? null,
        f.record ?? null,
        countsText(f),
        note(f.note, f.isJoint),
      ],
    })),
  )
  const { from } = facts
  const isPartial = from !== undefined && from > periodDays(facts.period).from
  const villages = villagesOf(s)
  const post = s.kind === 'unit' ? 'unit' : (s.role ?? 'firstSecretary')
  const said: Text[] = [
    s.kind === 'unit'
      ? { zh: `${posts.unit.zh}, 帮扶${s.village}`, en: `${posts.unit.en} of ${villages.en}` }
      : s.terms
        ? termsText(posts[post], s.terms)
        : {
            zh: `${posts[post].zh}, ${s.township}${s.village}`,
            en: `${posts[post].en} of ${villages.en}, ${s.township}`,
          },
    { zh: `${s.days} 天`, en: counted(s.days, 'day') },
    ...(isPartial ? [{ zh: `自 ${from} 起`, en: `since ${from}` }] : []),
    facts.state,
    { zh: `截至 ${facts.asOf}`, en: `as of ${facts.asOf}` },
    {
      zh: `适用 ${pointsText(applied.points)} 分, 满分 ${pointsText(applied.full)}`,
      en: `${pointsText(applied.points)} of ${pointsText(applied.full)} points applicable`,
    },
    ...ungraded(one).map(why => ({
      zh: `${why.zh}, 不定等次、不排名次`,
      en: `${why.en}: no grade, no place`,
    })),
    ...(grade === null ? [] : [{ zh: `等次 ${grade}`, en: `grade ${grade}` }]),
    ...(score.cap
      ? [
          {
            zh: `最高${score.cap.grade} (${say(score.cap.why, 'zh')})`,
            en: `at most ${score.cap.grade} (${say(score.cap.why, 'en')})`,
          },
        ]
      : []),
  ]
  return {
    title: { zh: `${s.name} ${facts.period} 得分说明`, en: `${s.name}: how ${facts.period} was scored` },
    subtitle: { zh: said.map(t => t.zh).join('; '), en: said.map(t => t.en).join('; ') },
    tables: [
      {
        title: { zh: '各指标', en: 'Indicators' },
        columns: [
          { key: 'line', label: { zh: '线', en: 'line' }, type: 'text', weight: -1 },
          { key: 'indicator', label: { zh: '指标', en: 'indicator' }, type: 'text' },
          { key: 'weight', label: { zh: '分值', en: 'weight' }, type: 'score' },
          {
            key: 'applied',
            label: { zh: '适用分值', en: 'applicable' },
            type: 'score',
            weight: -3,
          },
          { key: 'method', label: { zh: '方法', en: 'method' }, type: 'text', weight: -2 },
          { key: 'value', label: { zh: '数', en: 'number' }, type: 'text' },
          { key: 'formula', label: { zh: '算式', en: 'formula' }, type: 'text' },
          { key: 'points', label: { zh: '得分', en: 'points' }, type: 'score', weight: 1 },
        ],
        lines,
      },
      {
        title: { zh: '所依据的记录 (cun 台账 show 号)', en: 'Records (cun REGISTER show NUMBER)' },
        columns: [
          { key: 'indicator', label: { zh: '指标', en: 'indicator' }, type: 'text' },
          { key: 'by', label: { zh: '谁的', en: 'whose' }, type: 'text', isForScripts: !hasPeople },
          { key: 'recordText', label: { zh: '记录', en: 'record' }, type: 'text' },
          { key: 'register', label: { zh: '台账', en: 'register' }, type: 'text', isForScripts: true },
          {
            key: 'record',
            label: { zh: '记录号', en: 'record number' },
            type: 'integer',
            isForScripts: true,
          },
          { key: 'counts', label: { zh: '计入', en: 'counts' }, type: 'text' },
          { key: 'note', label: { zh: '内容', en: 'what' }, type: 'text' },
        ],
        lines: records,
      },
    ],
    notes: [
      {
        zh: '各指标得分 (连同折算) 之和即总分。计入“1/1”为应计且已计, “0/1”为应计而未计, “不计”为不应计 (如请假)。',
        en: 'The points, including the rescaling, add up to the score. 1/1: required and done; 0/1: required and not done; left out: not required, e.g. on leave.',
      },
    ],
  }
}

/** The terms of a person, whose result is that of all of them. */
const termsText = (post: Text, terms: readonly Term[]): Text => ({
  zh: `${post.zh}, ${terms.map(t => `${t.township}${t.village} (${t.unit}, ${t.from} 至 ${t.to})`).join('、')}`,
  en: `${post.en} of ${terms.map(t => `${t.village}, ${t.township} (${t.unit}, ${t.from} to ${t.to})`).join('; ')}`,
})

function note(text: Text | string, isJoint: boolean | undefined): Text {
  const t = typeof text === 'string' ? both(text) : text
  return isJoint ? { zh: `${say(t, 'zh')} (共同)`, en: `${say(t, 'en')} (joint)` } : t
}
