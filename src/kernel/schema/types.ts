import type { Database } from 'better-sqlite3'
import type { Fault } from '../errors.ts'
import type { Lang, Text } from '../text.ts'

/** How a value is laid out on paper. */
export type CellType = 'text' | 'integer' | 'number' | 'amount' | 'percent' | 'date' | 'score'

/** What reading may depend on besides the text: the day that counts as today, the office's lists and thresholds. */
export interface Reader {
  readonly today: string
  get<T>(setting: Setting<T>): T
  list(setting: string): readonly string[]
}

/** One column a sheet may give for a field. */
export interface Part {
  readonly key: string
  readonly label: Text
  readonly aliases: readonly string[]
}

/**
 * One kind of value, declared for one field: how it reads text, writes the text that reads back as the same
 * value, and what SQL keeps. A value that needs no SQL form of its own is kept as it is.
 */
export interface Field<T = unknown> {
  readonly kind: string
  readonly label: Text
  readonly aliases: readonly string[]
  readonly optional: boolean
  readonly sql: 'TEXT' | 'INTEGER' | 'REAL'
  readonly cell: CellType
  /** True for a list; kept as a JSON array. */
  readonly many?: boolean
  /** Further columns that can stand instead of the field's own (是/否 columns for a list of roles). */
  readonly parts?: readonly Part[]
  readonly target?: () => Register
  /** Set on a reference that nobody types: another value of the record decides it. */
  readonly derived?: Derived
  /** The words a value can be, where they are few. */
  readonly words?: (reader: Reader) => readonly string[]
  /** The setting that holds the words. */
  readonly setting?: string
  read(text: string, reader: Reader): T | Fault
  readParts?(texts: readonly (string | undefined)[], reader: Reader): T | Fault | null
  /** Text that `read` takes back as the same value. */
  write(value: T, lang: Lang): string
  /** What others than the keeper of the record may see of the written text. */
  mask?(written: string): string
  /** A value that only the rest of the record can decide, left undecided: a fault. */
  undecided?(value: T): Fault | undefined
}

/** The record meant is the one whose `by` is the first `length` characters of this record's `from`. */
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

/** Any record, where the register is known only at run time. */
export type Row = { id: number } & Record<string, unknown>

/** A part of a key given in one of several ways, the surest first: by ID number, else by name and unit. */
export interface Either<K extends string = string> {
  readonly either: readonly (readonly K[])[]
}

/** How other sheets write a reference to a record of this register. */
export interface Naming {
  /** The column's header in sheets that have no name of their own for it. */
  readonly header: Label
  /** Fields that each may have a column; all that are given must fit. Default: the key's own values. */
  readonly by?: readonly string[]
  /** The field holding the record within which the names are told apart, and its register. */
  readonly within?: readonly [column: string, parent: () => Register]
  /** First and last day on which the record answers to its name; no last day means still. */
  readonly during?: (row: Row) => readonly [from: string | null, until: string | null]
  /** Every way in which the first column of `by` is written. */
  readonly spellings?: (row: Row) => (string | null | undefined)[]
}

/** A record on its way in, as the rules that look at several records see it. */
export interface Candidate<R = Row> {
  readonly record: R
  /** The stored record it changes, if it is not new. */
  readonly before?: R
  /** Where it stands in its file, for naming it to the reader: `第 5 行`, or `记录 12` when it is stored. */
  readonly place: Text
  complain(field: string, fault: Fault): void
}

export interface Declaration<F extends Fields> {
  readonly name: string
  readonly label: Text
  /** What one record is, in a sentence, for its help and its page in the manual. */
  readonly about: Text
  readonly fields: F
  /** How an office recognises the record. */
  readonly key: readonly ((keyof F & string) | Either<keyof F & string>)[]
  readonly list: readonly (keyof F & string)[]
  /** Columns of the list that a narrow terminal leaves out first; those of the key are the last to go. */
  readonly minor?: readonly (keyof F & string)[]
  readonly naming?: Naming
  /** The field whose day decides who is meant by a reference to what holds only for a time. */
  readonly on?: keyof F & string
  /** Who keeps the record, for counting what is asked of whom. */
  readonly filledBy: string
  /** Written by verbs alone: listed, shown and exported, never typed or imported. */
  readonly process?: true
  /** One real example, flag by flag, for the help of `add`. */
  readonly example: Readonly<Record<string, string>>
  /** Fills what the given values decide. `before` is the stored record when one is changed. */
  complete?(record: Partial<RecordOf<F>>, before?: RecordOf<F>): Partial<RecordOf<F>>
  /** Rules within one record. Values that could not be read are missing. */
  readonly rules?: readonly Rule<RecordOf<F>>[]
  /** Rules between records, asked once for all that are otherwise valid, in file order. */
  between?(candidates: readonly Candidate<RecordOf<F>>[], db: Database): void
}

/** A rule within one record. Written as a method so that the rules of any register are rules of some register. */
export type Rule<R> = {
  broken(record: Partial<R>, reader: Reader): { field: keyof R & string; fault: Fault } | undefined
}['broken']

/** One column that a sheet may give for a register, or one flag of its commands. */
export interface Input extends Part {
  readonly field?: string
  /** Its place among the columns of the field. */
  readonly part: number
  /** Set when the column only tells namesakes apart: the register it names a record of. */
  readonly parent?: Register
}

/** A declaration once made: the names in it are checked, so whoever works on any register may use any name. */
export interface Register<F extends Fields = Fields> {
  readonly name: string
  readonly label: Text
  readonly about: Text
  readonly fields: F
  readonly key: readonly (string | Either)[]
  readonly list: readonly string[]
  readonly minor?: readonly string[]
  readonly naming?: Naming
  readonly on?: string
  readonly filledBy: string
  readonly process?: true
  readonly example: Readonly<Record<string, string>>
  complete?(record: Partial<Row>, before?: Row): Partial<Row>
  readonly rules?: readonly Rule<Row>[]
  between?(candidates: readonly Candidate[], db: Database): void
}

/** A threshold or list of the office: read by a field like any other value, with a default. */
export interface Setting<T = unknown> {
  readonly name: string
  /** What it decides, in the words of the settings list. The field's label is its name on paper. */
  readonly field: Field<T>
  /** The default, as the office would write it. */
  readonly fallback: string
  /** Asked when it is set: what is wrong with a value that can be read, as the other settings stand. */
  wrong?(value: T, reader: Reader): Fault | undefined
}
