import type { Facts } from '../kernel/cli/facts.ts'
import { type Dialect, sqlite } from '../kernel/cli/measure.ts'

/** Whether a posting is on a day on leave approved by that day; reporting back early ends the leave. */
export const onLeave = (q: Dialect, posting: string, day: string) => `exists (
      select 1 from leave l
      where ${q.only('l')} and l.posting = ${posting} and l."approvedOn" <= ${day} and l."firstDay" <= ${day}
        and ${day} <= l."lastDay" and (l.returned is null or ${day} <= l.returned)
    )`

/** Postings on approved leave on a day. */
export const onLeaveOn = (facts: Facts, day: string): ReadonlySet<number> =>
  new Set(
    facts.db
      .prepare(`select p.id from posting p where ${onLeave(sqlite(), 'p.id', ':day')}`)
      .pluck()
      .all({ day }) as number[],
  )
