import { createHash, randomFillSync } from 'node:crypto'
import { refuse } from '../errors.ts'
import { keyWays, typedFields } from '../schema/register.ts'
import type { Register, Row } from '../schema/types.ts'
import { type Database, requireWritable } from './database.ts'
import { showStored } from './day-view.ts'
import { fillDerived } from './derived.ts'
import { type Action, batchFacts, type Head, headOf, type Note, rowDigest } from './journal.ts'
import { encode } from './records.ts'

export interface Pen {
  /** Adds records and returns their numbers, in order. Keeps a given `id`, to undo a removal. */
  add(register: Register, records: Iterable<Record<string, unknown>>): number[]
  /** A change to a key that another record of the batch has yet to give up waits for it. */
  change(register: Register, before: Row, after: Row): void
  remove(register: Register, before: Row): void
  /** Writes what waits; throws the driver's error if two records have the same key for good. */
  settle(): void
  /** Changes a record and erases from its history the old values and salts, permanently. */
  erase(register: Register, before: Row, after: Row): void
}

/** Thrown when another process wrote after the facts were read; the caller may read again and retry. */
export class Stale extends Error {}

const SALT = 16
let pool = Buffer.alloc(0)
function salt(): Buffer {
  if (pool.length < SALT) pool = randomFillSync(Buffer.alloc(SALT * 512))
  const one = pool.subarray(0, SALT)
  pool = pool.subarray(SALT)
  return one
}

const GROUP = 50

/** Inserts rows of equal width, GROUP rows per statement. */
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
 * Writes one batch in one transaction and returns its number, or 0 when `work` wrote nothing. Throws `Stale`
 * unless the journal head is still `seen`, the head when the facts were read. `tick` is called for each
 * record read back. `registers` are all whose derived references may change.
 */
export function writeBatch(
  db: Database,
  registers: readonly Register[],
  note: Note,
  seen: Head,
  work: (pen: Pen) => void,
  tick: () => void = () => {},
): number {
  requireWritable(db)
  showStored(db)
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
        const digest = rowDigest(grain, register, id, after)
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
      const pen = makePen(db, enter)
      work(pen)
      pen.settle()
      journal.flush()
      if (Object.keys(counts).length === 0) {
        db.prepare('delete from batch where number = ?').run(number)
        return 0
      }
      fillDerived(db, registers, touched)
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

/** Reads a batch back from the database and refuses to commit if it differs from what was written. */
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
    if (rowDigest(salt, register, record, row.id === null ? undefined : row).equals(digest)) continue
    refuse(
      'disk',
      'database.reads-back-differently',
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
  /** Changes that wait until others of the batch have given up the key. */
  let waiting: { register: Register; id: number; values: Record<string, unknown> }[] = []
  const put = (register: Register, id: number, values: Record<string, unknown>) => {
    const names = typedFields(register).map(([name]) => name)
    db.prepare(`update "${register.name}" set ${names.map(n => `"${n}" = ?`).join(', ')} where id = ?`).run(
      ...names.map(n => values[n]),
      id,
    )
  }
  const update = (register: Register, id: number, after: Row) => {
    const values = encode(register, after)
    try {
      if (waiting.some(w => w.register === register && w.id === id)) waiting.push({ register, id, values })
      else put(register, id, values)
    } catch (error) {
      if ((error as { code?: string }).code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error
      waiting.push({ register, id, values })
    }
    return values
  }
  /** Two records may exchange their keys: both get a stand-in first. */
  const settle = (only?: Register) => {
    const now = waiting.filter(w => !only || w.register === only)
    waiting = waiting.filter(w => !now.includes(w))
    for (const { register, id } of now) {
      const name = keyWays(register)[0]!.findLast(k => register.fields[k]!.sql === 'TEXT')
      if (name) db.prepare(`update "${register.name}" set "${name}" = ? where id = ?`).run(` ${id}`, id)
    }
    for (const { register, id, values } of now) put(register, id, values)
  }
  return {
    settle: () => settle(),
    add(register, records) {
      settle(register)
      const names = typedFields(register).map(([name]) => name)
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
