import { createRequire } from 'node:module'
import type { Column, Document, Line, Table } from '../paper.ts'
import { type Lang, say, visible } from '../text.ts'
import { writeBars } from './bars.ts'
import { cellText, isRight } from './cell.ts'
import { fitted } from './columns.ts'
import { padEnd, padStart, width, wrap } from './width.ts'

export interface Screen {
  readonly lang: Lang
  /** A terminal gets rules and colour and is kept within its width; a pipe gets plain, whole lines. */
  readonly terminal: boolean
  readonly width: number
  readonly color: boolean
}

export function* writeTerminal(document: Document, screen: Screen): Generator<string> {
  const paint = painter(screen)
  const { lang } = screen
  yield `${paint.bold(visible(say(document.title, lang)))}\n`
  if (document.subtitle) yield `${visible(say(document.subtitle, lang))}\n`
  for (const table of document.tables) {
    yield '\n'
    yield* tableText(table, screen, paint)
  }
  for (const chart of document.charts ?? []) {
    yield `\n${paint.bold(visible(say(chart.title, lang)))}\n`
    yield* writeBars(chart, { lang, width: screen.width, paint: paint.as })
  }
  if (document.notes?.length) yield '\n'
  for (const note of document.notes ?? []) {
    const text = visible(say(note, lang))
    yield `${(screen.terminal ? wrap(text, screen.width) : [text]).join('\n')}\n`
  }
}

/** A table under its title. */
export function* tableText(table: Table, screen: Screen, paint = painter(screen)): Generator<string> {
  if (table.title) yield `${paint.bold(visible(say(table.title, screen.lang)))}\n`
  yield* screen.terminal ? framed(table, screen, paint) : plain(table, screen.lang)
}

interface Paint {
  bold(text: string): string
  as(emphasis: Line['emphasis'], text: string): string
}

export function painter({ color }: Screen): Paint {
  if (!color) return { bold: text => text, as: (_, text) => text }
  const require = createRequire(import.meta.url)
  const { Chalk } = require('chalk') as typeof import('chalk')
  const chalk = new Chalk({ level: 1 })
  const styles = { head: chalk.bold, total: chalk.bold, red: chalk.red, blue: chalk.blue }
  return { bold: text => chalk.bold(text), as: (e, text) => (e ? styles[e](text) : text) }
}

const texts = (line: Line, columns: readonly Column[], lang: Lang) =>
  columns.map((column, i) => visible(cellText(line.cells[i] ?? null, column.type, lang)))

/** Columns padded to their widest cell, two spaces apart, one line a row. */
function* plain(table: Table, lang: Lang): Generator<string> {
  const head = table.columns.map(c => visible(say(c.label, lang)))
  const rows = [...table.lines].map(line => texts(line, table.columns, lang).map(t => t.replace(/\n/g, ' ')))
  const widths = head.map(width)
  for (const row of rows) for (const [i, text] of row.entries()) widths[i] = Math.max(widths[i]!, width(text))
  for (const row of [head, ...rows]) {
    const cells = row.map((text, i) =>
      isRight(table.columns[i]!.type) ? padStart(text, widths[i]!) : padEnd(text, widths[i]!),
    )
    yield `${cells.join('  ').trimEnd()}\n`
  }
}

const chunk = 200

/** A ruled table. The library slows down with length, so a long table is drawn in pieces of equal widths. */
function* framed(table: Table, screen: Screen, paint: Paint): Generator<string> {
  const require = createRequire(import.meta.url)
  const Ruled = require('cli-table3') as typeof import('cli-table3')
  const { lang } = screen
  const lines = [...table.lines]
  const all = lines.map(line => texts(line, table.columns, lang))
  const measured = table.columns.map((c, i) => measure(c, visible(say(c.label, lang)), all, i))
  const kept = fitting(measured, screen.width)
  const columns = table.columns.slice(0, kept)
  const rows = all.map(row => row.slice(0, kept))
  const head = columns.map(c => visible(say(c.label, lang)))
  const widths = fitted(
    measured.slice(0, kept).map(m => m.natural),
    measured.slice(0, kept).map(m => m.least),
    roomFor(kept, screen.width),
  )
  const make = (first: boolean) =>
    new Ruled({
      head: first ? head.map((h, i) => paint.bold(wrap(h, widths[i]!).join('\n'))) : [],
      colWidths: widths.map(w => w + 2),
      colAligns: columns.map(c => (isRight(c.type) ? 'right' : 'left')),
      style: { head: [], border: [], compact: true },
    })
  for (let at = 0; at < Math.max(1, rows.length); at += chunk) {
    const ruled = make(at === 0)
    for (const [i, row] of rows.slice(at, at + chunk).entries()) {
      const { emphasis } = lines[at + i]!
      ruled.push(
        row.map((text, column) =>
          wrap(text, widths[column]!)
            .map(l => paint.as(emphasis, l))
            .join('\n'),
        ),
      )
    }
    const drawn = ruled.toString().split('\n')
    if (at > 0) drawn.shift()
    if (at + chunk < rows.length) drawn.pop()
    yield `${drawn.join('\n')}\n`
  }
  const out = table.columns.slice(kept).map(c => visible(say(c.label, lang)))
  if (out.length === 0) return
  const said = say(
    {
      zh: `窗口太窄, 未显示: ${out.join('、')}; 加宽窗口, 或用 --out 文件.csv 写全`,
      en: `The window is too narrow for: ${out.join(', ')}; widen it, or write all with --out FILE.csv`,
    },
    lang,
  )
  yield `${wrap(said, screen.width).join('\n')}\n`
}

interface Measured {
  readonly natural: number
  /** A figure or a date is never broken; a text or a heading may be. */
  readonly least: number
}

function measure({ type }: Column, head: string, rows: readonly string[][], at: number): Measured {
  const widest = Math.max(0, ...sample(rows, at))
  const heading = Math.min(width(head), 8)
  const least = type === 'text' ? heading : Math.max(heading, type === 'date' ? Math.min(widest, 10) : widest)
  return { natural: Math.max(width(head), widest), least }
}

/** What rules and spaces leave of a width. */
const roomFor = (columns: number, cells: number) => cells - 3 * columns - 1

/** How many columns, from the left, fit at their least; the first two stay in any case. */
function fitting(columns: readonly Measured[], cells: number): number {
  let kept = columns.length
  const needed = () => columns.slice(0, kept).reduce((sum, c) => sum + c.least, 0)
  while (kept > 2 && needed() > roomFor(kept, cells)) kept--
  return kept
}

const sample = (rows: readonly string[][], column: number) =>
  rows.slice(0, 2000).map(row => Math.max(...row[column]!.split('\n').map(width)))
