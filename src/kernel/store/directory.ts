import type { Fault } from '../errors.ts'
import type { Register } from '../schema/types.ts'

/**
 * Name index of a register: text → record, record → text. Built from one query. It never guesses: an
 * ambiguous name is a fault that lists the candidates.
 */
export interface Directory {
  /**
   * Resolves the texts of the register's `by` columns. `parent` is the record to search within, `on` the day
   * on which, or the period in which, the name must be in force.
   */
  find(texts: readonly (string | undefined)[], parent?: number, on?: string): number | Fault
  /** The same for one whose term had ended by `on`: see `past-names.ts`. */
  findPast(texts: readonly (string | undefined)[], parent?: number, on?: string): number | Fault
  /** Records within a parent whose text in a column of `by` differs from this number only by leading zeros. */
  withoutZeros(column: number, text: string, parent: number): readonly number[]
  /**
   * The shortest name that `find` resolves back to the record. With `parent`, the name in a row that gives
   * this parent.
   */
  label(id: number, parent?: number): string
  /** What an export writes into the register's `by` columns. */
  texts(id: number): string[]
  /** The former name of the record that a text says; undefined for a name of today. */
  formerly(id: number, text: string): string | undefined
  parent(id: number): number | undefined
  /** Every record. */
  ids(): Iterable<number>
  /** Every spelling of a record, without its parent. */
  spellings(id: number): string[]
  /** First and last day on which the name is in force; undefined when it always is. */
  term(id: number): readonly [from: string | null, until: string | null] | undefined
  /** Every record within a record of another register, at any depth; undefined when none can be. */
  inside(register: Register, id: number): number[] | undefined
}
