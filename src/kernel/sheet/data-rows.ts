import { inputs } from '../schema/register.ts'
import { narrow } from '../text.ts'
import type { SheetRow } from './csv.ts'
import type { Blocks, Mapping } from './header-mapping.ts'
import { rowKinds } from './row-kind.ts'
import type { Source } from './source.ts'

/** Counts of the rows skipped below the header, and facts about the rows read. */
export interface Seen {
  total: number
  blank: number
  /** Rows below the last record: who filled in or checked the form, and remarks. */
  footer: number
  /** Example rows of a template. */
  example: number
  /** Names of groups between the records; the first of them as written. */
  heading: number
  headings: string[]
  /** Rows that repeat the header. */
  header: number
  /** Rows that were not skipped. */
  rows: number
  /** Of these, hidden rows of a workbook, e.g. filtered ones. */
  hidden: number
  /** Workbook cells read from the stored result of their formula. */
  formulas: number
  /** Workbook cells filled from a merged cell. */
  filled: number
  /** Serial numbers in columns of days of a workbook, read as the days they stand for. */
  serials: number
  /** Columns that have values but no header: they are not read. */
  headless: number[]
}

export const nothingSeen = (): Seen => ({
  total: 0,
  blank: 0,
  footer: 0,
  example: 0,
  heading: 0,
  headings: [],
  header: 0,
  rows: 0,
  hidden: 0,
  formulas: 0,
  filled: 0,
  serials: 0,
  headless: [],
})

/** Headings shown. */
const shown = 3

/**
 * Rows below the header. Skips and counts blank rows, examples, headings, totals and trailing footers. Of a sheet in
 * several blocks side by side, first the rows of the first block.
 */
export function* dataRows(source: Source, mapping: Mapping, seen: Seen): Generator<SheetRow> {
  Object.assign(seen, nothingSeen())
  const { blocks } = mapping
  if (!blocks) return yield* rowsOf(source, mapping, seen)
  for (let block = 0; block < blocks.count; block++) {
    const part = { ...source, rows: (from?: number) => partsOf(source.rows(from), blocks, block) }
    const blank = seen.blank
    yield* rowsOf(part, mapping, seen)
    if (block > 0) seen.blank = blank
  }
}

/** The columns of fields that are a day. */
function dayColumns({ register, columns }: Mapping): number[] {
  const days = inputs(register).filter(i => i.field && register.fields[i.field]?.kind === 'date')
  return days.flatMap(i => columns.get(i.key) ?? [])
}

/** Each row, cut to one of the blocks. What stands behind the last block stays, to be complained of. */
function* partsOf(rows: Iterable<SheetRow>, { width, count }: Blocks, block: number): Generator<SheetRow> {
  const from = block * width
  const to = block === count - 1 ? Number.POSITIVE_INFINITY : from + width
  for (const { line, cells, faults, formulas, serials, isHidden, filled } of rows) {
    const moved = [...(faults ?? [])].filter(([c]) => c >= from && c < to)
    yield {
      line,
      cells: cells.slice(from, to),
      ...(moved.length > 0 && { faults: new Map(moved.map(([c, fault]) => [c - from, fault])) }),
      ...(formulas && { formulas: formulas.filter(c => c >= from && c < to).map(c => c - from) }),
      ...(serials && { serials: (column: number) => serials(column + from) }),
      ...(isHidden && { isHidden }),
      ...(filled && { filled: filled.filter(c => c >= from && c < to).map(c => c - from) }),
    }
  }
}

function* rowsOf(source: Source, mapping: Mapping, seen: Seen): Generator<SheetRow> {
  const first = mapping.leading + mapping.height
  const used = new Set(mapping.columns.values())
  const days = dayColumns(mapping)
  const kindOf = rowKinds(mapping)
  const headers: SheetRow[] = []
  let headless = mapping.headers.flatMap((header, column) => (header === '' ? [column] : []))
  const counted = (row: SheetRow) => {
    seen.rows++
    const held = headless.filter(column => row.cells[column])
    if (held.length > 0) {
      seen.headless.push(...held)
      headless = headless.filter(column => !held.includes(column))
    }
    if (row.isHidden) seen.hidden++
    if (row.filled) seen.filled += row.filled.length
    for (const column of row.formulas ?? []) if (used.has(column)) seen.formulas++
    const read = row.serials ? withDays(row, row.serials) : row
    return mapping.inWan.length > 0 ? scaled(read, mapping.inWan) : read
  }
  const withDays = (row: SheetRow, dayOf: (column: number) => string | undefined): SheetRow => {
    const cells = [...row.cells]
    for (const column of days) {
      const day = dayOf(column)
      if (day === undefined) continue
      cells[column] = day
      seen.serials++
    }
    return { ...row, cells }
  }
  /** Rows that may be the last: skipped if no record follows. */
  let last: SheetRow[] = []
  let totals = 0
  let lastHeadings: string[] = []
  const keepHeadings = () => {
    seen.heading += lastHeadings.length
    seen.headings.push(...lastHeadings.slice(0, Math.max(0, shown - seen.headings.length)))
    lastHeadings = []
  }
  let at = 0
  for (const row of source.rows(first)) {
    if (at++ < first) {
      headers.push(row)
      continue
    }
    const kind = kindOf(row, headers)
    if (kind === 'record') {
      if (last.length > 0 || lastHeadings.length > 0) {
        keepHeadings()
        for (const held of last) yield counted(held)
        last = []
        totals = 0
      }
      yield counted(row)
    } else if (kind === 'last') {
      last.push(row)
      if (isTotalRow(row)) totals++
    } else if (kind === 'heading') lastHeadings.push(row.cells.filter(c => c !== '').join(' '))
    else seen[kind]++
  }
  seen.footer += last.length - totals + lastHeadings.length
  seen.total += totals
}

const isTotalRow = ({ cells }: SheetRow) => /计|total/i.test(cells.find(c => c !== '') ?? '')

/** Numbers without a unit in columns of 万元, with it. */
function scaled(row: SheetRow, columns: readonly number[]): SheetRow {
  const cells = [...row.cells]
  for (const column of columns) {
    const cell = cells[column]
    if (cell && /^[¥￥]?[\d.,\s]+$/.test(narrow(cell))) cells[column] = `${cell}万元`
  }
  return { ...row, cells }
}
