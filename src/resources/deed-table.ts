import type { Facts } from '../kernel/cli/facts.ts'
import type { Table } from '../kernel/document/document.ts'
import type { RecordOf } from '../kernel/schema/types.ts'
import { deed } from './deed.ts'

/** The deeds of a village between two days, for its sheet; a confirmation after as-of is not known yet. */
export function deedTable(facts: Facts, village: number, from: string, to: string): Table {
  const { fields } = deed
  const rows = facts.db
    .prepare(
      `select date, title, kind, households, case when "confirmedOn" <= :asOf then "confirmedOn" end as "confirmedOn"
       from deed where village = :village and date between :from and :to order by date, id`,
    )
    .all({ village, from, to, asOf: facts.asOf }) as RecordOf<typeof fields>[]
  return {
    title: { zh: '民生实事', en: 'Deeds for the people' },
    columns: [
      { key: 'date', label: fields.date.label, type: 'date' },
      { key: 'title', label: fields.title.label, type: 'text' },
      { key: 'kind', label: fields.kind.label, type: 'text' },
      { key: 'households', label: fields.households.label, type: 'integer' },
      { key: 'confirmedOn', label: fields.confirmedOn.label, type: 'date' },
    ],
    lines: rows.map(d => ({
      cells: [
        d.date,
        d.title,
        d.kind,
        d.households,
        d.confirmedOn ?? { zh: '待确认', en: 'not yet confirmed' },
      ],
    })),
  }
}
