import { earlier, periodDays } from '../kernel/calendar.ts'
import type { Call } from '../kernel/call.ts'
import { type MeasureRow, measure } from '../kernel/line.ts'
import { answering, postings } from '../roster/serving.ts'
import { firstRoundDue } from './visit-duties.ts'

/** The days of a period on which each posting answered for its village, cut at as-of. */
function spans(call: Call, period: string) {
  const { from, to } = periodDays(period)
  return answering(postings(call), from, earlier(to, call.asOf))
}

/** Households of the village visited by its team on days the posting answered for it ÷ households listed. */
export const coverage = measure({
  name: 'visit.coverage',
  label: { zh: '走访覆盖率', en: 'households visited' },
  type: 'rate',
  subject: 'posting',
  rows(call, period) {
    const windows = spans(call, period).map(s => [s.posting.id, s.posting.village, s.from, s.to])
    return call.db
      .prepare(
        `with w as materialized (
           select value->>0 as posting, value->>1 as village, value->>2 as since, value->>3 as until
           from json_each(:windows)
         ), visited as (
           select w.posting, count(distinct v.household) as n
           from w join household h on h.village = w.village
           join visit v on v.household = h.id and v.date between w.since and w.until
           join posting q on q.id = v.posting and q.village = w.village
           group by w.posting
         ), listed as (
           select village, count(*) as n from household group by village
         )
         select p.posting as subject, coalesce(d.n, 0) as part, l.n as "of"
         from (select distinct posting, village from w) p
         join listed l on l.village = p.village
         left join visited d on d.posting = p.posting
         order by p.posting`,
      )
      .all({ windows: JSON.stringify(windows) }) as MeasureRow[]
  },
})

/** Of the households whose first round fell due in the period: those visited by the last permitted day. */
export const inTime = measure({
  name: 'visit.inTime',
  label: { zh: '首轮按期遍访率', en: 'first round in time' },
  type: 'rate',
  subject: 'posting',
  rows(call, period) {
    const { from, to } = periodDays(period)
    const until = earlier(to, call.asOf)
    const people = new Map(answering(postings(call), from, until).map(s => [s.posting.id, s.posting]))
    const windows = [...people.values()]
      .map(p => [p.id, p.village, p.start, firstRoundDue(call, p)] as const)
      .filter(([, , , due]) => due >= from && due <= until)
    return call.db
      .prepare(
        `with w as materialized (
           select value->>0 as posting, value->>1 as village, value->>2 as since, value->>3 as due
           from json_each(:windows)
         )
         select w.posting as subject, count(*) as "of",
           sum(exists (
             select 1 from visit v join posting q on q.id = v.posting
             where v.household = h.id and v.date between w.since and w.due and q.village = w.village
           )) as part
         from w join household h on h.village = w.village
         group by w.posting order by w.posting`,
      )
      .all({ windows: JSON.stringify(windows) }) as MeasureRow[]
  },
})

/** Requests raised in the village on days the posting answered for it: closed by the period's end ÷ raised. */
export const requestsClosed = measure({
  name: 'visit.requests',
  label: { zh: '诉求办结率', en: 'requests closed' },
  type: 'rate',
  subject: 'posting',
  rows(call, period) {
    const until = earlier(periodDays(period).to, call.asOf)
    const windows = spans(call, period).map(s => [s.posting.id, s.posting.village, s.from, s.to])
    return call.db
      .prepare(
        `with w as materialized (
           select value->>0 as posting, value->>1 as village, value->>2 as since, value->>3 as until
           from json_each(:windows)
         )
         select w.posting as subject, count(*) as "of",
           sum(v.closed is not null and v.closed <= :until) as part
         from w join household h on h.village = w.village
         join visit v on v.household = h.id and v.date between w.since and w.until
         where v.request is not null
         group by w.posting order by w.posting`,
      )
      .all({ windows: JSON.stringify(windows), until }) as MeasureRow[]
  },
})
