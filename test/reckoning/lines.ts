import type { Posting } from './facts.ts'
import { dayOne, headOf, type Known, setting, soFar } from './who.ts'

/** One line of `overdue --all --each`. `what` identifies the fact: a number, a household, a quarter. */
export interface Line {
  readonly duty: string
  readonly who: string
  readonly what: string
  /** Null where it cannot be computed. */
  readonly due: string | null
  readonly status: string
}

export interface Row {
  readonly who: string
  readonly what: string
  readonly due: string
  readonly done?: string | null
}

/** "Overdue means last day < asOf": today is never missed. */
export function statusOf(known: Known, due: string, done: string | null): string {
  if (done !== null) return done <= due ? 'done' : 'done late'
  if (due < known.asOf) return 'overdue'
  return due === known.asOf ? 'due soon' : 'not yet due'
}

/** One-time duties: "whose last day is before D1 are not raised"; what is done after today is not done yet. */
export const once = (known: Known, duty: string, rows: readonly Row[]): Line[] =>
  rows.flatMap(({ who, what, due, done }) =>
    due < dayOne(known)
      ? []
      : [{ duty, who, what, due, status: statusOf(known, due, soFar(known, done ?? null)) }],
  )

export const headsToday = (known: Known): Posting[] =>
  known.facts.posting.filter(p => headOf(known, p.village, known.asOf)?.id === p.id)

export const countyOffice = (known: Known) => `${setting(known, 'county.name')}委组织部`
