import { createRequire } from 'node:module'
import type { Parser } from 'csv-parse'
import { type Fault, refuse } from '../errors.ts'
import { decoded, type Encoding } from './decode.ts'

export const maxRecordSize = 256 * 1024
export const maxRecords = 1_000_000
export const maxColumns = 256
/** Bytes given to the parser at once. */
const PIECE = 1 << 15

export interface SheetRow {
  /** Line of the file on which the row begins, from 1. */
  readonly line: number
  readonly cells: readonly string[]
  /** Of a workbook: cells that cannot be read as they stand, by column. */
  readonly faults?: ReadonlyMap<number, Fault>
  /** Of a workbook: columns whose cell is a formula. */
  readonly formulas?: readonly number[]
  readonly isHidden?: boolean
  /** Cells filled from the merged cell that they lie in. */
  readonly filled?: number
}

/** Cells that an export guarded against being run as a formula are read as they were. */
export const unguard = (cell: string) =>
  (cell[0] === "'" && /^'['=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell).trim()

/** Tabs or commas: whichever the first lines hold more of. */
function delimiterOf(bytes: Buffer, encoding: Encoding): string {
  let head = ''
  for (const piece of decoded(bytes.subarray(0, 1 << 16), { ...encoding })) {
    head = piece
    break
  }
  const count = (character: string) => head.split(character).length
  return count('\t') > count(',') ? '\t' : ','
}

/** The rows of a CSV or TSV file, each with its line. A broken quote refuses, with the line on which it began. */
export function* csvRows(bytes: Buffer, encoding: Encoding, file: string): Generator<SheetRow> {
  let line = 1
  let records = 0
  try {
    for (const record of parsed(bytes, encoding)) {
      if (++records > maxRecords || record.length > maxColumns) tooLarge(file, line)
      const row: SheetRow = { line, cells: record.map(unguard) }
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
        en: `${file} line ${at} has a quote without its partner, or is too long; nothing was imported`,
      },
      {
        zh: '打开文件核对该行的双引号, 或用 WPS、Excel 重新另存为 CSV',
        en: 'check the double quotes of that line, or save the file as CSV again',
      },
    )
  }
}

/**
 * The records of the text. The parser is given one short piece after the other by hand and not piped to: two streams
 * and a promise for each row took longer than the parsing.
 */
function* parsed(bytes: Buffer, encoding: Encoding): Generator<string[]> {
  const { parse } = createRequire(import.meta.url)('csv-parse') as typeof import('csv-parse')
  const parser = parse({
    delimiter: delimiterOf(bytes, encoding),
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
  for (const piece of short(bytes, encoding)) {
    parser._transform(piece, 'utf8', done)
    yield* taken()
  }
  parser._flush(done)
  yield* taken()
}

/**
 * The parser makes an error, with its stack and copies of its state, of every row whose length is not that of the
 * first, and then drops it: a file of blank or ragged rows took half a minute a megabyte. A row is told to be as
 * long as it is.
 */
function lengthAsFound(parser: Parser): void {
  const { state } = parser as unknown as { state: { record: string[]; expectedRecordLength: number } }
  Object.defineProperty(state, 'expectedRecordLength', { get: () => state.record.length, set() {} })
}

/** The text in UTF-8, which the parser reads. It hands on all rows of a piece at once: pieces are kept short. */
function* short(bytes: Buffer, encoding: Encoding): Generator<Buffer> {
  for (const piece of encoding.label === 'utf-8'
    ? [bytes.subarray(encoding.mark)]
    : encoded(bytes, encoding)) {
    for (let at = 0; at < piece.length; at += PIECE) yield piece.subarray(at, at + PIECE)
  }
}

function* encoded(bytes: Buffer, encoding: Encoding): Generator<Buffer> {
  for (const piece of decoded(bytes, encoding)) yield Buffer.from(piece)
}

/** Where the quote stands that is never closed: the parser itself only knows where the file ended. */
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
      en: `${file} line ${line} is beyond the limit of ${maxRecords} rows and ${maxColumns} columns`,
    },
    { zh: '分成几个文件导入', en: 'import it in several files' },
  )
}
