import { refuse } from '../errors.ts'
import { type Lang, say, type Text, visible } from '../text.ts'
import { isRight } from './cell.ts'
import { colours } from './colour.ts'
import { columnWidths, linesOf, shown, textsOf } from './columns.ts'
import {
  type Cell,
  type ColumnType,
  type Document,
  endOf,
  isShare,
  type Line,
  type Table,
} from './document.ts'
import { type Fonts, fontName } from './fonts.ts'
import { type Look, type Sheet, type Value, writeWorkbook } from './workbook.ts'

const mostRows = 1_048_576
const mostText = 32_767
const dayOne = Date.UTC(1899, 11, 30)

/** A day as a spreadsheet serial number; undefined for a month, or when too early (before 1900-03-01). */
function serial(day: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day < '1900-03-01') return undefined
  return (Date.parse(`${day}T00:00:00Z`) - dayOne) / 86_400_000
}

/** A cell as a native spreadsheet value, so that people can sum and sort it. */
function value(cell: Cell, type: ColumnType, lang: Lang): Value {
  if (cell === null) return null
  if (isShare(cell) && cell.of !== 0) return cell.part / cell.of
  if (typeof cell === 'number') return type === 'amount' ? cell / 100 : type === 'score' ? cell / 10 : cell
  const day = type === 'date' && typeof cell === 'string' ? serial(cell) : undefined
  if (day !== undefined) return day
  const text = shown(cell, type, lang)
  if (text.length > mostText)
    tooLarge({ zh: `单元格超过 ${mostText} 字`, en: `a cell has over ${mostText} characters` })
  return text
}

const tooLarge = (what: Text): never =>
  refuse(
    'create',
    'output.too-large-for-xlsx',
    { zh: `${what.zh}, XLSX 放不下`, en: `${what.en}, more than XLSX can hold` },
    { zh: '改用 --format csv 或 html', en: 'use --format csv or html' },
  )

const formats: Partial<Record<ColumnType, string>> = {
  text: '@',
  integer: '0',
  amount: '#,##0.00',
  percent: '0.0%',
  score: '0.0',
  date: 'yyyy-mm-dd',
}

const thin = { style: 'thin', color: { rgb: '808080' } } as const
const border = { top: thin, right: thin, bottom: thin, left: thin }

function looksOf(fonts: Fonts) {
  const name = fontName(fonts.number)
  const body = (type: ColumnType, emphasis?: Line['emphasis']): Look => ({
    font: {
      name,
      size: 11,
      bold: emphasis === 'head' || emphasis === 'total',
      color: emphasis === 'red' || emphasis === 'blue' ? { rgb: colours[emphasis] } : undefined,
    },
    fill: emphasis === 'total' ? fill('F2F2F2') : undefined,
    border,
    alignment: { horizontal: isRight(type) ? 'right' : 'left', vertical: 'center', wrapText: true },
    numFmt: formats[type],
  })
  return {
    body,
    head: {
      font: { name: fontName(fonts.heading), size: 11 },
      fill: fill('E7E6E6'),
      border,
      alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
    } satisfies Look,
    title: {
      font: { name: fontName(fonts.title), size: 18 },
      alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
    } satisfies Look,
    line: {
      font: { name, size: 11 },
      alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
    } satisfies Look,
    note: {
      font: { name, size: 10 },
      alignment: { horizontal: 'left', vertical: 'top', wrapText: true },
    } satisfies Look,
  }
}

const fill = (rgb: string) => ({ type: 'pattern', pattern: 'solid', fgColor: { rgb } }) as const

/** A valid sheet name: no `[]:*?/\'`, not reserved, 31 characters, unique whatever the case. */
export function sheetName(title: string, taken: Set<string>): string {
  const safe = visible(title)
    .replace(/[[\]:*?/\\'"!\s]+/g, ' ')
    .trim()
  const base = safe === '' || /^history$/i.test(safe) ? '表' : safe
  for (let n = 1; ; n++) {
    const tail = n === 1 ? '' : ` ${n}`
    const name = [...base].reduce((s, c) => (s.length + c.length + tail.length <= 31 ? s + c : s), '') + tail
    if (taken.has(name.toLowerCase())) continue
    taken.add(name.toLowerCase())
    return name
  }
}

/** Lines of a cell; fast path for the usual single line. */
const deep = (text: string, cells: number) =>
  text.length * 2 <= cells && !text.includes('\n') ? 1 : linesOf(text, cells)

/** Characters per line of A4 landscape before the print becomes small. */
const room = 132

function sheetOf(document: Document, table: Table, name: string, lang: Lang, fonts: Fonts): Sheet {
  const texts = textsOf(table, lang)
  const { columns, lines, head } = texts
  const looks = looksOf(fonts)
  const widths = columnWidths(texts, room - 2 * columns.length).map(w => w + 2)
  const across = Math.max(
    40,
    widths.reduce((a, b) => a + b, 0),
  )
  if (widths.length === 0) widths.push(across)
  const rows: Value[][] = []
  const own = new Map<string, Look>()
  const merged: number[] = []
  const heights = new Map<number, number>()
  const whole = (text: string, look: Look, points: number, cells: number) => {
    own.set(`${rows.length},0`, look)
    merged.push(rows.length)
    heights.set(rows.length, points * linesOf(text, cells) + 4)
    rows.push([text])
  }
  whole(visible(say(document.title, lang)), looks.title, 24, across / 1.7)
  const parts = [document.tables.length > 1 ? table.title : undefined, document.subtitle]
  const second = parts.filter(p => p !== undefined).map(p => visible(say(p, lang)))
  if (second.length > 0) whole(second.join('  '), looks.line, 15, across)
  const high = (cells: readonly string[]) =>
    heights.set(
      rows.length,
      4 + 15 * cells.reduce((most, text, c) => Math.max(most, deep(text, widths[c]! - 1)), 1),
    )
  for (const [c] of head.entries()) own.set(`${rows.length},${c}`, looks.head)
  high(head)
  rows.push([...head])
  const above = rows.length
  for (const [at, { cells, emphasis }] of lines.entries()) {
    high(texts.rows[at]!)
    if (emphasis) {
      for (const [c, column] of columns.entries())
        own.set(`${rows.length},${c}`, looks.body(column.type, emphasis))
    }
    rows.push(columns.map((column, c) => value(cells[c] ?? null, column.type, lang)))
  }
  const notes = endOf(document)
  if (notes.length > 0) rows.push([])
  for (const note of notes) whole(visible(say(note, lang)), looks.note, 14, across * 1.05)
  if (rows.length > mostRows) tooLarge({ zh: `${lines.length} 行`, en: `${lines.length} rows` })
  return {
    name,
    columns: widths.map((width, c) => ({ width, look: columns[c] ? looks.body(columns[c].type) : {} })),
    rows,
    looks: own,
    merged,
    heights,
    head: above,
  }
}

/** A workbook: one sheet per table, with native values, laid out for printing. */
export async function writeXlsx(
  document: Document,
  { lang, fonts }: { lang: Lang; fonts: Fonts },
): Promise<Uint8Array> {
  const taken = new Set<string>()
  const tables = document.tables.length > 0 ? document.tables : [{ columns: [], lines: [] }]
  const sheets = tables.map(table =>
    sheetOf(document, table, sheetName(say(table.title ?? document.title, lang), taken), lang, fonts),
  )
  const footer = lang === 'zh' ? '&C第 &P 页 共 &N 页' : '&CPage &P of &N'
  return writeWorkbook(sheets, { title: say(document.title, lang), footer, fonts })
}
