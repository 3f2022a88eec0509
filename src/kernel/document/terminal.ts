import { createRequire } from 'node:module'
import { padEnd, padStart, width, wrap } from '../terminal/width.ts'
import { type Lang, say, type Text, visible } from '../text.ts'
import { writeBars } from './bars.ts'
import { isRight } from './cell.ts'
import { type Texts, textsOf } from './columns.ts'
import { type Column, type Document, endOf, type Line, type Table } from './document.ts'
import { type Layout, layoutFor } from './layout.ts'

export interface Screen {
  readonly lang: Lang
  /** A terminal gets rules, colour and lines that fit its width; a pipe gets plain, whole lines. */
  readonly terminal: boolean
  readonly width: number
  readonly color: boolean
}

export function* writeTerminal(document: Document, screen: Screen): Generator<string> {
  const paint = painter(screen)
  const { lang } = screen
  const words = (text: Text) => {
    const shown = visible(say(text, lang))
    return screen.terminal ? wrap(shown, screen.width) : [shown]
  }
  for (const line of words(document.title)) yield `${paint.bold(line)}\n`
  if (document.subtitle) for (const line of words(document.subtitle)) yield `${line}\n`
  for (const table of document.tables) {
    yield '\n'
    yield* tableText(table, screen, paint)
  }
  for (const chart of document.charts ?? []) {
    yield `\n${paint.bold(visible(say(chart.title, lang)))}\n`
    yield* writeBars(chart, { lang, width: screen.width, paint: paint.as })
  }
  const end = endOf(document)
  if (end.length > 0) yield '\n'
  for (const note of end) yield `${words(note).join('\n')}\n`
}

/** A table under its title. */
export function* tableText(table: Table, screen: Screen, paint = painter(screen)): Generator<string> {
  if (table.title) {
    const title = visible(say(table.title, screen.lang))
    for (const line of screen.terminal ? wrap(title, screen.width) : [title]) yield `${paint.bold(line)}\n`
  }
  const texts = textsOf(table, screen.lang)
  yield* screen.terminal ? fittingTable(texts, screen, paint) : plain(texts, paint)
}

type Columns = Extract<Layout, { kind: 'columns' }>

interface Paint {
  bold(text: string): string
  dim(text: string): string
  as(emphasis: Line['emphasis'], text: string): string
}

/** Colours legible on dark and light backgrounds: no yellow, no white, and bright blue in bold. */
export function painter({ color }: Pick<Screen, 'color'>): Paint {
  if (!color) return { bold: text => text, dim: text => text, as: (_, text) => text }
  const require = createRequire(import.meta.url)
  const { Chalk } = require('chalk') as typeof import('chalk')
  const chalk = new Chalk({ level: 1 })
  const styles = { head: chalk.bold, total: chalk.bold, red: chalk.red, blue: chalk.bold.blueBright }
  return {
    bold: text => chalk.bold(text),
    dim: text => chalk.dim(text),
    as: (e, text) => (e ? styles[e](text) : text),
  }
}

/** Columns padded to their widest cell, two spaces apart, one line per row. */
function* plain({ columns, head, lines, rows }: Texts, paint: Paint): Generator<string> {
  const flat = rows.map(row => row.map(text => text.replace(/\n/g, ' ')))
  const widths = head.map(width)
  for (const row of flat) for (const [i, text] of row.entries()) widths[i] = Math.max(widths[i]!, width(text))
  const line = (row: readonly string[]) =>
    row.map((text, i) => padded(text, widths[i]!, columns[i]!)).join('  ')
  yield `${paint.bold(line(head).trimEnd())}\n`
  for (const [i, row] of flat.entries()) yield `${paint.as(lines[i]!.emphasis, line(row).trimEnd())}\n`
}

const padded = (text: string, cells: number, { type }: Column) =>
  isRight(type) ? padStart(text, cells) : padEnd(text, cells)

function* fittingTable(texts: Texts, screen: Screen, paint: Paint): Generator<string> {
  const layout = layoutFor(texts, screen.width)
  if (layout.kind === 'blocks') return yield* blocks(texts, screen, paint)
  yield* framed(texts, layout, paint)
  const out = texts.head.filter((_, at) => !layout.columns.includes(at))
  if (out.length === 0) return
  const said = say(
    {
      zh: `为适应宽度略去: ${out.join('、')}; 加宽窗口, 或用 --format csv 或 --out 文件 看全部`,
      en: `Left out to fit the width: ${out.join(', ')}; widen the window, or see all with --format csv or --out FILE`,
    },
    screen.lang,
  )
  for (const line of wrap(said, screen.width)) yield `${paint.dim(line)}\n`
}

/** A ruled table. The library draws only the rules: its rows are slow, and it counts ☎ as two cells. */
function* framed(texts: Texts, { columns, widths }: Columns, paint: Paint): Generator<string> {
  const require = createRequire(import.meta.url)
  const Ruled = require('cli-table3') as typeof import('cli-table3')
  const ruled = new Ruled({
    head: widths.map(() => ''),
    colWidths: widths.map(w => w + 2),
    style: { head: [], border: [], compact: true },
  })
  ruled.push(widths.map(() => ''))
  const [top, , middle, , bottom] = ruled.toString().split('\n')
  function* row(cells: readonly string[], as: (text: string, at: number) => string) {
    const folded = columns.map((at, i) => wrap(cells[at]!, widths[i]!))
    const height = Math.max(...folded.map(f => f.length))
    for (let line = 0; line < height; line++) {
      const parts = columns.map((at, i) => {
        const text = folded[i]![line] ?? ''
        return padded(text, widths[i]!, texts.columns[at]!).replace(text, () => as(text, at))
      })
      yield `│ ${parts.join(' │ ')} │\n`
    }
  }
  yield `${top}\n`
  yield* row(texts.head, paint.bold)
  yield `${middle}\n`
  for (const [i, cells] of texts.rows.entries()) {
    const { emphasis } = texts.lines[i]!
    yield* row(cells, (text, at) => paint.as(emphasis ?? texts.columns[at]!.emphasis, text))
  }
  yield `${bottom}\n`
}

/** One block per record, one line per value, each after the name of its column. */
function* blocks({ head, columns, lines, rows }: Texts, screen: Screen, paint: Paint): Generator<string> {
  const longest = Math.max(...head.map(width))
  const label = Math.min(longest, Math.max(8, Math.floor(screen.width / 3)))
  const beside = screen.width - label - 2
  for (const [i, row] of rows.entries()) {
    if (i > 0) yield '\n'
    for (const [at, text] of row.entries()) {
      const names = wrap(head[at]!, label)
      const emphasis = lines[i]!.emphasis ?? columns[at]!.emphasis
      const values = wrap(text, beside)
      for (let line = 0; line < Math.max(names.length, values.length); line++) {
        const value = values[line] ?? ''
        yield `${padEnd(names[line] ?? '', label)}  ${paint.as(emphasis, value)}`.trimEnd()
        yield '\n'
      }
    }
  }
}
