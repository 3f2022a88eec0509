import { periodBefore } from '../../kernel/calendar.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import { type Entry, entriesOf, type followKinds } from './redblue.ts'

/** What was published last on a quarter: the edition, and its first notice. */
export interface Issue {
  readonly edition: number
  readonly number: string
  readonly date: string
}

/** By quarter: the newest edition with a notice. It replaces what was published on the editions before. */
export function issues(facts: Facts): ReadonlyMap<string, Issue> {
  const rows = facts.db
    .prepare(
      `select q.period, q.edition, n.number, n.date from notice n join quarter q on q.id = n.quarter
       where n.date <= ? order by q.edition, n.id desc`,
    )
    .all(facts.asOf) as (Issue & { period: string })[]
  return new Map(rows.map(({ period, ...issue }) => [period, issue]))
}

/** Published entries that hold: those of the newest published edition of each quarter. */
export function publishedEntries(facts: Facts): Entry[] {
  const newest = issues(facts)
  return entriesOf(facts).filter(e => e.published && e.edition === newest.get(e.period)?.edition)
}

/** The edition that replaced the entry's own, if any; the next notice replaces a published entry. */
export function replacing(facts: Facts): (e: Entry) => number | undefined {
  const issued = issues(facts)
  const rows = facts.db
    .prepare('select period, max(edition) from quarter where frozen <= ? group by period')
    .raw()
    .all(facts.asOf) as [string, number][]
  const frozen = new Map(rows)
  return e => {
    const newest = (e.published ? issued.get(e.period)?.edition : frozen.get(e.period)) ?? 0
    return newest > e.edition ? newest : undefined
  }
}

/**
 * Counts the quarters running, up to its own, in which the subject of a blue entry is on the blue list. Of the
 * quarters before, only what holds counts.
 */
export function timesRunning(facts: Facts): (e: Entry) => number {
  const key = (e: Entry, period: string) => `${period} ${e.kind} ${e.subject}`
  const blue = new Set(
    publishedEntries(facts)
      .filter(e => e.colour === 'blue')
      .map(e => key(e, e.period)),
  )
  return e => {
    let count = 1
    for (let at = periodBefore(e.period); blue.has(key(e, at)); at = periodBefore(at)) count++
    return count
  }
}

/** A blue entry gets a reminder, the second time running a talk, then rectification. */
export const followByRule = (times: number): keyof typeof followKinds =>
  times >= 3 ? 'rectify' : times === 2 ? 'talk' : 'remind'

/**
 * The open follow-up that publishing set by a count of quarters running that no longer holds, because an
 * earlier quarter was published again. Undefined if it holds, or if a person set it.
 */
export function outdatedFollow(
  facts: Facts,
  e: Entry,
): { readonly then: number; readonly now: number } | undefined {
  if (e.colour !== 'blue' || !e.published || e.closed) return undefined
  const then = timesRunning({ ...facts, asOf: e.published })(e)
  const now = timesRunning(facts)(e)
  const isByRule = e.follow === followByRule(then)
  return isByRule && followByRule(now) !== e.follow ? { then, now } : undefined
}
