import type { Row } from '../schema/types.ts'
import { narrow } from '../text.ts'

/** A number of digits without its leading zeros; undefined if it is not of digits alone. */
export function withoutZeros(text: string): string | undefined {
  const digits = narrow(text).trim()
  return /^\d+$/.test(digits) ? digits.replace(/^0+(?=\d)/, '') : undefined
}

/** Finds the records of a place by a number without its leading zeros; indexed on the first search. */
export function numberIndex(
  rows: ReadonlyMap<number, Row>,
  spell: (row: Row, column: number) => readonly string[],
  parentOf: (id: number) => number | undefined,
): (column: number, text: string, parent: number) => readonly number[] {
  const indices = new Map<number, Map<string, number[]>>()
  const indexOf = (column: number) => {
    const known = indices.get(column)
    if (known) return known
    const index = new Map<string, number[]>()
    indices.set(column, index)
    for (const row of rows.values()) {
      for (const text of spell(row, column)) {
        const digits = withoutZeros(text)
        if (digits === undefined) continue
        const key = `${parentOf(row.id)} ${digits}`
        const there = index.get(key)
        if (there) there.push(row.id)
        else index.set(key, [row.id])
      }
    }
    return index
  }
  return (column, text, parent) => {
    const digits = withoutZeros(text)
    return digits === undefined ? [] : (indexOf(column).get(`${parent} ${digits}`) ?? [])
  }
}
