import type { Line } from '../errors.ts'
import { Masked } from '../schema/field.ts'
import { keyFields, keyWays } from '../schema/register.ts'
import type { Register, Row } from '../schema/types.ts'
import type { Database } from '../store/database.ts'
import { decode, rowsById } from '../store/records.ts'
import type { Draft } from './parse.ts'
import { mostNamed, severalSame } from './twins.ts'

/** The alternative keys of a register, each with the further fields of stronger ones, which decide first. */
function waysOf(register: Register) {
  const ways = keyWays(register)
  return ways.map((fields, i) => ({
    fields,
    stronger: ways.slice(0, i).map(w => w.filter(f => !fields.includes(f))),
    optional: fields.filter(f =>
      register.key.some(part => typeof part !== 'string' && part.either.flat().includes(f)),
    ),
  }))
}

type Way = ReturnType<typeof waysOf>[number]
export type Keyed = Record<string, unknown>

const plain = (value: unknown) => (value instanceof Masked || value === undefined ? null : value)

/** Whether this key is complete: all its optional fields have values. */
const applies = (way: Way, values: Keyed) =>
  way.fields.every(f => (way.optional.includes(f) ? plain(values[f]) !== null : true))

const isGiven = (values: Keyed) => (fields: readonly string[]) => fields.every(f => plain(values[f]) !== null)

const decidedBefore = (way: Way, a: Keyed, b: Keyed) =>
  way.stronger.some(fields => isGiven(a)(fields) && isGiven(b)(fields))

const wayKey = (way: Way, values: Keyed) => JSON.stringify(way.fields.map(f => plain(values[f])))

/** Which of the stronger keys a row gives: nothing else of it matters for `decidedBefore`. */
const kindOf = (way: Way, values: Keyed) => way.stronger.map(isGiven(values)).join()

/** What makes a record give up its key: only the same value means the same record then. */
const untilOf = (register: Register, values: Keyed) =>
  register.keyUntil === undefined ? null : plain(values[register.keyUntil])

/** Whether a stored record with the same key is the one that the values mean. */
const isSameOne = (register: Register, way: Way, hit: Keyed, values: Keyed) =>
  !decidedBefore(way, values, hit) &&
  (untilOf(register, hit) === null || untilOf(register, hit) === untilOf(register, values))

/**
 * Sets `before` of drafts to the stored records with their keys, those in `but` left out; one query per
 * alternative key. Complains of a draft that several of them fit.
 */
export function findByKey(
  db: Database,
  register: Register,
  drafts: readonly Draft[],
  but: ReadonlySet<number> = new Set(),
): void {
  const keys = keyFields(register)
  const waiting = new Set(drafts.filter(d => !d.before && !keys.some(f => d.failed.has(f))))
  const found = new Map<Draft, Hit>()
  if (!db.prepare(`select 1 from "${register.name}" limit 1`).get()) return
  const values = (draft: Draft) => draft.values
  const isMeant = (_: Draft, id: number) => !but.has(id)
  for (const [draft, hit] of sharing(db, register, waiting, values, isMeant)) found.set(draft, hit)
  const rows = rowsById(
    db,
    register,
    [...found.values()].map(hit => hit.id),
  )
  for (const [draft, { id, also }] of found) {
    draft.before = decode(register, rows.get(id)!)
    if (also.length > 0)
      draft.complaints.push(
        severalSame(
          draft,
          register,
          [id, ...also].sort((a, b) => a - b),
        ),
      )
  }
}

/** A changed record and its stored version. */
interface Change {
  readonly before: Row
  readonly record: Row
}

/**
 * Changes that would give a record the key of another stored one: which one, and by which fields. One query
 * per alternative key, only for changes of the key. Records in `free` give their own key up.
 */
export function takenKeys<C extends Change>(
  db: Database,
  register: Register,
  changes: readonly C[],
  free: ReadonlySet<number> = new Set(),
): Map<C, Hit> {
  // One that goes on after all takes its key again.
  const keys = [...keyFields(register), ...(register.keyUntil ? [register.keyUntil] : [])]
  const moving = changes.filter(c => keys.some(f => plain(c.before[f]) !== plain(c.record[f])))
  const taken = new Map<C, Hit>()
  if (moving.length === 0) return taken
  const isOther = (change: C, id: number) => id !== change.before.id && !free.has(id)
  for (const [change, hit] of sharing(db, register, new Set(moving), c => c.record, isOther))
    taken.set(change, hit)
  return taken
}

