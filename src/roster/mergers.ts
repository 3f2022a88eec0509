import { addDays } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import type { Rows } from '../kernel/cli/measure.ts'
import { firstDay, lastDay } from '../kernel/store/dated.ts'

/** The village that a merged village's matters belong to on some days, both included. */
interface Place {
  readonly village: number
  readonly place: number
  readonly since: string
  readonly until: string
}

/** For each merged village, which one has its matters on which days: mergers, even several in a row, pass them on. */
const places = (facts: Facts): readonly Place[] => facts.once(followed)

function followed(facts: Facts): readonly Place[] {
  const rows = facts.db
    .prepare(
      'select id, "mergedInto" as "into", "mergedOn" as "on" from village where "mergedInto" is not null',
    )
    .all() as { id: number; into: number; on: string }[]
  const mergers = new Map(rows.map(r => [r.id, r]))
  const found: Place[] = []
  for (const { id } of rows) {
    let since = firstDay
    let place = id
    for (let next = mergers.get(id); next; next = mergers.get(place)) {
      found.push({ village: id, place, since, until: addDays(next.on, -1) })
      if (next.on > since) since = next.on
      place = next.into
    }
    found.push({ village: id, place, since, until: lastDay })
  }
  return found.filter(p => p.since <= p.until)
}

export const mergerRows: Rows = {
  columns: { village: 'integer', place: 'integer', since: 'text', until: 'text' },
  of: facts => places(facts).map(p => [p.village, p.place, p.since, p.until]),
}

/** Each merged village with the one that has its matters on a day: [village, place][]. */
export const mergedBy = (facts: Facts, day: string): [village: number, place: number][] =>
  places(facts).flatMap(p => (p.since <= day && day <= p.until ? [[p.village, p.place]] : []))
