import { type Scored, stands } from './assess.ts'
import type { Result } from './quarter.ts'

/** Results of several quarters, oldest first; the last is compared with the one before. */
export type Course = readonly Result[]

export const counted = (scored: readonly Scored[] | undefined, kind: 'posting' | 'unit') =>
  (scored ?? []).filter(s => s.subject.kind === kind && stands(s))

/** Mean in tenths, halves up; null for an empty list. */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sum = values.reduce((a, b) => a + b, 0)
  return Math.floor((2 * sum + values.length) / (2 * values.length))
}

export const totals = (of: readonly Scored[]) => of.map(s => s.score.total!)
export const change = (now: number | null, before: number | null) =>
  now === null || before === null ? null : now - before
