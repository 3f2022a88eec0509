import type { Facts } from '../kernel/cli/facts.ts'
import type { Call } from '../kernel/cli/line.ts'
import { writeNow } from '../kernel/cli/write.ts'
import { pastOf } from '../kernel/schema/dated.ts'
import { keyFields } from '../kernel/schema/register.ts'
import type { Reader, Register, Row } from '../kernel/schema/types.ts'
import { type Backup, backupsOf } from '../kernel/store/backup.ts'
import { ERASE, findBatch, type Head } from '../kernel/store/journal.ts'
import { decode, rowsById } from '../kernel/store/records.ts'
import { both, letterOf } from '../kernel/text.ts'

/** A record that names a person. */
export interface Trace {
  readonly register: Register
  readonly row: Row
}

/** Records with the name in a person field; earlier values of one of them go along with it. */
export function traces(facts: Facts, name: string): Trace[] {
  facts.asStored()
  const found = named(facts, name)
  const isAlong = ({ register, row }: Trace) =>
    found.some(t => pastOf(t.register) === register && t.row.id === row.record)
  return found.filter(t => !isAlong(t))
}

/** A trace with the earlier values that hold the name too; of earlier values, with their record. */
function along(facts: Facts, { register, row, name }: Trace & { readonly name: string }): Trace[] {
  const past = pastOf(register)
  const earlier = named(facts, name).filter(t => t.register === past && t.row.record === row.id)
  const of = facts.registers.find(r => pastOf(r) === register)
  const whole = of && rowsById(facts.db, of, [row.record as number]).get(row.record as number)
  return [{ register, row }, ...earlier, ...(whole ? [{ register: of, row: decode(of, whole) }] : [])]
}

function named(facts: Facts, name: string): Trace[] {
  return facts.registers.flatMap(register => {
    const fields = personFields(register)
    if (fields.length === 0) return []
    const ids = facts.db
      .prepare(`select id from "${register.name}" where ${fields.map(f => `"${f}" = :name`).join(' or ')}`)
      .pluck()
      .all({ name }) as number[]
    const rows = rowsById(facts.db, register, ids)
    return ids.map(id => ({ register, row: decode(register, rows.get(id)!) }))
  })
}

const personFields = (register: Register) =>
  Object.entries(register.fields).flatMap(([name, f]) => (f.kind === 'person' ? [name] : []))

/** Replaces a name that the record needs: letters only, as in names, and different for every record. */
export const pseudonym = (id: number) => `已删除${letterOf(id - 1)}`

/** The record without the name; a record about the person also loses optional ID number, phone and birth. */
function without(register: Register, row: Row, name: string, reader: Reader): Row {
  const after = { ...row }
  // A rule may need an optional name, e.g. that of whoever confirmed a deed beside the day.
  const isNeeded = (key: string) =>
    register.rules?.some(rule => rule({ ...row, [key]: null }, reader)?.field === key)
  // One household has one stand-in, whenever its head had the name.
  const of = register.process && typeof row.record === 'number' ? row.record : row.id
  const about = personFields(register).some(f => keyFields(register).includes(f) && row[f] === name)
  for (const [key, field] of Object.entries(register.fields)) {
    if (field.kind === 'person' && row[key] === name)
      after[key] = field.optional && !isNeeded(key) ? null : pseudonym(of)
    const personal = field.kind === 'idNumber' || field.kind === 'phone' || key === 'birth'
    if (about && personal && field.optional) after[key] = null
  }
  return after
}

/** `posting:3` */
export const markOf = (t: Trace) => `${t.register.name}:${t.row.id}`

/**
 * Erases names from records, with what their history keeps, in one batch; returns its number. `seen` as for
 * `writeNow`.
 */
export function eraseFrom(
  call: Call,
  going: readonly (Trace & { readonly name: string })[],
  seen?: Head,
): number {
  const batch = writeNow(
    call,
    `${ERASE}${going.map(markOf).join(' ')}: ${call.global.reason}`,
    pen => {
      const done = new Set<string>()
      for (const trace of going) {
        for (const { register, row } of along(call, trace)) {
          if (done.has(markOf({ register, row }))) continue
          done.add(markOf({ register, row }))
          const found = rowsById(call.db, register, [row.id]).get(row.id)
          if (!found) continue
          const now = decode(register, found)
          pen.erase(register, now, without(register, now, trace.name, call.settings))
        }
      }
    },
    seen,
  )
  // `secure_delete` overwrites values as they are deleted; this clears older pages and the write-ahead log.
  call.db.exec('vacuum')
  call.db.pragma('wal_checkpoint(truncate)')
  return batch
}

/**
 * Backups that hold records first written by the batch `since`, made before the batch `until` erased them. One of a
 * journal that a restore gave up may hold them whatever its number.
 */
export const backupsHolding = (call: Call, since: number, until = Number.POSITIVE_INFINITY): Backup[] =>
  backupsOf(call.dbPath).filter(
    b => (since <= b.batch && b.batch < until) || !findBatch(call.db, b.batch)?.digest.startsWith(b.head),
  )

/** Says which backups still hold what a batch erased, and what else may. */
export function sayWhatIsLeft(call: Call, batch: number): void {
  const since = call.db
    .prepare(
      `select min(h.batch) from history e join history h on h.register = e.register and h.record = e.record
       where e.batch = ?`,
    )
    .pluck()
    .get(batch) as number
  const holding = backupsHolding(call, since, batch)
  if (holding.length > 0) {
    call.done({
      zh: '这些备份里还有这些信息, 用不着时删掉:',
      en: 'these backups still contain the data; delete them when no longer needed:',
    })
  }
  for (const { path } of holding) call.done(both(`  ${path}`))
  call.tell({
    zh: '已公布的季度和通报、另存的导出文件、文字说明里的姓名不在删除之列',
    en: 'published quarters and notices, exported files and names inside free text are not erased',
  })
}
