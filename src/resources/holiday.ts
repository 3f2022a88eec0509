import { weekday } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { optional } from '../kernel/schema/field.ts'
import { choice } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { programFile } from '../kernel/terminal/program-files.ts'

export const holiday = register({
  name: 'holiday',
  label: { zh: '节假日', en: 'holiday' },
  about: {
    zh: '一天放假或调休上班; 补充并覆盖随软件附带的国务院放假安排 (data/rules/holidays.csv)。',
    en: 'One day off, or one worked in exchange; it adds to and overrides the State Council table shipped with cun.',
  },
  key: ['date'],
  filledBy: 'county',
  fields: {
    date: date(
      { zh: '日期', en: 'date', aliases: ['放假日期', '节假日日期', '调休日期'] },
      // The notice for a year is published in the November before.
      { ahead: true },
    ),
    kind: choice(
      {
        off: { zh: '放假', en: 'day off', aliases: ['休', '休息', '节假日', '法定节假日', '调休放假'] },
        work: { zh: '调休上班', en: 'make-up workday', aliases: ['班', '上班', '补班', '调休', '工作日'] },
      },
      { zh: '放假或上班', en: 'off or work', aliases: ['类别', '类型', '休或班', '放假安排'] },
    ),
    name: optional(
      text({ zh: '节日', en: 'holiday', aliases: ['节日名称', '节假日名称', '名称'] }, { max: 30 }),
    ),
  },
  list: ['date', 'kind', 'name'],
  example: { date: '2027-01-01', kind: '放假', name: '元旦' },
})

interface DayMark {
  readonly kind: 'off' | 'work'
  readonly name: string | null
}

/** Marked days: the shipped State Council notices of 2024–2026, overridden by the office's own records. */
export interface WorkCalendar {
  readonly marks: ReadonlyMap<string, DayMark>
}

/** Marks of the shipped table. Its cells hold no quotes, so splitting at commas is enough. */
export function shippedMarks(): Map<string, DayMark> {
  const csv = programFile('data/rules/holidays.csv').toString('utf8')
  const days = csv.trim().split(/\r?\n/).slice(1)
  return new Map(
    days.map(line => {
      const [day, kind, name] = line.split(',') as [string, string, string]
      return [day, { kind: kind === '放假' ? 'off' : 'work', name }]
    }),
  )
}

export function workCalendar(facts: Facts): WorkCalendar {
  const own = facts.db.prepare('select date, kind, name from holiday').all() as (DayMark & { date: string })[]
  return { marks: new Map([...shippedMarks(), ...own.map(h => [h.date, h] as const)]) }
}

/** Monday to Friday, unless the calendar says otherwise. */
export function isWorkday({ marks }: WorkCalendar, day: string): boolean {
  const mark = marks.get(day)
  return mark ? mark.kind === 'work' : weekday(day) <= 5
}

/** Every year has 元旦 and 国庆节: if one is missing, the notice of that year has not been entered. */
export const isConfirmed = ({ marks }: WorkCalendar, year: string): boolean =>
  marks.has(`${year}-01-01`) && marks.has(`${year}-10-01`)
