import { later } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import type { Rows } from '../kernel/cli/measure.ts'
import { pastOf } from '../kernel/schema/dated.ts'
import { firstDay, lastDay, stages } from '../kernel/store/dated.ts'
import { household } from './household.ts'

/** The days on which a household belonged to a village, both included. */
export interface Stay {
  readonly household: number
  readonly village: number
  readonly since: string
  readonly until: string
  readonly number: string | null
  readonly head: string
}

/**
 * The stays of the households that ever changed from a day on, or that ended; every other one belongs to its
 * village from its `since` on (`stays`).
 */
export const movedStays = (facts: Facts): readonly Stay[] => facts.once(found)

function found({ db, asOf }: Facts): readonly Stay[] {
  const rows = db
    .prepare(
      `select id, village, number, head, since, "end", id in (select record from "${past}") as "isChanged"
       from main.household where "end" is not null or id in (select record from "${past}") order by id`,
    )
    .all() as (Record<'since' | 'end' | 'number', string | null> & {
    id: number
    village: number
    head: string
    isChanged: number
  })[]
  const changed = rows.some(h => h.isChanged === 1) ? stages(db, household) : []
  const ended = rows
    .filter(h => h.isChanged === 0)
    .map(h => ({ id: h.id, since: firstDay, until: lastDay, row: h }))
  const all: Stay[] = []
  for (const { id, since, until, row } of [...changed, ...ended]) {
    const end = (row.end as string | null) ?? lastDay
    const stay: Stay = {
      household: id,
      village: row.village as number,
      number: row.number as string | null,
      head: row.head as string,
      since: later(since, (row.since as string | null) ?? firstDay),
      until: until < end ? until : end,
    }
    if (stay.until < stay.since) continue
    const last = all.at(-1)
    // What does not concern the place divides no stay; what it says is as of its last day, or of as-of.
    if (last?.household === id && last.village === stay.village) {
      const { number, head } = stay.since > asOf ? last : stay
      all[all.length - 1] = { ...stay, number, head, since: last.since }
    } else all.push(stay)
  }
  return all
}

/** A condition: the household's row says all of its stay; the others are in `movedRows`. */
export const isUnmoved = (household: string, only = 'true') =>
  `${household}."end" is null and not exists (select 1 from "${past}" x where x.record = ${household}.id and ${only})`

const past = pastOf(household)!.name

/** `movedStays` as a table of a query. */
export const movedRows: Rows = {
  columns: {
    household: 'integer',
    village: 'integer',
    since: 'text',
    until: 'text',
    number: 'text',
    head: 'text',
  },
  of: facts => movedStays(facts).map(s => [s.household, s.village, s.since, s.until, s.number, s.head]),
}
