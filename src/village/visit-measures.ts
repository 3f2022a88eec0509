import { earlier, periodDays } from '../kernel/calendar.ts'
import { type Fact, type Facts, measure } from '../kernel/cli/facts.ts'
import { answering, postings } from '../roster/serving.ts'
import { firstRoundDue } from './visit-duties.ts'

/** Days of a period, up to as-of, on which each posting answered for its village. */
function spans(facts: Facts, period: string) {
  const { from, to } = periodDays(period)
  return answering(postings(facts), from, earlier(to, facts.asOf))
}

/** All windows go to the query as one JSON parameter: [posting, village, first day, last day][]. */
const WINDOWS = `with w as materialized (
  select value->>0 as posting, value->>1 as village, value->>2 as since, value->>3 as until
  from json_each(:windows)
)`

/** For each posting and household, the first visit by the village's team in the windows of the posting. */
const FIRST_VISITS = `${WINDOWS}
  select posting as subject, household, note, min(visit) as visit, min(date) as date from (
    select w.posting, h.id as household, coalesce(h.number || ' ', '') || h.head as note, v.id as visit, v.date
    from w join household h on h.village = w.village
    left join visit v on v.id = (
      select x.id from visit x join posting q on q.id = x.posting
      where x.household = h.id and x.date between w.since and w.until and q.village = w.village
      order by x.date, x.id limit 1)
  ) group by posting, household order by posting, household`

interface FirstVisit {
  readonly subject: number
  readonly household: number
  readonly note: string
  readonly visit: number | null
  readonly date: string | null
}

function* firstVisits(facts: Facts, windows: unknown): Generator<Fact> {
  const rows = facts.db.prepare(FIRST_VISITS).iterate({ windows: JSON.stringify(windows) })
  for (const { subject, household, note, visit, date } of rows as Iterable<FirstVisit>) {
    yield visit === null
      ? { subject, part: 0, of: 1, register: 'household', record: household, note }
      : { subject, part: 1, of: 1, register: 'visit', record: visit, note: `${note} ${date}` }
  }
}

/** Households visited by the team on days the posting answered for the village ÷ households listed. */
export const coverage = measure({
  name: 'visit.coverage',
  label: { zh: '走访覆盖率', en: 'households visited' },
  type: 'rate',
  subject: 'posting',
  shared: true,
  facts: (facts, period) =>
    firstVisits(
      facts,
      spans(facts, period).map(s => [s.posting.id, s.posting.village, s.from, s.to]),
    ),
})

/** Households visited by the last permitted day ÷ households whose first round was due in the period. */
export const inTime = measure({
  name: 'visit.inTime',
  label: { zh: '首轮按期遍访率', en: 'first round in time' },
  type: 'rate',
  subject: 'posting',
  shared: true,
  facts(facts, period) {
    const { from, to } = periodDays(period)
    const until = earlier(to, facts.asOf)
    const people = new Map(answering(postings(facts), from, until).map(s => [s.posting.id, s.posting]))
    return firstVisits(
      facts,
      [...people.values()]
        .map(p => [p.id, p.village, p.start, firstRoundDue(facts, p)] as const)
        .filter(([, , , due]) => due >= from && due <= until),
    )
  },
})

/** Requests closed by the period's end ÷ requests raised on days the posting answered for the village. */
export const requestsClosed = measure({
  name: 'visit.requests',
  label: { zh: '诉求办结率', en: 'requests closed' },
  type: 'rate',
  subject: 'posting',
  shared: true,
  facts(facts, period) {
    const until = earlier(periodDays(period).to, facts.asOf)
    const windows = spans(facts, period).map(s => [s.posting.id, s.posting.village, s.from, s.to])
    return facts.db
      .prepare(
        `${WINDOWS}
         select w.posting as subject, 1 as "of", v.closed is not null and v.closed <= :until as part,
           'visit' as register, v.id as record, v.request as note
         from w join household h on h.village = w.village
         join visit v on v.household = h.id and v.date between w.since and w.until
         where v.request is not null
         order by w.posting, v.date, v.id`,
      )
      .iterate({ windows: JSON.stringify(windows), until }) as Iterable<Fact>
  },
})
