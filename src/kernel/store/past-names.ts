import type { Register, Row } from '../schema/types.ts'

interface Named {
  readonly id: number
  readonly place: number | undefined
  /** Last day on which the name is in force; none while it still is. */
  readonly until: string | null | undefined
  readonly row: Row
}

interface Wanted {
  readonly register: Register
  readonly place: number | undefined
  /** Whether the text itself named the place. */
  readonly isOnlyThere: boolean
  readonly on?: string
}

/**
 * Of the records that have a name, the one whose term ended last by a day: within the place, or else anywhere if
 * all that ended are terms of one person. Several are those among which it cannot choose; none: no term had ended.
 */
export function findPast(
  all: readonly Named[],
  { register, place, isOnlyThere, on = '9999' }: Wanted,
): readonly number[] {
  const ended = all.filter((n): n is Named & { until: string } => n.until != null && n.until <= on)
  const there = ended.filter(n => n.place === place)
  const from = isOnlyThere || there.length > 0 ? there : ended
  const last = from.filter(n => from.every(other => other.until <= n.until))
  const isOne = there.length > 0 || new Set(from.map(n => personOf(register, n.row))).size === 1
  return (isOne && last.length === 1 ? last : from).map(n => n.id)
}

/** What identifies the person of a record: the part of the key that has alternatives. */
function personOf(register: Register, row: Row): string {
  const ways = register.key.flatMap(part => (typeof part === 'string' ? [] : part.either))
  const way = ways.find(fields => fields.every(name => row[name] != null))
  return JSON.stringify(way ? way.map(name => row[name]) : row.id)
}
