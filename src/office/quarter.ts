import { daysBetween, periodWords } from '../kernel/calendar.ts'
import { type Facts, type Sum, sumsOf } from '../kernel/cli/facts.ts'
import { type Line as MissionLine, paper } from '../kernel/cli/line.ts'
import { factsOf, type Measure } from '../kernel/cli/measure.ts'
import type { Cell, Column, Line, Table } from '../kernel/document/document.ts'
import { counted, joined, type Lang, type Text } from '../kernel/text.ts'
import { periodOf, spanned } from '../roster/county.ts'
import { servingOn } from '../roster/posting-unit.ts'
import { roles } from '../roster/roles.ts'
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
    .map(measure => ({ measure, sums: sumsOf(factsOf(facts, measure, periodOf(facts, period))) }))
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
const term = (now: string): readonly Own[] => [
  [s => s.posting.unit, { key: 'unit', label: { zh: '派出单位', en: 'sponsor unit' }, type: 'text' }],
  [s => rolesText(s.posting), { key: 'roles', label: { zh: '驻村职务', en: 'roles' }, type: 'text' }],
  [s => s.from, { key: 'from', label: { zh: `${now}自`, en: 'from' }, type: 'date' }],
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

/** Postings in office in the period: their terms, then one table of measures per line. */
export const quarterPaper = paper({
  name: 'quarter',
  label: { zh: '驻村情况表', en: 'table of postings and measures' },
  period: 'quarter',
  example: 'cun report quarter 2024Q2',
  make(facts, period) {
    const days = periodOf(facts, period)
    const words = periodWords(period)
    const spans = servingBetween(postings(facts), days.from, days.until).map(s => ({
      ...s,
      posting: servingOn(facts, s.posting, s.to),
    }))
    const own = [...who, ...term(words.now.zh)]
    const tables = [table({ zh: '驻村人员', en: 'Postings' }, spans, own, [])]
    for (const line of facts.lines) {
      const measures = measured(facts, line, period)
      if (measures.length > 0) tables.push(table(line.label, spans, who, measures))
    }
    const notes: Text[] = [
      {
        zh: '比率 = 分子之和 ÷ 分母之和; “不适用”不计为 0。走访由村内驻村人员共同完成, 记在第一书记 (无第一书记的记在工作队长) 名下。',
        en: 'A rate is the sum of the parts ÷ the sum of the wholes; n/a does not count as 0. Visits by the whole team count for the first secretary (for the team leader if there is none).',
      },
    ]
    return {
      title: {
        zh: `驻村第一书记${words.of.zh}情况表`,
        en: `First secretaries: ${words.of.en.toLowerCase()} table`,
      },
      subtitle: spanned(period, days),
      notes,
      tables,
    }
  },
})

const measureColumn = (m: Measure): Column => ({
  key: m.name,
  label: m.type === 'amount' ? { zh: `${m.label.zh}(元)`, en: `${m.label.en} (yuan)` } : m.label,
  type: types[m.type],
})
