import { type Lang, say } from '../text.ts'
import {
  type Cell,
  type ColumnType,
  type Document,
  endOf,
  isShare,
  type Line,
  perCent,
  type Table,
} from './document.ts'

/**
 * Numbers are numbers: amounts in yuan and scores in points, with decimals; a share is `{part, of, percent}`,
 * `percent` as printed and null when it does not apply.
 */
function value(cell: Cell, type: ColumnType, lang: Lang): unknown {
  if (cell === null || typeof cell === 'string') return cell
  if (typeof cell === 'number') return type === 'amount' ? cell / 100 : type === 'score' ? cell / 10 : cell
  if (!isShare(cell)) return say(cell, lang)
  const percent = perCent(cell)
  return { part: cell.part, of: cell.of, percent: percent === undefined ? null : Number(percent) }
}

/** Lines of sums bear `isTotal`, so that a script does not count twice. */
function entry(table: Table, line: Line, lang: Lang): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (const [i, { key, type }] of table.columns.entries())
    row[key] = value(line.cells[i] ?? null, type, lang)
  if (line.emphasis === 'total') row.isTotal = true
  return row
}

/** Escapes invisible characters, so that a terminal can show JSON safely. */
export const safeJson = (json: string) =>
  json.replace(
    /[\u007F-\u009F\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/g,
    c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** JSON indented for its depth; a JSON string never contains a raw line break. */
const indented = (of: unknown, spaces: number) =>
  JSON.stringify(of, null, 2).replaceAll('\n', `\n${' '.repeat(spaces)}`)

/** Characters per piece. */
const PIECE = 1 << 16

/**
 * `{title, subtitle, notes, tables: [{title, columns: [{key, label, type}], rows: [{…}]}]}`, in pieces; `done` follows
 * if the command wrote something before it printed the document.
 */
export function* writeJson(document: Document, lang: Lang, done?: object): Generator<string> {
  const said = (text: Document['subtitle']) => JSON.stringify(text ? say(text, lang) : null)
  const notes = endOf(document).map(n => say(n, lang))
  let waiting = `{
  "title": ${said(document.title)},
  "subtitle": ${said(document.subtitle)},
  "notes": ${indented(notes, 2)},
  "tables": [`
  for (const [i, table] of document.tables.entries()) {
    const columns = table.columns.map(c => ({ key: c.key, label: say(c.label, lang), type: c.type }))
    waiting += `${i > 0 ? ',' : ''}
    {
      "title": ${said(table.title)},
      "columns": ${indented(columns, 6)},
      "rows": [`
    let separator = ''
    for (const line of table.lines) {
      waiting += `${separator}\n        ${indented(entry(table, line, lang), 8)}`
      separator = ','
      if (waiting.length < PIECE) continue
      yield safeJson(waiting)
      waiting = ''
    }
    waiting += `${separator ? '\n      ' : ''}]\n    }`
  }
  const end = done ? `,\n  "done": ${indented(done, 2)}` : ''
  yield safeJson(`${waiting}${document.tables.length > 0 ? '\n  ' : ''}]${end}\n}\n`)
}

/** One JSON object per line, for each row of every table. */
export function* writeJsonLines(document: Document, lang: Lang): Generator<string> {
  for (const table of document.tables) {
    for (const line of table.lines) yield `${safeJson(JSON.stringify(entry(table, line, lang)))}\n`
  }
}
