import type { CellType } from '../schema/types.ts'
import type { Text } from '../text.ts'

/** How a column is laid out. A command is to be copied: none of its words is broken. */
export type ColumnType = CellType | 'command'

/** A share of something; with nothing to share it does not apply, which is neither 0 nor 100 %. */
export interface Share {
  readonly part: number
  readonly of: number
}

/** A text, a number (an amount is in 分), a share, or nothing. `null` is empty; a share of 0 is 不适用. */
export type Cell = Text | string | number | Share | null

export interface Column {
  /** Its name in JSON. */
  readonly key: string
  readonly label: Text
  readonly type: ColumnType
  /** A terminal too narrow for all leaves out the lightest first; 0 where none is given. */
  readonly weight?: number
  /** How a terminal shows its values, in lines that have no emphasis of their own. */
  readonly emphasis?: 'red' | 'blue'
}

export interface Line {
  readonly cells: readonly Cell[]
  readonly emphasis?: 'head' | 'total' | 'red' | 'blue'
}

export interface Table {
  readonly title?: Text
  readonly columns: readonly Column[]
  readonly lines: Iterable<Line>
  /** How many lines there are, about, where they are not in a list. */
  readonly about?: () => number
}

/** One value of a series; a null is a gap, neither 0 nor joined over. */
export interface Point {
  readonly label: Text | string
  readonly value: number | null
}

export interface Series {
  readonly label: Text
  readonly emphasis?: 'red' | 'blue'
  readonly points: readonly Point[]
}

/** `bars` compares places or grades (one series, or several side by side), `lines` shows a course over periods. */
export interface Chart {
  readonly title: Text
  readonly kind: 'bars' | 'lines'
  /** Written after each value, as `%` or `分`. */
  readonly unit?: Text
  readonly series: readonly Series[]
}

/** What people print and hand on, before any format: a report knows nothing of colour, CSV or Word. */
export interface Document {
  readonly title: Text
  /** Scope and as-of date. */
  readonly subtitle?: Text
  readonly notes?: readonly Text[]
  readonly tables: readonly Table[]
  readonly charts?: readonly Chart[]
}

export const isShare = (cell: Cell): cell is Share =>
  typeof cell === 'object' && cell !== null && 'of' in cell

/** A share in per cent with one decimal, halves up, by integer arithmetic; undefined when it does not apply. */
export function perCent({ part, of }: Share): string | undefined {
  if (of === 0) return undefined
  const tenths = Math.floor((part * 2000 + of) / (2 * of))
  return `${Math.floor(tenths / 10)}.${tenths % 10}`
}
