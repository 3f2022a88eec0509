import type { Text } from './text.ts'

/** Exit codes. They never change: scripts rely on them. */
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

/** Stable code of a refusal or rule, e.g. `import.rows-wrong`. Its wording may change, the code does not. */
export type Code = `${string}.${string}`

/** Why a text is not a valid value: the rule it breaks, and what to do next. */
export class Fault {
  constructor(
    readonly code: Code,
    readonly rule: Text,
    readonly next: Text,
  ) {}
}

/** A name that matches no record, unlike one that is ambiguous or in the wrong place. */
export class Unknown extends Fault {}

/** One fault with its place in the input. Personal data in `value` is already masked. */
export interface Complaint {
  readonly code: Code
  line?: number
  /** The header or flag as written; the label of the column when the sheet has no header for it. */
  column?: Text | string
  value?: string
  rule: Text
  next: Text
  /** Another complaint reports this once for all rows; only the reject file repeats it row by row. */
  summed?: boolean
}

/** What failed, where, by which rule, and what to do next. */
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

  /** A copy with one more next step, on a line of its own. */
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
