import type { Call } from './call.ts'
import type { Field } from './field.ts'
import type { Document } from './paper.ts'
import type { Choice } from './prompts.ts'
import type { Register } from './register.ts'
import type { Setting } from './settings.ts'
import type { Lang, Text } from './text.ts'

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
  readonly older?: (call: Call) => Text | undefined
  /** All rows, or only those not done by as-of. */
  rows(call: Call, open: boolean): Iterable<DutyRow>
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
  facts(call: Call, period: string): Iterable<Fact>
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

/** A word that a command takes, and how it is asked for at a terminal when it is missing: as text, if not said. */
export interface Wanted {
  readonly label: Text
  /** A record of this register, found by typing: the command gets `#12`. */
  readonly of?: () => Register
  /** Read by this field, whose words, where it has some, are chosen from. */
  readonly field?: Field
  /** One of these, or another word where these are no more than a help. */
  readonly words?: (call: Call, args: readonly string[]) => readonly (Choice | string)[]
  readonly isOpen?: true
  /** What Enter alone stands for. */
  readonly start?: (call: Call, args: readonly string[]) => string
}

export interface Argument extends Wanted {
  /** As commander writes it: `<from>`, `[period]`, `<files...>`. */
  readonly name: string
  /** What stands in the brackets in Chinese. */
  readonly zh: string
  /** Where one in brackets cannot be left out all the same. */
  readonly when?: (args: readonly string[]) => boolean
}

export interface Option extends Wanted {
  /** As commander writes it: `--into <unit>`. */
  readonly flags: string
  readonly required?: boolean
  /** Not required, but asked for along with what is. */
  readonly isAsked?: true
}

/** A global option that a verb cannot do without. */
export interface Needed extends Wanted {
  readonly name: 'reason' | 'out'
  readonly when?: (options: Options) => boolean
}

export interface Paper {
  readonly name: string
  readonly label: Text
  /** What it covers, if it needs to be told. */
  readonly period?: 'year' | 'quarter'
  readonly options?: readonly Option[]
  readonly example: string
  make(call: Call, period: string, options: Options): Document | Promise<Document>
}

export type Options = Readonly<Record<string, string | boolean | undefined>>

/** A process, written by hand. With a noun it is `cun unit merge`, without one it stands alone. */
export interface Verb {
  readonly noun?: string
  readonly name: string
  readonly label: Text
  /** What its noun does when no verb is given: `cun assess 2024Q2`. */
  readonly isDefault?: true
  readonly args?: readonly Argument[]
  readonly options?: readonly Option[]
  readonly needs?: readonly Needed[]
  /** It writes, without a question of its own: what was asked for is looked at once more before. */
  readonly isWriting?: true
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
  /** A paper of a period as it was published, where it was: that one is printed, whatever the facts say now. */
  published?(call: Call, paper: string, period: string): Document | undefined
  /** Faults in what was frozen: stored content that does not give the digest printed with it. */
  frozen?(call: Call): readonly { readonly where: string; readonly what: Text }[]
}

/** An argument as usage has it: `<quarter>`, `<季度>`. */
export const usageOf = ({ name, zh }: Argument, lang: Lang): string =>
  lang === 'zh' ? name.replace(/[a-z]+/, zh) : name

export const line = (declared: Line): Line => declared
export const duty = (declared: Duty): Duty => declared
export const measure = (declared: Measure): Measure => declared
export const paper = (declared: Paper): Paper => declared
export const verb = (declared: Verb): Verb => declared
