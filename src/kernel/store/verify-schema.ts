import { type Database, type Migration, openDatabase } from './database.ts'
import type { Unsound } from './verify.ts'

/**
 * What of the schema differs from the one that the migrations make: tables, indexes, triggers. Records of a
 * table that differs cannot be read by name.
 */
export function schemaFaults(
  db: Database,
  migrations: readonly Migration[],
): { tables: Unsound[]; others: Unsound[] } {
  const made = openDatabase(':memory:', migrations, { create: true })
  try {
    const [own, right] = [partsOf(db), partsOf(made)]
    const names = [...new Set([...right.keys(), ...own.keys()])].filter(n => own.get(n) !== right.get(n))
    const faults = names.map(where => ({
      where,
      what: !own.has(where)
        ? { zh: '缺少: 不是用 cun 删去的', en: 'is missing: it was not removed by cun' }
        : right.has(where)
          ? { zh: '结构与本程序所建的不同', en: 'differs from what cun makes' }
          : { zh: '不是 cun 建的', en: 'was not made by cun' },
    }))
    const isTable = ({ where }: Unsound) => where.startsWith('table ') && right.has(where)
    return { tables: faults.filter(isTable), others: faults.filter(f => !isTable(f)) }
  } finally {
    made.close()
  }
}

/** `table posting` → its SQL. */
const partsOf = (db: Database) =>
  new Map(
    db
      .prepare(
        `select type || ' ' || name, sql from sqlite_schema where sql is not null and name not like 'sqlite_%'
         order by type, name`,
      )
      .raw()
      .all() as [string, string][],
  )
