import type { Database } from 'better-sqlite3'
import type { Fault } from '../errors.ts'
import type { Lang, Text } from '../text.ts'

/** How a value is formatted in output. */
export type CellType = 'text' | 'integer' | 'number' | 'amount' | 'percent' | 'date' | 'score'

/** What parsing depends on besides the text: today's date, and the office's lists and thresholds. */
export interface Reader {
  readonly today: string
  get<T>(setting: Setting<T>): T
  /** The words of a list today; on another day; or (`ever`) of all days, where the day is not known yet. */
  list(setting: string, day?: string): readonly string[]
}

/** What the reading of a sheet may know besides its cells. */
export interface Hints {
  /** The year of days written without one, e.g. 4月10日. */
  readonly year?: number
  /** The day that months written without one stand for. */
  readonly monthDay?: number | 'last'
}

/** A text that is read otherwise than it stands. */
export interface Tidied {
  /** What is read instead; empty for an empty cell. */
  readonly text: string
  /** What was done, as said once for all cells: 略去时刻. A constant, because equal ones are counted. */
  readonly how: Text
}

/** One column that a sheet may have for a field. */
interface Part {
  readonly key: string
  readonly label: Text
  readonly aliases: readonly string[]
}

/**
 * The type of one field: parses a text, writes a text that parses back to the same value, and names the SQL
 * type. SQL stores a value unchanged, but a list as JSON.
 */
export interface Field<T = unknown> {
  readonly kind: string
  readonly label: Text
  readonly aliases: readonly string[]
  readonly optional: boolean
  readonly sql: 'TEXT' | 'INTEGER' | 'REAL'
  readonly cell: CellType
  /** True for a list, stored as a JSON array. */
  readonly many?: boolean
  /** Further columns that can replace the field's own, e.g. 是/否 columns for a list of roles. */
  readonly parts?: readonly Part[]
  readonly target?: () => Register
  /** Set on a record number: the field beside it that names the register of the record. */
  readonly registerIn?: string
  /** A name means the record whose term ended last by the record's own day, not the one in force on it. */
  readonly isPast?: true
  /** Set on a reference that only says in which place the one of this other field is, where that is given. */
  readonly placeOf?: string
  /** Set on a reference that nobody types: another value of the record determines it. */
  readonly derived?: Derived
  /** Stored compressed, because it is long. */
  readonly packed?: true
  /** Written by a verb; nobody is asked for it, though a sheet may bring it back. */
  readonly computed?: true
  /** A value that holds from a day: earlier ones are kept, see `pastOf`. */
  readonly dated?: true
  /** Words such as 无 are read as an empty cell. */
  readonly nothing?: true
  /** The allowed words, when there are few. */
  readonly words?: (reader: Reader) => readonly string[]
  /** The name of the setting that holds the words. */
  readonly setting?: string
  read(text: string, reader: Reader): T | Fault
  /** How people also write the value: what `read` is to parse instead of a text that it refuses. */
  tidy?(text: string, hints: Hints): Tidied | undefined
  readParts?(texts: readonly (string | undefined)[], reader: Reader): T | Fault | null
  /** Text that `read` parses back to the same value. */
  write(value: T, lang: Lang): string
  /** Masks the written text for anyone but the keeper of the record. */
  mask?(written: string): string
  /** The fault of a value that the rest of the record should resolve but does not. */
  undecided?(value: T): Fault | undefined
}

/** Refers to the record whose `by` equals the first `length` characters of this record's `from`. */
export interface Derived {
  readonly from: string
  readonly by: string
  readonly length: number
}

export interface Label extends Text {
  readonly aliases?: readonly string[]
}

export type Value<F> = F extends Field<infer T> ? T : never

export type Fields = Record<string, Field>

export type RecordOf<F extends Fields> = { id: number } & { [K in keyof F]: Value<F[K]> }

/** Any record of a register that is known only at run time. */
export type Row = { id: number } & Record<string, unknown>

/** A part of a key with alternatives, most reliable first, e.g. by ID number, else by name and unit. */
export interface Either<K extends string = string> {
  readonly either: readonly (readonly K[])[]
}

/** How other sheets write a reference to a record of this register. */
interface Naming {
  /** Header of the reference column, in sheets without a label of their own for it. */
  readonly header: Label
  /** Fields that may each have a column; all given ones must match. Default: the key's own values. */
  readonly by?: readonly string[]
  /** The field that refers to the parent, within which names are distinct, and the parent's register. */
  readonly within?: readonly [column: string, parent: () => Register]
  /** First and last day on which the name is in force; no last day means it still is. */
  readonly during?: (row: Row) => readonly [from: string | null, until: string | null]
  /** The fields that refer to the record that it was merged into, and say the day from which that has its name. */
  readonly successor?: readonly [into: string, on: string]
  /** Words that sheets write behind a name, longer ones first: 张三同志. */
  readonly titles?: readonly string[]
  /** Every spelling of the first field of `by`. */
  readonly spellings?: (row: Row) => (string | null | undefined)[]
  /** Every spelling of names that it had before, apart from those kept by day. They yield to names of today. */
  readonly former?: (row: Row) => readonly string[]
}

/** A record about to be written, as rules between records see it. */
export interface Candidate<R = Row> {
  readonly record: R
  /** The stored record that it changes; undefined for a new record. */
  readonly before?: R
  /** Its place, for messages: `第 5 行` of a file, or `记录 12` when it is stored. */
  readonly place: Text
  complain(field: string, fault: Fault): void
}

