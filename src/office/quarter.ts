import { daysBetween, earlier, later, periodDays } from '../kernel/calendar.ts'
import type { Call } from '../kernel/call.ts'
import { type Measure, type MeasureRow, paper } from '../kernel/line.ts'
import type { Cell, Column, Line } from '../kernel/paper.ts'
import type { Text } from '../kernel/text.ts'
import { dutiesSince } from '../roster/county.ts'
import { postings, type Serving, servingBetween } from '../roster/serving.ts'

const roles: Record<string, Text> = {
  firstSecretary: { zh: '第一书记', en: 'first secretary' },
  teamLeader: { zh: '工作队长', en: 'team leader' },
  deputyLeader: { zh: '副队长', en: 'deputy leader' },
  member: { zh: '队员', en: 'team member' },
}

const rolesText = (p: Serving): Text => ({
  zh: p.roles.map(r => roles[r]!.zh).join('、'),
  en: p.roles.map(r => roles[r]!.en).join(', '),
})

/** Measures of postings, and for each the terms of every subject it applies to. */
function measured(call: Call, period: string): { measure: Measure; rows: Map<number, MeasureRow> }[] {
  return call.lines
    .flatMap(l => l.measures ?? [])
    .filter(m => m.subject === 'posting')
    .map(measure => ({ measure, rows: new Map(measure.rows(call, period).map(r => [r.subject, r])) }))
}

const types = { rate: 'percent', count: 'integer', amount: 'amount' } as const

/** A rate of several postings is the sum of the parts over the sum of the wholes. */
function summed(measure: Measure, rows: readonly (MeasureRow | undefined)[]): Cell {
  const there = rows.filter(r => r !== undefined)
  const part = there.reduce((sum, r) => sum + r.part, 0)
  if (measure.type !== 'rate') return part
  return { part, of: there.reduce((sum, r) => sum + r.of, 0) }
}

/** One row for each posting in office in the quarter, with its measures; subtotals by township. */
export const quarterPaper = paper({
  name: 'quarter',
  label: { zh: '季度情况表', en: 'quarterly table' },
  period: 'quarter',
  example: 'cun report quarter 2024Q2',
  make(call, period) {
    const days = periodDays(period)
    const to = earlier(days.to, call.asOf)
    const measures = measured(call, period)
    const spans = servingBetween(postings(call), days.from, to)
    const byTownship = new Map<string, typeof spans>()
    for (const span of spans) {
      const name = span.posting.townshipName
      byTownship.set(name, [...(byTownship.get(name) ?? []), span])
    }
    const lines: Line[] = []
    const total = (label: Text, of: typeof spans): Line => ({
      emphasis: 'total',
      cells: [
        label,
        null,
        { zh: `${of.length} 人`, en: `${of.length} postings` },
        null,
        null,
        null,
        null,
        ...measures.map(m =>
          summed(
            m.measure,
            of.map(s => m.rows.get(s.posting.id)),
          ),
        ),
      ],
    })
    for (const [name, of] of byTownship) {
      for (const { posting: p, from, to } of of) {
        const own = measures.map(m => summed(m.measure, [m.rows.get(p.id)]))
        lines.push({
          cells: [name, p.villageName, p.name, p.unit, rolesText(p), from, daysBetween(from, to) + 1, ...own],
        })
      }
      lines.push(total({ zh: `${name} 小计`, en: `${name} subtotal` }, of))
    }
    lines.push(total({ zh: '合计', en: 'total' }, spans))
    const since = call.settings.get(dutiesSince)
    const first = since > days.from && since <= to
    const notes: Text[] = [
      {
        zh: '比率 = 分子之和 ÷ 分母之和; “不适用”不计为 0。走访由村内驻村人员共同完成, 记在第一书记 (无第一书记的记在工作队长) 名下。',
        en: 'A rate is the sum of its parts over the sum of its wholes; n/a is not zero. Visits by the whole team count for the first secretary (or the team leader where there is none).',
      },
    ]
    if (first) notes.unshift({ zh: `本季自 ${since} 起。`, en: `This quarter begins on ${since}.` })
    return {
      title: { zh: '驻村第一书记季度情况表', en: 'First secretaries: quarterly table' },
      subtitle: {
        zh: `${period} (${later(days.from, first ? since : days.from)} 至 ${to})`,
        en: `${period} (${days.from} to ${to})`,
      },
      notes,
      tables: [{ columns: [...columns, ...measures.map(m => measureColumn(m.measure))], lines }],
    }
  },
})

const columns: readonly Column[] = [
  { key: 'township', label: { zh: '乡镇', en: 'township' }, type: 'text' },
  { key: 'village', label: { zh: '村', en: 'village' }, type: 'text' },
  { key: 'name', label: { zh: '姓名', en: 'name' }, type: 'text' },
  { key: 'unit', label: { zh: '派出单位', en: 'sponsor unit' }, type: 'text' },
  { key: 'roles', label: { zh: '驻村职务', en: 'roles' }, type: 'text' },
  { key: 'from', label: { zh: '本季自', en: 'from' }, type: 'date' },
  { key: 'days', label: { zh: '天数', en: 'days' }, type: 'integer' },
]

const measureColumn = (m: Measure): Column => ({ key: m.name, label: m.label, type: types[m.type] })
