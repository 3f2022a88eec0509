import { addDays, addMonths, dayNumber, later } from '../kernel/calendar.ts'
import type { Fact } from '../kernel/cli/facts.ts'
import { type Dialect, type Measure, measure, type Rows } from '../kernel/cli/measure.ts'
import { cut, headsUntil, unitsUntil } from '../roster/presence.ts'
import { isUnmoved, movedRows } from '../roster/residence.ts'
import { postings } from '../roster/serving.ts'
import { firstRoundMonths, largeMonths } from './visit.ts'
import { type Subject, sharers, windows } from './visit-days.ts'
import { monthsFor } from './visit-duties.ts'

/** The day and number of the first visit by a member of the village's team to a household of `there`, or null. */
const firstVisit = (q: Dialect, until: string) => `(
    select min(v.date || ' ' || v.id)
    from visit v join posting p on p.id = v.posting${q.same('p', 'v')}
    where ${q.only('v')} and v.household = t.household and v.date >= t.since and v.date <= ${until} and p.village = t.village
  )`

const named = (table: 'h' | 'm') => `coalesce(${table}.number || ' ', '') || ${table}.head as note`
const unmoved = (q: Dialect) => isUnmoved('h', q.only('x'))

/** The days of the period as numbers, so that a query can count days. */
const days: Rows = {
  columns: { day: 'text', number: 'integer' },
  of: (_, { from, until }) => {
    const found: [string, number][] = []
    for (let day = from; day <= until; day = addDays(day, 1)) found.push([day, dayNumber(day)])
    return found
  },
}

interface Visited {
  readonly subject: number
  readonly household: number
  readonly note: string
  /** Day and number of the visit, e.g. `2024-05-31 12`. */
  readonly first: string | null
  /** Only of coverage. */
  readonly days?: number
  readonly isJoint: number
}

const visited = ({ subject, household, note, first, days, isJoint }: Visited): Fact =>
  first === null
    ? {
        subject,
        part: 0,
        of: 1,
        register: 'household',
        record: household,
        note,
        isJoint: isJoint === 1 || undefined,
        days,
      }
    : {
        subject,
        part: 1,
        of: 1,
        register: 'visit',
        record: Number(first.slice(11)),
        note: `${note} ${first.slice(0, 10)}`,
        isJoint: isJoint === 1 || undefined,
        days,
      }

const firstVisits = (q: Dialect) => `
with w as materialized (select * from ${q.rows('windows')} x),
there as (
  select ${q.key('h')}w.subject, h.id as household, ${named('h')}, w.village, w."isJoint",
    case when h.since > w.since then h.since else w.since end as since, w.until,
    w.last + 1 - case
      when h.since > w.since then (select d.number from ${q.rows('days')} d where d.day = h.since) else w.first
    end as days
  from w join household h on h.village = w.village${q.same('h', 'w')}
  where ${q.only('h')} and (h.since is null or h.since <= w.until) and ${unmoved(q)}
  union all
  select ${q.key('h')}w.subject, h.id, ${named('m')}, w.village, w."isJoint",
    case when m.since > w.since then m.since else w.since end, case when m.until < w.until then m.until else w.until end,
    case when m.until < w.until then e.number else w.last end - case when m.since > w.since then d.number else w.first end + 1
  from w join ${q.rows('moved')} m on m.village = w.village and m.since <= w.until and m.until >= w.since
  join household h on h.id = m.household${q.same('h', 'm')}
  left join ${q.rows('days')} d on d.day = m.since
  left join ${q.rows('days')} e on e.day = m.until
  where ${q.only('h')}
), visited as (
  select ${q.key('t')}t.subject, t.household, t.note, t.days, t."isJoint", ${firstVisit(q, 't.until')} as first
  from there t
)
select ${q.key('x')}x.subject, x.household, min(x.note) as note, sum(x.days) as days, max(x."isJoint") as "isJoint", min(x.first) as first
from visited x
group by ${q.key('x')}x.subject, x.household
order by ${q.key('x')}x.subject, x.household`

/**
 * Households visited by the team on days the subject was responsible for the village ÷ households that belonged
 * to it on such days. The target is pro rata to these days.
 */
