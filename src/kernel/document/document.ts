import type { CellType } from '../schema/types.ts'
import type { Text } from '../text.ts'

/** How a column is formatted. The words of a command are never broken, so that people can copy it. */
export type ColumnType = CellType | 'command'

/** A ratio; when `of` is 0 it does not apply, which is neither 0 nor 100 %. */
export interface Share {
  readonly part: number
  readonly of: number
}

/** A text, a number (amounts in 分), a share, or null for empty. A share with `of` 0 is 不适用. */
export type Cell = Text | string | number | Share | null

export interface Column {
  /** Its name in JSON. */
  readonly key: string
  readonly label: Text
  readonly type: ColumnType
  /** A narrow terminal drops the columns of least weight first; default: 0. */
  readonly weight?: number
  /** The emphasis of its values on a terminal, in lines without an emphasis of their own. */
  readonly emphasis?: 'red' | 'blue'
  /** Only in JSON: codes and record numbers, the same in both languages. */
  readonly isForScripts?: boolean
}

export interface Line {
  readonly cells: readonly Cell[]
  readonly emphasis?: 'head' | 'total' | 'red' | 'blue'
}

export interface Table {
  readonly title?: Text
  readonly columns: readonly Column[]
  readonly lines: Iterable<Line>
  /** The approximate number of lines, when they are not in an array. */
  readonly about?: () => number
}

/** One value of a series; null is a gap, neither 0 nor interpolated. */
interface Point {
  readonly label: Text | string
  readonly value: number | null
}

export interface Series {
  readonly label: Text
  readonly emphasis?: 'red' | 'blue'
  readonly points: readonly Point[]
}

/** `bars` compares places or grades (one series, or several side by side), `lines` shows periods. */
export interface Chart {
  readonly title: Text
  readonly kind: 'bars' | 'lines'
  /** Written after each value, e.g. `%` or `分`. */
  readonly unit?: Text
  readonly series: readonly Series[]
}

/** A printable document, independent of format: a report knows nothing of colour, CSV or Word. */
export interface Document {
  readonly title: Text
  /** Scope and as-of date. */
  readonly subtitle?: Text
  readonly notes?: readonly Text[]
  /** The last lines, on the right: who seals it, the day. */
  readonly closing?: readonly Text[]
  /** On A4 upright, e.g. a certificate; otherwise across. */
  readonly isUpright?: true
  readonly tables: readonly Table[]
  readonly charts?: readonly Chart[]
}

/** What follows the tables where a format has no right side for the closing. */
export const endOf = ({ notes = [], closing = [] }: Document): readonly Text[] => [...notes, ...closing]

/** The document without the columns that are only for scripts. */
export const forPeople = (document: Document): Document => ({
  ...document,
  tables: document.tables.map(shownTable),
})

function shownTable(table: Table): Table {
  const kept = table.columns.flatMap((c, at) => (c.isForScripts ? [] : [at]))
  if (kept.length === table.columns.length) return table
  const shown = (line: Line): Line => ({ ...line, cells: kept.map(at => line.cells[at] ?? null) })
  const { lines } = table
  return {
    ...table,
    columns: kept.map(at => table.columns[at]!),
    lines: Array.isArray(lines)
      ? lines.map(shown)
      : {
          *[Symbol.iterator]() {
            for (const line of lines) yield shown(line)
          },
        },
  }
}

export const isShare = (cell: Cell): cell is Share =>
  typeof cell === 'object' && cell !== null && 'of' in cell

/** A share as a percentage with one decimal, halves up, in integer arithmetic; undefined when `of` is 0. */
export function perCent({ part, of }: Share): string | undefined {
  if (of === 0) return undefined
  const tenths = Math.floor((part * 2000 + of) / (2 * of))
  return `${Math.floor(tenths / 10)}.${tenths % 10}`
}
