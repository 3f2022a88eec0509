import type { Row } from '../schema/types.ts'
import { DOTS, narrow } from '../text.ts'

/** The key for comparing names: ignores width, spaces, case and which dot was typed. */
export const foldName = (text: string) =>
  /^[\u4E00-\u9FFF\d]*$/.test(text) ? text : narrow(text).replace(/\s+/g, '').replace(DOTS, '·').toLowerCase()

/** The only record of a spelling, or its records by parent: most look-ups know the parent. */
type Spelt = number | Map<number | undefined, number | number[]>

function indexed(
  rows: Iterable<Row>,
  spellings: (row: Row) => readonly string[],
  parentOf: (id: number) => number | undefined,
): ReadonlyMap<string, Spelt> {
  const index = new Map<string, Spelt>()
  for (const row of rows) {
    for (const text of spellings(row)) {
      const known = index.get(text)
      if (known === undefined) index.set(text, row.id)
      if (known === undefined || known === row.id) continue
      const places = typeof known === 'number' ? new Map([[parentOf(known), known]]) : known
      if (places !== known) index.set(text, places)
      const parent = parentOf(row.id)
      const same = places.get(parent)
      if (same === undefined) places.set(parent, row.id)
      else if (Array.isArray(same) ? same.at(-1) !== row.id : same !== row.id)
        places.set(parent, [same, row.id].flat())
    }
  }
  return index
}

interface NameIndex {
  /** Records with a folded spelling in a column: all of them, or those within one parent. */
  hits(column: number, text: string, parent?: number): number[]
  /** The only record with a folded spelling in a column within one parent. */
  only(column: number, text: string, parent: number | undefined): number | undefined
}

/** Indexes the spellings of records by column, each column on its first search. */
export function nameIndex(
  rows: ReadonlyMap<number, Row>,
  columns: number,
  spellings: (row: Row, column: number) => readonly string[],
  parentOf: (id: number) => number | undefined,
): NameIndex {
  const indices: (ReadonlyMap<string, Spelt> | undefined)[] = Array.from({ length: columns })
  const indexOf = (column: number) => {
    indices[column] ??= indexed(rows.values(), row => spellings(row, column).map(foldName), parentOf)
    return indices[column]
  }
  return {
    hits(column, text, parent) {
      const spelt = indexOf(column).get(text)
      if (spelt === undefined) return []
      if (typeof spelt === 'number') {
        return parent === undefined || parentOf(spelt) === parent ? [spelt] : []
      }
      return (parent === undefined ? [...spelt.values()] : [spelt.get(parent) ?? []]).flat()
    },
    only(column, text, parent) {
      const spelt = indexOf(column).get(text)
      if (typeof spelt === 'number') return parentOf(spelt) === parent ? spelt : undefined
      const found = spelt?.get(parent)
      return typeof found === 'number' ? found : undefined
    },
  }
}
