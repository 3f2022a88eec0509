import { addDays, daysBetween } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { lastTaken, townshipDays } from './leave.ts'

/** Leaves of one person without a day between them. */
export interface LeaveRun {
  readonly name: string
  /** Record numbers, in order. */
  readonly leaves: readonly number[]
  readonly from: string
  readonly to: string
  /** Calendar days taken, first and last included. */
  readonly days: number
}

interface Row {
  readonly id: number
  readonly name: string
  readonly person: string
  readonly firstDay: string
  readonly lastDay: string
  readonly returned: string | null
}

/**
 * Runs of leaves that a township approved one by one, each beginning the day after the one before was over, and
 * that together are longer than it may approve. A leave approved by the county ends a run: the county knew of it.
 */
export function splitLeaves(facts: Facts): LeaveRun[] {
  const most = facts.settings.get(townshipDays)
  const rows = facts.db
    .prepare(
      `select l.id, p.name, coalesce(p."idNumber", p.name || '|' || p.unit) as person, l."firstDay", l."lastDay", l.returned
       from leave l join posting p on p.id = l.posting where l."approvedBy" = 'township'
       order by person, l."firstDay"`,
    )
    .all() as Row[]
  const runs: (LeaveRun & { readonly person: string })[] = []
  for (const { id, name, person, firstDay, ...row } of rows) {
    const to = lastTaken(row)
    const before = runs.at(-1)
    const isNext = before?.person === person && addDays(before.to, 1) === firstDay
    if (isNext) runs.pop()
    const from = isNext ? before.from : firstDay
    const leaves = [...(isNext ? before.leaves : []), id]
    runs.push({ name, person, leaves, from, to, days: daysBetween(from, to) + 1 })
  }
  return runs.filter(run => run.leaves.length > 1 && run.days > most)
}
