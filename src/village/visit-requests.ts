import { addDays } from '../kernel/calendar.ts'
import type { Fact } from '../kernel/cli/facts.ts'
import { type Measure, measure, type Rows } from '../kernel/cli/measure.ts'
import { presenceRows } from '../roster/presence.ts'
import { isUnmoved, movedRows } from '../roster/residence.ts'
import { requestDays } from './visit.ts'

/** Day of a request → last day to close it, where that lies in the period. */
const requestDue: Rows = {
  columns: { day: 'text', due: 'text' },
  of(facts, { from, to }) {
    const within = facts.settings.get(requestDays)
    const found: [string, string][] = []
    for (let due = from; due <= to; due = addDays(due, 1)) found.push([addDays(due, -within), due])
    return found
  },
}

/**
 * Requests closed by their last day ÷ requests whose last day lies in the period and is over, or that are closed.
 * Each counts for who was responsible for the village both on the day it was raised and on its last day: nobody
 * answers for a request that was not theirs, or that ran on after they had left.
 */
const requestsOf = (subject: 'posting' | 'unit'): Measure =>
  measure<Fact & { isJoint: number }>({
    name: 'visit.requests',
    label: { zh: '诉求办结率', en: 'requests closed' },
    type: 'rate',
    subject,
    rows: { dues: requestDue, presences: presenceRows[subject], moved: movedRows },
    sql: q => `
with d as materialized (select * from ${q.rows('dues')} x),
raised as materialized (
  select ${q.key('v')}v.id, v.date, v.request, v.closed, d.due, coalesce(m.village, h.village) as village
  from visit v
  join d on d.day = v.date
  left join household h on h.id = v.household${q.same('h', 'v')} and ${isUnmoved('h', q.only('x'))}
  left join ${q.rows('moved')} m on m.household = v.household and v.date >= m.since and v.date <= m.until${q.same('m', 'v')}
  where ${q.only('v')} and v.request is not null and v.date <= :asOf and (v.closed <= :asOf or d.due < :asOf)
)
select ${q.key('r')}s.subject, case when r.closed <= r.due and r.closed <= :asOf then 1 else 0 end as part, r.id as record,
  r.date || ' ' || r.request as note,
  case when count(*) over (partition by ${q.key('r')}r.id) > 1 then 1 else 0 end as "isJoint"
from raised r
join ${q.rows('presences')} s on s.village = r.village${q.same('s', 'r')}
  and r.date >= s.since and r.date <= s.until and r.due >= s.since and r.due <= s.until
order by ${q.key('r')}s.subject, r.date, r.id`,
    fact: ({ subject, part, record, note, isJoint }) => ({
      subject,
      part,
      of: 1,
      register: 'visit',
      record,
      note,
      isJoint: isJoint === 1 || undefined,
    }),
  })

export const requestsClosed = [requestsOf('posting'), requestsOf('unit')]
