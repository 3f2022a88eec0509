import { addDays } from '../kernel/calendar.ts'
import { measure, type Rows } from '../kernel/cli/measure.ts'
import { signDays } from './dispatch.ts'

/** Day of forwarding → last day to sign, where that lies in the period and the paper sets no day itself. */
const dues: Rows = {
  columns: { day: 'text', due: 'text' },
  of(facts, { from, to }) {
    const within = facts.settings.get(signDays)
    const found: [string, string][] = []
    for (let due = from; due <= to; due = addDays(due, 1)) found.push([addDays(due, -within), due])
    return found
  },
}

interface Signature {
  readonly subject: number
  readonly record: number
  readonly due: string
  readonly signed: string | null
}

/**
 * Papers signed for by their last day ÷ papers whose last day lies in the period and is over, or that are signed
 * for. Asked are the recipients or, if none are named, everyone in office on the day of forwarding; who left
 * before the last day is exempt.
 */
export const signedInTime = measure<Signature>({
  name: 'dispatch.signed',
  label: { zh: '按期签收率', en: 'papers signed for in time' },
  type: 'rate',
  subject: 'posting',
  rows: { dues },
  sql: q => `
with sent as (
  select ${q.key('d')}d.id, d.forwarded, d.recipients, coalesce(d.due, w.due) as due
  from dispatch d left join ${q.rows('dues')} w on w.day = d.forwarded
  where ${q.only('d')} and d.received <= :asOf and d.forwarded <= :asOf
    and coalesce(d.due, w.due) >= :from and coalesce(d.due, w.due) <= :to
), asked as (
  select ${q.key('s')}s.id as dispatch, s.due, e.value as posting from sent s${q.items('s', 'recipients')}
  union all
  select ${q.key('s')}s.id, s.due, p.id
  from sent s
  join posting p on p.start <= s.forwarded and (p."end" is null or p."end" >= s.forwarded)${q.same('p', 's')}
  where s.recipients is null
)
select ${q.key('a')}a.posting as subject, a.dispatch as record, a.due, r.date as signed
from asked a
join posting p on p.id = a.posting${q.same('p', 'a')}
left join receipt r on r.dispatch = a.dispatch and r.posting = a.posting and r.date <= :asOf${q.same('r', 'a')}
where p.start <= a.due and (p."end" is null or p."end" > :asOf or p."end" >= a.due)
  and (r.date is not null or a.due < :asOf)
order by ${q.key('a')}a.dispatch, a.posting`,
  fact: ({ subject, record, due, signed }) => ({
    subject,
    part: Number(signed !== null && signed <= due),
    of: 1,
    register: 'dispatch',
    record,
    day: due,
    note: signed
      ? { zh: `${signed} 签收, 期限 ${due}`, en: `signed ${signed}, due ${due}` }
      : { zh: `未签收, 期限 ${due}`, en: `not signed, due ${due}` },
  }),
})
