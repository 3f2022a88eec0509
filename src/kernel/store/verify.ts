import { createHash, type Hash } from 'node:crypto'
import { derivedReferences } from '../schema/register.ts'
import type { Register, Row } from '../schema/types.ts'
import { both, type Text } from '../text.ts'
import type { Database } from './database.ts'
import { showStored } from './day-view.ts'
import { wronglyDerived } from './derived.ts'
import { type Batch, batchFacts, type Entry, ERASE, type Note, rowDigest } from './journal.ts'

/** One thing that differs from what was written: a table and row, or a batch. */
export interface Unsound {
  readonly where: string
  readonly what: Text
}

/** Checks structure, references, journal, chain, and every record against the journal; empty when all fit. */
export function verifyDatabase(db: Database, registers: readonly Register[], tick?: () => void): Unsound[] {
  // In a damaged structure nothing else can be trusted, and further reads may fail.
  const damaged = damageIn(db)
  return damaged.length > 0 ? damaged : verifyFacts(db, registers, tick)
}

/** Like `verifyDatabase`, for a database whose structure is known to be undamaged. */
export function verifyFacts(db: Database, registers: readonly Register[], tick?: () => void): Unsound[] {
  showStored(db)
  const broken = db.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[]
  return [
    ...broken.map(({ table, rowid, parent }) => ({
      where: `${table} ${rowid}`,
      what: { zh: `所指的 ${parent} 不存在`, en: `refers to a missing ${parent}` },
    })),
    ...registers.flatMap(register => verifyNumbers(db, registers, register)),
    ...registers.flatMap(register => verifyDerived(db, register)),
    ...verifyJournal(db, registers, tick),
  ]
}

/** Record numbers of any register, which the foreign keys of SQLite do not guard. */
function verifyNumbers(db: Database, registers: readonly Register[], register: Register): Unsound[] {
  const numbers = Object.entries(register.fields).filter(([, f]) => f.registerIn)
  return numbers.flatMap(([name, { registerIn }]) =>
    (db.prepare(`select distinct "${registerIn}" from "${register.name}"`).pluck().all() as string[]).flatMap(
      target => {
        const isThere = registers.some(r => r.name === target)
          ? `exists (select 1 from "${target}" t where t.id = r."${name}")`
          : 'false'
        const lost = db
          .prepare(
            `select id from "${register.name}" r where r."${registerIn}" = ? and not ${isThere} order by id`,
          )
          .pluck()
          .all(target) as number[]
        return lost.map(id => ({
          where: `${register.name} ${id}`,
          what: { zh: `所指的 ${target} 不存在`, en: `refers to a missing ${target}` },
        }))
      },
    ),
  )
}

function verifyDerived(db: Database, register: Register): Unsound[] {
  return derivedReferences(register).flatMap(reference => {
    const [label, from] = [register.fields[reference.name]!.label, register.fields[reference.from]!.label]
    const what = {
      zh: `${label.zh}与${from.zh}不符: 不是用 cun 改的`,
      en: `its ${label.en} does not match its ${from.en}: it was changed outside cun`,
    }
    return wronglyDerived(db, register, reference).map(id => ({ where: `${register.name} ${id}`, what }))
  })
}

/** Structural damage that SQLite finds: by table; for the file when no table can be named. */
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

type Kept = Pick<Entry, 'action' | 'salt' | 'digest'>

/**
 * Reads the journal once, in the order of its own numbers and not through an index, which may differ. Checks
 * the batches against the chain and their counts, each line against the previous line of its record, each
 * record against its last line. Without registers, only the batches. `tick` is called for each line and each
 * record.
 */
export function verifyJournal(
  db: Database,
  registers: readonly Register[] = [],
  tick: () => void = () => {},
): Unsound[] {
  const found: Unsound[] = []
  const byName = new Map(registers.map(r => [r.name, r]))
  const last = new Map<string, Map<number, Kept>>(registers.map(r => [r.name, new Map()]))
  const batches = new Map<number, { rows: Hash; counts: Map<string, number> }>()
  const erasures = erasedRecords(db)
  for (const entry of db.prepare('select * from history order by id').iterate() as Iterable<Entry>) {
    tick()
    const batch = batches.get(entry.batch) ?? { rows: createHash('sha256'), counts: new Map() }
    batches.set(entry.batch, batch)
    batch.rows.update(entry.digest)
    const done = `${entry.register} ${entry.action}`
    batch.counts.set(done, (batch.counts.get(done) ?? 0) + 1)
    if (registers.length === 0) continue
    const register = byName.get(entry.register)
    const known = last.get(entry.register)
    const erased = erasures.has(`${entry.register} ${entry.record}`)
    if (!register || !known || !follows(register, known.get(entry.record), entry, erased)) {
      found.push({
        where: `history ${entry.id} (${entry.register} ${entry.record})`,
        what: {
          zh: `第 ${entry.batch} 批所记的经过与此前不符`,
          en: `the previous values in batch ${entry.batch} do not match the history`,
        },
      })
    }
    const { action, salt, digest } = entry
    known?.set(entry.record, { action, salt, digest })
  }
  return [
    ...verifyChain(db, batches),
    ...found,
    ...registers.flatMap(register => verifyRecords(db, register, last.get(register.name)!, tick)),
  ]
}

