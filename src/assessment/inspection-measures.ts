import type { Fact } from '../kernel/cli/facts.ts'
import { type Dialect, measure, type Rows } from '../kernel/cli/measure.ts'
import { unitOn } from '../roster/posting-unit.ts'
import { postings } from '../roster/serving.ts'
import { countsAs, inspectionStates } from './inspection.ts'

interface Counted {
  readonly subject: number
  readonly record: number
  readonly date: string
  readonly counts: keyof typeof inspectionStates
}

/** Inspections with a result, and what each counts as. */
const results = (q: Dialect, from: string) => `
  select ${q.key('i')}i.id, i.posting, i.date, ${countsAs(q)} as counts
  from inspection i
  where ${q.only('i')} and i.date >= ${from} and i.date <= :until and i.status is not null`

const factOf =
  (of: 0 | 1, fits: (c: Counted['counts']) => boolean) =>
  ({ subject, record, date, counts }: Counted): Fact => {
    const { zh, en } = inspectionStates[counts]
    return {
      subject,
      part: Number(fits(counts)),
      of,
      register: 'inspection',
      record,
      day: date,
      note: { zh: `${date} ${zh}`, en: `${date} ${en}` },
    }
  }

/** (在岗 + 公出) ÷ (inspected − on leave): approved business counts as being in the village (青海乐都 2024). */
export const onPostRate = measure<Counted>({
  name: 'inspection.onPost',
  label: { zh: '抽查在岗率', en: 'found on post' },
  type: 'rate',
  subject: 'posting',
  sql: q => `
select ${q.key('x')}x.posting as subject, x.id as record, x.date, x.counts
from (${results(q, ':from')}) x
where x.counts <> 'leave'
order by ${q.key('x')}x.date, x.id`,
  fact: factOf(1, counts => counts !== 'absent'),
})

const year: Rows = { columns: { first: 'text' }, of: (_, { to }) => [[`${to.slice(0, 4)}-01-01`]] }

/** Each posting with the lowest number among the postings of its person. */
const persons: Rows = {
  columns: { posting: 'integer', person: 'integer' },
  of(facts) {
    const first = new Map<string, number>()
    const all = postings(facts)
    for (const { id, person } of all) first.set(person, Math.min(id, first.get(person) ?? id))
    return all.map(p => [p.id, first.get(p.person)!])
  },
}

/**
 * Unexcused absences found in the calendar year up to the period's end: the steps 1, 2, ≥3 are per year. They
 * follow a person from one posting to the next; a unit has those of its own postings.
 */
function absencesOf(subject: 'posting' | 'unit') {
  return measure<Counted>({
    name: 'inspection.absences',
    label: { zh: '本年无故不在岗次数', en: 'unexcused absences this year' },
    type: 'count',
    subject,
    // A person with two postings has the same absences in both.
    isSummed: subject === 'posting' ? false : undefined,
    rows: { year, persons },
    sql: q => `
with found as (
  select ${q.key('x')}${subject === 'unit' ? unitOn('p', 'x.date', q) : 'o.posting'} as subject, x.id as record, x.date, x.counts
  from ${q.rows('year')} y
  join (${results(q, "''")}) x on x.date >= y.first
  ${
    subject === 'unit'
      ? `join posting p on p.id = x.posting${q.same('p', 'x')}`
      : `join ${q.rows('persons')} p on p.posting = x.posting${q.same('p', 'x')}
join ${q.rows('persons')} o on o.person = p.person${q.same('o', 'x')}`
  }
  where x.counts = 'absent'
)
select ${q.key('f')}f.subject, f.record, f.date, f.counts from found f
order by ${q.key('f')}f.subject, f.date, f.record`,
    fact: factOf(0, () => true),
  })
}

export const absences = [absencesOf('posting'), absencesOf('unit')]
