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

/** `2024`, `2024H1`, `2024Q2`, `2024-06`. */
export type PeriodKind = 'year' | 'half' | 'quarter' | 'month'

export const kindOfPeriod = (period: string): PeriodKind =>
  period.length === 4 ? 'year' : period[4] === 'H' ? 'half' : period[4] === 'Q' ? 'quarter' : 'month'

const monthsIn: Readonly<Record<PeriodKind, number>> = { year: 12, half: 6, quarter: 3, month: 1 }

/** The first and last day of a period. */
export function periodDays(period: string): { from: string; to: string } {
  const year = Number(period.slice(0, 4))
  const months = monthsIn[kindOfPeriod(period)]
  const last = months === 12 ? 12 : Number(period.slice(5)) * months
  return {
    from: isoDate(year, last - months + 1, 1),
    to: isoDate(year, last, daysInMonth(year, last)),
  }
}

/** The first and last day of a period, or of a day alone. */
export const daysOf = (when: string): { from: string; to: string } =>
  when.length === 10 ? { from: when, to: when } : periodDays(when)

/** The period of a kind that a day lies in, e.g. `2024Q3`. */
export function periodOn(kind: PeriodKind, day: string): string {
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))]
  const number = Math.ceil(month / monthsIn[kind])
  if (kind === 'year') return year
  if (kind === 'month') return day.slice(0, 7)
  return `${year}${kind === 'half' ? 'H' : 'Q'}${number}`
}

/** The period of the same kind before it: `2024Q1` → `2023Q4`, `2024H1` → `2023H2`, `2024` → `2023`. */
export const periodBefore = (period: string): string =>
  periodOn(kindOfPeriod(period), addDays(periodDays(period).from, -1))

/** The last period of a kind that ended before a day. */
export const lastPeriod = (kind: PeriodKind, day: string): string => periodBefore(periodOn(kind, day))

/** The quarter of a day, e.g. `2024Q3`. */
export const quarterOn = (day: string): string => periodOn('quarter', day)

/** The periods of a kind within a period, in order: the quarters of `2024H1` are `2024Q1` and `2024Q2`. */
export function periodsWithin(kind: PeriodKind, period: string): string[] {
  const { from, to } = periodDays(period)
  const found: string[] = []
  for (let day = from; day <= to; day = addDays(periodDays(found.at(-1)!).to, 1))
    found.push(periodOn(kind, day))
  return found
}

/** A period in words, as titles say it: `2024年第二季度`, `2024年上半年`, `2024年度`. */
export function periodName(period: string): Text {
  const [year, number] = [period.slice(0, 4), Number(period.slice(5))]
  const within: Readonly<Record<PeriodKind, string>> = {
    year: '年度',
    half: `年${number === 1 ? '上' : '下'}半年`,
    quarter: `年第${'一二三四'[number - 1]}季度`,
    month: `年${number}月`,
  }
  return { zh: year + within[kindOfPeriod(period)], en: period }
}

/** The calendar day in China, where the office is, whatever the computer's time zone. */
export function dayInChina(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
}

/** Date and time in China, to the second, for the journal: `2024-07-26 09:30:00`. */
export function timeInChina(instant: Date): string {
  return new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

/** Words for the kinds of period that papers cover; 上半年 is a name, so a half-year is 本期 and 上期. */
const words = {
  quarter: {
    of: { zh: '季度', en: 'Quarterly' },
    now: { zh: '本季', en: 'this quarter' },
    last: { zh: '上季', en: 'last quarter' },
  },
  half: {
    of: { zh: '半年', en: 'Half-yearly' },
    now: { zh: '本期', en: 'this half-year' },
    last: { zh: '上期', en: 'last half-year' },
  },
  year: {
    of: { zh: '年度', en: 'Annual' },
    now: { zh: '本年', en: 'this year' },
    last: { zh: '上年', en: 'last year' },
  },
}

/** What the kind of a period is called in titles and columns. */
export const periodWords = (period: string): { readonly of: Text; readonly now: Text; readonly last: Text } =>
  words[kindOfPeriod(period) as keyof typeof words]
