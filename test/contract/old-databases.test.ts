import { copyFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { migrations } from '../../src/migrations.ts'
import { place } from '../world.ts'

const folder = new URL('../databases/', import.meta.url).pathname

const rows = (path: string) => {
  const db = new Sqlite(path, { readonly: true })
  const tables = db
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name")
    .pluck()
    .all() as string[]
  const all = Object.fromEntries(tables.map(t => [t, db.prepare(`select * from "${t}"`).all()]))
  const version = db.pragma('user_version', { simple: true })
  db.close()
  return { all, version }
}

// One kept file for every schema that offices may still have: made by the program of that time, never edited.
test.each(readdirSync(folder))('%s, made by an earlier cun, opens with all it held', async file => {
  const there = place()
  const path = join(there.folder, 'cun.db')
  copyFileSync(join(folder, file), path)
  const before = rows(path)
  expect(file).toBe(`schema-${String(before.version).padStart(2, '0')}.db`)
  expect(await there.run('cun check')).toMatchObject({ code: 0, err: '没有问题\n' })
  const after = rows(path)
  expect(after.version).toBe(migrations.length)
  for (const [table, held] of Object.entries(before.all)) {
    expect(after.all[table]).toMatchObject(held as object[])
  }
  const [backup] = readdirSync(`${path}.backups`)
  expect(rows(join(`${path}.backups`, backup!))).toEqual(before)
  // The history of that time can still be taken back.
  expect(await there.run('cun undo 11 --yes')).toMatchObject({ code: 0 })
  expect(await there.run('cun check')).toMatchObject({ code: 0 })
})
