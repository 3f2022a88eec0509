import { type DerivedReference, derivedReferences } from '../schema/register.ts'
import type { Register } from '../schema/types.ts'
import type { Database } from './database.ts'

/** The record that a derived reference leads to, of a row of the register's table. */
const meant = ({ name }: Register, { target, from, by, length }: DerivedReference) =>
  `(select t.id from "${target.name}" t where t."${by}" = substr("${name}"."${from}", 1, ${length}))`

/** Fills derived references again where records of some registers have changed: at either end of the reference. */
export function fillDerived(
  db: Database,
  registers: readonly Register[],
  touched: ReadonlySet<Register>,
): void {
  for (const register of registers) {
    for (const reference of derivedReferences(register)) {
      if (!touched.has(register) && !touched.has(reference.target)) continue
      const id = meant(register, reference)
      db.prepare(
        `update "${register.name}" set "${reference.name}" = ${id} where "${reference.name}" is not ${id}`,
      ).run()
    }
  }
}

/** Records whose derived reference leads to none: lists by place pass over them. */
export function leadingNowhere(db: Database, register: Register, { name }: DerivedReference): number[] {
  const sql = `select id from "${register.name}" where "${name}" is null order by id`
  return db.prepare(sql).pluck().all() as number[]
}

/** Records whose derived reference is not what the value behind it says: changed by something other than cun. */
export function wronglyDerived(db: Database, register: Register, reference: DerivedReference): number[] {
  const sql = `select id from "${register.name}" where "${reference.name}" is not ${meant(register, reference)} order by id`
  return db.prepare(sql).pluck().all() as number[]
}
