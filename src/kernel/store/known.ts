import type { Register } from '../schema/types.ts'
import type { Database } from './database.ts'
import { fillDerived } from './derived.ts'
import { keyOf, memoryBeside } from './driver.ts'
import { markPast } from './past.ts'
import { decode, encode } from './records.ts'

/** The database as it was at the end of a day. */
export interface Known {
  readonly day: string
  /** In memory only: what it holds must reach no other file. */
  readonly db: Database
  /** The last batch in it; 0 if none had been written. */
  readonly batch: number
  /** Records erased since, which are shown as the erasure left them. */
  readonly erased: number
  /** Batches left out although they bear this day or an earlier one: the clock had gone back. */
  readonly misdated: number
}

/**
 * Rebuilds the database of the end of a day (in China, as the batches bear it) in memory. Records that no later
 * batch touched are copied; of the others, the values before the first later batch, as the journal keeps them.
 */
export function knownOn(db: Database, registers: readonly Register[], day: string): Known {
  const past = memoryBeside(db)
  try {
    past.pragma('foreign_keys = off')
    past.pragma('temp_store = memory')
    const key = keyOf(db)
    if (key) past.prepare('attach ? as now key ?').run(db.name, key)
    else past.prepare('attach ? as now').run(db.name)
    const found = past.transaction(() => fill(past, registers, day))()
    past.exec('detach now')
    markPast(past)
    return { day, db: past, ...found }
  } catch (error) {
    past.close()
    throw error
  }
}

/** One transaction, so that another window's batch is in it whole or not at all. */
function fill(past: Database, registers: readonly Register[], day: string) {
  make(past, 'table')
  for (const name of ['user_version', 'application_id'])
    past.pragma(`main.${name} = ${past.pragma(`now.${name}`, { simple: true })}`)
  const { batch, misdated } = past
    .prepare(
      `with later as (select min(number) as first from now.batch where substr(at, 1, 10) > :day)
       select coalesce(first - 1, (select max(number) from now.batch), 0) as batch,
         (select count(*) from now.batch where number > first and substr(at, 1, 10) <= :day) as misdated
       from later`,
    )
    .get({ day }) as { batch: number; misdated: number }
  const byName = new Map(registers.map(r => [r.name, r]))
  const touched = touchedSince(past, batch)
  for (const table of tablesOf(past)) {
    // A table copied whole is copied page by page: SQLite does so for a plain `select *` into an empty one.
    const copy = `insert into main."${table}" select * from now."${table}"`
    if (touched.has(table)) {
      past
        .prepare(`${copy} where id not in (select record from now.history where register = ? and batch > ?)`)
        .run(table, batch)
    } else if (table === 'log') past.prepare(`${copy} where substr(at, 1, 10) <= ?`).run(day)
    else if (table === 'history' && touched.size > 0) past.prepare(`${copy} where batch <= ?`).run(batch)
    else if (table === 'batch' && touched.size > 0) past.prepare(`${copy} where number <= ?`).run(batch)
    else past.exec(copy)
  }
  const lost = bringBack(past, byName, batch)
  make(past, 'index')
  for (const { register, row } of lost) put(past, byName.get(register)!, row, 'or ignore')
  fillDerived(past, registers, new Set(registers))
  return { batch, misdated, erased: lost.length }
}

const tablesOf = (past: Database): string[] =>
  past
    .prepare("select name from main.sqlite_schema where type = 'table' and name not like 'sqlite_%'")
    .pluck()
    .all() as string[]

/** The tables or indexes of the file itself, whatever version of the program wrote it. */
function make(past: Database, type: 'table' | 'index'): void {
  const all = past
    .prepare(
      `select sql from now.sqlite_schema where type = ? and sql is not null and name not like 'sqlite_%'`,
    )
    .pluck()
    .all(type) as string[]
  for (const sql of all) past.exec(sql)
}

/** The registers with records that later batches touched. */
const touchedSince = (past: Database, batch: number): ReadonlySet<string> =>
  new Set(
    past.prepare('select distinct register from now.history where batch > ?').pluck().all(batch) as string[],
  )

function put(past: Database, register: Register, values: Record<string, unknown>, or = ''): void {
  const row = { id: values.id, ...encode(register, decode(register, values)) }
  const names = Object.keys(row)
  past
    .prepare(
      `insert ${or} into main."${register.name}" (${names.map(n => `"${n}"`).join(', ')})
       values (${names.map(() => '?').join(', ')})`,
    )
    .run(Object.values(row))
}

interface Lost {
  readonly register: string
  readonly row: Record<string, unknown>
}

/**
 * Puts back the records that later batches changed or removed. Returns those erased since, as the erasure left them:
 * such a row is of a later day, so where its key is taken, the row of then stays.
 */
function bringBack(past: Database, byName: ReadonlyMap<string, Register>, batch: number): Lost[] {
  const firsts = past
    .prepare(
      `select id, register, record, before from now.history where action <> 'add' and id in
         (select min(id) from now.history where batch > ? group by register, record)`,
    )
    .all(batch) as { id: number; register: string; record: number; before: string | null }[]
  const lost: Lost[] = []
  for (const { id, register, record, before } of firsts) {
    if (before) {
      put(past, byName.get(register)!, JSON.parse(before))
      continue
    }
    const left = past
      .prepare(
        `select before from now.history where register = ? and record = ? and id > ? and before is not null
         order by id limit 1`,
      )
      .pluck()
      .get(register, record, id) as string | undefined
    const row = left
      ? JSON.parse(left)
      : past.prepare(`select * from now."${register}" where id = ?`).get(record)
    if (row) lost.push({ register, row })
  }
  return lost
}
