import { inputs } from '../schema/register.ts'
import { fold, narrow } from '../text.ts'
import type { SheetRow } from './csv.ts'
import type { Mapping } from './header.ts'
import type { Source } from './source.ts'

/** Counts of the rows skipped below the header, and facts about the rows read. */
export interface Seen {
  total: number
  blank: number
  /** Rows below the last record: who filled in or checked the form, and remarks. */
  footer: number
  /** Example rows of a template. */
  example: number
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
  rows: 0,
  hidden: 0,
  formulas: 0,
  filled: 0,
  serials: 0,
  headless: [],
})

const firstText = (cells: readonly string[]) => cells.find(c => c !== '') ?? ''

const isTotal = (cells: readonly string[]) => /^(合计|总计|共计|小计|total)/.test(fold(firstText(cells)))

/** The prefix of an example row's first cell: a name may begin with the word, but not with the colon. */
export const exampleMark = { zh: '示例: ', en: 'Example: ' }

const isExample = (cells: readonly string[]) => /^(?:示例|example):/i.test(narrow(firstText(cells)))

/** 填表人: 张三, or the word alone with the name in the next cell; 注: and similar words only with a colon. */
const isFooter = (cells: readonly string[]) => {
  const first = narrow(firstText(cells)).replace(/\s/g, '')
  return (
    /^(?:填表人?|填报人|制表人?|审核人?|(?:单位)?负责人)(?:[(]?签[字名章][)]?)?(?::|$)/.test(first) ||
    /^(?:备?注|说明)\d*:/.test(first)
  )
}

/** The columns of fields that are a day. */
function dayColumns({ register, columns }: Mapping): number[] {
  const days = inputs(register).filter(i => i.field && register.fields[i.field]?.kind === 'date')
  return days.flatMap(i => columns.get(i.key) ?? [])
}

/** Rows below the header. Skips and counts blank rows, examples, and trailing totals and footers. */
export function* dataRows(source: Source, mapping: Mapping, seen: Seen): Generator<SheetRow> {
  const first = mapping.leading + mapping.height
  const used = new Set(mapping.columns.values())
  const days = dayColumns(mapping)
  Object.assign(seen, nothingSeen())
  let headless = mapping.headers.flatMap((header, column) => (header === '' ? [column] : []))
  const counted = (row: SheetRow) => {
    seen.rows++
    const held = headless.filter(column => row.cells[column])
    if (held.length > 0) {
      seen.headless.push(...held)
      headless = headless.filter(column => !held.includes(column))
    }
    if (row.isHidden) seen.hidden++
    if (row.filled) seen.filled += row.filled
    for (const column of row.formulas ?? []) if (used.has(column)) seen.formulas++
    return row.serials ? withDays(row, row.serials) : row
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
  let at = 0
  let last: SheetRow[] = []
  for (const row of source.rows(first)) {
    if (at++ < first) continue
    if (row.cells.every(c => c === '')) seen.blank++
    else if (isExample(row.cells)) seen.example++
    else if (isTotal(row.cells) || isFooter(row.cells)) last.push(row)
    else {
      for (const held of last) yield counted(held)
      last = []
      yield counted(row)
    }
  }
  seen.footer = last.filter(row => isFooter(row.cells)).length
  seen.total = last.length - seen.footer
}