export interface Declaration<F extends Fields> {
  readonly name: string
  readonly label: Text
  /** One sentence that says what a record is, for the help and the manual. */
  readonly about: Text
  readonly fields: F
  /** Identifies the record for an office. */
  readonly key: readonly ((keyof F & string) | Either<keyof F & string>)[]
  /** A record in which this field is set gives its key up, and another may have it. */
  readonly keyUntil?: keyof F & string
  /** Tells namesakes apart: of two rows alike without it a person says whether they are one record or two. */
  readonly apart?: keyof F & string
  readonly list: readonly (keyof F & string)[]
  /** Columns that a list on a narrow terminal drops first; key columns go last. */
  readonly minor?: readonly (keyof F & string)[]
  /** Columns of the list that are shown only where a record has a value. */
  readonly rare?: readonly (keyof F & string)[]
  readonly naming?: Naming
  /** The field, a date or a period, that resolves references to records in force only for a term. */
  readonly on?: keyof F & string
  /** Who fills in the record, to count the reporting burden by role. */
  readonly filledBy: string
  /** Written only by process commands: listed, shown and exported, never typed or imported. */
  readonly process?: true
  /** Of a process register: a batch that wrote it can be undone. */
  readonly isUndoable?: true
  /** The first and the last day of a record: a list from a day on begins and ends records by them. */
  readonly term?: readonly [first: keyof F & string, last: keyof F & string]
  /** The fields of a first and a last day that sheets may give in one cell, in the column of the first: 4月8日-4月10日. */
  readonly span?: readonly [first: keyof F & string, last: keyof F & string]
  /** Takes the last day of the span when it lies ahead and its column does not say that it is the actual one. */
  readonly planned?: keyof F & string
  /** Headers of a column that counts the days of the span: they are checked, not stored. */
  readonly days?: readonly string[]
  /** The reference of which a sheet may name several in one cell: each of them is a record of its own. */
  readonly rowPer?: keyof F & string
  /** Why a record ended, and the reason of one that a complete list no longer has unless another is given. */
  readonly ending?: readonly [reason: keyof F & string, fallback: string]
  /** Of another process register: the commands that correct what cannot be undone. */
  readonly correction?: Text
  /** One realistic example, by flag, for the help of `add`. */
  readonly example: Readonly<Record<string, string>>
  /** Returns the values that the given ones determine. `before` is the stored record on a change. */
  complete?(record: Partial<RecordOf<F>>, before?: RecordOf<F>): Partial<RecordOf<F>>
  /** Rules within one record. Values that do not parse are missing. */
  readonly rules?: readonly Rule<RecordOf<F>>[]
  /** Rules between records: runs once over all otherwise valid records, in file order. */
  between?(candidates: readonly Candidate<RecordOf<F>>[], db: Database): void
  /** Said of records once they are written: right, but likely not what was meant. */
  remark?(records: readonly RecordOf<F>[], db: Database): Text | undefined
}

/** A rule within one record. A method, and so bivariant: a rule of any register is a `Rule<Row>`. */
export type Rule<R> = {
  broken(record: Partial<R>, reader: Reader): { field: keyof R & string; fault: Fault } | undefined
}['broken']

/** One column that a sheet may have for a register, or one flag of its commands. */
export interface Input extends Part {
  readonly field?: string
  /** Its index among the columns of the field. */
  readonly part: number
  /** Set when the column only distinguishes namesakes: the register of the record it names. */
  readonly parent?: Register
}

/** A checked declaration. Its field names are plain strings, so that generic code can use any register. */
export interface Register<F extends Fields = Fields> {
  readonly name: string
  readonly label: Text
  readonly about: Text
  readonly fields: F
  readonly key: readonly (string | Either)[]
  readonly keyUntil?: string
  readonly apart?: string
  readonly list: readonly string[]
  readonly minor?: readonly string[]
  readonly rare?: readonly string[]
  readonly naming?: Naming
  readonly on?: string
  readonly filledBy: string
  readonly process?: true
  readonly isUndoable?: true
  readonly term?: readonly [first: string, last: string]
  readonly span?: readonly [first: string, last: string]
  readonly planned?: string
  readonly days?: readonly string[]
  readonly rowPer?: string
  /** The register whose earlier values this one keeps. */
  readonly earlierOf?: Register
  readonly ending?: readonly [reason: string, fallback: string]
  readonly correction?: Text
  readonly example: Readonly<Record<string, string>>
  complete?(record: Partial<Row>, before?: Row): Partial<Row>
  readonly rules?: readonly Rule<Row>[]
  between?(candidates: readonly Candidate[], db: Database): void
  remark?(records: readonly Row[], db: Database): Text | undefined
}

/** A threshold or list of the office, parsed by a field like any other value. */
export interface Setting<T = unknown> {
  readonly name: string
  /** Parses and writes the value; its label says what the setting decides. */
  readonly field: Field<T>
  /** The default, as text. */
  readonly fallback: string
  /** Why it cannot change from a day on: it has one value for all days. */
  readonly always?: Text
  /** Called when the setting is set: the fault of a valid value that conflicts with the other settings. */
  wrong?(value: T, reader: Reader): Fault | undefined
}
