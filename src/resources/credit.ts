import type { MeasureType } from '../kernel/cli/facts.ts'
import { type Dialect, type Measure, measure, type Rows } from '../kernel/cli/measure.ts'
import type { Text } from '../kernel/text.ts'
import { presenceRows } from '../roster/presence.ts'

interface Credited {
  readonly name: string
  readonly label: Text
  readonly type: MeasureType
  /** Register of the records behind the facts. */
  readonly register: string
  readonly rows?: Readonly<Record<string, Rows>>
  /**
   * What happened in a village on a day of the period: columns village, date, part, of (see `Fact`), record and
   * note; one row per record and village.
   */
  events(q: Dialect): string
}

interface Event {
  readonly subject: number
  readonly part: number
  readonly of: number
  readonly record: number
  readonly note: string
  readonly isJoint: number
}

/**
 * One measure for three subjects: the posting that answered for the village on the fact's day, every unit
 * with someone in office there that day (each gets full credit), and the village itself.
 */
export function credited({ name, label, type, register, rows = {}, events }: Credited): Measure[] {
  const of = (subject: string, tables: typeof rows, sql: (q: Dialect) => string) =>
    measure<Event>({
      name,
      label,
      type,
      subject,
      rows: tables,
      sql,
      fact: ({ subject, part, of, record, note, isJoint }) => ({
        subject,
        part,
        of,
        register,
        record,
        note,
        isJoint: isJoint === 1 || undefined,
      }),
    })
  const present = (subject: 'posting' | 'unit') =>
    of(
      subject,
      { ...rows, presences: presenceRows[subject] },
      q => `
select ${q.key('f')}s.subject, f.part, f."of", f.record, f.note,
  case when count(*) over (partition by ${q.key('f')}f.record, f.village) > 1 then 1 else 0 end as "isJoint"
from (${events(q)}) f
join ${q.rows('presences')} s on s.village = f.village and f.date >= s.since and f.date <= s.until${q.same('s', 'f')}
order by ${q.key('f')}f.date, f.record, f.village, s.subject`,
    )
  const byVillage = of(
    'village',
    rows,
    q => `
select ${q.key('f')}f.village as subject, f.part, f."of", f.record, f.note, 0 as "isJoint"
from (${events(q)}) f
order by ${q.key('f')}f.date, f.record, f.village`,
  )
  return [present('posting'), present('unit'), byVillage]
}
