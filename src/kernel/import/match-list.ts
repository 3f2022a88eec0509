import { keyWays, namingParent } from '../schema/register.ts'
import type { Register, Row } from '../schema/types.ts'
import type { Keyed } from './match-keys.ts'

/** The field of a register that says in which place a record is; a complete list is of places. */
export const placeField = (register: Register): string => namingParent(register)![0]

export interface Found<T> {
  /** Row → the record it means. */
  readonly of: Map<T, Row>
  /** Rows matched by their number alone: the record had another name. */
  readonly renamed: Set<T>
  /** Rows whose name several records have, or several rows: nobody can tell which is which. */
  readonly unsure: Map<T, readonly Row[]>
}

/**
 * Which record each row of a complete list means, place by place. Both keys agree; else the weaker one (the
 * name), where only one row and one record are left with it, because lists are numbered anew; else the
 * stronger one (the number). `known` are rows whose record is certain.
 */
export function matchList<T>(
  register: Register,
  rows: ReadonlyMap<T, Keyed>,
  stored: readonly Row[],
  known: ReadonlyMap<T, Row> = new Map(),
): Found<T> {
  const place = placeField(register)
  const ways = keyWays(register).map(way => way.filter(f => f !== place))
  const all = [...new Set(ways.flat())]
  const of = new Map(known)
  const taken = new Set([...known.values()].map(r => r.id))
  const keyOf = (fields: readonly string[], values: Keyed) =>
    JSON.stringify([place, ...fields].map(f => values[f] ?? null))
  const byKey = <V>(fields: readonly string[], items: Iterable<readonly [V, Keyed]>, isWhole: boolean) => {
    const found = new Map<string, V[]>()
    for (const [item, values] of items) {
      if (isWhole && fields.some(f => values[f] == null)) continue
      const key = keyOf(fields, values)
      const there = found.get(key)
      if (there) there.push(item)
      else found.set(key, [item])
    }
    return found
  }
  const left = () => [...rows].filter(([row]) => !of.has(row))
  const free = () => stored.filter(r => !taken.has(r.id)).map(r => [r, r] as const)
  const pass = (fields: readonly string[], isWhole: boolean, found: (row: T) => void = () => {}) => {
    const records = byKey(fields, free(), isWhole)
    for (const [key, same] of byKey(fields, left(), isWhole)) {
      const there = records.get(key)
      // With both keys equal, a second row repeats the first, and is complained of as such.
      if (!there || (isWhole && (same.length > 1 || there.length > 1))) continue
      of.set(same[0]!, there[0]!)
      taken.add(there[0]!.id)
      found(same[0]!)
    }
  }
  pass(all, false)
  const renamed = new Set<T>()
  for (const way of ways.slice(1).reverse()) pass(way, true)
  pass(ways[0]!, true, row => renamed.add(row))
  const unsure = new Map<T, readonly Row[]>()
  for (const way of ways.slice(1)) {
    const records = byKey(way, free(), true)
    for (const [key, same] of byKey(way, left(), true))
      for (const row of same) if (records.has(key)) unsure.set(row, records.get(key)!)
  }
  return { of, renamed, unsure }
}
