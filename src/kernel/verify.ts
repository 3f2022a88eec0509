import { createHash } from 'node:crypto'
import { type Action, type Batch, batchFacts, type Entry, type Note, rowDigest } from './batch.ts'
import type { Database } from './database.ts'
import type { Register, Row } from './register.ts'

/** What does not fit between the journal, its chain and the records; empty when all is as it was written. */
export function verifyJournal(
  db: Database,
  registers: readonly Register[],
): { batch?: number; register?: string; record?: number }[] {
  const faults: { batch?: number; register?: string; record?: number }[] = []
  let previous = ''
  for (const batch of db.prepare('select * from batch order by number').all() as Batch[]) {
    const rows = createHash('sha256')
    for (const digest of db
      .prepare('select digest from history where batch = ? order by id')
      .pluck()
      .iterate(batch.number) as Iterable<Buffer>) {
      rows.update(digest)
    }
    const facts = batchFacts({
      ...batch,
      source: batch.source ?? undefined,
      sourceDigest: batch.sourceDigest ?? undefined,
      undoes: batch.undoes ?? undefined,
    } as Note & { number: number; counts: string })
    const digest = createHash('sha256').update(previous).update(facts).update(rows.digest()).digest('hex')
    if (digest !== batch.digest) faults.push({ batch: batch.number })
    previous = batch.digest
  }
  for (const register of registers) {
    const latest = `select h.record, h.action, h.salt, h.digest from history h
      where h.register = ? and h.id = (select max(id) from history where register = h.register and record = h.record)`
    const known = new Map<number, { action: Action; salt: Buffer; digest: Buffer }>()
    for (const e of db.prepare(latest).iterate(register.name) as Iterable<Entry>) known.set(e.record, e)
    for (const row of db.prepare(`select * from "${register.name}"`).iterate() as Iterable<Row>) {
      const e = known.get(row.id)
      known.delete(row.id)
      if (!e || !rowDigest(e.salt, register.name, row.id, row).equals(e.digest)) {
        faults.push({ register: register.name, record: row.id })
      }
    }
    for (const [record, e] of known)
      if (e.action !== 'remove') faults.push({ register: register.name, record })
  }
  return faults
}
