import { width, wrap } from '../terminal/width.ts'
import { type Lang, say, visible } from '../text.ts'
import { cellText } from './cell.ts'
import type { Cell, Column, ColumnType, Line, Table } from './document.ts'

/** The texts of a table, as every writer for paper shows them. */
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

/** Width on paper: digits and Latin letters are a little more than half a Chinese character in many fonts. */
const broad = (text: string) => Math.ceil(width(text) + 0.25 * (text.match(/[!-~]/g)?.length ?? 0))
const widest = (text: string) => Math.max(...text.split('\n').map(broad))

/** The longest piece of a text that is better not broken, as a code or a number. */
const word = (text: string) => Math.max(8, ...(text.match(/[!-~]+/g) ?? []).map(broad).filter(w => w <= 24))

/** What a long text is content with before it is broken. */
const enough = 40

/**
 * Widths of columns in cells (a Chinese character is two) that fill no more than `room`. A figure or date is
 * never broken; a heading may be, and a long text is.
 */
export function columnWidths({ columns, head, lines, rows }: Texts, room: number): number[] {
  // Totals are as a rule the longest figures, and the last: they are always in the sample.
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

/** Takes from the widest columns until the table fits, never below what a column needs. */
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

/** How many lines a text takes in so many cells. */
export const linesOf = (text: string, cells: number) => wrap(text, cells).length
