import { addDays } from '../kernel/calendar.ts'
import { duty } from '../kernel/cli/facts.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import { setting } from '../kernel/schema/setting.ts'
import { dutiesSince } from '../roster/county.ts'
import { postings } from '../roster/serving.ts'
import { type Leave, leaveKinds } from './leave.ts'

export const returnDays = setting({
  name: 'leave.returnDays',
  field: integer(
    { zh: '销假期限 (假满后几天内)', en: 'days to report back after the last day of leave' },
    { max: 60 },
  ),
  fallback: '1',
})

/** A person on leave reports back within `leave.returnDays` days of its last day. */
export const returnDuty = duty({
  name: 'leave.return',
  label: { zh: '销假', en: 'reporting back' },
  next: 'cun leave change NUMBER --returned DATE',
  *rows(facts, open) {
    const days = facts.settings.get(returnDays)
    const since = facts.settings.get(dutiesSince)
    const people = new Map(postings(facts).map(p => [p.id, p]))
    const rows = facts.db
      .prepare(
        `select id, posting, kind, "firstDay", "lastDay", case when returned <= :asOf then returned end as returned
         from leave
         where "firstDay" <= :asOf and "approvedOn" <= :asOf
           ${open ? 'and (returned is null or returned > :asOf)' : ''}
         order by "lastDay", id`,
      )
      .iterate({ asOf: facts.asOf }) as Iterable<Leave>
    for (const row of rows) {
      const p = people.get(row.posting)
      const due = addDays(row.lastDay, days)
      if (!p || (p.end !== null && p.end < facts.asOf) || due < since) continue
      const { zh, en } = leaveKinds[row.kind]
      yield {
        who: p.name,
        what: {
          zh: `#${row.id} ${zh} ${row.firstDay} 至 ${row.lastDay}`,
          en: `#${row.id} ${en} leave, ${row.firstDay} to ${row.lastDay}`,
        },
        group: String(row.id),
        place: [p.townshipName, p.villageName],
        due,
        done: row.returned ?? null,
        next: `cun leave change ${row.id} --returned DATE`,
        register: 'leave',
        record: row.id,
        subject: p.id,
      }
    }
  },
})
