import { periodDays } from '../../kernel/calendar.ts'
import type { Column, Document, Line } from '../../kernel/document/document.ts'
import { both, bothJoined, counted, say, type Text } from '../../kernel/text.ts'
import { type Scored, villagesOf } from './assess.ts'
import { methods, missionLines } from './rules.ts'
import { kindLabels } from './score-paper.ts'

/** Explains one score: each indicator with its formula, and each record its number counts. */
export function explanation(
  one: Scored,
  facts: { period: string; state: Text; asOf: string; from?: string },
): Document {
  const { subject: s, score, grade, isShort } = one
  const lines: Line[] = score.items.map(i => ({
    cells: [
      i.line === null ? null : missionLines[i.line as keyof typeof missionLines],
      i.indicator,
      i.weight > 0 ? i.weight : null,
      methods[i.method as keyof typeof methods],
      i.value,
      i.formula,
      i.method === 'veto' || i.method === 'gradeCap' ? null : i.points,
    ],
  }))
  const row = (
    zh: string,
    en: string,
    formula: Text | string,
    points: number | null,
    emphasis?: 'total',
  ): Line => ({
    cells: [null, { zh, en }, null, null, null, formula, points],
    emphasis,
  })
  if (score.rescaled !== 0) {
    const based = score.items.filter(i => i.weight > 0)
    const open = based.filter(i => i.points !== null)
    const sum = (of: typeof based, by: (i: (typeof based)[number]) => number) =>
      of.reduce((t, i) => t + by(i), 0) / 10
    const [got, weights, full] = [
      sum(open, i => i.points!),
      sum(open, i => i.weight),
      sum(based, i => i.weight),
    ]
    lines.push(row('不适用项折算', 'rescaled', `${got} ÷ ${weights} × ${full} − ${got}`, score.rescaled))
  }
  if (score.vetoes.length > 0) {
    const lost = score.items.reduce((t, i) => t + (i.points ?? 0), 0) + score.rescaled
    lines.push(row('一票否决', 'veto', bothJoined(score.vetoes), -lost))
  }
  lines.push(row('得分', 'score', '', score.total, 'total'))
  // A unit's facts come from its people; two who served the same village in turn may each have the same fact.
  const hasPeople = score.items.some(i => i.facts.some(f => f.by !== undefined))
  const records: Line[] = score.items.flatMap(i =>
    i.facts.map(f => ({
      cells: [
        i.indicator,
        ...(hasPeople ? [f.by ?? null] : []),
        f.record === undefined ? null : `${f.register} ${f.record}`,
        f.of > 0 ? `${f.part}/${f.of}` : String(f.part),
        note(f.note, f.isJoint),
      ],
    })),
  )
  const { from } = facts
  const isPartial = from !== undefined && from > periodDays(facts.period).from
  const standing: string[] = []
  if (isShort) standing.push(`在任 ${s.days} 天, 时间过短, 不定等次`)
  if (grade !== null) standing.push(`等次 ${grade}`)
  if (score.cap) standing.push(`最高${score.cap.grade} (${score.cap.why})`)
  return {
    title: { zh: `${s.name} ${facts.period} 得分说明`, en: `${s.name}: how ${facts.period} was scored` },
    subtitle: {
      zh: [
        s.kind === 'unit' ? `派出单位, 帮扶${s.village}` : `驻村第一书记, ${s.township}${s.village}`,
        `${s.days} 天`,
        ...(isPartial ? [`自 ${from} 起`] : []),
        facts.state.zh,
        `截至 ${facts.asOf}`,
        ...standing,
      ].join('; '),
      en: [
        `${kindLabels[s.kind].en}; ${villagesOf(s).en}`,
        counted(s.days, 'day'),
        ...(isPartial ? [`since ${from}`] : []),
        facts.state.en,
        `as of ${facts.asOf}`,
        ...(grade ? [grade] : []),
      ].join('; '),
    },
    tables: [
      {
        title: { zh: '各指标', en: 'Indicators' },
        columns: [
          { key: 'line', label: { zh: '线', en: 'line' }, type: 'text', weight: -1 },
          { key: 'indicator', label: { zh: '指标', en: 'indicator' }, type: 'text' },
          { key: 'weight', label: { zh: '分值', en: 'weight' }, type: 'score' },
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
          ...(hasPeople
            ? [{ key: 'by', label: { zh: '谁的', en: 'whose' }, type: 'text' } satisfies Column]
            : []),
          { key: 'record', label: { zh: '记录', en: 'record' }, type: 'text' },
          { key: 'counts', label: { zh: '计入', en: 'counts' }, type: 'text' },
          { key: 'note', label: { zh: '内容', en: 'what' }, type: 'text' },
        ],
        lines: records,
      },
    ],
    notes: [
      {
        zh: '各指标得分 (连同折算) 之和即总分。计入“1/1”为应计且已计, “0/1”为应计而未计。',
        en: 'The points, including the rescaling, add up to the score. 1/1: required and done; 0/1: required and not done.',
      },
    ],
  }
}

function note(text: Text | string, isJoint: boolean | undefined): Text {
  const t = typeof text === 'string' ? both(text) : text
  return isJoint ? { zh: `${say(t, 'zh')} (共同)`, en: `${say(t, 'en')} (joint)` } : t
}
