import { keyWays } from '../schema/register.ts'
import type { Register } from '../schema/types.ts'
import type { SheetRow } from './csv.ts'
import { type Fit, type Mapping, mapping, type Reading } from './header-mapping.ts'
import {
  type ColumnMap,
  exactly,
  type Known,
  knownHeaders,
  type Loose,
  loosely,
  type Meaning,
} from './header-names.ts'

const looked = 30

type Height = Fit['height']

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

/** What each column means: as one of its texts is written, else as one reads without remarks. */
function readHeader(words: readonly string[][], known: Known, remembered: Remembered): Reading {
  const meanings: Meaning[] = []
  const loose: (Loose | undefined)[] = []
  const texts: string[] = []
  for (const ways of words) {
    const whole = ways.find(w => w !== '' && exactly(w, known) !== undefined)
    const part = whole === undefined ? ways.find(w => w !== '' && remembered(w) !== undefined) : undefined
    const text = whole ?? part ?? ways[0] ?? ''
    const found = part === undefined ? undefined : remembered(part)
    texts.push(text)
    loose.push(found)
    meanings.push(whole === undefined ? found?.means : exactly(whole, known))
  }
  const distinct = new Set(meanings.filter(m => typeof m === 'object'))
  return { meanings, loose, texts, matched: distinct.size }
}

type Remembered = (text: string) => Loose | undefined

/** The same texts are asked for with each height. */
function remembering(known: Known): Remembered {
  const found = new Map<string, Loose | undefined>()
  return text => {
    if (!found.has(text)) found.set(text, loosely(text, known))
    return found.get(text)
  }
}

function weigh(
  register: Register,
  rows: readonly SheetRow[],
  { headerRow, map }: HeaderHints,
): Fit | undefined {
  const known = knownHeaders(register, map)
  const remembered = remembering(known)
  const row = headerRow === undefined ? undefined : headerRow - 1
  let best: Fit | undefined
  const last = Math.min(rows.length, looked)
  for (let at = row ?? 0; at < (row === undefined ? last : row + 1); at++) {
    for (const height of [1, 2, 3] as const) {
      if (at + height > rows.length || !isHeader(rows.slice(at, at + height), known, remembered)) continue
      const reading = readHeader(headings(rows, at, height), known, remembered)
      const share = reading.matched / Math.max(1, reading.texts.filter(t => t !== '').length)
      const better =
        reading.matched - (best?.reading.matched ?? 0) ||
        share - (best?.share ?? 0) ||
        (isHints(rows[at + height - 1]!) ? 1 : (best?.height ?? height) - height)
      if (better > 0) {
        best = { register, at, height, reading, share, ...lacking(register, reading) }
      }
    }
  }
  return best
}

/** 填报单位：常平乡, 2024年3月: who filled in the sheet and when, not a header. */
const isSubtitle = (cell: string) =>
  /^[^()（）[\]【】]{1,10}[:：]\s*\S/.test(cell) || /^\s*\d{4}\s*[年./-]\s*\d/.test(cell)

/** Whether a text holds a year, other than in a remark: (2024-01-01) tells how a date is written. */
const hasYear = (cell: string) => /\d{4}/.test(cell) && /\d{4}/.test(cell.replace(/[(（[【].*$/s, ''))

/**
 * A header of several rows has no title (a single cell) and no line of who filled it in, no data below its first row
 * (a long text, four digits), and a known header or nothing but remarks in its lowest row.
 */
function isHeader(rows: readonly SheetRow[], known: Known, remembered: Remembered): boolean {
  if (rows.length === 1) return true
  const held = rows.map(row => row.cells.filter(c => c !== ''))
  const isHinted = isHints(rows.at(-1)!)
  return (
    held.every((cells, i) => cells.length > 1 || (isHinted && i === rows.length - 1)) &&
    held.slice(1).every(cells => cells.every(c => c.length <= 20 || (c.length <= 40 && /[(（]/.test(c)))) &&
    held.slice(1).every(cells => !cells.some(hasYear)) &&
    !held.slice(0, -1).some(cells => cells.some(isSubtitle)) &&
    (isHinted || held.at(-1)!.some(c => exactly(c, known) !== undefined || remembered(c) !== undefined))
  )
}

/** A row that only says how to fill in the columns above: (必填), 万元. */
function isHints({ cells }: SheetRow): boolean {
  const held = cells.filter(c => c !== '')
  return held.length > 0 && held.every(c => /^(?:[(（[【].*[)）\]】]|非?必填|选填|[百千万亿]*元)$/s.test(c))
}

/** How many columns of a key are missing, and of those by which its records are named. */
function lacking(register: Register, { meanings }: Reading): Pick<Fit, 'missing' | 'unnamed'> {
  const fields = new Set(meanings.flatMap(m => (typeof m === 'object' ? [m.field ?? ''] : [])))
  const missing = (names: readonly string[]) => names.filter(name => !fields.has(name)).length
  return {
    missing: Math.min(...keyWays(register).map(missing)),
    unnamed: missing(register.naming?.by ?? []),
  }
}

/** The better one first: it knows more headers, and has more of the columns of its key and of its names. */
const order = (a: Fit, b: Fit): number =>
  b.reading.matched - a.reading.matched || a.missing - b.missing || a.unnamed - b.unnamed

export interface HeaderHints {
  /** Row of the header, from 1. */
  readonly headerRow?: number
  readonly ignore?: readonly string[]
  readonly map?: ColumnMap
}

/** How each register reads the sheet's headers, best first. */
export function fitting(
  registers: readonly Register[],
  rows: readonly SheetRow[],
  asked: HeaderHints,
): readonly Fit[] {
  return registers
    .map(register => weigh(register, rows, asked))
    .filter((f): f is Fit => f !== undefined)
    .sort(order)
}

/** The registers that match the sheet's headers best; several on a tie. */
export function recognise(
  registers: readonly Register[],
  rows: readonly SheetRow[],
  asked: HeaderHints,
): Mapping[] {
  const fits = fitting(registers, rows, asked)
  const best = fits[0]
  if (!best) return []
  return fits
    .filter(f => order(f, best) === 0)
    .map(f => mapping(f, rows, asked.ignore ?? [], asked.map, knownHeaders(f.register, asked.map)))
}
