import { type Cell, type Document, isShare, type Line, type Table } from '../paper.ts'
import { type Lang, say } from '../text.ts'

/** Amounts are integers of 分, a share is `{part, of}`, what does not apply has `of` 0. */
function value(cell: Cell, lang: Lang): unknown {
  return typeof cell === 'object' && cell !== null && !isShare(cell) ? say(cell, lang) : cell
}

function entry(table: Table, line: Line, lang: Lang): Record<string, unknown> {
  return Object.fromEntries(
    table.columns.map((column, i) => [column.key, value(line.cells[i] ?? null, lang)]),
  )
}

/** Nothing invisible is written raw, so that a terminal showing JSON is safe too. */
const safe = (json: string) =>
  json.replace(
    /[\u007F-\u009F\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/g,
    c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** `{title, subtitle, notes, tables: [{title, columns: [{key, label, type}], rows: [{…}]}]}` */
export function* writeJson(document: Document, lang: Lang): Generator<string> {
  const shape = {
    title: say(document.title, lang),
    subtitle: document.subtitle ? say(document.subtitle, lang) : null,
    notes: (document.notes ?? []).map(n => say(n, lang)),
    tables: document.tables.map(table => ({
      title: table.title ? say(table.title, lang) : null,
      columns: table.columns.map(c => ({ key: c.key, label: say(c.label, lang), type: c.type })),
      rows: [...table.lines].map(line => entry(table, line, lang)),
    })),
  }
  yield `${safe(JSON.stringify(shape, null, 2))}\n`
}

/** One object a line for each row of every table. */
export function* writeJsonLines(document: Document, lang: Lang): Generator<string> {
  for (const table of document.tables) {
    for (const line of table.lines) yield `${safe(JSON.stringify(entry(table, line, lang)))}\n`
  }
}
