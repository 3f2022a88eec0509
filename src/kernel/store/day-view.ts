import { datedFields, pastOf } from '../schema/dated.ts'
import { settingRegister } from '../schema/setting.ts'
import type { Register } from '../schema/types.ts'
import type { Database } from './database.ts'

const shown = new WeakMap<Database, Set<string>>()

/**
 * From now on, queries of this connection that name a register's table read the values that held on a day: a
 * temporary table of the same name hides the stored one. Made only where a value changed on a later day.
 */
export function showDay(db: Database, registers: readonly Register[], day: string): void {
  for (const register of registers) {
    const past = pastOf(register)
    // Settings are read by their day wherever they are read.
    if (!past || register === settingRegister) continue
    const differs = db.prepare(`select 1 from "${past.name}" where until >= ? limit 1`).get(day)
    if (!differs) continue
    const columns = ['id', ...Object.keys(register.fields)]
    const names = new Set(datedFields(register))
    const list = columns.map(c => `"${c}"`).join(', ')
    db.exec(
      `create temp table "${register.name}" (${columns.map(c => (c === 'id' ? 'id integer primary key' : `"${c}"`)).join(', ')})`,
    )
    db.prepare(
      `insert into temp."${register.name}" (${list})
       select ${columns.map(c => (names.has(c) ? `case when p.id is null then m."${c}" else p."${c}" end` : `m."${c}"`)).join(', ')}
       from main."${register.name}" m left join "${past.name}" p on p.record = m.id and p.until = (
         select min(q.until) from "${past.name}" q where q.record = m.id and q.until >= ?)`,
    ).run(day)
    const indexes = db
      .prepare("select sql from main.sqlite_schema where type = 'index' and tbl_name = ? and sql is not null")
      .pluck()
      .all(register.name) as string[]
    // Unique keys hold of the stored values only.
    for (const sql of indexes) db.exec(sql.replace(/^create (unique )?index "/i, 'create index temp."'))
    const all = shown.get(db) ?? new Set()
    shown.set(db, all)
    all.add(register.name)
  }
}

/** Whether a value of some record differs between two days. */
export function daysDiffer(db: Database, registers: readonly Register[], a: string, b: string): boolean {
  const [first, last] = a < b ? [a, b] : [b, a]
  return registers.some(register => {
    const past = pastOf(register)
    return (
      past !== undefined &&
      register !== settingRegister &&
      db.prepare(`select 1 from "${past.name}" where until >= ? and until < ? limit 1`).get(first, last) !==
        undefined
    )
  })
}

/** From now on, queries read the stored values again: before anything is changed or verified. */
export function showStored(db: Database): void {
  for (const name of shown.get(db) ?? []) db.exec(`drop table temp."${name}"`)
  shown.delete(db)
}
