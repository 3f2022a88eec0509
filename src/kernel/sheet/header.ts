import type { Complaint } from '../errors.ts'
import { keyWays } from '../schema/register.ts'
import type { Register } from '../schema/types.ts'
import { fold, nearest } from '../text.ts'
import type { SheetRow } from './csv.ts'
import {
  type ColumnMap,
  type Known,
  knownHeaders,
  type Meaning,
  meaning,
  recordHeader,
} from './header-names.ts'

/** The columns of a sheet, matched to a register. */
export interface Mapping {
  readonly register: Register
  /** Input key → column. */
  readonly columns: ReadonlyMap<string, number>
  /** Header text of each column, as written. */
  readonly headers: readonly string[]
  /** The column of record numbers, with the mark of the database that exported them. */
  readonly record?: { readonly column: number; readonly mark: string }
  /** The number of rows above the header, and in it. */
  readonly leading: number
  readonly height: number
  /** The number of known headers, repeated ones included. */
  readonly matched: number
  /** Whether every header is known. */
  readonly isClear: boolean
  /** Whether the sheet has every column of a key. */
  readonly hasKey: boolean
  readonly complaints: readonly Complaint[]
}
const looked = 30

type Height = 1 | 2 | 3

/** The texts that may name a column: its own, also prefixed with the headers that span it above. */
function headings(rows: readonly SheetRow[], at: number, height: Height): string[][] {
  const levels = rows.slice(at, at + height).map(row => row.cells)
  const spans = levels.slice(1).map(() => '')
  return Array.from({ length: Math.max(...levels.map(cells => cells.length)) }, (_, column) => {
    const own = levels.findLastIndex(cells => (cells[column] ?? '') !== '')
    for (const level of spans.keys()) {
      const above = levels[level]![column] ?? ''
      if (above !== '') spans.fill('', level).fill(above, level, level + 1)
    }
    const [text = '', ...over] = [levels[own]?.[column], ...spans.slice(0, Math.max(own, 0)).reverse()]
    const [near = '', far = ''] = over
    return [...new Set([text, near + text, far + near + text, far + text])]
  })
}

interface Reading {
  readonly meanings: readonly Meaning[]
  readonly texts: readonly string[]
  readonly matched: number
}

function readHeader(words: readonly string[][], known: Known): Reading {
  const meanings: Meaning[] = []
  const texts: string[] = []
  for (const ways of words) {
    const found = ways.map(w => [w, w === '' ? undefined : meaning(w, known)] as const)
    const [text, means] = found.find(([, m]) => m !== undefined) ?? [ways[0] ?? '', undefined]
    texts.push(text)
    meanings.push(means)
  }
  const distinct = new Set(meanings.filter(m => typeof m === 'object'))
  return { meanings, texts, matched: distinct.size }
}

/** How well a register explains the sheet's columns. */
interface Fit {
  readonly register: Register
  readonly at: number
  readonly height: Height
  readonly reading: Reading
  readonly missing: number
}

function weigh(
  register: Register,
  rows: readonly SheetRow[],
  { headerRow, map }: HeaderHints,
): Fit | undefined {
  const known = knownHeaders(register, map)
  const row = headerRow === undefined ? undefined : headerRow - 1
  let best: Fit | undefined
  const last = Math.min(rows.length, looked)
  for (let at = row ?? 0; at < (row === undefined ? last : row + 1); at++) {
    for (const height of [1, 2, 3] as const) {
      if (at + height > rows.length || !isHeader(rows.slice(at, at + height), known)) continue
      const reading = readHeader(headings(rows, at, height), known)
      const better = reading.matched - (best?.reading.matched ?? 0)
      if (better > 0 || (better === 0 && best && height < best.height)) {
        best = { register, at, height, reading, missing: missingKeys(register, reading) }
      }
    }
  }
  return best
}

/**
 * A header of several rows has no title (a single cell), no data below its first row (a long text, four
 * digits), and a known header in its lowest row.
 */
