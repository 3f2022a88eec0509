import { addDays } from '../calendar.ts'
import { datedFields, pastOf } from '../schema/dated.ts'
import type { Register, Row } from '../schema/types.ts'
import type { Database } from './database.ts'
import { decode } from './records.ts'
import type { Pen } from './write-batch.ts'

/** Stand for “always” and “still”. */
export const firstDay = '1900-01-01'
export const lastDay = '9999-12-31'

/** Whether two values are the same, lists by what they hold. */
export const isSame = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** The earlier values of records, oldest first, by record number. */
export function pastRows(db: Database, register: Register, ids: readonly number[]): Map<number, Row[]> {
  const past = pastOf(register)
  const found = new Map<number, Row[]>()
  if (!past || ids.length === 0) return found
  const rows = db
    .prepare(
      `select * from "${past.name}" where record in (select value from json_each(?)) order by record, until`,
    )
    .iterate(JSON.stringify(ids)) as Iterable<Row>
  for (const row of rows) {
    const id = row.record as number
    found.set(id, [...(found.get(id) ?? []), decode(past, row)])
  }
  return found
}

/** A record with the values that held on a day; `past` are its earlier values, oldest first. */
export function onDay(register: Register, row: Row, past: readonly Row[] | undefined, day: string): Row {
  const then = past?.find(p => (p.until as string) >= day)
  if (!then) return row
  return { ...row, ...Object.fromEntries(datedFields(register).map(name => [name, then[name]])) }
}

/**
 * Changes a record from a day on: the values before stay with the last day on which they held. A change typed
 * after a later one holds until that one. Without `on` it corrects a mistake: the wrong value is replaced
 * wherever it held without a break up to now. `past` are the record's earlier values, oldest first.
 */
export function changeFrom(
  pen: Pen,
  register: Register,
  before: Row,
  after: Row,
  past: readonly Row[] = [],
  on?: string,
): void {
  const names = datedFields(register)
  const then = on === undefined ? before : onDay(register, before, past, on)
  const changed = names.filter(name => !isSame(then[name], after[name]))
  const own = pastOf(register)
  if (!own || changed.length === 0 || (on === undefined && past.length === 0)) {
    const kept = Object.fromEntries(
      names.map(name => [name, changed.length > 0 ? after[name] : before[name]]),
    )
    pen.change(register, before, { ...after, ...kept })
    return
  }
  /** The values over time, oldest first; the last are the record's own. */
  const stages: Record<string, unknown>[] = [...past.map(p => ({ ...p })), { ...before, until: undefined }]
  if (on !== undefined) splitAt(stages, on, names)
  for (const name of changed) {
    const from =
      on === undefined
        ? stages.length - 1
        : stages.findIndex(s => s.until === undefined || (s.until as string) >= on)
    const was = then[name]
    const step = on === undefined ? -1 : 1
    for (let i = from; stages[i] && isSame(stages[i]![name], was); i += step) stages[i]![name] = after[name]
  }
  const last = stages.pop()!
  const isKept = (stage: Record<string, unknown>, next: Record<string, unknown>) =>
    names.some(name => !isSame(stage[name], next[name]))
  const kept = stages.filter((stage, i) => isKept(stage, stages[i + 1] ?? last))
  for (const row of past) {
    const now = kept.find(k => k.id === row.id)
    if (!now) pen.remove(own, row)
    else if (names.some(name => !isSame(row[name], now[name]))) pen.change(own, row, now as Row)
  }
  pen.add(
    own,
    kept
      .filter(k => k.id === undefined)
      .map(k => ({
        ...Object.fromEntries(names.map(name => [name, k[name]])),
        record: before.id,
        until: k.until,
      })),
  )
  pen.change(register, before, { ...after, ...Object.fromEntries(names.map(name => [name, last[name]])) })
}

/** SQL for a value that a record had on a day, if it has changed from a day on since; else null. */
export function heldOn(register: Register, column: string, record: string, day: string): string {
  const past = `"${pastOf(register)!.name}"`
  return `(select a."${column}" from ${past} a where a.record = ${record} and a.until = (
    select min(b.until) from ${past} b where b.record = ${record} and b.until >= ${day}))`
}

/** Removes the earlier values of a record that goes. */
export function removePast(db: Database, pen: Pen, register: Register, id: number): void {
  for (const row of pastRows(db, register, [id]).get(id) ?? []) pen.remove(pastOf(register)!, row)
}

/** Divides the stage that holds a day, so that the day is the first of its stage. */
function splitAt(stages: Record<string, unknown>[], on: string, names: readonly string[]): void {
  const eve = addDays(on, -1)
  const at = stages.findIndex(s => s.until === undefined || (s.until as string) >= on)
  if (at > 0 && stages[at - 1]!.until === eve) return
  stages.splice(at, 0, { ...Object.fromEntries(names.map(name => [name, stages[at]![name]])), until: eve })
}

/** The days on which a record had given dated values, both included. */
export interface Stage {
  readonly id: number
  readonly since: string
  readonly until: string
  readonly row: Row
}

/** The values over time of the records that ever changed from a day on; every other record has its own always. */
export function stages(db: Database, register: Register): Stage[] {
  const past = pastOf(register)
  if (!past) return []
  const ids = db.prepare(`select distinct record from "${past.name}"`).pluck().all() as number[]
  if (ids.length === 0) return []
  const rows = db
    .prepare(`select * from main."${register.name}" where id in (select value from json_each(?)) order by id`)
    .all(JSON.stringify(ids)) as Row[]
  const earlier = pastRows(db, register, ids)
  return rows.flatMap(stored => {
    const row = decode(register, stored)
    let since = firstDay
    const found: Stage[] = []
    for (const p of earlier.get(row.id)!) {
      const until = p.until as string
      found.push({ id: row.id, since, until, row: onDay(register, row, [p], until) })
      since = addDays(until, 1)
    }
    return [...found, { id: row.id, since, until: lastDay, row }]
  })
}

/** Records with a change from a day after their end. */
export function changedAfterEnd(db: Database, register: Register): number[] {
  const past = pastOf(register)
  if (!past || !register.term) return []
  return db
    .prepare(
      `select distinct p.record from "${past.name}" p join "${register.name}" r on r.id = p.record
       where p.until >= r."${register.term[1]}" order by p.record`,
    )
    .pluck()
    .all() as number[]
}
