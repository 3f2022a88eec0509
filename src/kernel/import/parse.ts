import { type Complaint, Fault, type Line, linesText } from '../errors.ts'
import { splitSpan } from '../schema/fields/written-date.ts'
import { dittoFault, isBlankMark, isDitto, noValue } from '../schema/nothing.ts'
import { flagOf, inputs } from '../schema/register.ts'
import { isMarkedSecret, secret } from '../schema/secrecy.ts'
import type { Field, Hints, Input, Reader, Register, Row } from '../schema/types.ts'
import type { Text } from '../text.ts'
import {
  type Noted,
  nothingFault,
  nothingSaid,
  type Reading,
  readAsPlanned,
  readText,
  spanSplit,
} from './read-text.ts'
import { shownValue, withoutHeader } from './shown-value.ts'
import { checkDays, plannedIn } from './span-days.ts'

/**
 * A text row on its way to becoming a record. `rowReader` parses values and the texts of references,
 * `resolveReferences` resolves these, `findByKey` finds the stored record, `completeRecord` checks the
 * result; faults become `complaints`.
 */
export interface Draft {
  readonly line?: Line
  /** The row carries a secrecy marking: it was not parsed, and none of it may be kept. */
  readonly isSecret: boolean
  /** The stored record it changes, once known. */
  before?: Row
  /** Blank cells clear stored values: the record was chosen by its number, not by its key. */
  readonly clears: boolean
  /** Field → value; null for a blank cell. Absent without a column or if the text does not parse. */
  readonly values: Record<string, unknown>
  /** Reference field → texts of its columns. */
  readonly written: Map<string, readonly (string | undefined)[]>
  /** Register that only distinguishes namesakes → text of its column. */
  readonly parents: Map<Register, string | undefined>
  /** Such a register → number of the record found, undefined if none; absent until looked up. */
  readonly places: Map<Register, number | undefined>
  readonly failed: Set<string>
  readonly complaints: Complaint[]
  /** What was read otherwise than it stands; one list for all rows of a reader, because there may be many. */
  readonly noted: Noted[]
}

/** Whether a draft is secret, has complaints, or is whole so far. */
export const stateOf = ({ isSecret, complaints }: Draft): 'secret' | 'wrong' | 'whole' =>
  isSecret ? 'secret' : complaints.length > 0 ? 'wrong' : 'whole'

/** The columns that rows are read from. */
export interface Columns {
  readonly register: Register
  /** Input key → index of its cell. */
  readonly columns: ReadonlyMap<string, number>
  /** Header or flag of each column, as the person wrote it. */
  readonly headers: readonly string[]
  readonly from: 'sheet' | 'flags'
  /** The column that counts the days of the span, if there is one. */
  readonly days?: number
}

export function headerOf(sheet: Columns, input: Input): Text | string {
  const column = sheet.columns.get(input.key)
  if (column !== undefined) return sheet.headers[column]!
  return sheet.from === 'flags' ? { zh: input.label.zh, en: `--${flagOf(input.key)}` } : input.label
}

/** The main input of a field: its first. */
export const mainInput = (register: Register, field: string): Input =>
  inputs(register).find(i => i.field === field)!

/** A complaint about one value, with personal data masked. */
export function complaintOf(
  sheet: Columns,
  input: Input,
  line: Line | undefined,
  text: string | undefined,
  fault: Fault,
): Complaint {
  const field = input.field === undefined ? undefined : sheet.register.fields[input.field]
  return {
    line,
    column: headerOf(sheet, input),
    value: text === undefined ? undefined : shownValue(field, text),
    code: fault.code,
    rule: fault.rule,
    next: fault.next,
  }
}

export function complain(
  draft: Draft,
  sheet: Columns,
  input: Input,
  text: string | undefined,
  fault: Fault,
): void {
  draft.complaints.push(complaintOf(sheet, input, draft.line, text, fault))
  if (input.field !== undefined) draft.failed.add(input.field)
}

/** A row as a message names it. */
export const placeOf = (line: Line | undefined): Text =>
  line === undefined ? { zh: '所填', en: 'the entry' } : linesText([line])

export interface RowAsk {
  readonly line?: Line
  readonly before?: Row
  readonly clears?: boolean
  /** Unreadable cells: column index → fault. */
  readonly faults?: ReadonlyMap<number, Fault>
}

/**
 * Makes the parser of one sheet: text row → draft with values, or with every complaint that the text alone
 * allows.
 */
