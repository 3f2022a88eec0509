import type { Document } from '../document/document.ts'
import type { Field, Register, Setting } from '../schema/types.ts'
import type { Source } from '../sheet/source.ts'
import type { Unread } from '../sheet/unread.ts'
import type { Database, Migration } from '../store/database.ts'
import type { Known } from '../store/known.ts'
import type { Progress, Work } from '../terminal/progress.ts'
import type { Choice } from '../terminal/question.ts'
import type { World } from '../terminal/world.ts'
import type { Lang, Text } from '../text.ts'
import type { Carried } from './carry-over.ts'
import type { Done, Imported } from './done.ts'
import type { Duty, DutyRow, Facts } from './facts.ts'
import type { NameOf } from './flags.ts'
import type { Global } from './global-options.ts'
import type { Measure } from './measure.ts'

/** Facts plus the declarations of every line, for code that works across lines. */
export interface Overview extends Facts {
  readonly lines: readonly Line[]
}

/** Where a command shows its output: streams, language, notices, progress. */
export interface Screen {
  readonly world: World
  readonly lang: Lang
  /** Prints a notice on stderr, unless `--quiet`. */
  tell(text: Text): void
  /**
   * Prints on stdout what was done, with the batch number. Batch 0 means that nothing changed: `unchanged`,
   * if given, replaces `text`. With `--format json` it waits for `whatWasDone`.
   */
  done(text: Text, batch?: number, unchanged?: Text): void
  /** Shows the progress of long work on stderr, if that is a terminal. The next notice replaces it. */
  progress(work: Work): Progress
}

/**
 * One running command: facts, screen and global options. To derive a call use `{ ...call, tell: () => {} }`;
 * spreading opens the database.
 */
export interface Call extends Overview, Screen {
  readonly global: Global
  readonly migrations: readonly Migration[]
  /** Path of the database, which may not exist yet. */
  readonly dbPath: string
  /** The database itself; `db` may be one of a past day. */
  itself(): Database
  /** With `--known`, what `db` is. */
  known(): Known | undefined
  /** Creates the database, encrypted if a passphrase is given. */
  create(key?: Buffer): Database
  /** The passphrase, if `unlock` found the database encrypted. */
  key(): Buffer | undefined
  /** Reads or asks for the passphrase of an encrypted database; call it before first use. */
  unlock(): Promise<void>
  /** Sets the passphrase, or none, of the database that replaced this one. */
  unlocked(key: Buffer | undefined): void
  /** A call on another database, with other global options, by default in the same world. */
  elsewhere(global: Global, key?: Buffer, world?: World): Call
  /** Prints what was done, if nobody took it, and closes the database. */
  close(): void
  /** Clears cached lookups, because the database changed. */
  changed(): void
  /** Marks a commit: clears cached lookups; from now on Ctrl-C does not cancel. `batch`: what it wrote. */
  committed(batch?: number): void
  /** Keeps the counts of a file, for `whatWasDone`. */
  imported(counts: Imported): void
  /** With `--format json` or `jsonl`, and once: what was done since, if anything. */
  whatWasDone(): Done | undefined
  /** Backs up the current database before a large write; once, so that the state before the command is kept. */
  keep(): void
  /** Runs work that copies the database; shows progress if it is large. */
  copying<T>(work: () => T): T
  path(name: string): string
  note(command: string): { command: string; who: string; at: string }
}

/** A parameter of a command, and how it is asked for if missing (by default as text). */
export interface Parameter {
  readonly label: Text
  /** A record of this register, found by typing; the command gets e.g. `#12`. */
  readonly of?: () => Register
  /** Parses the text before the command runs; the command gets the value. Offers its words, if any. */
  readonly field?: Field
  /** A column of a register: its words are offered, but the text is parsed with its row. */
  readonly column?: Field
  /** Words to choose from; with `isOpen`, any other word is accepted too. */
  readonly words?: (call: Call, args: readonly string[]) => readonly (Choice | string)[]
  readonly isOpen?: true
  /** The default, taken by pressing Enter. */
  readonly start?: (call: Call, args: readonly string[]) => string
}

export interface Argument extends Parameter {
  /** In commander's syntax: `<from>`, `[period]`, `<files...>`. */
  readonly name: string
  /** The Chinese word in the brackets. */
  readonly zh: string
  /** When an argument in `[…]` is required after all. */
  readonly when?: (args: readonly string[]) => boolean
  /** What any number of words stands for when none is given; the summary before writing names them. */
  readonly whole?: (call: Call, args: readonly string[]) => readonly string[]
}

