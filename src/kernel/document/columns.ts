import { width, wrap } from '../terminal/width.ts'
import { type Lang, say, visible } from '../text.ts'
import { cellText } from './cell.ts'
import type { Cell, Column, ColumnType, Line, Table } from './document.ts'

/** The texts of a table, as the writers show them. */
export interface Texts {
  readonly columns: readonly Column[]
  readonly head: readonly string[]
  readonly lines: readonly Line[]
  readonly rows: readonly (readonly string[])[]
}

export const shown = (cell: Cell | undefined, type: ColumnType, lang: Lang) =>
  visible(cellText(cell ?? null, type, lang))

export function textsOf(table: Table, lang: Lang): Texts {
  const { columns } = table
  const lines = [...table.lines]
  return {
    columns,
    head: columns.map(c => visible(say(c.label, lang))),
    lines,
    rows: lines.map(line => columns.map((c, i) => shown(line.cells[i], c.type, lang))),
  }
}

/** Width on paper: in many fonts digits and Latin letters exceed half a Chinese character. */
const broad = (text: string) => Math.ceil(width(text) + 0.25 * (text.match(/[!-~]/g)?.length ?? 0))
const widest = (text: string) => Math.max(...text.split('\n').map(broad))

/** The width of the longest piece that should not break, e.g. a code or a number: 8 to 24. */
const word = (text: string) => Math.max(8, ...(text.match(/[!-~]+/g) ?? []).map(broad).filter(w => w <= 24))

/** The width, in cells, that a long text asks for. */
const enough = 40

/**
 * Widths of columns in cells (a Chinese character is two) that fit `room` where possible. Figures and dates
 * never break; headers may, and long texts do.
 */
export function columnWidths({ columns, head, lines, rows }: Texts, room: number): number[] {
  // Totals are usually the longest figures and come last: the sample always includes them.
  const sample = [...rows.keys()].filter(r => r < 5000 || lines[r]!.emphasis === 'total')
  const bold = (r: number) => (/total|head/.test(lines[r]!.emphasis ?? '') ? 1.12 : 1)
  const most = (measure: (text: string) => number) =>
    columns.map((_, i) =>
      sample.reduce((all, r) => Math.max(all, Math.ceil(measure(rows[r]![i]!) * bold(r))), 0),
    )
  const [needed, words] = [most(widest), most(word)]
  const heading = head.map(h => Math.min(widest(h), Math.max(6, Math.ceil(widest(h) / 8) * 2 + 2)))
  const least = columns.map(({ type }, i) =>
    Math.max(heading[i]!, type === 'text' ? Math.min(needed[i]!, words[i]!) : needed[i]!),
  )
  const wish = needed.map((w, i) => Math.max(Math.min(enough, w), Math.min(widest(head[i]!), 12)))
  return fitted(
    wish.map((w, i) => Math.max(w, least[i]!)),
    least,
    room,
  )
}

/** Narrows the widest columns until the table fits, none below what it needs. */
export function fitted(natural: readonly number[], least: readonly number[], room: number): number[] {
  const widths = [...natural]
  let over = widths.reduce((a, b) => a + b, 0) - room
  while (over > 0) {
    let at = -1
    for (const [i, w] of widths.entries()) {
      if (w > least[i]! && (at < 0 || w > widths[at]!)) at = i
    }
    if (at < 0) break
    widths[at]!--
    over--
  }
  return widths
}

/** How many lines a text takes when wrapped to `cells`. */
export const linesOf = (text: string, cells: number) => wrap(text, cells).length
