import { daysBetween } from '../calendar.ts'
import { refuse } from '../errors.ts'
import { say, type Text } from '../text.ts'
import type { Duty, DutyRow } from './facts.ts'
import type { Line, Overview } from './line.ts'

export type Status = 'unknown' | 'overdue' | 'soon' | 'ahead' | 'done' | 'doneLate' | 'waived'

export const statuses: Record<Status, Text> = {
  unknown: { zh: '无法计算', en: 'cannot be computed' },
  overdue: { zh: '已逾期', en: 'overdue' },
  soon: { zh: '即将到期', en: 'due soon' },
  ahead: { zh: '未到期', en: 'not yet due' },
  done: { zh: '已完成', en: 'done' },
  doneLate: { zh: '逾期完成', en: 'done late' },
  waived: { zh: '已核销', en: 'written off' },
}

/** The due day itself is still in time. */
export function statusOf(row: DutyRow, asOf: string, soon: number): Status {
  if (row.due === null) return 'unknown'
  if (row.done !== null && row.done <= asOf) return row.done <= row.due ? 'done' : 'doneLate'
  const left = daysBetween(asOf, row.due)
  if (left < 0) return 'overdue'
  return left <= soon ? 'soon' : 'ahead'
}

/** One line of the list: the rows that share duty, group, due day and status. */
export interface Item {
  readonly duty: Duty
  readonly status: Status
  readonly row: DutyRow
  count: number
}

/** What an item is about; for several rows, their count and the first. */
export const whatOf = ({ row, count }: Item): Text | string =>
  count === 1
    ? row.what
    : { zh: `${count} 项: ${say(row.what, 'zh')} 等`, en: `${count}: ${say(row.what, 'en')}, …` }

interface DeadlineQuery {
  readonly line?: string
  /** Only rows in this place, given as names, largest place first. */
  readonly place?: readonly string[]
  /** Overdue (plus what is due within `soon` days), all that is not done, or everything: only there what was written off. */
  readonly which: 'overdue' | 'open' | 'all'
  readonly soon?: number
  /** One item per row instead of one per group. */
  readonly each?: boolean
}

/** Deadlines of one line or all, grouped by largest place, worst first. */
export function listDeadlines(facts: Overview, asked: DeadlineQuery): Item[] {
  const { which, soon = 0, each = false } = asked
  const wanted: readonly Status[] =
    which === 'all'
      ? ['unknown', 'overdue', 'soon', 'ahead', 'done', 'doneLate', 'waived']
      : which === 'open'
        ? ['unknown', 'overdue', 'soon', 'ahead']
        : ['unknown', 'overdue', ...(soon > 0 ? (['soon'] as const) : [])]
  const isWaived = waivedBy(facts)
  const items: Item[] = []
  const groups = new Map<string, Item>()
  for (const duty of duties(facts.lines, asked.line)) {
    for (const row of duty.rows(facts, which !== 'all')) {
      if (asked.place?.some((name, i) => row.place[i] !== name)) continue
      const status = isWaived(duty, row) ? 'waived' : statusOf(row, facts.asOf, soon)
      if (!wanted.includes(status)) continue
      const key = each ? '' : `${duty.name} ${row.group} ${row.due} ${status}`
      const group = each ? undefined : groups.get(key)
      if (group) group.count++
      else {
        const item = { duty, status, row, count: 1 }
        items.push(item)
        if (!each) groups.set(key, item)
      }
    }
  }
  return worstFirst(items, facts.asOf)
}

/** Whether a deadline is open and was written off by as-of. */
export function waivedBy(facts: Overview): (duty: Duty, row: DutyRow) => boolean {
  const all = facts.lines.flatMap(l => l.waived?.(facts) ?? [])
  return (duty, row) =>
    (row.done === null || row.done > facts.asOf) && all.some(isWaived => isWaived(duty, row))
}

/** Sorts by largest place, the one with the most overdue item first; within it, what was never done, then most overdue first. */
function worstFirst(items: readonly Item[], asOf: string): Item[] {
  const worst = new Map<string, number>()
  const known = items.map(item => {
    const { due, place } = item.row
    const late = due === null ? -1e9 : daysBetween(due, asOf)
    const largest = place[0] ?? ''
    worst.set(largest, Math.max(worst.get(largest) ?? -1e9, late))
    const isNever = item.row.isNever === true && item.status === 'overdue'
    return { item, late, largest, place: place.join(), isNever }
  })
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return known
    .sort(
      (a, b) =>
        worst.get(b.largest)! - worst.get(a.largest)! ||
        order(a.largest, b.largest) ||
        Number(b.isNever) - Number(a.isNever) ||
        b.late - a.late ||
        order(a.place, b.place),
    )
    .map(k => k.item)
}

export function duties(lines: readonly Line[], name: string | undefined): Duty[] {
  if (name === undefined) return lines.flatMap(l => l.duties ?? [])
  const line = lines.find(l => l.name === name || l.label.zh.startsWith(name))
  if (line) return [...(line.duties ?? [])]
  return refuse(
    'usage',
    'usage.unknown-line',
    { zh: `没有这条线: ${name}`, en: `there is no line ${name}` },
    {
      zh: `可用: ${lines.map(l => l.name).join('、')}`,
      en: `use one of ${lines.map(l => l.name).join(', ')}`,
    },
  )
}
