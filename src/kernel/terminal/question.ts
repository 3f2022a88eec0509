import type { Lang } from '../text.ts'

export interface Choice {
  readonly value: string
  /** What the person reads, always shown as plain text. */
  readonly name: string
  /** Shown instead of a long name once the choice is made. */
  readonly short?: string
}

export interface Asked {
  readonly message: string
  readonly lang: Lang
  readonly color: boolean
}

/** One line of text. An empty answer means `start`. `check` returns what is wrong with the line. */
export interface Line extends Asked {
  readonly kind: 'line'
  readonly start?: string
  check(text: string): string | undefined
  /** The entered line as it stays on the screen, e.g. masked. */
  shown?(text: string): string
}

/** A line whose characters are not shown. */
interface Secret extends Asked {
  readonly kind: 'secret'
}

/** One choice from a short list. */
export interface One extends Asked {
  readonly kind: 'one'
  readonly choices: readonly Choice[]
  readonly start?: string
}

/** One choice from a long list. `find` returns the matches, best first; every choice for an empty term. */
interface Find extends Asked {
  readonly kind: 'find'
  find(term: string): Promise<readonly Choice[]>
  readonly start?: string
}

/** Any number of choices; those in `ticked` are preselected. `find` returns the indexes of the matches. */
export interface Some extends Asked {
  readonly kind: 'some'
  readonly choices: readonly Choice[]
  readonly ticked: readonly string[]
  find(term: string): Promise<readonly number[]>
  /** A short text for the final choice. */
  shown(ticked: readonly string[]): string
  check(ticked: readonly string[]): string | undefined
}

export type Question = Line | Secret | One | Find | Some
