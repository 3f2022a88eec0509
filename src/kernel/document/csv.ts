import { createRequire } from 'node:module'
import { guarded, type Lang, say } from '../text.ts'
import { cellText } from './cell.ts'
import type { Cell, Column, Document } from './document.ts'

interface CsvOptions {
  readonly lang: Lang
  readonly delimiter: ',' | '\t'
  /** For people: a spreadsheet that opens the file must not turn digits into numbers or dates. */
  readonly people: boolean
}

const NUMBERLIKE = /^(?:0\d+|\d{12,}|\d+[-/.:]\d[\d\-/.:]*|\d+e\d+)$/i
const DAY = /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$/

/**
 * Escapes a cell, so that a spreadsheet neither runs nor rewrites it. Each line that looks like a formula gets
 * an apostrophe, digits that must stay text get a trailing tab; importing removes both.
 */
function written(cell: Cell, column: Column, options: CsvOptions): string {
  const text = cellText(cell, column.type, options.lang)
  if (column.type !== 'text') return text
  const safe = guarded(text, true)
  if (safe !== text) return safe
  return options.people && NUMBERLIKE.test(text) && !DAY.test(text) ? `${text}\t` : text
}

/** Tables one below another, each under its title when there are several. Lines end with CRLF. */
export function* writeCsv(document: Document, options: CsvOptions): Generator<string> {
  const { stringify } = createRequire(import.meta.url)(
    'csv-stringify/sync',
  ) as typeof import('csv-stringify/sync')
  // By itself it quotes only the line ends of its own records.
  const settings = {
    delimiter: options.delimiter,
    record_delimiter: 'windows' as const,
    quoted_match: /[\r\n]/,
  }
  for (const [i, table] of document.tables.entries()) {
    if (i > 0) yield '\r\n'
    if (document.tables.length > 1 && table.title)
      yield stringify([[say(table.title, options.lang)]], settings)
    let rows: string[][] = [table.columns.map(c => say(c.label, options.lang))]
    for (const line of table.lines) {
      rows.push(table.columns.map((column, at) => written(line.cells[at] ?? null, column, options)))
      if (rows.length === 1000) {
        yield stringify(rows, settings)
        rows = []
      }
    }
    yield stringify(rows, settings)
  }
}
