import { createHash } from 'node:crypto'
import { type Batch, batchFacts, type Entry, ERASE, type Note, rowDigest } from './batch.ts'
import type { Database } from './database.ts'
import type { Register, Row } from './register.ts'
import { both, type Text } from './text.ts'

/** One thing that is not as it was written: a table and row, or a batch. */
export interface Unsound {
  readonly where: string
  readonly what: Text
}

/** Structure, references, the journal, its chain, and every record against it; empty when all is as it was written. */
export function verifyDatabase(db: Database, registers: readonly Register[]): Unsound[] {
  // Through a damaged structure nothing further can be trusted, and reading on may fail.
  const damaged = damageIn(db)
  return damaged.length > 0 ? damaged : verifyFacts(db, registers)
}

/** References, the journal, its chain, and every record against it, of a database without damage. */
export function verifyFacts(db: Database, registers: readonly Register[]): Unsound[] {
  const broken = db.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[]
  return [
    ...broken.map(({ table, rowid, parent }) => ({
      where: `${table} ${rowid}`,
      what: { zh: `所指的 ${parent} 不存在`, en: `refers to a ${parent} that does not exist` },
    })),
    ...verifyChain(db),
    ...registers.flatMap(register => verifyRecords(db, register)),
  ]
}

/** What SQLite finds wrong with the structure: the tables by name; where it cannot say, the file. */
export function damageIn(db: Database): Unsound[] {
  const found = quickCheck(db, 'quick_check')
  if (found !== damage) return found
  const tables = db
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name")
    .pluck()
    .all() as string[]
  const inTables = tables.flatMap(table =>
    quickCheck(db, `quick_check("${table}")`).map(fault => ({ ...fault, where: table })),
  )
  return inTables.length > 0 ? inTables : damage
}

const damage: Unsound[] = [
  { where: 'quick_check', what: { zh: '文件结构损坏', en: 'the structure of the file is damaged' } },
]

function quickCheck(db: Database, pragma: string): Unsound[] {
  try {
    const said = (db.pragma(pragma) as { quick_check: string }[]).map(r => r.quick_check)
    return said[0] === 'ok' ? [] : said.map(text => ({ where: 'quick_check', what: both(text) }))
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('SQLITE_CORRUPT')) return damage
    throw error
  }
}

/** Batches against the chain, and what each says it did against its entries. */
export function verifyChain(db: Database): Unsound[] {
  const found: Unsound[] = []
  const digests = db.prepare('select digest from history where batch = ? order by id').pluck()
  const counted = db.prepare(
    'select register, action, count(*) as n from history where batch = ? group by register, action',
  )
  let previous: Batch | undefined
  for (const batch of db.prepare('select * from batch order by number').all() as Batch[]) {
    const fault = (zh: string, en: string) => found.push({ where: `batch ${batch.number}`, what: { zh, en } })
    if (batch.number !== (previous?.number ?? 0) + 1) fault('此前缺批', 'a batch before it is missing')
    const rows = createHash('sha256')
    for (const digest of digests.iterate(batch.number) as Iterable<Buffer>) rows.update(digest)
    const facts = batchFacts({
      ...batch,
      source: batch.source ?? undefined,
      sourceDigest: batch.sourceDigest ?? undefined,
      undoes: batch.undoes ?? undefined,
    } as Note & { number: number; counts: string })
    const digest = createHash('sha256')
      .update(previous?.digest ?? '')
      .update(facts)
      .update(rows.digest())
      .digest('hex')
    if (digest !== batch.digest) fault('与摘要链不符', 'does not fit the chain')
    const said = JSON.parse(batch.counts) as Record<string, Record<string, number>>
    const total = Object.values(said).reduce((sum, of) => sum + Object.keys(of).length, 0)
    const entries = counted.all(batch.number) as { register: string; action: string; n: number }[]
    if (entries.length !== total || entries.some(e => said[e.register]?.[e.action] !== e.n)) {
      fault('所记条数与经过不符', 'its counts do not fit its entries')
    }
    previous = batch
  }
  return found
}

/** Each record, and what each entry of its history says stood before, against the salted digests. */
export function verifyRecords(db: Database, register: Register): Unsound[] {
  const found: Unsound[] = []
  const fits = (e: Entry, row: Row | undefined) =>
    rowDigest(e.salt, register.name, e.record, row).equals(e.digest)
  const last = new Map<number, Entry>()
  const erased = new Set(
    db
      .prepare(
        `select distinct h.record from history h join batch b on b.number = h.batch
         where h.register = ? and b.command like ? || '%'`,
      )
      .pluck()
      .all(register.name, ERASE) as number[],
  )
  const history = db.prepare('select * from history where register = ? order by id')
  for (const entry of history.iterate(register.name) as Iterable<Entry>) {
    const earlier = last.get(entry.record)
    const stood = earlier !== undefined && earlier.action !== 'remove'
    // An erased person's values and salts are gone from the history; their digests stay.
    const before = entry.before === null ? undefined : (JSON.parse(entry.before) as Row)
    const kept = entry.salt !== null && (before !== undefined) === (entry.action !== 'add')
    const consistent = stood === (entry.action !== 'add') && (kept || erased.has(entry.record))
    // The digest leaves the number out of the values, and an undo puts a removed record back under it.
    const same = before === undefined || before.id === entry.record
    if (!consistent || !same || (earlier && stood && before && !fits(earlier, before))) {
      found.push({
        where: `history ${entry.id} (${register.name} ${entry.record})`,
        what: {
          zh: `第 ${entry.batch} 批所记的经过与此前不符`,
          en: `what batch ${entry.batch} says stood before does not fit`,
        },
      })
    }
    last.set(entry.record, entry)
  }
  const wrong = (id: number) =>
    found.push({
      where: `${register.name} ${id}`,
      what: {
        zh: '与其经过记录不符: 不是用 cun 改的',
        en: 'does not fit its history: it was changed outside cun',
      },
    })
  for (const row of db.prepare(`select * from "${register.name}"`).iterate() as Iterable<Row>) {
    const e = last.get(row.id)
    last.delete(row.id)
    if (!e || !fits(e, row)) wrong(row.id)
  }
  for (const [id, e] of last) if (e.action !== 'remove') wrong(id)
  return found
}
