import { createHash, hash, randomFillSync } from 'node:crypto'
import { type Database, mayWrite } from './database.ts'
import { refuse } from './refuse.ts'
import type { Register, Row } from './register.ts'

/**
 * Every write is a batch. For each record it touches, the journal keeps what stood before and a salted digest
 * of what stands after; the batches form a SHA-256 chain over these digests, never over values, so that
 * erasing a person's values and salts leaves the chain whole.
 */
export interface Note {
  readonly command: string
  readonly who: string
  /** When, in China: `2024-07-26 09:30:00`. */
  readonly at: string
  readonly source?: string
  /** SHA-256 of the imported file. */
  readonly sourceDigest?: string
  readonly undoes?: number
}

export interface Pen {
  /** Adds records; gives their numbers, in order. A number given in `id` is kept (for undoing a removal). */
  add(register: Register, records: Iterable<Record<string, unknown>>): number[]
  change(register: Register, before: Row, after: Row): void
  remove(register: Register, before: Row): void
  /** Changes a record and takes what its history keeps of it, values and salts, for ever. */
  erase(register: Register, before: Row, after: Row): void
}

/** How the command of an erasure's batch begins. */
export const ERASE = 'erase '

export type Action = 'add' | 'change' | 'remove'

export interface Batch {
  readonly number: number
  readonly command: string
  readonly who: string
  readonly at: string
  readonly source: string | null
  readonly sourceDigest: string | null
  readonly undoes: number | null
  readonly counts: string
  readonly digest: string
}

/** Thrown when somebody else wrote since the facts were looked at; the command looks again and goes on. */
export class Stale extends Error {}

export const head = (db: Database): number =>
  db.prepare('select coalesce(max(number), 0) from batch').pluck().get() as number

/** The head of the journal: numbers alone come again after a restore to an earlier one. */
export interface Head {
  readonly number: number
  readonly digest: string
}

export const headOf = (db: Database): Head =>
  (db.prepare('select number, digest from batch order by number desc limit 1').get() as Head | undefined) ?? {
    number: 0,
    digest: '',
  }

/** A record as SQL keeps it: lists as JSON. */
export function encode(register: Register, record: Record<string, unknown>): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(register.fields)) {
    const value = record[name]
    out[name] = value == null ? null : field.many ? JSON.stringify(value) : value
  }
  return out
}

export function decode(register: Register, row: Record<string, unknown>): Row {
  const out: Row = { id: row.id as number }
  for (const [name, field] of Object.entries(register.fields)) {
    const value = row[name]
    out[name] = field.many && typeof value === 'string' ? JSON.parse(value) : (value ?? null)
  }
  return out
}

/** What the digest of a record covers: its values, the empty ones left out, so that a new column changes none. */
function canonical(register: string, id: number, values: Record<string, unknown> | undefined): string {
  const said: unknown[] = [register, id]
  const names: string[] = []
  for (const name in values) if (name !== 'id' && values[name] != null) names.push(name)
  for (const name of names.sort()) said.push(name, values![name])
  return JSON.stringify(said)
}

let scratch = Buffer.alloc(4096)

export function rowDigest(
  salt: Uint8Array | null,
  register: string,
  id: number,
  values: Record<string, unknown> | undefined,
): Buffer {
  const text = canonical(register, id, values)
  const grains = salt?.length ?? 0
  // Of one character UTF-8 makes three bytes at most.
  const most = grains + 3 * text.length
  if (scratch.length < most) scratch = Buffer.alloc(2 * most)
  if (salt) scratch.set(salt)
  const end = grains + scratch.write(text, grains)
  // At once, for to set up a digest that takes more than one piece costs more than to digest a row.
  return hash('sha256', scratch.subarray(0, end), 'buffer')
}

/** Stored rows by record number, as SQL keeps them. */
export function rowsById(db: Database, register: Register, ids: readonly number[]): Map<number, Row> {
  if (ids.length === 0) return new Map()
  const rows = db
    .prepare(`select * from "${register.name}" where id in (select value from json_each(?))`)
    .all(JSON.stringify(ids)) as Row[]
  return new Map(rows.map(row => [row.id, row]))
}

const SALT = 16
let pool = Buffer.alloc(0)
function salt(): Buffer {
  if (pool.length < SALT) pool = randomFillSync(Buffer.alloc(SALT * 512))
  const one = pool.subarray(0, SALT)
  pool = pool.subarray(SALT)
  return one
}

const GROUP = 50

/** Inserts rows of equal width, many to a statement. */
function inserter(db: Database, table: string, columns: readonly string[]) {
  const sql = (rows: number) =>
    `insert into "${table}" (${columns.map(c => `"${c}"`).join(', ')}) values ${Array.from(
      { length: rows },
      () => `(${columns.map(() => '?').join(', ')})`,
    ).join(', ')}`
  const group = db.prepare(sql(GROUP))
  const single = db.prepare(sql(1))
  let waiting: unknown[] = []
  return {
    push(...values: unknown[]) {
      waiting.push(...values)
      if (waiting.length === GROUP * columns.length) {
        group.run(waiting)
        waiting = []
      }
    },
    flush() {
      for (let i = 0; i < waiting.length; i += columns.length)
        single.run(waiting.slice(i, i + columns.length))
      waiting = []
    },
  }
}

/**
 * Writes one batch in one transaction and gives its number, or 0 when the work wrote nothing. `seen` is the
 * head of the journal when the facts were looked at; `tick` is called for each record read back.
 */
