import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { settingRegister } from '../../src/kernel/schema/setting.ts'
import { tableSql } from '../../src/kernel/schema/table-sql.ts'
import { migrate, openDatabase, pragmas } from '../../src/kernel/store/database.ts'
import { lines } from '../../src/lines.ts'
import { migrations } from '../../src/migrations.ts'
import { place } from '../world.ts'

const registers = [...lines.flatMap(l => l.registers ?? []), settingRegister]

function schema(db: Sqlite.Database, table: string) {
  return {
    strict: db.prepare('select strict, wr from pragma_table_list where name = ?').get(table),
    columns: db.prepare('select name, type, "notnull", pk from pragma_table_info(?)').all(table),
    references: db
      .prepare('select "from", "table", "to" from pragma_foreign_key_list(?) order by "from"')
      .all(table),
    indexes: db
      .prepare(
        'select name, sql from sqlite_schema where type = ? and tbl_name = ? and sql is not null order by name',
      )
      .all('index', table),
    checks: String(db.prepare('select sql from sqlite_schema where name = ?').pluck().get(table)).match(
      /json_valid/g,
    )?.length,
  }
}

describe('the schema that migrations make is the one the declarations state', () => {
  const made = new Sqlite(':memory:')
  migrate(made, migrations)
  const stated = new Sqlite(':memory:')
  for (const register of registers) stated.exec(tableSql(register))
  for (const { name } of registers) {
    test(name, () => expect(schema(made, name)).toEqual(schema(stated, name)))
  }
})

test('migrations are numbered without gaps', () => {
  expect(migrations.map(m => m.number)).toEqual(migrations.map((_, i) => i + 1))
})

test('every connection has the settings that keep what is acknowledged', () => {
  const db = openDatabase(`${place().folder}/p.db`, migrations, { create: true })
  for (const [name, value] of Object.entries(pragmas)) {
    if (name === 'busy_timeout') expect(db.pragma('busy_timeout', { simple: true })).toBe(value)
    else expect([name, db.pragma(name, { simple: true })]).toEqual([name, value])
  }
  db.close()
})
