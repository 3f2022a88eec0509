import { choose } from '../cli/ask.ts'
import type { Call, Option } from '../cli/line.ts'
import { integer } from '../schema/fields/number.ts'
import { isDitto } from '../schema/nothing.ts'
import type { Hints } from '../schema/types.ts'
import { joined, type Lang, say, type Text } from '../text.ts'
import type { NotedCells, Plan, TextRow } from './plan.ts'

const years = { zh: '没写年份的日期是哪一年的', en: 'year of the dates that give none' }
const days = {
  zh: '只写到月的日期按当月几日记; 写 1 时, 结束的按当月最后一天',
  en: 'day that stands for a month without one; with 1, the last day of the month for an end',
}

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
  /** Codes of the complaints that were asked about. */
  readonly asked?: ReadonlySet<string>
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

/** Asks what the cells that a plan complains of leave open, each question once. Undefined if there is nothing to ask. */
export async function askReading(call: Call, plan: Plan, hints: SheetHints): Promise<SheetHints | undefined> {
  const asked = new Set<string>()
  const open = (code: string, isKnown: boolean): (Text & { readonly like: string }) | undefined => {
    const found = isKnown || hints.asked?.has(code) ? [] : plan.complaints.filter(c => c.code === code)
    if (found.length === 0) return undefined
    asked.add(code)
    const columns = [...new Set(found.map(c => c.column ?? ''))]
    const at = (lang: Lang) => {
      const names = columns.slice(0, 3).map(c => say(c, lang))
      return `${joined(names, lang)}${columns.length > 3 ? ' …' : ''}`
    }
    const count = found.length
    const example = found[0]!.value
    return {
      zh: `${at('zh')} ${count} 格`,
      en: `${at('en')}: ${count} (e.g. ${example})`,
      like: ` (如 ${example})`,
    }
  }
  const no = { value: undefined, name: { zh: '不, 我去表里补上', en: 'no: I will complete the sheet' } }
  let { year, monthDay, ditto } = hints
  const noYear = open('date.no-year', year !== undefined)
  if (noYear) {
    const now = Number(call.settings.today.slice(0, 4))
    year = await choose<number | undefined>(
      call,
      {
        zh: `${noYear.zh}没有写年份${noYear.like}。是哪一年的?`,
        en: `${noYear.en} give no year. Which year are they of?`,
      },
      [
        ...[now, now - 1, now - 2, now - 3].map(y => ({ value: y, name: `${y} 年` })),
        { ...no, name: { zh: '都不是, 我去表里补上', en: 'none of these: I will complete the sheet' } },
      ],
    )
  }
  const noDay = open('date.no-day', monthDay !== undefined)
  if (noDay) {
    monthDay = await choose<number | undefined>(
      call,
      {
        zh: `${noDay.zh}只写到月${noDay.like}。按当月 1 日记, 结束的按当月最后一天吗?`,
        en: `${noDay.en} give only a month. Are they the first of it, and ends its last day?`,
      },
      [{ value: 1, name: { zh: '是, 这样记', en: 'yes' } }, no],
    )
  }
  const marks = open('value.ditto', ditto === true)
  if (marks) {
    ditto = await choose<boolean>(
      call,
      {
        zh: `${marks.zh}写的是“同上”一类${marks.like}。照上一格读吗?`,
        en: `${marks.en}: do these marks mean what the cell above says?`,
      },
      [
        { value: true, name: { zh: '是, 照上一格读', en: 'yes, what the cell above says' } },
        { value: false, name: { zh: '不是, 我去表里改', en: 'no: I will correct the sheet' } },
      ],
    )
  }
  if (asked.size === 0) return undefined
  return { year, monthDay, ditto, asked: new Set([...(hints.asked ?? []), ...asked]) }
}
