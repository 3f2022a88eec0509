import type { Call } from './call.ts'
import type { Document } from './paper.ts'
import type { Register } from './register.ts'
import type { Setting } from './settings.ts'
import type { Text } from './text.ts'

/** One open or kept deadline. Status is computed from `due` and `done`, never stored. */
export interface DutyRow {
  /** Who answers for it. */
  readonly who: string
  /** What must exist. */
  readonly what: Text | string
  /** Rows that people read together: shown as one line with their number. */
  readonly group: string
  /** Places from the large to the small. */
  readonly place: readonly string[]
  /** The last permitted day; null when the duty cannot be reckoned, and `what` says why. */
  readonly due: string | null
  readonly done: string | null
  /** The command that settles this one, where it is not that of the duty. */
  readonly next?: string
}

/** Which facts must exist by when, for whom: one set-based query over the facts known at `asOf`. */
export interface Duty {
  readonly name: string
  readonly label: Text
  /** The command that settles it, with the words to replace in capitals. */
  readonly next: string
  /** All rows, or only those not done by as-of. */
  rows(call: Call, open: boolean): Iterable<DutyRow>
}

export type MeasureType = 'count' | 'rate' | 'amount'

/** One number per subject and period; a rate keeps both its terms, so that it can be summed. */
export interface MeasureRow {
  readonly subject: number
  readonly part: number
  readonly of: number
}

/** Known by its name and its subject: the same number may be taken of postings, units and villages. */
export interface Measure {
  readonly name: string
  readonly label: Text
  readonly type: MeasureType
  /** Whose number it is: the name of a register. */
  readonly subject: string
  /** One set-based query; subjects to whom it does not apply are missing. */
  rows(call: Call, period: string): readonly MeasureRow[]
}

export interface Option {
  /** As commander writes it: `--into <unit>`. */
  readonly flags: string
  readonly label: Text
  readonly required?: boolean
}

export interface Paper {
  readonly name: string
  readonly label: Text
  /** What it covers, if it needs to be told. */
  readonly period?: 'year' | 'quarter'
  readonly options?: readonly Option[]
  readonly example: string
  make(call: Call, period: string, options: Options): Document
}

export type Options = Readonly<Record<string, string | boolean | undefined>>

/** A process, written by hand. With a noun it is `cun unit merge`, without one it stands alone. */
export interface Verb {
  readonly noun?: string
  readonly name: string
  readonly label: Text
  /** As commander writes them: `<from>`, `[period]`, `<files...>`. */
  readonly args?: readonly { readonly name: string; readonly label: Text }[]
  readonly options?: readonly Option[]
  readonly example: string
  run(call: Call, args: readonly string[], options: Options): Promise<number | undefined> | number | undefined
}

export interface Line {
  readonly name: string
  readonly label: Text
  readonly registers?: readonly Register[]
  readonly duties?: readonly Duty[]
  readonly measures?: readonly Measure[]
  readonly papers?: readonly Paper[]
  readonly verbs?: readonly Verb[]
  readonly settings?: readonly Setting[]
}

export const line = (declared: Line): Line => declared
export const duty = (declared: Duty): Duty => declared
export const measure = (declared: Measure): Measure => declared
export const paper = (declared: Paper): Paper => declared
export const verb = (declared: Verb): Verb => declared
