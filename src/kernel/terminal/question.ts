import type { Lang } from '../text.ts'

export interface Choice {
  readonly value: string
  /** What the person reads; shown as plain text, whatever it holds. */
  readonly name: string
  /** Where the name alone is too long to be repeated once chosen. */
  readonly short?: string
}

export interface Asked {
  readonly message: string
  readonly lang: Lang
  readonly color: boolean
}

/** One line of text. Entered empty, `start` is meant; `check` says what is wrong with it. */
export interface Line extends Asked {
  readonly kind: 'line'
  readonly start?: string
  check(text: string): string | undefined
  /** The line once entered, as it may stay on the screen. */
  shown?(text: string): string
}

/** A line that nobody may see typed. */
export interface Secret extends Asked {
  readonly kind: 'secret'
}

/** One of a few. */
export interface One extends Asked {
  readonly kind: 'one'
  readonly choices: readonly Choice[]
  readonly start?: string
}

/** One of many, found by what is typed: the best first, all of them before anything is typed. */
export interface Find extends Asked {
  readonly kind: 'find'
  find(term: string): Promise<readonly Choice[]>
  readonly start?: string
}

/** Any number of several, those in `ticked` beforehand. `find` gives the places of those that fit what is typed. */
export interface Some extends Asked {
  readonly kind: 'some'
  readonly choices: readonly Choice[]
  readonly ticked: readonly string[]
  find(term: string): Promise<readonly number[]>
  /** The choice in a few words, once made. */
  shown(ticked: readonly string[]): string
  check(ticked: readonly string[]): string | undefined
}

export type Question = Line | Secret | One | Find | Some
