import type { Facts } from '../cli/facts.ts'
import type { Complaint, Line } from '../errors.ts'
import type { Candidate, Register, Row } from '../schema/types.ts'
import { type Columns, complaintOf, mainInput, placeOf } from './parse.ts'
import type { Rejected } from './plan.ts'

/** An accepted row. A file may hold hundreds of thousands, so nothing else of the draft is kept. */
export interface Settled {
  readonly line?: Line
  readonly record: Row
  readonly before?: Row
  readonly cells: readonly string[]
}

/** Applies the register's rules between records; rows that break one are rejected. */
export function checkBetween<S extends Settled>(
  facts: Facts,
  sheet: Columns,
  good: readonly S[],
  rejected: Rejected[],
): readonly S[] {
  const { register } = sheet
  if (!register.between || good.length === 0) return good
  const wrong = new Map<S, Complaint[]>()
  const candidates: Candidate[] = good.map(row => ({
    record: row.record,
    before: row.before,
    place: placeOf(row.line),
    complain(field, fault) {
      const text = shownField(facts, register, field, row.record[field])
      const complaint = complaintOf(sheet, mainInput(register, field), row.line, text, fault)
      wrong.set(row, [...(wrong.get(row) ?? []), complaint])
    },
  }))
  register.between(candidates, facts.db)
  for (const [{ line, cells }, complaints] of wrong) rejected.push({ line, cells, complaints })
  return good.filter(row => !wrong.has(row))
}

/** A resolved value as text; undefined for a newcomer, which has no name yet. */
export function shownField(
  facts: Facts,
  register: Register,
  name: string,
  value: unknown,
): string | undefined {
  const field = register.fields[name]!
  const target = field.target?.()
  if (value == null) return undefined
  if (!target) return field.write(value, 'zh')
  return typeof value === 'number' && value > 0 ? facts.directories.of(target).label(value) : undefined
}
