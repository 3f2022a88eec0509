import { choose, mayAsk } from '../cli/ask.ts'
import type { Call, Option } from '../cli/line.ts'
import { integer } from '../schema/fields/number.ts'
import { isDitto } from '../schema/nothing.ts'
import type { Hints } from '../schema/types.ts'
import type { Text } from '../text.ts'
import type { NotedCells, Plan, TextRow } from './plan.ts'

const years = { zh: '没写年份的日期是哪一年的', en: 'year of the dates that give none' }
const days = { zh: '只写到月的日期按当月几日记', en: 'day that stands for a month without one' }

/** Options that say what a person would be asked about the cells. */
export const readingOptions = [
  { flags: '--year <year>', label: years, field: integer(years, { min: 1900, max: 2199 }) },
  { flags: '--month-day <n>', label: days, field: integer(days, { min: 1, max: 28 }) },
  {
    flags: '--ditto',
    label: { zh: '“同上”“〃”照上一格读', en: 'ditto marks mean what the cell above says' },
  },
] as const satisfies readonly Option[]

export interface ReadingOptions {
  readonly year?: number
  readonly monthDay?: number
  readonly ditto?: true
}

/** What is known about the cells of a sheet: said by the person, or by the sheet itself. */
export interface SheetHints extends Hints {
  readonly ditto?: boolean
}

/** The only year that the file's name and the rows above its header name; undefined if none or several. */
export function yearIn(texts: readonly string[]): number | undefined {
  const year = /(?<!\d)(20\d\d)(?:[01]\d(?:[0-3]\d)?)?(?!\d)/g
  const found = new Set(texts.flatMap(t => [...t.matchAll(year)].map(m => m[1])))
  return found.size === 1 ? Number([...found][0]) : undefined
}

export const hintsOf = (options: ReadingOptions, texts: readonly string[]): SheetHints => ({
  year: options.year ?? yearIn(texts),
  monthDay: options.monthDay,
  ditto: options.ditto,
})

const asAbove: Text = { zh: '同上的照上一格读', en: 'read with what the cell above says' }

/** Puts what the cell above says in place of every ditto mark. Adds to `noted`. */
export function* withDitto<R extends TextRow>(
  rows: Iterable<R>,
  headers: readonly string[],
  noted: Map<string, NotedCells>,
): Generator<R> {
  let above: readonly string[] = []
  for (const row of rows) {
    let cells = row.cells
    if (cells.some(isDitto)) {
      cells = cells.map((cell, i) => (isDitto(cell) && above[i] ? above[i] : cell))
      for (const [i, cell] of row.cells.entries()) {
        if (cells[i] === cell) continue
        const column = headers[i] ?? ''
        noted.set(column, { column, how: asAbove, count: (noted.get(column)?.count ?? 0) + 1 })
      }
    }
    above = cells
    yield cells === row.cells ? row : { ...row, cells }
  }
}

/** Asks what the cells that a plan complains of leave open. Undefined if there is nothing to ask, or nobody. */
export async function askReading(call: Call, plan: Plan, hints: SheetHints): Promise<SheetHints | undefined> {
  if (!mayAsk(call)) return undefined
  const counted = (code: string) => plan.complaints.filter(c => c.code === code)
  const example = (code: string) => counted(code)[0]?.value
  const found = { ...hints }
  const no = {
    value: undefined,
    name: { zh: '都不是, 我去表里补上', en: 'none of these: I will complete the sheet' },
  }
  const noYear = counted('date.no-year').length
  if (noYear > 0 && hints.year === undefined) {
    const now = Number(call.settings.today.slice(0, 4))
    found.year = await choose<number | undefined>(
      call,
      {
        zh: `${noYear} 格日期没有写年份 (如 ${example('date.no-year')})。是哪一年的?`,
        en: `${noYear} dates give no year (e.g. ${example('date.no-year')}). Which year are they of?`,
      },
      [...[now, now - 1, now - 2, now - 3].map(y => ({ value: y, name: `${y} 年` })), no],
    )
  }
  const noDay = counted('date.no-day').length
  if (noDay > 0 && hints.monthDay === undefined) {
    found.monthDay = await choose<number | undefined>(
      call,
      {
        zh: `${noDay} 格日期只写到月 (如 ${example('date.no-day')})。怎么记?`,
        en: `${noDay} dates give only a month (e.g. ${example('date.no-day')}). How are they recorded?`,
      },
      [{ value: 1, name: { zh: '按当月 1 日记', en: 'as the first of the month' } }, no],
    )
  }
  const ditto = counted('value.ditto').length
  if (ditto > 0 && !hints.ditto) {
    found.ditto = await choose<boolean>(
      call,
      {
        zh: `${ditto} 格写的是“${example('value.ditto')}”一类。照上一格读吗?`,
        en: `${ditto} cells hold marks such as "${example('value.ditto')}". Do they mean what the cell above says?`,
      },
      [
        { value: true, name: { zh: '是, 照上一格读', en: 'yes, what the cell above says' } },
        { value: false, name: { zh: '不是, 我去表里改', en: 'no: I will correct the sheet' } },
      ],
    )
  }
  const isNew = found.year !== hints.year || found.monthDay !== hints.monthDay || found.ditto !== hints.ditto
  return isNew ? found : undefined
}
