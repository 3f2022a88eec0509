import type { Reader, Register } from '../schema/types.ts'
import type { Database } from '../store/database.ts'
import type { Directories } from '../store/names.ts'
import type { Settings } from '../store/settings.ts'
import type { Text } from '../text.ts'

/**
 * What a computation may use: the day, the records, the office's settings, name indexes. Code that gets only
 * `Facts` cannot write, print or ask.
 */
export interface Facts {
  /** The day used as today: `--as-of`, else the current date in China. */
  readonly asOf: string
  readonly db: Database
  readonly settings: Settings & Reader
  /** Name indexes of the current records. */
  readonly directories: Directories
  /** Every register in the journal, including the settings. */
  readonly registers: readonly Register[]
  /**
   * From now on the records read as they are stored. Until then, values that changed from a day on read as they
   * were on as-of. Called before anything is planned, written or verified.
   */
  asStored(): void
  /**
   * Records, names and settings as their values were on another day. `kept` are texts of settings, by name, that
   * hold instead of those of the day.
   */
  valuesOn(
    day: string,
    kept?: Readonly<Record<string, string>>,
  ): Pick<Facts, 'db' | 'settings' | 'directories'>
  /** The result of a lookup, cached until the database changes; callers must not mutate it. */
  once<T>(find: (facts: Facts) => T): T
}

/** The same facts as of another day, with the values of that day and lookups of their own. */
export const factsOn = <F extends Facts>(facts: F, asOf: string): F =>
  derived({ ...facts, ...facts.valuesOn(asOf), asOf })

/** The same facts as of the same day, with the values and settings of another one. */
export const factsWith = <F extends Facts>(
  facts: F,
  day: string,
  kept?: Readonly<Record<string, string>>,
): F => derived({ ...facts, ...facts.valuesOn(day, kept) })

function derived<F extends Facts>(facts: F): F {
  const found = new Map<unknown, unknown>()
  const own: F = {
    ...facts,
    // They are read alone; what is written goes through the facts that they come from.
    asStored() {},
    once<T>(find: (facts: Facts) => T): T {
      if (!found.has(find)) found.set(find, find(own))
      return found.get(find) as T
    },
  }
  return own
}

/** One deadline, open or done. Status is computed from `due` and `done`, never stored. */
export interface DutyRow {
  /** The person or unit responsible. */
  readonly who: Text | string
  /** The fact that must be on record. */
  readonly what: Text | string
  /** Key of the rows shown as one line with their count. */
  readonly group: string
  /** Place names, largest first. */
  readonly place: readonly string[]
  /** The last permitted day; null if it cannot be computed, and `what` says why. */
  readonly due: string | null
  readonly done: string | null
  /** True if a recurring duty was never done: such rows are listed first. */
  readonly isNever?: boolean
  /** The command that settles this row, if it differs from the duty's. */
  readonly next?: string
  /** The record behind the row, by register and number, e.g. the household to visit; absent if there is none. */
  readonly register?: string
  readonly record?: number
  /** The posting responsible; absent if a unit, a township or the county is. */
  readonly subject?: number
  /** The day on which it arose, if it can be recorded before; nothing is carried over from before that day. */
  readonly arose?: string
  /** It arose before the person responsible came: whose it was before, and the day on which it arose. */
  readonly inherited?: { readonly from: string; readonly since: string }
}

/** Which facts must exist, by when and for whom: one set-based query over the facts known at `asOf`. */
export interface Duty {
  readonly name: string
  readonly label: Text
  /** The command that settles it, with placeholders in capitals. */
  readonly next: string
  /** What tells the duties of one record apart: who is responsible, or the last day of one that recurs. */
  readonly each?: 'subject' | 'due'
  /** Footnote of the list: which rows are too old to be listed, and where to find them. */
  readonly older?: (facts: Facts) => Text | undefined
  /** All rows; with `open`, only those not done by `asOf`. */
  rows(facts: Facts, open: boolean): Iterable<DutyRow>
}

export type MeasureType = 'count' | 'rate' | 'amount'

/** What one record, or a missing one, adds to a measure. */
export interface Fact {
  /** Record number in the measure's subject register. */
  readonly subject: number
  /** The numerator of a rate, a count, or an amount in 分. */
  readonly part: number
  /** The denominator of a rate, else 0. */
  readonly of: number
  /** The record behind the fact; absent if the fact is a missing record. */
  readonly register?: string
  readonly record?: number
  /** Distinguishes the fact from similar ones: a day, a household, a state. */
  readonly note: Text | string
  /** The day on which it happened or was due, of a fact of a posting: the posting's unit may change. */
  readonly day?: string
  /** True if nothing was required, e.g. of a person on leave: the fact is listed, but no sum counts it. */
  readonly isLeftOut?: true
  /** Also credited to others (共同). */
  readonly isJoint?: boolean
  /** Name of the original subject, if the fact is also counted for a larger one, e.g. a unit. */
  readonly by?: string
  /** Only of a measure with `isProRata`: the days of the period in which the fact could have been done. */
  readonly days?: number
}

/** Both terms of a rate are kept, so that rates can be summed. */
export interface Sum {
  readonly part: number
  readonly of: number
}

/** Sums the facts of each subject. */
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
