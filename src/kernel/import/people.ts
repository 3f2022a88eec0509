import { Fault } from '../errors.ts'
import { narrow, type Text } from '../text.ts'

/** Between the names of a list, whatever they are. */
const PARTS = /[、,，;；/／|｜\n\t+＋&＆]+/
/** Between names too, but a name may hold these: 张 三, 和平. */
const SOFT = /\s+|(?<=[\p{L}])[和与及](?=[\p{L}])/u
const titleDropped: Text = { zh: '略去姓名后的称呼', en: 'read without the title after the name' }

const byParts = (text: string): string[] =>
  text
    .split(PARTS)
    .map(t => t.trim())
    .filter(t => t !== '')

const DIGITS = '一二三四五六七八九十'
const AND_OTHERS = /等(?:\s*(\d+|[一二两三四五六七八九十]+)?\s*(?:人|名|位|位同志|名同志|同志))?$/

const countOf = (text: string): number => {
  if (/^\d+$/.test(text)) return Number(text)
  if (text === '两') return 2
  if (text.length === 1) return DIGITS.indexOf(text) + 1
  const [tens, ones] = text.split('十')
  return (tens ? DIGITS.indexOf(tens) + 1 : 1) * 10 + (ones ? DIGITS.indexOf(ones) + 1 : 0)
}

/** A list that ends in 等 without naming all of them. */
const othersFault = new Fault(
  'reference.and-others',
  { zh: '没有写出每一个人', en: 'does not name everyone' },
  { zh: '把每个人的姓名都写上', en: 'write the name of each person' },
)

/** The people of a cell: names, and the fault of a cell that leaves some of them out. */
export function peopleIn(text: string): { readonly names: readonly string[]; readonly fault?: Fault } {
  const end = AND_OTHERS.exec(narrow(text).trim())
  if (!end)
    return { names: byParts(text), ...(/^(?:全体|所有|全部|各)/.test(text) && { fault: othersFault }) }
  const names = byParts(narrow(text).trim().slice(0, end.index))
  return end[1] !== undefined && countOf(end[1]) === names.length ? { names } : { names, fault: othersFault }
}

interface Found {
  readonly ids: readonly number[]
  readonly how?: Text
}

/**
 * The records that a piece of a list means where `find` does not know it as one name: several names parted by spaces or
 * 和, or a name with one of the titles behind it. Undefined unless every name is known.
 */
export function severalIn(
  piece: string,
  titles: readonly string[],
  find: (name: string) => number | Fault,
): Found | undefined {
  const parts = byParts(piece).flatMap(part => part.split(SOFT).filter(t => t !== ''))
  const ids: number[] = []
  let how: Text | undefined
  for (const part of parts) {
    let found = find(part)
    const title = found instanceof Fault && titles.find(t => part.endsWith(t))
    if (title) {
      found = find(part.slice(0, -title.length))
      how = titleDropped
    }
    if (found instanceof Fault) return undefined
    ids.push(found)
  }
  return ids.length > 0 ? { ids, how } : undefined
}

/** The fault of a cell that names several people where one is asked for. */
export const onePersonFault = (count: number): Fault =>
  new Fault(
    'reference.several-people',
    { zh: `一格写了 ${count} 个人, 这里只能写一个`, en: `names ${count} people, but one is asked for` },
    { zh: '分成几行, 每行一人', en: 'give each person a row of their own' },
  )

const rowEach: Text = {
  zh: '写了几个人的, 每人记一行',
  en: 'names several people and is read as a row for each',
}

/** Rows that name several people where the register has a record for each: one row for each. */
export function rowsOfEach<R extends { readonly cells: readonly string[] }>(
  rows: readonly R[],
  column: number | undefined,
  isTaken: (row: R) => boolean,
  note: (how: Text) => void,
): readonly R[] {
  if (column === undefined || !rows.some(row => PARTS.test(row.cells[column] ?? ''))) return rows
  return rows.flatMap(row => {
    const names = byParts(row.cells[column] ?? '')
    if (names.length < 2 || isTaken(row)) return [row]
    note(rowEach)
    return names.map(name => ({ ...row, cells: row.cells.map((cell, i) => (i === column ? name : cell)) }))
  })
}
