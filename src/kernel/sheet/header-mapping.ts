import type { Complaint } from '../errors.ts'
import { inputs } from '../schema/register.ts'
import type { Register } from '../schema/types.ts'
import { fold, letterOf } from '../text.ts'
import type { SheetRow } from './csv.ts'
import { otherUnit, repeatedHeader, unknownHeader } from './header-complaints.ts'
import { type ColumnMap, type Known, type Loose, type Meaning, recordHeader } from './header-names.ts'
import { unitAbove } from './header-remarks.ts'

/** The same headers several times side by side. */
export interface Blocks {
  /** Columns of one of them, with the blank ones behind it. */
  readonly width: number
  readonly count: number
}

/** The columns of a sheet, matched to a register. */
export interface Mapping {
  readonly register: Register
  /** Input key → column. */
  readonly columns: ReadonlyMap<string, number>
  /** Header text of each column, as written; of the first block, if there are several. */
  readonly headers: readonly string[]
  /** The column of record numbers, with the mark of the database that exported them. */
  readonly record?: { readonly column: number; readonly mark: string }
  /** The number of rows above the header, and in it. */
  readonly leading: number
  readonly height: number
  /** The number of known headers, repeated ones included. */
  readonly matched: number
  /** Whether every header is known. */
  readonly isClear: boolean
  /** Whether the sheet has every column of a key. */
  readonly hasKey: boolean
  readonly complaints: readonly Complaint[]
  /** The column of each complaint. */
  readonly unclear: readonly number[]
  /** Columns of prefilled numbers. */
  readonly ordinals: readonly number[]
  /** Columns known only without a remark that may say more. */
  readonly unsure: readonly number[]
  /** Columns whose numbers are in 万元. */
  readonly inWan: readonly number[]
  readonly blocks?: Blocks
  /** The column that counts the days of the span. */
  readonly days?: number
  /** Headers of 是/否 columns left out beside the column of the words: 是否党员 beside 政治面貌. */
  readonly beside: readonly (readonly [header: string, words: string])[]
  /** Headers left out because their columns are empty. */
  readonly empty: readonly string[]
}

/** The header rows as one register reads them, a meaning and a text for each column. */
export interface Reading {
  readonly meanings: readonly Meaning[]
  readonly loose: readonly (Loose | undefined)[]
  readonly texts: readonly string[]
  readonly matched: number
}

/** Where a header is, and how well a register explains its columns. */
export interface Fit {
  readonly register: Register
  readonly at: number
  readonly height: 1 | 2 | 3
  readonly reading: Reading
  /** The share of its headers that are known. */
  readonly share: number
  /** How many columns of a key are missing. */
  readonly missing: number
  /** How many of the columns are missing by which its records are named. */
  readonly unnamed: number
}

/** Headers that are one block repeated whole, e.g. 序号, 姓名, 签名, 序号, 姓名, 签名. */
function blocksOf(texts: readonly string[]): Blocks | undefined {
  const words = texts.map(fold)
  const last = words.findLastIndex(word => word !== '')
  const first = words[0] ?? ''
  if (first === '') return undefined
  const width = words.indexOf(first, 1)
  if (width < 2) return undefined
  const block = words.slice(0, width)
  if (block.filter(word => word !== '').length < 2) return undefined
  const count = Math.ceil((last + 1) / width)
  const isWhole = Array.from({ length: count * width }, (_, i) => i).every(
    i => (words[i] ?? '') === block[i % width],
  )
  return isWhole && count > 1 ? { width, count } : undefined
}

export function mapping(
  { register, at, height, reading, missing }: Fit,
  rows: readonly SheetRow[],
  ignore: readonly string[],
  map: ColumnMap | undefined,
  known: Known,
): Mapping {
  const columns = new Map<string, number>()
  const complaints: Complaint[] = []
  const unclear: number[] = []
  const unsure: number[] = []
  const inWan: number[] = []
  const ordinals: number[] = []
  const ignored = new Set(ignore.map(fold))
  const line = rows[at + height - 1]!.line
  const above = unitAbove(rows.slice(0, at))
  const blocks = blocksOf(reading.texts)
  const headers = blocks ? reading.texts.slice(0, blocks.width) : reading.texts
  let isClear = true
  let matched = 0
  let record: Mapping['record']
  let days: number | undefined
  const complain = (column: number, complaint: Complaint) => {
    complaints.push(complaint)
    unclear.push(column)
  }
  for (const [column, text] of headers.entries()) {
    const means = reading.meanings[column]
    const loose = reading.loose[column]
    if (means === 'ordinal') ordinals.push(column)
    const isIgnored = ignored.has(fold(text)) || ignored.has(fold(letterOf(column)))
    if (isIgnored || means === 'ordinal' || means === 'reason' || means === 'skipped') continue
    if (typeof means === 'object') matched++
    if (means === 'days') {
      days ??= column
      continue
    }
    if (means === 'record') {
      record = { column, mark: fold(text).replace(recordHeader, '').replace('recordnumber', '') }
    } else if (means === undefined) {
      if (text === '') continue
      isClear = false
      complain(column, unknownHeader(text, line, known, columns))
    } else if (columns.has(means.key)) {
      complain(column, repeatedHeader(text, line, headers[columns.get(means.key)!]!, means))
    } else {
      columns.set(means.key, column)
      const isMapped = map?.get(register.name)?.has(fold(text)) === true
      if (loose?.isUnsure) unsure.push(column)
      const isMoney = means.field !== undefined && register.fields[means.field]!.kind === 'amount'
      const unit = loose?.unit ?? (isMoney && !/元/.test(text) ? above : undefined)
      if (!isMoney || unit === undefined || unit === '元') continue
      if (unit === '万元' || unit === '万') inWan.push(column)
      else complain(column, otherUnit(text, line, unit))
      if (isMapped) unsure.push(column)
    }
  }
  const beside: (readonly [string, string])[] = []
  for (const input of inputs(register)) {
    const { key, field = '', part } = input
    if (part === 0 || register.fields[field]?.kind !== 'choice') continue
    const [column, own] = [columns.get(key), columns.get(field)]
    if (column === undefined || own === undefined) continue
    columns.delete(key)
    beside.push([headers[column]!, headers[own]!])
  }
  return {
    register,
    columns,
    headers,
    record,
    leading: at,
    height,
    matched,
    isClear,
    hasKey: missing === 0,
    complaints,
    unclear,
    ordinals,
    unsure,
    inWan,
    blocks,
    days,
    beside,
    empty: [],
  }
}

/** A mapping without the complaints of these columns, which are empty. */
export function withoutColumns(mapping: Mapping, empty: readonly number[]): Mapping {
  if (empty.length === 0) return mapping
  const kept = mapping.unclear.flatMap((column, i) => (empty.includes(column) ? [] : [i]))
  const complaints = kept.map(i => mapping.complaints[i]!)
  return {
    ...mapping,
    complaints,
    unclear: kept.map(i => mapping.unclear[i]!),
    isClear: complaints.every(c => c.code !== 'header.unknown' && c.code !== 'header.joined'),
    empty: empty.map(column => mapping.headers[column]!),
  }
}
