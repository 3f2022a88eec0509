import { typedFields } from '../schema/register.ts'
import type { Field, Register, Row } from '../schema/types.ts'
import type { Database } from './database.ts'
import { pack, unpack } from './packed.ts'

const stored = (field: Field, value: unknown): unknown =>
  field.many ? JSON.stringify(value) : field.packed ? pack(value as string) : value

/** The typed values of a record as SQL stores them: lists as JSON, long texts compressed, no derived fields. */
export function encode(register: Register, record: Record<string, unknown>): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [name, field] of typedFields(register)) {
    const value = record[name]
    out[name] = value == null ? null : stored(field, value)
  }
  return out
}

/** A damaged text stays as it is stored, so that the rest of the record can be read. */
const read = (field: Field, stored: string): unknown =>
  field.many ? JSON.parse(stored) : field.packed ? (unpack(stored) ?? stored) : stored

export function decode(register: Register, row: Record<string, unknown>): Row {
  const out: Row = { id: row.id as number }
  for (const [name, field] of Object.entries(register.fields)) {
    const value = row[name]
    out[name] = typeof value === 'string' ? read(field, value) : (value ?? null)
  }
  return out
}

/** Stored rows by record number, not decoded. */
export function rowsById(db: Database, register: Register, ids: readonly number[]): Map<number, Row> {
  if (ids.length === 0) return new Map()
  const rows = db
    .prepare(`select * from "${register.name}" where id in (select value from json_each(?))`)
    .all(JSON.stringify(ids)) as Row[]
  return new Map(rows.map(row => [row.id, row]))
}

export function* records(
  db: Database,
  register: Register,
  where = '',
  parameters: readonly unknown[] = [],
): Generator<Row> {
  const sql = `select * from "${register.name}" ${where} order by id`
  for (const row of db.prepare(sql).iterate(...parameters) as Iterable<Row>) yield decode(register, row)
}

/**
 * Records of any register that refer to given records of one register, except those in `going`. A derived
 * reference is reported under the field that determines it, which is the one to change.
 */
export function referrers(
  db: Database,
  registers: readonly Register[],
  register: Register,
  ids: readonly number[],
  going: ReadonlyMap<Register, readonly number[]> = new Map(),
): { register: Register; field: string; records: number[] }[] {
  const found: { register: Register; field: string; records: number[] }[] = []
  for (const other of registers) {
    for (const [name, field] of Object.entries(other.fields)) {
      if (!field.registerIn && field.target?.() !== register) continue
      const one = `t."${name}" in (select value from json_each(:ids))`
      const hit = field.registerIn
        ? `${one} and t."${field.registerIn}" = '${register.name}'`
        : field.many
          ? `exists (select 1 from json_each(t."${name}") e where e.value in (select value from json_each(:ids)))`
          : one
      const records = db
        .prepare(
          `select t.id from "${other.name}" t where ${hit}
           and t.id not in (select value from json_each(:going)) order by t.id`,
        )
        .pluck()
        .all({ ids: JSON.stringify(ids), going: JSON.stringify(going.get(other) ?? []) }) as number[]
      const said = field.derived?.from ?? name
      if (records.length > 0) found.push({ register: other, field: said, records })
    }
  }
  return found
}
