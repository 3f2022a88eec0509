import type { Period } from './days.ts'
import type { Posting } from './facts.ts'
import { headOf, type Known, unitOn, unitsIn } from './who.ts'

/** One fact of a measure. A count has no `of`; `days` are those on which coverage could be reached. */
export interface Fact {
  readonly subject: Subject
  readonly part: number
  readonly of?: number
  readonly days?: number
}

export interface Subject {
  readonly kind: 'posting' | 'unit' | 'village' | 'township'
  /** Of a person with several postings the last one. */
  readonly id: number
  /** The postings of a person, in the order of time, where its result is made of parts. */
  readonly terms?: readonly number[]
}

export type Span = { readonly first: string; readonly last: string }
export type Measure = (known: Known, period: Period, span: Span) => Fact[]

/** "Own facts of a posting; a unit gets those of its postings" of the day. */
export function own(known: Known, posting: Posting, day: string, part: number, of?: number): Fact[] {
  const count = of === undefined ? {} : { of }
  return [
    { subject: { kind: 'posting', id: posting.id }, part, ...count },
    { subject: { kind: 'unit', id: unitOn(known, posting, day) }, part, ...count },
  ]
}

/** "Credited to the head there on that day; every unit with anyone in office there on that day; the village." */
export function ofVillage(known: Known, village: number, day: string, part: number, of?: number): Fact[] {
  const count = of === undefined ? {} : { of }
  const head = headOf(known, village, day)
  return [
    ...(head ? [{ subject: { kind: 'posting' as const, id: head.id }, part, ...count }] : []),
    ...unitsIn(known, village, day).map(id => ({ subject: { kind: 'unit' as const, id }, part, ...count })),
    { subject: { kind: 'village', id: village }, part, ...count },
  ]
}
