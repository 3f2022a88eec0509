import type { Posting } from './facts.ts'
import { dayOne, headOf, type Known, setting, soFar } from './who.ts'

/** One line of `overdue --all --each`. `what` is the number of its record, or its quarter. */
export interface Line {
  readonly duty: string
  readonly who: string
  readonly what: string
  /** Null where it cannot be computed. */
  readonly due: string | null
  readonly done: string | null
  readonly status: string
}

export interface Row {
  readonly who: string
  readonly what: string
  readonly due: string
  readonly done?: string | null
}

/** "Overdue means last day < asOf": today is never missed. */
function statusOf(known: Known, due: string, done: string | null): string {
  if (done !== null) return done <= due ? 'done' : 'doneLate'
  if (due < known.asOf) return 'overdue'
  return due === known.asOf ? 'soon' : 'ahead'
}

/** A line of what is due on a day; what is done after today is not done yet. */
export function lineOf(known: Known, duty: string, { who, what, due, done }: Row): Line {
  const day = soFar(known, done ?? null)
  return { duty, who, what, due, done: day, status: statusOf(known, due, day) }
}

/** What is due but cannot be computed. */
export const unknown = (duty: string, who: string): Line => ({
  duty,
  who,
  what: '',
  due: null,
  done: null,
  status: 'unknown',
})

/** One-time duties: "whose last day is before D1 are not raised". */
export const once = (known: Known, duty: string, rows: readonly Row[]): Line[] =>
  rows.filter(row => row.due >= dayOne(known)).map(row => lineOf(known, duty, row))

export const headsToday = (known: Known): Posting[] =>
  known.facts.posting.filter(p => headOf(known, p.village, known.asOf)?.id === p.id)

export const countyOffice = (known: Known) => `${setting(known, 'county.name')}委组织部`
