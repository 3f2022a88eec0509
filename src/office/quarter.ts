import { daysBetween, earlier, later, periodDays, spanned } from '../kernel/calendar.ts'
import { type Facts, type Sum, sumsOf } from '../kernel/cli/facts.ts'
import { type Line as MissionLine, paper } from '../kernel/cli/line.ts'
import { factsOf, type Measure } from '../kernel/cli/measure.ts'
import type { Cell, Column, Line, Table } from '../kernel/document/document.ts'
import { both, counted, joined, type Lang, type Text } from '../kernel/text.ts'
import { daysOf, dutiesSince } from '../roster/county.ts'
import { roles } from '../roster/posting.ts'
import { postings, type Serving, type Span, servingBetween } from '../roster/serving.ts'

const rolesText = (p: Serving): Text => {
  const held = p.roles.map(r => roles[r as keyof typeof roles])
  const list = (lang: Lang) =>
    joined(
      held.map(role => role[lang]),
      lang,
    )
  return { zh: list('zh'), en: list('en') }
}

interface Measured {
  readonly measure: Measure
  readonly sums: ReadonlyMap<number, Sum>
}

/** A line's measures of postings, each with its sum per posting. */
function measured(facts: Facts, line: MissionLine, period: string): Measured[] {
  return (line.measures ?? [])
    .filter(m => m.subject === 'posting')
    .map(measure => ({ measure, sums: sumsOf(factsOf(facts, measure, daysOf(facts, period))) }))
}

const types = { rate: 'percent', count: 'integer', amount: 'amount' } as const

/** A rate over several postings is the sum of the parts ÷ the sum of the wholes. */
function summed(measure: Measure, rows: readonly (Sum | undefined)[]): Cell {
  const there = rows.filter(r => r !== undefined)
  const part = there.reduce((sum, r) => sum + r.part, 0)
  if (measure.type !== 'rate') return part
  return { part, of: there.reduce((sum, r) => sum + r.of, 0) }
}

type Own = readonly [cell: (span: Span) => Cell, column: Column]

const who: readonly Own[] = [
  [s => s.posting.townshipName, { key: 'township', label: { zh: '乡镇', en: 'township' }, type: 'text' }],
  [s => s.posting.villageName, { key: 'village', label: { zh: '村', en: 'village' }, type: 'text' }],
  [s => s.posting.name, { key: 'name', label: { zh: '姓名', en: 'name' }, type: 'text' }],
]
const term: readonly Own[] = [
  [s => s.posting.unit, { key: 'unit', label: { zh: '派出单位', en: 'sponsor unit' }, type: 'text' }],
  [s => rolesText(s.posting), { key: 'roles', label: { zh: '驻村职务', en: 'roles' }, type: 'text' }],
  [s => s.from, { key: 'from', label: { zh: '本季自', en: 'from' }, type: 'date' }],
  [s => daysBetween(s.from, s.to) + 1, { key: 'days', label: { zh: '天数', en: 'days' }, type: 'integer' }],
]

/** One row per posting, a subtotal after each township, the total at the end. */
function table(
  title: Text,
  spans: readonly Span[],
  own: readonly Own[],
  measures: readonly Measured[],
): Table {
  const ids = (of: readonly Span[]) => [...new Set(of.map(s => s.posting.id))]
  const sums = (of: readonly Span[]) =>
    measures.map(m =>
      summed(
        m.measure,
        ids(of).map(id => m.sums.get(id)),
      ),
    )
  const total = (label: Text, of: readonly Span[]): Line => ({
    emphasis: 'total',
    cells: [
      label,
      null,
      { zh: `${of.length} 人`, en: counted(of.length, 'posting') },
      ...own.slice(3).map(() => null),
      ...sums(of).map((sum, i) => (measures[i]!.measure.isSummed === false ? null : sum)),
    ],
  })
  const lines: Line[] = []
  for (const township of new Set(spans.map(s => s.posting.townshipName))) {
    const of = spans.filter(s => s.posting.townshipName === township)
    for (const span of of) lines.push({ cells: [...own.map(([cell]) => cell(span)), ...sums([span])] })
    lines.push(total({ zh: `${township} 小计`, en: `${township} subtotal` }, of))
  }
  lines.push(total({ zh: '合计', en: 'total' }, spans))
  return {
    title,
    columns: [...own.map(([, column]) => column), ...measures.map(m => measureColumn(m.measure))],
    lines,
  }
}

/** Postings in office in the quarter: their terms, then one table of measures per line. */
export const quarterPaper = paper({
  name: 'quarter',
  label: { zh: '季度情况表', en: 'quarterly table' },
  period: 'quarter',
  example: 'cun report quarter 2024Q2',
  make(facts, period) {
    const days = periodDays(period)
    const to = earlier(days.to, facts.asOf)
    const spans = servingBetween(postings(facts), days.from, to)
    const tables = [table({ zh: '驻村人员', en: 'Postings' }, spans, [...who, ...term], [])]
    for (const line of facts.lines) {
      const measures = measured(facts, line, period)
      if (measures.length > 0) tables.push(table(line.label, spans, who, measures))
    }
    const since = facts.settings.get(dutiesSince)
    const first = since > days.from && since <= to
    const notes: Text[] = [
      {
        zh: '比率 = 分子之和 ÷ 分母之和; “不适用”不计为 0。走访由村内驻村人员共同完成, 记在第一书记 (无第一书记的记在工作队长) 名下。',
        en: 'A rate is the sum of the parts ÷ the sum of the wholes; n/a does not count as 0. Visits by the whole team count for the first secretary (for the team leader if there is none).',
      },
    ]
    if (first) notes.unshift({ zh: `本季自 ${since} 起。`, en: `This quarter begins on ${since}.` })
    return {
      title: { zh: '驻村第一书记季度情况表', en: 'First secretaries: quarterly table' },
      subtitle: spanned(both(period), later(days.from, first ? since : days.from), to),
      notes,
      tables,
    }
  },
})

const measureColumn = (m: Measure): Column => ({ key: m.name, label: m.label, type: types[m.type] })
