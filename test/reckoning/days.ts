/** Days are text YYYY-MM-DD. This calendar is the reckoning's own. */

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

export function lengthOfMonth(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : monthLengths[month - 1]!
}

export function partsOf(day: string): [year: number, month: number, date: number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))]
}

const pad = (n: number, width = 2) => String(n).padStart(width, '0')
export const dayOf = (year: number, month: number, date: number) =>
  `${pad(year, 4)}-${pad(month)}-${pad(date)}`

/** Days since 1900-01-01, a Monday, counted one year and one month at a time. */
export function numberOf(day: string): number {
  const [year, month, date] = partsOf(day)
  let days = date - 1
  for (let y = 1900; y < year; y++) days += isLeap(y) ? 366 : 365
  for (let m = 1; m < month; m++) days += lengthOfMonth(year, m)
  return days
}

export function dayNumbered(number: number): string {
  let year = 1900
  let month = 1
  let left = number
  while (left >= (isLeap(year) ? 366 : 365)) {
    left -= isLeap(year) ? 366 : 365
    year += 1
  }
  while (left >= lengthOfMonth(year, month)) {
    left -= lengthOfMonth(year, month)
    month += 1
  }
  return dayOf(year, month, left + 1)
}

export const plusDays = (day: string, days: number) => dayNumbered(numberOf(day) + days)

/** 31 January + 1 month = 28 or 29 February: the last day of a shorter month. */
export function plusMonths(day: string, months: number): string {
  const [year, month, date] = partsOf(day)
  const all = year * 12 + (month - 1) + months
  const [y, m] = [Math.floor(all / 12), (all % 12) + 1]
  return dayOf(y, m, Math.min(date, lengthOfMonth(y, m)))
}

/** 1 is Monday, 7 Sunday. */
export const weekdayOf = (day: string) => (numberOf(day) % 7) + 1

export const later = (...days: string[]) => days.reduce((a, b) => (a > b ? a : b))
export const earlier = (...days: string[]) => days.reduce((a, b) => (a < b ? a : b))

/** Every day from the first to the last, both included. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = []
  for (let n = numberOf(first); n <= numberOf(last); n++) days.push(dayNumbered(n))
  return days
}

export interface Period {
  readonly name: string
  readonly from: string
  readonly to: string
}

/** 2024Q2, 2024H1 or 2024. */
export function periodOf(name: string): Period {
  const year = Number(name.slice(0, 4))
  const [first, months] =
    name[4] === 'Q' ? [Number(name[5]) * 3 - 2, 3] : name[4] === 'H' ? [Number(name[5]) * 6 - 5, 6] : [1, 12]
  const last = first + months - 1
  return { name, from: dayOf(year, first, 1), to: dayOf(year, last, lengthOfMonth(year, last)) }
}

export function quarterOf(day: string): Period {
  const [year, month] = partsOf(day)
  return periodOf(`${year}Q${Math.floor((month - 1) / 3) + 1}`)
}

/** The quarters that lie in a period. */
export function quartersOf(period: Period): Period[] {
  const quarters: Period[] = []
  let quarter = quarterOf(period.from)
  while (quarter.from <= period.to) {
    quarters.push(quarter)
    quarter = quarterOf(plusDays(quarter.to, 1))
  }
  return quarters
}