export interface Option extends Parameter {
  /** In commander's syntax: `--into <unit>`; `--red [n]` may stand without its value. */
  readonly flags: string
  readonly required?: boolean
  /** Not required, but asked for along with required ones. */
  readonly isAsked?: true
  /** When an option that is not required is asked for as if it were, by the others; `run` refuses its lack. */
  readonly when?: (options: Options) => boolean
}

/** A global option that a verb requires. */
export interface Needed extends Parameter {
  readonly name: 'reason' | 'out'
  readonly when?: (options: Options) => boolean
}

/** Options as typed. */
export type Options = Readonly<Record<string, string | boolean | undefined>>

type ValueOf<W> = W extends { readonly field: Field<infer T> } ? T : string

type OptionValue<O> = O extends { readonly flags: `${string}<${string}` }
  ? O extends { readonly required: true }
    ? ValueOf<O>
    : ValueOf<O> | undefined
  : O extends { readonly flags: `${string}[${string}` }
    ? ValueOf<O> | true | undefined
    : true | undefined

/** The option values of a command: parsed by `field` where one is declared. */
export type OptionsOf<O extends readonly Option[]> = {
  readonly [K in O[number] as NameOf<K['flags']>]: OptionValue<K>
}

/** The argument values of a command; a last argument in `…` is any number of words. */
type ArgsOf<A extends readonly Argument[]> = A extends readonly [
  ...infer First extends readonly Argument[],
  { readonly name: `${string}...${'>' | ']'}` },
]
  ? readonly [...ArgsOf<First>, ...(readonly string[])]
  : {
      readonly [I in keyof A]: A[I] extends { readonly name: `<${string}` }
        ? ValueOf<A[I]>
        : ValueOf<A[I]> | undefined
    }

type Outcome = Promise<number | undefined> | number | undefined

export interface Paper {
  readonly name: string
  readonly label: Text
  /** It covers a quarter, a half-year or a year: the kind that prompts offer first. */
  readonly period?: 'year' | 'quarter'
  /** Only a year has a meaning: it shows what is planned for one. */
  readonly isYearly?: true
  readonly options?: readonly Option[]
  readonly example: string
  make(facts: Overview, period: string, options: object): Document | Promise<Document>
}

/** One command. With a noun it is e.g. `cun unit merge`, without one it stands alone. */
export interface Verb {
  readonly noun?: string
  readonly name: string
  readonly label: Text
  /** Runs when its noun is given no verb: `cun assess 2024Q2`. */
  readonly isDefault?: true
  readonly args?: readonly Argument[]
  readonly options?: readonly Option[]
  readonly needs?: readonly Needed[]
  /** It writes: after prompting, show a summary and confirm. */
  readonly isWriting?: true
  /** It only shows records, so it can show those of a past day: `--known`. */
  readonly isReading?: true
  readonly example: string
  run(call: Call, args: readonly unknown[], options: object): Outcome
}

/** A kind of sheet that an import should know, though no register has its columns: a sign-in sheet, a matrix. */
export interface OtherSheet {
  /**
   * What to do with the file if it is of this kind: returns the exit code, or the sheets to import in its stead. undefined: it
   * is not of this kind.
   */
  known(call: Call, unread: Unread): (() => Promise<number | readonly Source[]>) | undefined
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
  readonly otherSheets?: readonly OtherSheet[]
  /** What older versions stored in another form. */
  readonly carried?: readonly Carried[]
  /** The command that creates a database, with placeholders. */
  readonly creates?: Text
  /** The published version of a paper, if any: it is printed whatever the facts say now. */
  published?(facts: Facts, paper: string, period: string): Document | undefined
  /** Whether an open deadline was written off by as-of. */
  waived?(facts: Facts): (duty: Duty, row: DutyRow) => boolean
  /** Faults in frozen content: stored content that does not match the digest printed with it. */
  frozen?(facts: Facts): readonly { readonly where: string; readonly what: Text }[]
}

/** An argument as usage shows it: `<quarter>`, `<季度>`. */
export const usageOf = ({ name, zh }: Argument, lang: Lang): string =>
  lang === 'zh' ? name.replace(/[a-z]+/, zh) : name

export const line = (declared: Line): Line => declared
/** Keeps the literal types of an option that several commands share. */
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
