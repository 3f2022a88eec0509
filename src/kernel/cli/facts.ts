import type { Reader, Register } from '../schema/types.ts'
import type { Database } from '../store/database.ts'
import type { Directories } from '../store/names.ts'
import type { Settings } from '../store/settings.ts'
import type { Text } from '../text.ts'

/**
 * What a computation may know: the day, the records, the office's settings, names. Whoever takes no more than this
 * cannot write, print or ask.
 */
export interface Facts {
  /** The day that stands for today: `--as-of`, or the day in China by the clock. */
  readonly asOf: string
  readonly db: Database
  readonly settings: Settings & Reader
  /** Names of the records as they stand. */
  readonly directories: Directories
  /** Every register that the journal knows, the settings included. */
  readonly registers: readonly Register[]
  /** The result of a lookup, computed once until the database changes; callers may not change it. */
  once<T>(find: (facts: Facts) => T): T
}

/** One open or kept deadline. Status is computed from `due` and `done`, never stored. */
export interface DutyRow {
  /** Who answers for it. */
  readonly who: Text | string
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
  /** What of it is too old to be listed, and where that is found; for the foot of the list. */
  readonly older?: (facts: Facts) => Text | undefined
  /** All rows, or only those not done by as-of. */
  rows(facts: Facts, open: boolean): Iterable<DutyRow>
}

export type MeasureType = 'count' | 'rate' | 'amount'

/** What one record, or the lack of one, adds to a number. */
export interface Fact {
  /** Whose number it is: a record number of the measure's subject. */
  readonly subject: number
  readonly part: number
  /** What a rate counts it among; 0 for a count or an amount (in 分). */
  readonly of: number
  /** The record to look at; none where the fact is that a record is missing. */
  readonly register?: string
  readonly record?: number
  /** What tells this fact from its like: a day, a household, a state. */
  readonly note: Text | string
  /** Credited to others as well: 共同. */
  readonly isJoint?: boolean
  /** Whose it was first, where it is counted for a subject that it came to from several. */
  readonly by?: string
}

/** A rate keeps both its terms, so that rates can be summed. */
export interface Sum {
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
  /** Earned together by all who serve in the subject's place, not by the subject alone. */
  readonly shared?: true
  /** False where the numbers of several subjects add up to nothing, as kinds that they have in common. */
  readonly isSummed?: false
  /** One set-based query. A subject that a rate has no fact of is one to whom it does not apply. */
  facts(facts: Facts, period: string): Iterable<Fact>
}

/** The number of each subject that has a fact. */
export function sumsOf(facts: Iterable<Fact>): Map<number, Sum> {
  const sums = new Map<number, { part: number; of: number }>()
  for (const { subject, part, of } of facts) {
    const sum = sums.get(subject)
    if (sum) {
      sum.part += part
      sum.of += of
    } else sums.set(subject, { part, of })
  }
  return sums
}
export const duty = (declared: Duty): Duty => declared
export const measure = (declared: Measure): Measure => declared
