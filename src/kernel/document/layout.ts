import { piecesOf, width } from '../terminal/width.ts'
import { isRight } from './cell.ts'
import type { Texts } from './columns.ts'
import type { ColumnType } from './document.ts'

/** How a table fits a width: the columns shown, in order, and their widths; or one block per record. */
export type Layout =
  | { readonly kind: 'columns'; readonly columns: readonly number[]; readonly widths: readonly number[] }
  | { readonly kind: 'blocks' }

interface Measured {
  readonly natural: number
  readonly least: number
}

/** Lines that nine in ten texts may wrap to before the column is dropped instead. */
const FOLDS = 3
/** A longer word, e.g. a path, is broken. */
const LONGEST = 32
const HEADING = 8
/** The least width of a text column, in cells (six characters), unless its texts are shorter. */
const COLUMN = 12

/**
 * Wraps text columns, then drops columns: those of least weight first, among equals the rightmost. When half
 * of them or fewer would remain, each record becomes a block.
 */
export function layoutFor(texts: Texts, cells: number): Layout {
  const measured = texts.columns.map((_, at) => measure(texts, at))
  let kept = [...measured.keys()]
  const needed = () => kept.reduce((sum, at) => sum + measured[at]!.least, 0)
  while (kept.length > 1 && needed() > roomFor(kept.length, cells)) {
    const weight = (at: number) => texts.columns[at]!.weight ?? 0
    const lightest = kept.reduce((a, b) => (weight(b) <= weight(a) ? b : a))
    kept = kept.filter(at => at !== lightest)
  }
  if (
    needed() > roomFor(kept.length, cells) ||
    (kept.length < measured.length && kept.length <= measured.length / 2)
  )
    return { kind: 'blocks' }
  return {
    kind: 'columns',
    columns: kept,
    widths: narrowed(texts, kept, measured, roomFor(kept.length, cells)),
  }
}

/** Takes single cells from the column where that adds the fewest lines, among equals from the widest. */
function narrowed(
  { head, rows }: Texts,
  kept: readonly number[],
  measured: readonly Measured[],
  room: number,
): number[] {
  const sample = rows.filter((_, i) => i % Math.ceil(rows.length / 200) === 0)
  const long = kept.map(at => [head, ...sample].map(row => width(row[at]!)))
  const linesAt = (i: number, cells: number) => long[i]!.reduce((sum, w) => sum + Math.ceil(w / cells), 0)
  const widths = kept.map(at => measured[at]!.natural)
  const price = (i: number) =>
    widths[i]! > measured[kept[i]!]!.least
      ? linesAt(i, widths[i]! - 1) - linesAt(i, widths[i]!)
      : Number.POSITIVE_INFINITY
  const prices = kept.map((_, i) => price(i))
  for (let over = widths.reduce((a, b) => a + b, 0) - room; over > 0; over--) {
    let at = 0
    for (const [i, p] of prices.entries()) {
      if (p < prices[at]! || (p === prices[at]! && widths[i]! > widths[at]!)) at = i
    }
    widths[at]!--
    prices[at] = price(at)
  }
  return widths
}

/** The cells that rules and spaces leave. */
const roomFor = (columns: number, cells: number) => cells - 3 * columns - 1

/** Figures and dates never break; texts wrap between words. */
function measure({ columns, head, rows }: Texts, at: number): Measured {
  const { type } = columns[at]!
  const heading = Math.min(width(head[at]!), Math.max(HEADING, longestWord(head[at]!, 'text')))
  const all = rows.map(row => widest(row[at]!))
  const most = all.reduce((a, b) => Math.max(a, b), 0)
  const natural = Math.max(width(head[at]!), most)
  if (isRight(type)) return { natural, least: Math.max(heading, most) }
  const filled = all.filter(w => w > 0).sort((a, b) => a - b)
  const usual = filled[Math.floor(0.9 * (filled.length - 1))] ?? 0
  const word = rows.reduce((most, row) => Math.max(most, longestWord(row[at]!, type)), 0)
  const folded = Math.min(usual, Math.max(COLUMN, Math.ceil(usual / FOLDS)))
  return { natural, least: Math.max(heading, word, folded) }
}

const widest = (text: string) =>
  text.includes('\n') ? Math.max(...text.split('\n').map(width)) : width(text)

const longestWord = (text: string, type: ColumnType) => {
  // People copy commands: drop the column rather than break a word.
  const longest = type === 'command' ? Number.POSITIVE_INFINITY : LONGEST
  return piecesOf(text).reduce((most, piece) => Math.max(most, Math.min(longest, width(piece))), 0)
}
