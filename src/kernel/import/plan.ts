import type { Complaint, Fault } from '../errors.ts'
import type { Register, Row } from '../schema/types.ts'
import type { Head } from '../store/journal.ts'
import type { Newcomers } from './newcomers.ts'
import type { Columns } from './parse.ts'

/** A row with the place it came from. */
export interface TextRow {
  readonly line?: number
  readonly cells: readonly string[]
  /** Cells that cannot be read as they stand, by column. */
  readonly faults?: ReadonlyMap<number, Fault>
}

export interface Intake {
  readonly sheet: Columns
  /** Where the record number stands, if the sheet is this database's own export. */
  readonly recordColumn?: number
  /** The one record to be changed, when it is known beforehand. */
  readonly before?: Row
  /** Rows must be new: a known key is a complaint. */
  readonly mustBeNew?: boolean
  readonly mayAdd: ReadonlySet<Register>
  readonly keepCells?: boolean
  /** How many rows there will be, about. */
  readonly about?: () => number
}

export interface Rejected {
  readonly line?: number
  readonly cells: readonly string[]
  readonly complaints: readonly Complaint[]
}

/** What a set of rows would do to the database. */
export interface Plan {
  readonly register: Register
  readonly seen: Head
  readonly adds: readonly Row[]
  readonly changes: readonly { readonly before: Row; readonly after: Row }[]
  readonly unchanged: number
  readonly rejected: readonly Rejected[]
  readonly newcomers: readonly Newcomers[]
  /** Everything wrong, in file order, what concerns many rows once. */
  readonly complaints: readonly Complaint[]
}
