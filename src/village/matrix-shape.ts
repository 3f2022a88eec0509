import { addDays, isDate, isoDate } from '../kernel/calendar.ts'
import type { SheetRow } from '../kernel/sheet/csv.ts'
import { headerReader } from '../kernel/sheet/header-names.ts'
import { narrow } from '../kernel/text.ts'
import { visit } from './visit.ts'

/** A column of the visits of one day; the year may stand in the title alone. */
export interface DayColumn {
  readonly column: number
  readonly header: string
  readonly year?: number
  readonly month: number
  readonly day: number
}

/** Where the header of a matrix of visits is, and what its columns are: households down, days across. */
export interface Shape {
  /** Row of the header, from 0. */
  readonly at: number
  readonly days: readonly DayColumn[]
  /** Input key of a visit → column. */
  readonly columns: ReadonlyMap<string, number>
  /** Headers of columns that are not read. */
  readonly others: readonly string[]
}

/** Columns of a visit that say something of the whole row. */
const ofRow = ['township', 'village', 'household', 'head', 'posting', 'kind']

/**
 * The header row has a column of households and at least two of days; `names`, of the file and the sheet, may say their
 * month as titles do. Undefined if there is none.
 */
export function shapeOf(head: readonly SheetRow[], names: readonly string[] = []): Shape | undefined {
  const means = headerReader(visit)
  for (const [at, row] of head.entries()) {
    const month = monthIn(head.slice(0, at).flatMap(r => r.cells)) ?? monthIn(names)
    const days: DayColumn[] = []
    const columns = new Map<string, number>()
    const others: string[] = []
    for (const [column, header] of row.cells.entries()) {
      if (header === '') continue
      const day = dayOf(row.serials?.(column) ?? header, monthAbove(head[at - 1], column) ?? month)
      const meaning = means(header)
      const key = typeof meaning === 'object' ? meaning.key : undefined
      if (day) days.push({ ...day, column, header })
      else if (key !== undefined && ofRow.includes(key) && !columns.has(key)) columns.set(key, column)
      else if (meaning !== 'ordinal') others.push(header)
    }
    const isInOrder = days.every((d, i) => i === 0 || !isBare(d) || d.day > days[i - 1]!.day)
    if (days.length >= 2 && isInOrder && (columns.has('household') || columns.has('head')))
      return { at, days, columns, others }
  }
  return undefined
}

/** The only month that titles say without a day: 2024年4月走访登记表. */
function monthIn(texts: readonly string[]): number | undefined {
  const found = new Set(
    texts.flatMap(t => [...narrow(t).matchAll(/(\d{1,2})\s*月(?!\s*\d)/g)].map(m => Number(m[1]))),
  )
  return found.size === 1 ? [...found][0] : undefined
}

/** The month over a day, in its own cell or in one merged across: 4月 over 3日, 10日. */
function monthAbove(above: SheetRow | undefined, column: number): number | undefined {
  const cells = above?.cells.slice(0, column + 1).filter(c => c !== '') ?? []
  const found = /^(?:\d{4}\s*年\s*)?(\d{1,2})\s*月(?:份)?$/.exec(narrow(cells.at(-1) ?? '').trim())
  return found ? Number(found[1]) : undefined
}

type Day = Pick<DayColumn, 'year' | 'month' | 'day'>

/** A number alone is a day only in a row of days: 1, 2, 3 … 31. */
const isBare = ({ header }: DayColumn) => /^\d{1,2}$/.test(narrow(header).trim())

/** Parses 2024-04-10, 4月10日, 4/10, a serial number; 10日 or 10 in a known month. */
function dayOf(text: string, month?: number): Day | undefined {
  const plain = narrow(text)
    .replace(/\s+(?:0?0:00(?::00)?)$|[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?/g, '')
    .replace(/\s/g, '')
  const whole = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(plain)
  const part = /^(\d{1,2})[-/月](\d{1,2})[日号]?$/.exec(plain)
  const bare = month === undefined ? null : /^(\d{1,2})[日号]?$/.exec(plain)
  const [year, m, d] = whole
    ? whole.slice(1).map(Number)
    : part
      ? [undefined, Number(part[1]), Number(part[2])]
      : bare
        ? [undefined, month, Number(bare[1])]
        : /^[345]\d{4}$/.test(plain)
          ? addDays('1899-12-30', Number(plain)).split('-').map(Number)
          : []
  if (m === undefined || d === undefined || !isDate(year ?? 2000, m, d)) return undefined
  return { ...(year !== undefined && { year }), month: m, day: d }
}

/** The day of a text, undefined if it is none or lacks a year that is not given. */
export function isoOf(text: string | Day, year: number | undefined): string | undefined {
  const day = typeof text === 'string' ? dayOf(text) : text
  const of = day?.year ?? year
  return day && of !== undefined && isDate(of, day.month, day.day)
    ? isoDate(of, day.month, day.day)
    : undefined
}

/** Words on each side: of a visit, and of none. */
const YES = /^(?:[√✓✔●■☑]|1|是|有|已|已?走访|已?入户|已访)$/
const NO = /^(?:[×✗✘✖x/\\—–-]+|0|否|无|未|没有?|未走访|未入户|未访)$/i

/** What the title says of a sign: √表示已走访, ○为未走访. */
export function legendOf(titles: readonly string[]): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>()
  for (const title of titles)
    for (const [, sign, not] of title.matchAll(
      /([√✓✔●○〇◎△▲☆★■□×✗])\s*(?:表示|代表|为|是|[:：=])\s*(未|没)?[^，,；;。)）]*?(?:走访|入户)/g,
    ))
      found.set(sign!, not === undefined)
  return found
}

/** Whether a cell says that there was a visit; undefined if it says something else, e.g. a day or a name. */
export function isVisit(cell: string, legend: ReadonlyMap<string, boolean>): boolean | undefined {
  const plain = narrow(cell).replace(/[\s\uFE0F]/g, '')
  return legend.get(plain) ?? (YES.test(plain) ? true : plain === '' || NO.test(plain) ? false : undefined)
}
