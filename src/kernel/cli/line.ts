import type { Document } from '../document/document.ts'
import type { Field, Register, Setting } from '../schema/types.ts'
import type { Database, Migration } from '../store/database.ts'
import type { Progress, Work } from '../terminal/progress.ts'
import type { Choice } from '../terminal/question.ts'
import type { World } from '../terminal/world.ts'
import type { Lang, Text } from '../text.ts'
import type { Duty, Facts, Measure } from './facts.ts'
import type { NameOf } from './flags.ts'
import type { Global } from './global-options.ts'

/** Facts together with the declarations of every line, for what looks across the lines. */
export interface Overview extends Facts {
  readonly lines: readonly Line[]
}

/** Where a command is seen: its streams, its language, and what is said beside its result. */
export interface Screen {
  readonly world: World
  readonly lang: Lang
  /** Says something to the person, on stderr. */
  tell(text: Text): void
  /**
   * Says on stdout what a command has done, with the number of its batch. Batch 0 is none: nothing differed, which
   * `unchanged` says instead of `text`, where it is given.
   */
  done(text: Text, batch?: number, unchanged?: Text): void
  /** Shows how far a long piece of work is, on stderr, if that is a terminal. The next text told replaces it. */
  progress(work: Work): Progress
}

/**
 * One running command: its facts, its screen and what it was given. A call derived from another is
 * `{ ...call, tell: () => {} }`; spreading opens the database.
 */
export interface Call extends Overview, Screen {
  readonly global: Global
  readonly migrations: readonly Migration[]
  /** The file of the database, whether it exists or not. */
  readonly dbPath: string
  /** Creates the database; encrypted, when a passphrase is given. */
  create(key?: Buffer): Database
  /** The passphrase of the database, once `unlock` has found it encrypted. */
  key(): Buffer | undefined
  /** Asks for the passphrase of an encrypted database, before it is first used. */
  unlock(): Promise<void>
  /** The database has been replaced by one with this passphrase, or with none. */
  unlocked(key: Buffer | undefined): void
  /** The same program on another database, with other global options, shown on another screen or the same. */
  elsewhere(global: Global, key?: Buffer, world?: World): Call
  close(): void
  /** The database changed: earlier lookups no longer hold. */
  changed(): void
  /** This command has written: earlier lookups no longer hold, and Ctrl-C comes too late. */
  committed(): void
  /** Keeps a backup of the database as it stands, before a large write. */
  keep(): void
  /** Does what copies the database, and shows that on the screen where the database is large. */
  copying<T>(work: () => T): T
  path(name: string): string
  note(command: string): { command: string; who: string; at: string }
}

/** A word that a command takes, and how it is asked for at a terminal when it is missing: as text, if not said. */
export interface Parameter {
  readonly label: Text
  /** A record of this register, found by typing: the command gets `#12`. */
  readonly of?: () => Register
  /** Reads the text before the command runs, which gets the value. Its words, if it has some, are offered. */
  readonly field?: Field
  /** A column of a register: its words are offered, but the text is read with the row that it belongs to. */
  readonly column?: Field
  /** One of these; with `isOpen`, another word as well. */
  readonly words?: (call: Call, args: readonly string[]) => readonly (Choice | string)[]
  readonly isOpen?: true
  /** What Enter alone stands for. */
  readonly start?: (call: Call, args: readonly string[]) => string
}

export interface Argument extends Parameter {
  /** As commander writes it: `<from>`, `[period]`, `<files...>`. */
  readonly name: string
  /** What stands in the brackets in Chinese. */
  readonly zh: string
  /** Where one in brackets cannot be left out all the same. */
  readonly when?: (args: readonly string[]) => boolean
}

export interface Option extends Parameter {
  /** As commander writes it: `--into <unit>`. */
  readonly flags: string
  readonly required?: boolean
  /** Not required, but asked for along with what is. */
  readonly isAsked?: true
}

/** A global option that a verb cannot do without. */
export interface Needed extends Parameter {
  readonly name: 'reason' | 'out'
  readonly when?: (options: Options) => boolean
}

/** Options as they were typed. */
export type Options = Readonly<Record<string, string | boolean | undefined>>

type ValueOf<W> = W extends { readonly field: Field<infer T> } ? T : string

type OptionValue<O> = O extends { readonly flags: `${string}<${string}` }
  ? O extends { readonly required: true }
    ? ValueOf<O>
    : ValueOf<O> | undefined
  : true | undefined

/** What a command gets of its options: `field` has read those that declare one. */
export type OptionsOf<O extends readonly Option[]> = {
  readonly [K in O[number] as NameOf<K['flags']>]: OptionValue<K>
}

/** What a command gets of its arguments. */
export type ArgsOf<A extends readonly Argument[]> = A extends readonly [{ readonly name: `${string}...>` }]
  ? readonly string[]
  : {
      readonly [I in keyof A]: A[I] extends { readonly name: `<${string}` }
        ? ValueOf<A[I]>
        : ValueOf<A[I]> | undefined
    }

type Outcome = Promise<number | undefined> | number | undefined

export interface Paper {
  readonly name: string
  readonly label: Text
  /** What it covers, if it needs to be told. */
  readonly period?: 'year' | 'quarter'
  readonly options?: readonly Option[]
  readonly example: string
  make(facts: Overview, period: string, options: object): Document | Promise<Document>
}

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
  /** It writes: after prompting, a summary is shown and confirmed. */
  readonly isWriting?: true
  readonly example: string
  run(call: Call, args: readonly unknown[], options: object): Outcome
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
  /** The command that creates a database, with the words to replace. */
  readonly creates?: Text
  /** A paper of a period as it was published, where it was: that one is printed, whatever the facts say now. */
  published?(facts: Facts, paper: string, period: string): Document | undefined
  /** Faults in what was frozen: stored content that does not give the digest printed with it. */
  frozen?(facts: Facts): readonly { readonly where: string; readonly what: Text }[]
}

/** An argument as usage has it: `<quarter>`, `<季度>`. */
export const usageOf = ({ name, zh }: Argument, lang: Lang): string =>
  lang === 'zh' ? name.replace(/[a-z]+/, zh) : name

export const line = (declared: Line): Line => declared
/** Keeps the literal flags and the field of an option that several commands share. */
export const option = <const O extends Option>(declared: O): O => declared
export const argument = <const A extends Argument>(declared: A): A => declared

export function paper<const O extends readonly Option[] = readonly []>(
  declared: Omit<Paper, 'options' | 'make'> & {
    readonly options?: O
    make(facts: Overview, period: string, options: OptionsOf<O>): Document | Promise<Document>
  },
): Paper {
  return declared as Paper
}

export function verb<
  const A extends readonly Argument[] = readonly [],
  const O extends readonly Option[] = readonly [],
>(
  declared: Omit<Verb, 'args' | 'options' | 'run'> & {
    readonly args?: A
    readonly options?: O
    run(call: Call, args: ArgsOf<A>, options: OptionsOf<O>): Outcome
  },
): Verb {
  return declared as unknown as Verb
}
