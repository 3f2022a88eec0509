import type { Text } from './text.ts'

/** Plain dates as `YYYY-MM-DD` text. Pure arithmetic: no clock or time zone is involved. */

const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

export function daysInMonth(year: number, month: number): number {
  return month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Valid years of a date: any other year is a typing error. */
export const firstYear = 1900
export const lastYear = 2199

export const isDate = (year: number, month: number, day: number) =>
  year >= firstYear &&
  year <= lastYear &&
  month >= 1 &&
  month <= 12 &&
  day >= 1 &&
  day <= daysInMonth(year, month)

export const isoDate = (year: number, month: number, day: number) =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

const parts = (date: string): [number, number, number] => [
  Number(date.slice(0, 4)),
  Number(date.slice(5, 7)),
  Number(date.slice(8, 10)),
]

/** Days since 1900-01-01. */
export function dayNumber(date: string): number {
  const [year, month, day] = parts(date)
  const y = year - 1
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) - 460
  return (year - 1900) * 365 + leaps + daysBefore[month - 1]! + (month > 2 && isLeap(year) ? 1 : 0) + day - 1
}

export function addDays(date: string, days: number): string {
  const at = new Date(Date.UTC(1900, 0, 1 + dayNumber(date) + days))
  return isoDate(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate())
}

/** Adds months; a day that the month lacks becomes its last day (31 January + 1 = 28 or 29 February). */
export function addMonths(date: string, months: number): string {
  const [year, month, day] = parts(date)
  const index = year * 12 + month - 1 + months
  const toYear = Math.floor(index / 12)
  const toMonth = (index % 12) + 1
  return isoDate(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)))
}

export const daysBetween = (from: string, to: string) => dayNumber(to) - dayNumber(from)

/** Monday is 1, Sunday is 7. 1900-01-01 was a Monday. */
export const weekday = (date: string) => (dayNumber(date) % 7) + 1

export const earlier = (a: string, b: string) => (a < b ? a : b)
export const later = (a: string, b: string) => (a > b ? a : b)

/** The first and last day of `2024`, `2024Q2` or `2024-06`. */
export function periodDays(period: string): { from: string; to: string } {
  const year = Number(period.slice(0, 4))
  if (period.length === 4) return { from: `${year}-01-01`, to: `${year}-12-31` }
  const [first, last] =
    period[4] === 'Q'
      ? [Number(period[5]) * 3 - 2, Number(period[5]) * 3]
      : [Number(period.slice(5, 7)), Number(period.slice(5, 7))]
  return { from: isoDate(year, first, 1), to: isoDate(year, last, daysInMonth(year, last)) }
}

/** The calendar day in China, where the office is, whatever the computer's time zone. */
export function dayInChina(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
}

/** Date and time in China, to the second, for the journal: `2024-07-26 09:30:00`. */
export function timeInChina(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

/** The quarter of a day, e.g. `2024Q3`. */
export const quarterOn = (day: string): string =>
  `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`

/** The previous quarter: `2024Q1` → `2023Q4`. */
export const quarterBefore = (quarter: string): string => quarterOn(addDays(periodDays(quarter).from, -1))

/** The last quarter that ended before a day. */
export const lastQuarter = (day: string): string => quarterBefore(quarterOn(day))

/** A period with its dates, e.g. `2024Q2 (2024-04-01 至 2024-06-30)`, or a note that it has not begun. */
export const spanned = (period: Text, from: string, until: string): Text =>
  until < from
    ? { zh: `${period.zh} (${from} 起, 还没有开始)`, en: `${period.en} (from ${from}, not yet begun)` }
    : { zh: `${period.zh} (${from} 至 ${until})`, en: `${period.en} (${from} to ${until})` }
