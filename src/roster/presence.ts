import { addDays, earlier, later } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import type { Days, Rows } from '../kernel/cli/measure.ts'
import { firstDay } from '../kernel/store/dated.ts'
import { byUnit } from './posting-unit.ts'
import { answering, postings, type Span, servingBetween } from './serving.ts'

/** Days, both included, on which a subject is responsible in a village. */
export interface Presence {
  readonly subject: number
  readonly village: number
  readonly since: string
  readonly until: string
}

/** The postings that answer for a village, from the first one on record to a day. */
export const headsUntil = (facts: Facts, to: string): Presence[] =>
  answering(postings(facts), firstDay, to).map(s => ({ ...presence(s), subject: s.posting.id }))

/** The units with anyone in office in a village, from the first one on record to a day; each day once. */
export function unitsUntil(facts: Facts, to: string): Presence[] {
  const spans = byUnit(facts, servingBetween(postings(facts), firstDay, to))
    .map(s => ({ ...presence(s), subject: s.posting.unitId }))
    .sort((a, b) => a.subject - b.subject || a.village - b.village || (a.since < b.since ? -1 : 1))
  const found: Presence[] = []
  for (const span of spans) {
    const last = found.at(-1)
    const goesOn = last?.subject === span.subject && last.village === span.village
    if (!goesOn || addDays(last.until, 1) < span.since) found.push(span)
    else found[found.length - 1] = { ...last, until: later(last.until, span.until) }
  }
  return found
}

const presence = ({ posting, from, to }: Span) => ({ village: posting.village, since: from, until: to })

/** Cuts days to those between two others; undefined if none is left. */
export function cut<P extends Presence>(span: P, from: string, to: string): P | undefined {
  const [since, until] = [later(span.since, from), earlier(span.until, to)]
  return since <= until ? { ...span, since, until } : undefined
}

const columns = { subject: 'integer', village: 'integer', since: 'text', until: 'text' } as const
const table = (of: (facts: Facts, to: string) => Presence[]): Rows => ({
  columns,
  of: (facts: Facts, { to }: Days) =>
    of(facts, later(to, facts.asOf)).map(p => [p.subject, p.village, p.since, p.until]),
})

/** Who is credited with what happens in a village on a day: the posting that answers, each unit there. */
export const presenceRows = { posting: table(headsUntil), unit: table(unitsUntil) } as const
