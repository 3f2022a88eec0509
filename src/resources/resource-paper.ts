import { periodWords } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { paper } from '../kernel/cli/line.ts'
import type { Cell, Column, Line, Table } from '../kernel/document/document.ts'
import { counted, type Text } from '../kernel/text.ts'
import { listedDays, spanned } from '../roster/county.ts'
import { type Resource, resource, resourceKinds, stageNames, stageOn, stages } from './resource.ts'

type Listed = Resource & { place: string; township: string }

/** 争取项目资金台账: applied for by the end of the period and not finished before it; totals by kind and status. */
export const resourcePaper = paper({
  name: 'resource',
  label: { zh: '争取项目资金台账', en: 'resources won' },
  period: 'year',
  example: 'cun report resource 2024',
  make(facts, period) {
    const days = listedDays(facts, period)
    const { from, until } = days
    const rows = facts.db
      .prepare(
        `select r.*, v.name as place, t.name as township from resource r
         join village v on v.id = r.village
         join township t on t.id = v.township
         where :from <= :until and r.applied <= :until and (r.finished is null or r.finished >= :from)
         order by v.code, r.applied, r.id`,
      )
      .all({ from, until }) as Listed[]
    const span = spanned(period, days)
    const { now } = periodWords(period)
    const amounts = amountColumns(now)
    const arrived: Arrived = of =>
      of.filter(r => r.arrived != null && r.arrived >= from && r.arrived <= until)
    return {
      title: { zh: '争取项目资金台账', en: 'Resources won' },
      subtitle: {
        zh: `${span.zh}; 状态截至 ${facts.asOf}`,
        en: `${span.en}; status as of ${facts.asOf}`,
      },
      tables: [ledger(facts, rows, amounts, arrived), totals(facts, rows, amounts, arrived)],
      notes: [
        {
          zh: `所列为${now.zh}申报的, 以及此前申报、${now.zh}开始时尚未完成的。${now.zh}到位 = 到位日期在上列日期之内的金额; 未估价的物资不计金额。`,
          en: `Listed: applied for ${now.en}, or earlier and not finished when it began. Arrived ${now.en}: amounts that arrived on the days above; goods without a price add nothing.`,
        },
      ],
    }
  },
})

const amountColumns = (now: Text): Column[] => [
  { key: 'amount', label: { zh: '金额(元)', en: 'amount (yuan)' }, type: 'amount' },
  {
    key: 'arrivedAmount',
    label: { zh: `${now.zh}到位(元)`, en: `arrived ${now.en} (yuan)` },
    type: 'amount',
  },
]

const sum = (rows: readonly Listed[]) => rows.reduce((total, r) => total + (r.amount ?? 0), 0)
type Arrived = (rows: readonly Listed[]) => Listed[]

function ledger(facts: Facts, rows: readonly Listed[], amounts: readonly Column[], arrived: Arrived): Table {
  const known = (day: string | null): Cell => (day !== null && day <= facts.asOf ? day : null)
  const lines: Line[] = rows.map(r => ({
    cells: [
      r.id,
      r.township,
      r.place,
      r.title,
      resourceKinds[r.kind],
      r.source,
      r.amount,
      arrived([r]).length > 0 ? r.amount : null,
      r.applied,
      known(r.approved),
      known(r.arrived),
      known(r.finished),
      stageNames[stageOn(r, facts.asOf)!],
    ],
  }))
  lines.push({
    emphasis: 'total',
    cells: [
      null,
      { zh: '合计', en: 'total' },
      null,
      { zh: `${rows.length} 项`, en: counted(rows.length, 'item') },
      null,
      null,
      sum(rows),
      sum(arrived(rows)),
      null,
      null,
      null,
      null,
      null,
    ],
  })
  return {
    columns: [
      { key: 'resource', label: { zh: '记录号', en: 'number' }, type: 'integer' },
      { key: 'township', label: { zh: '乡镇', en: 'township' }, type: 'text' },
      { key: 'village', label: { zh: '村', en: 'village' }, type: 'text' },
      { key: 'title', label: { zh: '名称', en: 'title' }, type: 'text' },
      { key: 'kind', label: { zh: '类别', en: 'kind' }, type: 'text' },
      { key: 'source', label: { zh: '来源单位', en: 'source' }, type: 'text' },
      ...amounts,
      ...stages.map(name => ({ key: name, label: resource.fields[name].label, type: 'date' as const })),
      { key: 'status', label: { zh: '状态', en: 'status' }, type: 'text' },
    ],
    lines,
  }
}

/** Totals by kind and status, with a subtotal per kind; empty ones are left out. */
function totals(facts: Facts, rows: readonly Listed[], amounts: readonly Column[], arrived: Arrived): Table {
  const lines: Line[] = []
  const line = (kind: Text, status: Text | null, of: readonly Listed[]): Line => ({
    emphasis: status ? undefined : 'total',
    cells: [kind, status, of.length, sum(of), sum(arrived(of))],
  })
  for (const [kind, label] of Object.entries(resourceKinds)) {
    const there = rows.filter(r => r.kind === kind)
    if (there.length === 0) continue
    for (const stage of stages) {
      const of = there.filter(r => stageOn(r, facts.asOf) === stage)
      if (of.length > 0) lines.push(line(label, stageNames[stage], of))
    }
    lines.push(line({ zh: `${label.zh} 小计`, en: `${label.en} subtotal` }, null, there))
  }
  lines.push(line({ zh: '合计', en: 'total' }, null, rows))
  return {
    title: { zh: '按类别和状态', en: 'By kind and status' },
    columns: [
      { key: 'kind', label: { zh: '类别', en: 'kind' }, type: 'text' },
      { key: 'status', label: { zh: '状态', en: 'status' }, type: 'text' },
      { key: 'count', label: { zh: '项数', en: 'items' }, type: 'integer' },
      ...amounts,
    ],
    lines,
  }
}