export function rowReader(
  sheet: Columns,
  reader: Reader,
  hints: Hints = {},
): (cells: readonly string[], ask: RowAsk) => Draft {
  const { register, columns, headers } = sheet
  const all = inputs(register)
  const isSheet = sheet.from === 'sheet'
  const [spanFirst, spanLast] = register.span ?? []
  const planned = plannedIn(sheet)
  const hasSpan = spanFirst !== undefined && columns.has(spanFirst)
  const plan = Object.entries(register.fields)
    .map(([name, field]) => ({ name, field, inputs: all.filter(i => i.field === name) }))
    .filter(p => p.inputs.some(i => columns.has(i.key)) || (hasSpan && p.name === spanLast))
  const parents = all.filter(i => i.parent && columns.has(i.key))
  const noted: Noted[] = []

  // Sheets repeat the same days and words, so each is parsed once and cached.
  const known = new Map<Field, Map<string, Reading>>()
  // Whoever reads months as their first day reads the month of an end as its last.
  const ends = [register.span?.[1], register.planned].flatMap(name => register.fields[name ?? ''] ?? [])
  const hintsOf = (field: Field): Hints =>
    hints.monthDay === 1 && ends.includes(field) ? { ...hints, monthDay: 'last' } : hints
  const once = (field: Field, text: string): Reading => {
    if (text.length > 12) return readText(field, text, reader, hintsOf(field))
    let values = known.get(field)
    if (!values) {
      values = new Map()
      known.set(field, values)
    }
    const before = values.get(text)
    if (before) return before
    const found = readText(field, text, reader, hintsOf(field))
    if (values.size < 5000) values.set(text, found)
    return found
  }

  return (cells, { line, before, clears = false, faults }) => {
    const draft: Draft = {
      line,
      isSecret: cells.some(isMarkedSecret),
      before,
      clears,
      values: {},
      written: new Map(),
      parents: new Map(),
      places: new Map(),
      failed: new Set(),
      complaints: [],
      noted,
    }
    if (draft.isSecret) {
      draft.complaints.push({ line, code: secret.code, rule: secret.rule, next: secret.next })
      return draft
    }
    draft.complaints.push(...withoutHeader(headers.length, cells, line))
    const own = (key: string): string | undefined => {
      const column = columns.get(key)
      const text = column === undefined ? undefined : cells[column]
      return text === '' ? undefined : text
    }
    const note = (input: Input, how: Text) => draft.noted.push({ column: headerOf(sheet, input), how })
    const long = hasSpan ? own(spanFirst) : undefined
    const span =
      long !== undefined && long.length > 6 && own(spanLast!) === undefined
        ? splitSpan(long, hints)
        : undefined
    if (span) note(mainInput(register, spanFirst!), spanSplit)
    const ahead = span ? register.planned : planned
    const cell = (input: Input): string | undefined => {
      if (span && input.key === spanFirst) return span[0]
      return span && input.key === spanLast ? span[1] : own(input.key)
    }
    const faulty = (input: Input) => faults?.get(columns.get(input.key) ?? -1)
    const stray = (input: Input) => {
      const text = cell(input) ?? ''
      return isSheet && isDitto(text) ? dittoFault : noValue(text)
    }
    /** The text of a name, undefined for none, or for a mark that says so. */
    const nameIn = (input: Input): string | undefined => {
      const text = cell(input)
      return text === undefined || isBlankMark(text) ? undefined : text
    }
    for (const input of parents) {
      const fault = faulty(input) ?? stray(input)
      if (fault) complain(draft, sheet, input, cell(input), fault)
      else draft.parents.set(input.parent!, nameIn(input))
      if (!fault && cell(input) !== nameIn(input)) note(input, nothingSaid)
    }
    for (const { name, field, inputs } of plan) {
      const names = field.target !== undefined
      const wrong = (faults || names) && inputs.find(i => faulty(i) ?? (names ? stray(i) : undefined))
      if (wrong) {
        complain(draft, sheet, wrong, cell(wrong), (faulty(wrong) ?? stray(wrong))!)
        continue
      }
      if (field.target) {
        const texts = inputs.map(nameIn)
        draft.values[name] = null
        if (texts.some(t => t !== undefined)) draft.written.set(name, texts)
        else {
          const blank = inputs.find(i => cell(i) !== undefined)
          if (blank && field.optional) note(blank, nothingSaid)
          else if (blank) complain(draft, sheet, blank, cell(blank), nothingFault)
        }
        continue
      }
      const text = cell(inputs[0]!)
      let value: unknown
      let how: Text | undefined
      if (field.readParts && (text === undefined || inputs.some(i => i.part > 0 && columns.has(i.key)))) {
        value = inputs.map(stray).find(Boolean) ?? field.readParts(inputs.map(cell), reader)
      } else if (text === undefined) value = null
      else {
        value = stray(inputs[0]!)
        if (!value) ({ value, how } = once(field, text))
      }
      if (how) note(inputs[0]!, how)
      if (!(value instanceof Fault)) draft.values[name] = value
      else if (before && before[name] != null && text === field.write(before[name], 'zh')) {
        draft.values[name] = before[name]
      } else if (ahead && name === spanLast && value.code === 'date.in-future' && own(ahead) === undefined) {
        draft.values[name] = null
        draft.values[ahead] = once(register.fields[ahead]!, text!).value
        note(columns.has(name) ? inputs[0]! : mainInput(register, spanFirst!), readAsPlanned)
      } else complain(draft, sheet, inputs.find(i => cell(i) !== undefined)!, text, value)
    }
    if (sheet.days !== undefined) checkDays(draft, sheet, cells[sheet.days] ?? '')
    if (span?.[2] !== undefined) checkDays(draft, { ...sheet, days: columns.get(spanFirst!) }, span[2])
    return draft
  }
}
