import { type DerivedReference, derivedReferences } from '../schema/register.ts'
import type { Register } from '../schema/types.ts'
import type { Database } from './database.ts'

/** SQL for the record that a derived reference of a row resolves to. */
const meant = ({ name }: Register, { target, from, by, length }: DerivedReference) =>
  `(select t.id from "${target.name}" t where t."${by}" = substr("${name}"."${from}", 1, ${length}))`

/** Recomputes derived references where records changed in their own register or the target register. */
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

/** Records whose derived reference is empty: lists by place omit them. */
export function leadingNowhere(db: Database, register: Register, { name }: DerivedReference): number[] {
  const sql = `select id from "${register.name}" where "${name}" is null order by id`
  return db.prepare(sql).pluck().all() as number[]
}

/** Records whose derived reference does not match the value behind it: changed outside cun. */
export function wronglyDerived(db: Database, register: Register, reference: DerivedReference): number[] {
  const sql = `select id from "${register.name}" where "${reference.name}" is not ${meant(register, reference)} order by id`
  return db.prepare(sql).pluck().all() as number[]
}