/** A stored record that shares a key, by which fields, and the numbers of a few others that do so too. */
interface Hit {
  readonly id: number
  readonly fields: readonly string[]
  readonly also: number[]
}

/** Whether names of persons are stored with spaces, as older versions kept them; with an index a name is found sooner. */
const isSpaced = (db: Database, register: Register, field: string): boolean =>
  register.fields[field]!.kind === 'person' &&
  db.prepare(`select 1 from "${register.name}" where instr("${field}", ' ') > 0 limit 1`).get() !== undefined

/**
 * The stored record that shares the key of each item: one query per alternative key, strongest first. `isMeant`
 * returns false to leave out a record.
 */
function sharing<T>(
  db: Database,
  register: Register,
  items: ReadonlySet<T>,
  valuesOf: (item: T) => Keyed,
  isMeant: (item: T, id: number) => boolean = () => true,
): Map<T, Hit> {
  const found = new Map<T, Hit>()
  for (const way of waysOf(register)) {
    const asked = [...items].filter(item => !found.has(item) && applies(way, valuesOf(item)))
    if (asked.length === 0) continue
    const conditions = way.fields
      .map((f, i) =>
        isSpaced(db, register, f)
          ? `replace(t."${f}", ' ', '') is replace(j.value->>${i}, ' ', '')`
          : `t."${f}" is j.value->>${i}`,
      )
      .join(' and ')
    const byKey = new Map(asked.map(item => [wayKey(way, valuesOf(item)), [] as Row[]]))
    const keys = [...byKey.keys()]
    const hits = db
      .prepare(
        `select j.key as "#", t.* from json_each(?) j cross join "${register.name}" t on ${conditions}`,
      )
      .all(`[${keys.join()}]`) as (Row & { '#': number })[]
    for (const hit of hits) byKey.get(keys[Number(hit['#'])]!)!.push(hit)
    // Items of one key that give the same of what else decides fit the same records.
    const fitting = new Map<string, readonly Row[]>()
    for (const item of asked) {
      const values = valuesOf(item)
      const key = wayKey(way, values)
      const kind = `${key} ${kindOf(way, values)} ${untilOf(register, values)}`
      const fits = fitting.get(kind) ?? byKey.get(key)!.filter(hit => isSameOne(register, way, hit, values))
      fitting.set(kind, fits)
      for (const { id } of fits) {
        if (!isMeant(item, id)) continue
        const known = found.get(item)
        if (!known) found.set(item, { id, fields: way.fields, also: [] })
        else if (known.also.push(id) === mostNamed) break
      }
    }
  }
  return found
}

/** What is kept of a row: only its line and values, because files are long. */
interface Seen {
  readonly line?: Line
  readonly values: Keyed
}

/** Detects rows of one file that mean the same record; returns the earlier one. */
export function repeats<S extends Seen>(
  register: Register,
): (row: S, before: Row | undefined) => S | undefined {
  const ways = waysOf(register)
  // Which of the stronger keys it gives decides whether a row may be another: of each such kind the first is enough.
  const seen = ways.map(() => new Map<string, S[]>())
  const numbers = new Map<number, S>()
  return (row, before) => {
    if (before) {
      const same = numbers.get(before.id)
      if (same) return same
      numbers.set(before.id, row)
    }
    let same: S | undefined
    for (const [i, way] of ways.entries()) {
      if (!applies(way, row.values)) continue
      const key = `${wayKey(way, row.values)} ${untilOf(register, row.values)}`
      const others = seen[i]!.get(key)
      if (!others) {
        seen[i]!.set(key, [row])
        continue
      }
      same ??= others.find(o => !decidedBefore(way, o.values, row.values))
      if (!others.some(o => kindOf(way, o.values) === kindOf(way, row.values))) others.push(row)
    }
    return same
  }
}