function isHeader(rows: readonly SheetRow[], known: Known): boolean {
  const held = rows.map(row => row.cells.filter(c => c !== ''))
  return (
    held.length === 1 ||
    (held.every(cells => cells.length > 1) &&
      held.slice(1).every(cells => cells.every(c => c.length <= 20 && !/\d{4}/.test(c))) &&
      held.at(-1)!.some(c => meaning(c, known)))
  )
}

function missingKeys(register: Register, reading: Reading): number {
  const fields = new Set(reading.meanings.flatMap(m => (typeof m === 'object' ? [m.field ?? ''] : [])))
  return Math.min(...keyWays(register).map(way => way.filter(name => !fields.has(name)).length))
}

export interface HeaderHints {
  /** Row of the header, from 1. */
  readonly headerRow?: number
  readonly ignore?: readonly string[]
  readonly map?: ColumnMap
}

/** The registers that match the sheet's headers best; several on a tie. */
export function recognise(
  registers: readonly Register[],
  rows: readonly SheetRow[],
  asked: HeaderHints,
): Mapping[] {
  const fits = registers
    .map(register => weigh(register, rows, asked))
    .filter((f): f is Fit => f !== undefined)
  fits.sort((a, b) => b.reading.matched - a.reading.matched || a.missing - b.missing)
  const best = fits[0]
  if (!best) return []
  return fits
    .filter(f => f.reading.matched === best.reading.matched && f.missing === best.missing)
    .map(f => mapping(f, rows, asked))
}

function mapping(
  { register, at, height, reading, missing }: Fit,
  rows: readonly SheetRow[],
  { ignore = [], map }: HeaderHints,
): Mapping {
  const columns = new Map<string, number>()
  const complaints: Complaint[] = []
  const ignored = new Set(ignore.map(fold))
  const line = rows[at + height - 1]!.line
  let isClear = true
  let matched = 0
  let record: Mapping['record']
  const known = knownHeaders(register, map)
  for (const [column, means] of reading.meanings.entries()) {
    const text = reading.texts[column]!
    if (ignored.has(fold(text)) || means === 'ordinal' || means === 'reason' || means === 'skipped') continue
    if (typeof means === 'object') matched++
    if (means === 'record') {
      record = { column, mark: fold(text).replace(recordHeader, '').replace('recordnumber', '') }
    } else if (means === undefined) {
      if (text === '') continue
      isClear = false
      complaints.push(unknownHeader(text, line, known, columns))
    } else if (columns.has(means.key)) {
      complaints.push({
        line,
        column: text,
        code: 'header.repeated',
        rule: {
          zh: `与表头“${reading.texts[columns.get(means.key)!]}”重复, 都是${means.label.zh}`,
          en: `repeats the header "${reading.texts[columns.get(means.key)!]}": both mean ${means.label.en}`,
        },
        next: {
          zh: `留下一列; 要跳过的列名相同时改其一, 再用 --ignore-columns`,
          en: 'keep one of them, or rename the other and skip it with --ignore-columns',
        },
      })
    } else columns.set(means.key, column)
  }
  return {
    register,
    columns,
    headers: reading.texts,
    record,
    leading: at,
    height,
    matched,
    isClear,
    hasKey: missing === 0,
    complaints,
  }
}

function unknownHeader(
  text: string,
  line: number,
  known: Known,
  used: ReadonlyMap<string, number>,
): Complaint {
  const free = [...known.words].filter(([, input]) => !used.has(input.key)).map(([word]) => word)
  const like = nearest(fold(text), free, 2)
  return {
    line,
    column: text,
    code: 'header.unknown',
    rule: { zh: '不认识的表头', en: 'is an unknown header' },
    next:
      like.length > 0
        ? {
            zh: `是不是“${like.join('”或“')}”? 改正表头; 或用 --ignore-columns ${text} 跳过此列`,
            en: `did you mean ${like.join(' or ')}? Correct the header, or skip the column with --ignore-columns ${text}`,
          }
        : {
            zh: `改正表头; 或用 --ignore-columns ${text} 跳过此列`,
            en: `correct the header, or skip the column with --ignore-columns ${text}`,
          },
  }
}