export function writeBatch(
  db: Database,
  note: Note,
  seen: Head,
  work: (pen: Pen) => void,
  tick: () => void = () => {},
): number {
  mayWrite(db)
  return db
    .transaction(() => {
      const last = headOf(db)
      if (last.number !== seen.number || last.digest !== seen.digest) throw new Stale()
      const number = last.number + 1
      const chain = createHash('sha256').update(last.digest)
      const rows = createHash('sha256')
      const counts: Record<string, Partial<Record<Action, number>>> = {}
      const touched = new Set<Register>()
      db.prepare(
        'insert into batch (number, command, who, at, source, sourceDigest, undoes, counts, digest) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ).run(number, note.command, note.who, note.at, note.source, note.sourceDigest, note.undoes, '{}', '')
      const journal = inserter(db, 'history', [
        'batch',
        'register',
        'record',
        'action',
        'before',
        'salt',
        'digest',
      ])
      const enter = (
        register: Register,
        id: number,
        action: Action,
        before: Row | null,
        after: Record<string, unknown> | undefined,
      ) => {
        const grain = salt()
        const digest = rowDigest(grain, register.name, id, after)
        rows.update(digest)
        touched.add(register)
        counts[register.name] ??= {}
        const of = counts[register.name]!
        of[action] = (of[action] ?? 0) + 1
        journal.push(
          number,
          register.name,
          id,
          action,
          before ? JSON.stringify({ id, ...encode(register, before) }) : null,
          grain,
          digest,
        )
      }
      work(makePen(db, enter))
      journal.flush()
      if (Object.keys(counts).length === 0) {
        db.prepare('delete from batch where number = ?').run(number)
        return 0
      }
      for (const register of touched) readBack(db, number, register, tick)
      const said = JSON.stringify(counts)
      chain.update(batchFacts({ number, ...note, counts: said })).update(rows.digest())
      db.prepare('update batch set counts = ?, digest = ? where number = ?').run(
        said,
        chain.digest('hex'),
        number,
      )
      return number
    })
    .immediate()
}

/** Reads what a batch has written as the database gives it back, and refuses to commit what is not what was meant. */
function readBack(db: Database, batch: number, register: Register, tick: () => void): void {
  const written = db
    .prepare(
      `select h.record, h.salt, h.digest, t.* from history h left join "${register.name}" t on t.id = h.record
       where h.batch = ? and h.register = ? and not exists (
         select 1 from history l where l.register = h.register and l.record = h.record and l.id > h.id)`,
    )
    .raw()
  const names = written.columns().map(c => c.name)
  for (const found of written.iterate(batch, register.name) as Iterable<unknown[]>) {
    tick()
    const [record, salt, digest] = found as [number, Buffer, Buffer]
    const row: Record<string, unknown> = {}
    for (let i = 3; i < names.length; i++) row[names[i]!] = found[i]
    if (rowDigest(salt, register.name, record, row.id === null ? undefined : row).equals(digest)) continue
    refuse(
      'disk',
      {
        zh: `${register.label.zh} ${record} 号读回的内容与写入的不同, 本次未写入`,
        en: `${register.label.en} ${record} does not read back as it was written; nothing was written`,
      },
      {
        zh: '运行 cun check; 检查磁盘, 不要用其他程序改数据库',
        en: 'run cun check; check the disk, and let no other program change the database',
      },
    )
  }
}

/** What a batch's own digest covers, besides the digest before it and those of its records. */
export function batchFacts(batch: Note & { number: number; counts: string }): string {
  return JSON.stringify([
    batch.number,
    batch.command,
    batch.who,
    batch.at,
    batch.source ?? null,
    batch.sourceDigest ?? null,
    batch.undoes ?? null,
    batch.counts,
  ])
}

function makePen(
  db: Database,
  enter: (
    register: Register,
    id: number,
    action: Action,
    before: Row | null,
    after: Record<string, unknown> | undefined,
  ) => void,
): Pen {
  const update = (register: Register, id: number, after: Row) => {
    const values = encode(register, after)
    const names = Object.keys(register.fields)
    db.prepare(`update "${register.name}" set ${names.map(n => `"${n}" = ?`).join(', ')} where id = ?`).run(
      ...names.map(n => values[n]),
      id,
    )
    return values
  }
  return {
    add(register, records) {
      const names = Object.keys(register.fields)
      let last = (db.prepare('select seq from sqlite_sequence where name = ?').pluck().get(register.name) ??
        0) as number
      const into = inserter(db, register.name, ['id', ...names])
      const ids: number[] = []
      for (const record of records) {
        const id = (record.id as number | undefined) || ++last
        const values = encode(register, record)
        into.push(id, ...names.map(name => values[name]))
        enter(register, id, 'add', null, values)
        ids.push(id)
      }
      into.flush()
      return ids
    },
    change(register, before, after) {
      enter(register, before.id, 'change', before, update(register, before.id, after))
    },
    erase(register, before, after) {
      db.prepare('update history set before = null, salt = null where register = ? and record = ?').run(
        register.name,
        before.id,
      )
      enter(register, before.id, 'change', null, update(register, before.id, after))
    },
    remove(register, before) {
      db.prepare(`delete from "${register.name}" where id = ?`).run(before.id)
      enter(register, before.id, 'remove', before, undefined)
    },
  }
}

export interface Entry {
  readonly id: number
  readonly batch: number
  readonly register: string
  readonly record: number
  readonly action: Action
  readonly before: string | null
  /** Null once the values are erased. */
  readonly salt: Buffer | null
  readonly digest: Buffer
}

export const findBatch = (db: Database, number: number): Batch | undefined =>
  db.prepare('select * from batch where number = ?').get(number) as Batch | undefined

export const entries = (db: Database, batch: number): Entry[] =>
  db.prepare('select * from history where batch = ? order by id').all(batch) as Entry[]
