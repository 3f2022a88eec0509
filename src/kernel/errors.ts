import type { Text } from './text.ts'

/** Exit codes, fixed: scripts rely on them. */
export const exitCodes = {
  done: 0,
  attention: 1,
  usage: 64,
  input: 65,
  missing: 66,
  bug: 70,
  create: 73,
  disk: 74,
  busy: 75,
  denied: 77,
  wrong: 78,
  interrupted: 130,
} as const

export type RefusalKind = Exclude<keyof typeof exitCodes, 'done' | 'attention'>

/** The name by which scripts know a refusal or a rule, e.g. `import.rows-wrong`. Its wording may change, its code does not. */
export type Code = `${string}.${string}`

/** Why a text is no value: the rule it breaks, and what to do next. */
export class Fault {
  constructor(
    readonly code: Code,
    readonly rule: Text,
    readonly next: Text,
  ) {}
}

/** A name that nobody on record answers to, as against one that is unclear or out of place. */
export class Unknown extends Fault {}

/** One fault with its place in the input. `value` is already fit to be shown: personal data is masked. */
export interface Complaint {
  readonly code: Code
  line?: number
  /** A header or flag as written or, where the sheet has none, what the column is called. */
  column?: Text | string
  value?: string
  rule: Text
  next: Text
  /** Said once for all rows by a complaint of its own; only the reject file says it row by row. */
  summed?: boolean
}

/** What could not be done, where, by which rule, and what to do next. */
export class Refusal extends Error {
  constructor(
    readonly kind: RefusalKind,
    readonly code: Code,
    readonly what: Text,
    readonly next?: Text,
    readonly complaints: readonly Complaint[] = [],
  ) {
    super(what.en)
  }

  /** The same with one more thing to do or to know, on a line of its own. */
  adding(more: Text): Refusal {
    const both = (lang: keyof Text) => [this.next?.[lang], more[lang]].filter(Boolean).join('\n→ ')
    return new Refusal(this.kind, this.code, this.what, { zh: both('zh'), en: both('en') }, this.complaints)
  }
}

export const refuse = (
  kind: RefusalKind,
  code: Code,
  what: Text,
  next?: Text,
  complaints?: readonly Complaint[],
): never => {
  throw new Refusal(kind, code, what, next, complaints)
}