/** The number of ticks of a verification. */
export function linesToVerify(db: Database, registers: readonly Register[]): number {
  const count = (table: string) => db.prepare(`select count(*) from "${table}"`).pluck().get() as number
  return registers.reduce((sum, register) => sum + count(register.name), count('history'))
}

/** Records of an erasure, e.g. `posting 3`: their values and salts are gone, their digests stay. */
function erasedRecords(db: Database): Set<string> {
  const all = db
    .prepare(
      `select h.register || ' ' || h.record from history h join batch b on b.number = h.batch
       where b.command like ? || '%'`,
    )
    .pluck()
    .all(ERASE) as string[]
  return new Set(all)
}

/** Whether the `before` of a history line equals what the previous line of the same record wrote. */
function follows(register: Register, earlier: Kept | undefined, entry: Entry, erased: boolean): boolean {
  const stood = earlier !== undefined && earlier.action !== 'remove'
  if (stood !== (entry.action !== 'add')) return false
  if (entry.before === null) return erased || (entry.salt !== null && entry.action === 'add')
  if (entry.action === 'add' || (entry.salt === null && !erased)) return false
  const before = JSON.parse(entry.before) as Row
  // The digest does not cover `before.id` or the names of empty fields.
  const sound = before.id === entry.record && Object.keys(before).every(k => k === 'id' || register.fields[k])
  return sound && rowDigest(earlier!.salt, register, entry.record, before).equals(earlier!.digest)
}

function verifyChain(
  db: Database,
  batches: ReadonlyMap<number, { rows: Hash; counts: ReadonlyMap<string, number> }>,
): Unsound[] {
  const found: Unsound[] = []
  let previous: Batch | undefined
  const all = db.prepare('select * from batch order by number').all() as Batch[]
  for (const batch of all) {
    const fault = (zh: string, en: string) => found.push({ where: `batch ${batch.number}`, what: { zh, en } })
    if (batch.number !== (previous?.number ?? 0) + 1) fault('此前缺批', 'a batch before it is missing')
    const { rows, counts } = batches.get(batch.number) ?? { rows: createHash('sha256'), counts: new Map() }
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
    if (digest !== batch.digest) fault('与摘要链不符', 'does not match the digest chain')
    const said = Object.entries(JSON.parse(batch.counts) as Record<string, Record<string, number>>).flatMap(
      ([register, of]) => Object.entries(of).map(([action, n]) => [`${register} ${action}`, n] as const),
    )
    if (said.length !== counts.size || said.some(([done, n]) => counts.get(done) !== n)) {
      fault('所记条数与经过不符', 'its counts do not match its entries')
    }
    previous = batch
  }
  const numbers = new Set(all.map(b => b.number))
  for (const number of batches.keys()) {
    if (!numbers.has(number)) {
      const what = { zh: '有经过而无此批', en: 'has entries but does not exist' }
      found.push({ where: `batch ${number}`, what })
    }
  }
  return found
}

function verifyRecords(
  db: Database,
  register: Register,
  last: Map<number, Kept>,
  tick: () => void,
): Unsound[] {
  const found: Unsound[] = []
  const wrong = (id: number) =>
    found.push({
      where: `${register.name} ${id}`,
      what: {
        zh: '与其经过记录不符: 不是用 cun 改的',
        en: 'does not match its history: it was changed outside cun',
      },
    })
  for (const row of db.prepare(`select * from "${register.name}" order by id`).iterate() as Iterable<Row>) {
    tick()
    const e = last.get(row.id)
    last.delete(row.id)
    const stands = e && e.action !== 'remove'
    if (!stands || !rowDigest(e.salt, register, row.id, row).equals(e.digest)) wrong(row.id)
  }
  for (const [id, e] of last) if (e.action !== 'remove') wrong(id)
  return found
}
