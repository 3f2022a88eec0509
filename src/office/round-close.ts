import { daysBetween, earlier } from '../kernel/calendar.ts'
import { goOn, mayAsk } from '../kernel/cli/ask.ts'
import { listDeadlines } from '../kernel/cli/deadlines.ts'
import { factsOn } from '../kernel/cli/facts.ts'
import { type Call, type Overview, verb } from '../kernel/cli/line.ts'
import { print } from '../kernel/cli/print.ts'
import { inBatch } from '../kernel/cli/screen.ts'
import { namedRecord } from '../kernel/commands/merge.ts'
import type { Column, Document, Line } from '../kernel/document/document.ts'
import { planned, writePlanned } from '../kernel/import/plan-verb.ts'
import { date } from '../kernel/schema/fields/date.ts'
import type { Text } from '../kernel/text.ts'
import { round } from '../roster/round.ts'

const onLabel = { zh: '结束日, 当天仍在本轮', en: 'the last day, still of the round' }

/**
 * Ends a round and prints what is carried over. Nothing is closed by it: duties stay with who answers for them. It
 * asks by itself, with what is carried over in sight, so it is not `isWriting`.
 */
export const roundClose = verb({
  noun: 'round',
  name: 'close',
  label: { zh: '结束一轮, 列出转入下一轮的事项', en: 'end a round; print what is carried over' },
  args: [{ name: '<round>', zh: '轮次', label: { zh: '轮次', en: 'round' }, of: () => round }],
  options: [
    {
      flags: '--on <date>',
      label: onLabel,
      required: true,
      field: date(onLabel, { ahead: true }),
      start: (call: Call) => call.asOf,
    },
  ],
  example: 'cun round close 第五轮 --on 2025-06-30',
  async run(call, [name], { on }) {
    const before = namedRecord(call, round, name)
    const make = () => planned(call, round, { end: on }, before, { end: '--on' })
    await make()
    const paper = carriedOver(factsOn(call, earlier(on, call.asOf)), String(before.name), on)
    // Whoever is asked sees it first; for others it bears what was done, as JSON has both in one object.
    const asks = mayAsk(call)
    if (asks) await print(call, paper)
    await goOn(call, { zh: `${before.name} 到 ${on} 结束?`, en: `End ${before.name} on ${on}?` })
    const { batch } = await writePlanned(call, 'round close', make)
    if (!asks) await print(call, paper)
    call.tell(inBatch({ zh: `${before.name} 到 ${on} 结束`, en: `${before.name} ends on ${on}` }, batch))
    return 0
  },
})

/** What is open on a day: duties by kind, then records that wait for a date. */
function carriedOver(facts: Overview, name: string, on: string): Document {
  return {
    title: { zh: `${name}结束时转入下一轮的事项`, en: `Carried over from ${name}` },
    subtitle: {
      zh: `结束日 ${on}, 按 ${facts.asOf} 的台账`,
      en: `last day ${on}, by the records of ${facts.asOf}`,
    },
    tables: [openDuties(facts), openRecords(facts)],
    notes: [
      {
        zh: '结束一轮不办结任何事项: 到期事项仍由所在村的现任负责 (cun overdue); 其中时间节点和轮换交接在下表也有, 含启用日期以前的。',
        en: 'Ending a round closes nothing: duties stay with who answers for the village (cun overdue). Milestones and handovers are in both tables, in the second also those before day one.',
      },
    ],
  }
}

const column = (key: string, zh: string, en: string, type: Column['type']): Column => ({
  key,
  label: { zh, en },
  type,
})

function openDuties(facts: Overview) {
  const kinds = new Map<string, { label: Text; due: string[] }>()
  let unknown = 0
  for (const { duty, row } of listDeadlines(facts, { which: 'open', each: true })) {
    const kind = kinds.get(duty.name) ?? { label: duty.label, due: [] }
    kinds.set(duty.name, kind)
    if (row.due === null) unknown++
    else kind.due.push(row.due)
  }
  const late = (due: readonly string[]) => due.filter(d => d < facts.asOf)
  const oldest = (due: readonly string[]) => due.reduce((a, b) => (a === '' || b < a ? b : a), '')
  const known = [...kinds.values()].filter(k => k.due.length > 0)
  const lines: Line[] = known.map(({ label, due }) => ({
    cells: [label, due.length, late(due).length, oldest(due), daysOver(oldest(due), facts.asOf)],
  }))
  const every = known.flatMap(k => k.due)
  lines.push({
    emphasis: 'total',
    cells: [{ zh: '合计', en: 'total' }, every.length, late(every).length, oldest(every) || null, null],
  })
  return {
    title: {
      zh: `未办结的到期事项${unknown > 0 ? ` (另有 ${unknown} 项无从计期)` : ''}`,
      en: `Open duties${unknown > 0 ? ` (and ${unknown} whose last day is unknown)` : ''}`,
    },
    columns: [
      column('duty', '事项', 'duty', 'text'),
      column('open', '未办结', 'open', 'integer'),
      column('overdue', '其中逾期', 'overdue', 'integer'),
      column('oldest', '最早的期限', 'oldest last day', 'date'),
      column('days', '已过天数', 'days since', 'integer'),
    ],
    lines,
  }
}

const daysOver = (day: string, asOf: string) => (day < asOf ? daysBetween(day, asOf) : null)

/** Records that wait for a date: name, the table with its condition, the day each has. */
const waiting: readonly (readonly [label: Text, sql: string])[] = [
  [
    { zh: '未付款的团购订单', en: 'unpaid group orders' },
    'select date as day from purchase where date <= :asOf and (paid is null or paid > :asOf)',
  ],
  [
    { zh: '未完成的时间节点', en: 'milestones not done' },
    `select m.due as day from milestone m join strategy s on s.id = m.strategy
     where s.year <= substr(:asOf, 1, 4) and (m.done is null or m.done > :asOf)`,
  ],
  [
    { zh: '未接收的轮换交接', en: 'handovers not accepted' },
    'select date as day from handover where date <= :asOf and (accepted is null or accepted > :asOf)',
  ],
]

function openRecords(facts: Overview) {
  const lines: Line[] = waiting.map(([label, sql]) => {
    const { open, oldest } = facts.db
      .prepare(`select count(*) as open, min(day) as oldest from (${sql})`)
      .get({ asOf: facts.asOf }) as { open: number; oldest: string | null }
    return { cells: [label, open, oldest] }
  })
  return {
    title: { zh: '未了结的记录', en: 'Records not settled' },
    columns: [
      column('record', '台账', 'register', 'text'),
      column('open', '条数', 'records', 'integer'),
      column('oldest', '最早一条的日期', 'oldest', 'date'),
    ],
    lines,
  }
}
