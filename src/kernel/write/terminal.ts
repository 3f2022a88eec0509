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
  const { columns } = table
  const head = columns.map(c => visible(say(c.label, screen.lang)))
  const lines = [...table.lines]
  const rows = lines.map(line => texts(line, columns, screen.lang))
  const widths = fitted(
    columns.map((_, i) => Math.max(width(head[i]!), ...sample(rows, i))),
    head.map(h => Math.min(width(h), 8)),
    screen.width - 3 * columns.length - 1,
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
}

const sample = (rows: readonly string[][], column: number) =>
  rows.slice(0, 2000).map(row => Math.max(...row[column]!.split('\n').map(width)))
