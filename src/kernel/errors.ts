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

/** Where a row stands: its line, or in several sheets read together the sheet and the line. */
export type Line = number | SheetLine

interface SheetLine {
  readonly sheet: string
  /** Its place among the sheets, from 0. */
  readonly order: number
  readonly line: number
}

/** For sorting by sheet and line; what has no line comes first. */
export function byLine(a: { readonly line?: Line }, b: { readonly line?: Line }): number {
  const of = ({ line = 0 }: { readonly line?: Line }) =>
    typeof line === 'number' ? ([0, line] as const) : ([line.order, line.line] as const)
  const [x, y] = [of(a), of(b)]
  return x[0] - y[0] || x[1] - y[1]
}

/** 第 5、7 行, or of several sheets “常平村”第 5、7 行、“杨河村”第 3 行. */
export function linesText(lines: readonly Line[]): Text {
  const sheets = new Map<string, number[]>()
  for (const line of lines) {
    const [sheet, number] = typeof line === 'number' ? ['', line] : [line.sheet, line.line]
    sheets.set(sheet, [...(sheets.get(sheet) ?? []), number])
  }
  const shown = [...sheets].slice(0, mostSheets)
  const zh = shown.map(([sheet, at]) => `${sheet && `“${sheet}”`}第 ${few(at).join('、')} 行`)
  const en = shown.map(
    ([sheet, at]) => `${sheet && `${sheet} `}line${at.length > 1 ? 's' : ''} ${few(at).join(', ')}`,
  )
  const isCut = lines.length > mostLines || sheets.size > mostSheets
  return {
    zh: `${zh.join('、')}${sheets.size > mostSheets ? ' …' : ''}${isCut ? ` (共 ${lines.length} 行)` : ''}`,
    en: `${en.join(', ')}${sheets.size > mostSheets ? ' …' : ''}${isCut ? ` (${lines.length} lines)` : ''}`,
  }
}

const mostLines = 8
const mostSheets = 4

/** Lines in a row as one range; of many parts the first and the last. */
const few = (lines: readonly number[]): readonly string[] => {
  const parts = ranges(lines)
  return parts.length > mostLines ? [...parts.slice(0, mostLines - 2), '…', parts.at(-1)!] : parts
}

function ranges(lines: readonly number[]): string[] {
  const runs: number[][] = []
  for (const line of lines) {
    if (runs.at(-1)?.at(-1) === line - 1) runs.at(-1)!.push(line)
    else runs.push([line])
  }
  return runs.flatMap(run => (run.length > 2 ? [`${run[0]}-${run.at(-1)}`] : run.map(String)))
}

/** One fault with its place in the input. Personal data in `value` is already masked. */
export interface Complaint {
  readonly code: Code
  line?: Line
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
