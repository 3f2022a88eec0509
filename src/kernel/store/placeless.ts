import { calledWithin } from '../schema/register.ts'
import type { Register } from '../schema/types.ts'
import type { Database } from './database.ts'

/** The register whose records hold those of another by a column that is worked out, as a code's first digits, not kept. */
export function holderOf(register: Register): Register | undefined {
  const [column, parent] = calledWithin(register) ?? []
  return column !== undefined && register.called?.rows && !register.fields[column] ? parent!() : undefined
}

/** Records of `register` that lie in some of the given records of its holder. */
export function heldBy(db: Database, register: Register, ids: readonly number[]): number[] {
  const [column] = calledWithin(register)!
  return db
    .prepare(
      `select id from (${register.called!.rows!}) where "${column}" in (select value from json_each(?)) order by id`,
    )
    .pluck()
    .all(JSON.stringify(ids)) as number[]
}

/** Records that should lie in a record of another register and lie in none: lists by place pass over them. */
export function placeless(db: Database, register: Register): number[] {
  if (!holderOf(register)) return []
  const sql = `select id from "${register.name}" where id not in (select id from (${register.called!.rows!})) order by id`
  return db.prepare(sql).pluck().all() as number[]
}
