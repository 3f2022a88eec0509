import { createRequire } from 'node:module'
import type { Parser } from 'csv-parse'
import { type Fault, type Line, refuse } from '../errors.ts'
import { unguarded } from '../text.ts'
import { decoded, type Encoding } from './decode.ts'
import { type Layout, layoutOf } from './delimiter.ts'

const maxRecordSize = 256 * 1024
export const maxRecords = 1_000_000
export const maxColumns = 256
/** Bytes passed to the parser at once. */
const PIECE = 1 << 15

export interface SheetRow {
  /** The line of the file on which the row begins, from 1. */
  readonly line: Line
  readonly cells: readonly string[]
  /** Workbooks only: cells that cannot be read as they are, by column. */
  readonly faults?: ReadonlyMap<number, Fault>
  /** Workbooks only: columns whose cell is a formula. */
  readonly formulas?: readonly number[]
  /** Workbooks only: the day that a number stands for as a serial number, `2024-07-26` or with its time. */
  readonly serials?: (column: number) => string | undefined
  readonly isHidden?: boolean
  /** Columns whose cell was filled from a merged cell. */
  readonly filled?: readonly number[]
}

/** The rows of a CSV or TSV file, each with its line. Refuses an unpaired quote, with its opening line. */
export function* csvRows(
  bytes: Buffer,
  encoding: Encoding,
  file: string,
  layout = layoutOf(bytes, encoding),
): Generator<SheetRow> {
  let line = 1
  let records = 0
  try {
    for (const record of parsed(bytes, encoding, layout)) {
      if (line === 1 && layout.isNamed && records === 0) {
        line++
        records++
        continue
      }
      if (++records > maxRecords) tooLarge(file, line)
      if (record.length > maxColumns) {
        record.length = record.findLastIndex(cell => cell.trim() !== '') + 1
        if (record.length > maxColumns) tooLarge(file, line)
      }
      const row: SheetRow = { line, cells: record.map(unguarded) }
      line += 1
      for (const cell of record) {
        if (cell.includes('\n') || cell.includes('\r')) line += cell.split(/\r\n|\n|\r/).length - 1
      }
      yield row
    }
  } catch (error) {
    const { code = '', lines } = error as { code?: string; lines?: number }
    if (!/QUOTE|MAX_RECORD/.test(code)) throw error
    const at = /NOT_CLOSED|MAX_RECORD/.test(code) ? openQuoteLine(bytes, encoding) : lines
    refuse(
      'input',
      'file.unpaired-quote',
      {
        zh: `${file} 第 ${at} 行的引号不成对, 或该行过长, 未导入`,
        en: `${file} line ${at} has an unpaired quote, or is too long; nothing was imported`,
      },
      {
        zh: '打开文件核对该行的双引号, 或用 WPS、Excel 重新另存为 CSV',
        en: 'check the double quotes of that line, or save the file as CSV again',
      },
    )
  }
}

/**
 * The records of the text. Calls the parser directly with short pieces instead of piping: two streams and a
 * promise for each row took longer than the parsing.
 */
function* parsed(bytes: Buffer, encoding: Encoding, { delimiter }: Layout): Generator<string[]> {
  const { parse } = createRequire(import.meta.url)('csv-parse') as typeof import('csv-parse')
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: maxRecordSize,
  })
  lengthAsFound(parser)
  let records: string[][] = []
  parser.push = (record: string[] | null) => record !== null && records.push(record) > 0
  const taken = () => {
    const all = records
    records = []
    return all
  }
  const done = (error?: Error | null) => {
    if (error) throw error
  }
  for (const piece of short(bytes, encoding, delimiter)) {
    parser._transform(piece, 'utf8', done)
    yield* taken()
  }
  parser._flush(done)
  yield* taken()
}

/**
 * For every row whose length differs from the first row's, the parser creates an error, with its stack and
 * copies of its state, and drops it: a file of blank or ragged rows took half a minute per megabyte. So each
 * row's own length is the expected one.
 */
function lengthAsFound(parser: Parser): void {
  const { state } = parser as unknown as { state: { record: string[]; expectedRecordLength: number } }
  Object.defineProperty(state, 'expectedRecordLength', { get: () => state.record.length, set() {} })
}

/** The text in UTF-8 for the parser. It returns all rows of a piece at once: pieces are short. */
function* short(bytes: Buffer, encoding: Encoding, delimiter: string): Generator<Buffer> {
  for (const piece of bytes.includes(wrapping[encoding.label])
    ? unwrapped(bytes, encoding, delimiter)
    : encoding.label === 'utf-8'
      ? [bytes.subarray(encoding.mark)]
      : encoded(bytes, encoding)) {
    for (let at = 0; at < piece.length; at += PIECE) yield piece.subarray(at, at + PIECE)
  }
}

/** `="` in each encoding. */
const wrapping = {
  'utf-8': '="',
  gb18030: '="',
  'utf-16le': Buffer.from('="', 'utf16le'),
  'utf-16be': Buffer.from('="', 'utf16le').swap16(),
}

/** Takes `="…"` that stands bare between delimiters for `"…"`: the parser refuses a quote inside a cell. */
function unwrapped(bytes: Buffer, encoding: Encoding, delimiter: string): Buffer[] {
  const text = [...decoded(bytes, encoding)].join('')
  const sign = delimiter.replace(/[|\\^$.*+?()[\]{}-]/, '\\$&')
  const bare = new RegExp(`(^|[${sign}\\r\\n])="([^"\\r\\n]*)"(?=[${sign}\\r\\n]|$)`, 'g')
  return [Buffer.from(text.replace(bare, '$1"$2"'))]
}

function* encoded(bytes: Buffer, encoding: Encoding): Generator<Buffer> {
  for (const piece of decoded(bytes, encoding)) yield Buffer.from(piece)
}

/** The line of the quote that is never closed: the parser knows only the end of the file. */
function openQuoteLine(bytes: Buffer, encoding: Encoding): number {
  let line = 1
  let opened = 1
  let open = false
  for (const piece of decoded(bytes, encoding)) {
    for (const character of piece) {
      if (character === '\n') line++
      else if (character === '"') {
        open = !open
        if (open) opened = line
      }
    }
  }
  return opened
}

export function tooLarge(file: string, line: number): never {
  return refuse(
    'input',
    'file.too-many-rows',
    {
      zh: `${file} 第 ${line} 行超出限度 (最多 ${maxRecords} 行, ${maxColumns} 列)`,
      en: `${file} line ${line} exceeds the limit of ${maxRecords} rows and ${maxColumns} columns`,
    },
    { zh: '分成几个文件导入', en: 'import it in several files' },
  )
}