const coverageOf = (subject: Subject): Measure =>
  measure<Visited>({
    name: 'visit.coverage',
    label: { zh: '走访覆盖率', en: 'households visited' },
    type: 'rate',
    subject,
    isProRata: true,
    rows: { windows, days, moved: movedRows },
    sharers: sharers(subject),
    sql: firstVisits,
    fact: visited,
  })

export const coverage = [coverageOf('posting'), coverageOf('unit')]

/** Each posting on the days it answers for its village, with its arrival; for units, those there that day. */
const terms = (subject: Subject): Rows => ({
  columns: {
    subject: 'integer',
    head: 'integer',
    village: 'integer',
    start: 'text',
    since: 'text',
    until: 'text',
    months: 'integer',
  },
  of(facts, { to }) {
    const arrived = new Map(postings(facts).map(p => [p.id, p]))
    const last = later(to, facts.asOf)
    const units = subject === 'unit' ? unitsUntil(facts, last) : []
    return headsUntil(facts, last).flatMap(h => {
      const p = arrived.get(h.subject)!
      const there =
        subject === 'posting'
          ? [h]
          : units.filter(u => u.village === h.village).flatMap(u => cut(u, h.since, h.until) ?? [])
      return there.map(t => [t.subject, h.subject, h.village, p.start, t.since, t.until, monthsFor(facts, p)])
    })
  },
})

/** First day of a round → its last permitted day, where that lies in the period. */
const roundDays: Rows = {
  columns: { months: 'integer', day: 'text', due: 'text' },
  of(facts, { from, to }) {
    const found: [number, string, string][] = []
    for (const months of new Set([firstRoundMonths, largeMonths].map(s => facts.settings.get(s)))) {
      for (let day = addDays(addMonths(from, -months), -3); day <= to; day = addDays(day, 1)) {
        const due = addMonths(day, months)
        if (due >= from && due <= to) found.push([months, day, due])
      }
    }
    return found
  },
}

/**
 * Households visited by their last permitted day ÷ households whose last day lies in the period and is over, or
 * that were visited. Each counts for who is responsible for the village on its last day.
 */
const inTimeOf = (subject: Subject): Measure =>
  measure<Visited>({
    name: 'visit.inTime',
    label: { zh: '首轮按期遍访率', en: 'first round in time' },
    type: 'rate',
    subject,
    rows: { terms: terms(subject), rounds: roundDays, moved: movedRows },
    sql: q => `
with w as materialized (select * from ${q.rows('terms')} x),
r as materialized (select * from ${q.rows('rounds')} x),
there as materialized (
  select ${q.key('h')}w.subject, w.head, h.id as household, ${named('h')}, w.village, r.day as since, r.due
  from w join household h on h.village = w.village${q.same('h', 'w')}
  join r on r.months = w.months and r.day = case when h.since > w.start then h.since else w.start end
  where ${q.only('h')} and r.due >= w.since and r.due <= w.until and ${unmoved(q)}
  union all
  select ${q.key('h')}w.subject, w.head, h.id, ${named('m')}, w.village, r.day, r.due
  from w join ${q.rows('moved')} m on m.village = w.village
  join r on r.months = w.months and r.day = case when m.since > w.start then m.since else w.start end
  join household h on h.id = m.household${q.same('h', 'm')}
  where ${q.only('h')} and r.due >= w.since and r.due <= w.until and m.until >= r.due
), visited as (
  select ${q.key('t')}t.subject, t.head, t.household, t.note, t.due, ${firstVisit(q, ':asOf')} as first
  from there t
)
select ${q.key('x')}x.subject, x.household, x.note,
  case when x.first < x.due || '~' then x.first end as first,
  case when count(*) over (partition by ${q.key('x')}x.head, x.household) > 1 then 1 else 0 end as "isJoint"
from visited x
where x.first < x.due || '~' or x.due < :asOf
order by ${q.key('x')}x.subject, x.head, x.household`,
    fact: visited,
  })

export const inTime = [inTimeOf('posting'), inTimeOf('unit')]
