import type { Complaint, Fault, Line } from '../errors.ts'
import type { Hints, Register, Row } from '../schema/types.ts'
import type { Head } from '../store/journal.ts'
import type { Text } from '../text.ts'
import type { Zeros } from './lost-zeros.ts'
import type { Newcomers, UnknownNames } from './newcomers.ts'
import type { Columns } from './parse.ts'
import type { Noted } from './read-text.ts'

/** A text row and its line in the source. */
export interface TextRow {
  readonly line?: Line
  readonly cells: readonly string[]
  /** Unreadable cells: column index → fault. */
  readonly faults?: ReadonlyMap<number, Fault>
}

export interface Intake {
  readonly sheet: Columns
  /** Column of the record number, if the sheet is an export of this database. */
  readonly recordColumn?: number
  /** Column of the reasons in a reject file. */
  readonly reasonColumn?: number
  /** The only record to change, if known beforehand. */
  readonly before?: Row
  /** Rows must be new: the key of a stored record is a complaint. */
  readonly mustBeNew?: boolean
  readonly mayAdd: ReadonlySet<Register>
  /** First day on which the values hold; a record that is new is on record from then. */
  readonly on?: string
  readonly keepCells?: boolean
  readonly hints?: Hints
  /** The rows are a complete list: which stored record each means, undefined for a new one. */
  readonly list?: Matched
  /** Collects numbers that lost their leading zeros. */
  readonly zeros?: Zeros
  /** Approximate number of rows. */
  readonly about?: () => number
}

/** The rows of a complete list, matched as a whole. */
interface Matched {
  readonly of: ReadonlyMap<TextRow, Row>
  /** Every record that was on the list on its day: each is matched or ends. */
  readonly listed: ReadonlySet<number>
}

export interface Rejected {
  readonly line?: Line
  readonly cells: readonly string[]
  readonly complaints: readonly Complaint[]
}

/** Rows of one file that are one record or several, and nobody can tell. */
export interface TwinRows {
  readonly rows: readonly {
    readonly line: Line
    /** Its values that the others do not have, e.g. 一般农户、2. */
    readonly own: string
  }[]
  /** What they have in common, as a person calls it. */
  readonly name: string
  /** What would tell them apart. */
  readonly apart: Text
}

/** What a set of rows would do to the database. */
export interface Plan {
  readonly register: Register
  readonly seen: Head
  readonly adds: readonly Row[]
  readonly changes: readonly { readonly before: Row; readonly after: Row }[]
  /** First day on which the changed values hold; without it they correct what was wrong. */
  readonly on?: string
  readonly unchanged: number
  readonly rejected: readonly Rejected[]
  readonly newcomers: readonly Newcomers[]
  /** Names that are not on record and may not be added. */
  readonly unknown: readonly UnknownNames[]
  /** Rows to ask about. */
  readonly twins: readonly TwinRows[]
  /** All complaints in file order; one that concerns many rows appears once. */
  readonly complaints: readonly Complaint[]
  /** How cells were read otherwise than they stand, each way once with its cells. */
  readonly noted: readonly NotedCells[]
  /** What to say of the records once they are written. */
  readonly remark?: Text
}

export interface NotedCells extends Noted {
  readonly count: number
}
