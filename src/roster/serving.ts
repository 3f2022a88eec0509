import { addDays, daysBetween, earlier, later, periodDays } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'

/** A posting with the names that duties, measures and papers show; what happened after as-of is left out. */
export interface Serving {
  readonly id: number
  readonly name: string
  readonly start: string
  /** Last day in office; null if the term has not ended by as-of. */
  readonly end: string | null
  readonly roles: readonly string[]
  readonly village: number
  readonly villageName: string
  readonly villageCode: string
  readonly households: number | null
  readonly township: number
  readonly townshipName: string
  readonly townshipCode: string
  readonly unit: string
  readonly unitId: number
  /** Equal for the postings of one person: the ID number, without one the name and the unit. */
  readonly person: string
}

/** Every posting that began by as-of, ordered by village code, then start. */
export const postings = (facts: Facts): readonly Serving[] => facts.once(began)

function began(facts: Facts): readonly Serving[] {
  const rows = facts.db
    .prepare(
      `select p.id, p.name, p.start, case when p.end <= :asOf then p.end end as end, p.roles,
         v.id as village, v.name as villageName, v.code as villageCode, v.households,
         t.id as township, t.name as townshipName, t.code as townshipCode, u.name as unit, u.id as unitId,
         coalesce(p."idNumber", p.name || ' ' || u.id) as person
       from posting p
       join village v on v.id = p.village
       join township t on t.id = v.township
       join unit u on u.id = p.unit
       where p.start <= :asOf
       order by v.code, p.start, p.id`,
    )
    .all({ asOf: facts.asOf }) as (Omit<Serving, 'roles'> & { roles: string })[]
  return rows.map(row => ({ ...row, roles: JSON.parse(row.roles) as string[] }))
}

/** Whether a term is over: its last day, too, is one in office. */
export const hasLeft = (p: Pick<Serving, 'end'>, asOf: string): boolean => p.end !== null && p.end < asOf

/** Whether a term ended within a period, before its last day. */
export function leftWithin({ end }: Pick<Serving, 'end'>, period: string): boolean {
  const { from, to } = periodDays(period)
  return end !== null && from <= end && end < to
}

/** Days on which a posting is in office, both included. */
export interface Span {
  readonly posting: Serving
  readonly from: string
  readonly to: string
}

/** Postings in office between two days (both included); each span is cut to these days. None if `to` is before `from`. */
export function servingBetween(all: readonly Serving[], from: string, to: string): Span[] {
  if (to < from) return []
  return all
    .filter(p => p.start <= to && (p.end ?? '9999') >= from)
    .map(p => ({ posting: p, from: later(p.start, from), to: earlier(p.end ?? '9999-12-31', to) }))
}

/** Calendar days that the spans cover: a day on which several people are in office counts once. */
export function daysCovered(spans: readonly Span[]): number {
  let days = 0
  let last = ''
  for (const { from, to } of [...spans].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const first = last === '' ? from : later(from, addDays(last, 1))
    if (first > to) continue
    days += daysBetween(first, to) + 1
    last = to
  }
  return days
}

/** Who answers for a village on which days: its 第一书记 or, on days without one, the 工作队长. */
export function answering(all: readonly Serving[], from: string, to: string): Span[] {
  const spans = servingBetween(all, from, to)
  const first = spans.filter(s => s.posting.roles.includes('firstSecretary'))
  const taken = new Map<number, Span[]>()
  for (const span of first)
    taken.set(span.posting.village, [...(taken.get(span.posting.village) ?? []), span])
  const stand = spans
    .filter(s => !s.posting.roles.includes('firstSecretary') && s.posting.roles.includes('teamLeader'))
    .flatMap(s => without(s, taken.get(s.posting.village) ?? []))
  return [...first, ...stand]
}

/** The parts of a span that no other span covers. */
function without(span: Span, others: readonly Span[]): Span[] {
  let parts = [span]
  for (const other of others) {
    parts = parts.flatMap(part => {
      if (other.to < part.from || other.from > part.to) return [part]
      const before = { ...part, to: addDays(other.from, -1) }
      const after = { ...part, from: addDays(other.to, 1) }
      return [before, after].filter(p => p.from <= p.to)
    })
  }
  return parts
}

/** Postings that answer for a village on as-of: the successor's, once the predecessor's term has ended. */
export const answeringNow = (facts: Facts): readonly Serving[] => facts.once(answeringToday)

const answeringToday = (facts: Facts) =>
  answering(postings(facts), facts.asOf, facts.asOf).map(s => s.posting)
