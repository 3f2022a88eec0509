import { decode, rowsById } from './batch.ts'
import type { Database } from './database.ts'
import { Masked } from './field.ts'
import type { Draft } from './read.ts'
import { keyFields, keyWays, type Register, type Row } from './register.ts'

/** The ways a key may be given, and for each the fields that would decide before it. */
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

export type Keyed = Record<string, unknown>

const plain = (value: unknown) => (value instanceof Masked || value === undefined ? null : value)

/** Does this way decide for these values? */
const applies = (way: ReturnType<typeof waysOf>[number], values: Keyed) =>
  way.fields.every(f => (way.optional.includes(f) ? plain(values[f]) !== null : true))

const decidedBefore = (way: ReturnType<typeof waysOf>[number], a: Keyed, b: Keyed) =>
  way.stronger.some(fields => fields.every(f => plain(a[f]) !== null && plain(b[f]) !== null))

const wayKey = (way: ReturnType<typeof waysOf>[number], values: Keyed) =>
  JSON.stringify(way.fields.map(f => plain(values[f])))

/** The stored records that drafts mean, found by their keys: one query for each way a key may be given. */
export function findByKey(db: Database, register: Register, drafts: readonly Draft[]): void {
  const keys = keyFields(register)
  const waiting = new Set(drafts.filter(d => !d.before && !keys.some(f => d.failed.has(f))))
  const found = new Map<Draft, number>()
  if (!db.prepare(`select 1 from "${register.name}" limit 1`).get()) return
  for (const way of waysOf(register)) {
    const asked = [...waiting].filter(d => applies(way, d.values))
    if (asked.length === 0) continue
    const conditions = way.fields.map((f, i) => `t."${f}" is j.value->>${i}`).join(' and ')
    const hits = db
      .prepare(
        `select j.key as "#", t.* from json_each(?) j cross join "${register.name}" t on ${conditions}`,
      )
      .all(JSON.stringify(asked.map(d => way.fields.map(f => plain(d.values[f]))))) as (Row & {
      place: number
    })[]
    for (const hit of hits) {
      const draft = asked[Number(hit['#'])]!
      if (found.has(draft) || decidedBefore(way, draft.values, hit)) continue
      found.set(draft, hit.id)
      waiting.delete(draft)
    }
  }
  const rows = rowsById(db, register, [...found.values()])
  for (const [draft, id] of found) draft.before = decode(register, rows.get(id)!)
}

/** What is remembered of a row: no more than its line and its values, for files are long. */
interface Seen {
  readonly line?: number
  readonly values: Keyed
}

/** Finds rows of one file that mean the same record: gives the earlier one. */
export function repeats(register: Register): (row: Seen, before: Row | undefined) => Seen | undefined {
  const ways = waysOf(register)
  const seen = ways.map(() => new Map<string, Seen | Seen[]>())
  const numbers = new Map<number, Seen>()
  return (row, before) => {
    if (before) {
      const same = numbers.get(before.id)
      if (same) return same
      numbers.set(before.id, row)
    }
    let same: Seen | undefined
    for (const [i, way] of ways.entries()) {
      if (!applies(way, row.values)) continue
      const key = wayKey(way, row.values)
      const others = seen[i]!.get(key)
      if (!others) seen[i]!.set(key, row)
      else {
        const list = [others].flat()
        same ??= list.find(o => !decidedBefore(way, o.values, row.values))
        seen[i]!.set(key, [...list, row])
      }
    }
    return same
  }
}
