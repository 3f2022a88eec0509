import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { unpack } from '../../src/kernel/store/packed.ts'
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

/** Rows with the contents of quarters as they read: compressed since schema 17. */
const asRead = (table: string, held: unknown[]) =>
  (held as Record<string, string>[]).map(row => {
    if (table === 'quarter') return { ...row, content: unpack(row.content!) }
    if (table !== 'history' || row.register !== 'quarter' || row.before === null) return row
    const before = JSON.parse(row.before!) as Record<string, string>
    return { ...row, before: { ...before, content: unpack(before.content!) } }
  })

// Kept files for every schema that offices may still have: made by the program of that time, never edited.
test.each(readdirSync(folder).filter(name => name.endsWith('.db')))(
  '%s, made by an earlier cun, opens with all it held',
  async file => {
    const there = place()
    const path = join(there.folder, 'cun.db')
    copyFileSync(join(folder, file), path)
    const before = rows(path)
    expect(/^schema-(\d\d)(?:-frozen)?\.db$/.exec(file)?.[1]).toBe(String(before.version).padStart(2, '0'))
    expect(await there.run('cun check')).toMatchObject({ code: 0, err: '没有问题\n' })
    const after = rows(path)
    expect(after.version).toBe(migrations.length)
    for (const [table, held] of Object.entries(before.all)) {
      expect(asRead(table, after.all[table]!)).toMatchObject(asRead(table, held))
    }
    const [backup] = readdirSync(`${path}.backups`)
    expect(rows(join(`${path}.backups`, backup!))).toEqual(before)
    // The history of that time can still be taken back.
    expect(await there.run('cun undo 11 --yes')).toMatchObject({ code: 0 })
    expect(await there.run('cun check')).toMatchObject({ code: 0 })
  },
)

// Both editions, before and after the quarter was reopened; test/databases/printed is what cun 0.1.0 printed of them.
test.each([
  ['2024-07-08', 1],
  ['2024-07-26', 2],
])('papers frozen by cun 0.1.0 print their bytes, as of %s', async (day, edition) => {
  const there = place()
  copyFileSync(join(folder, 'schema-12-frozen.db'), join(there.folder, 'cun.db'))
  for (const paper of ['score', 'quarter', 'attendance']) {
    const { code, both } = await there.run(
      `cun report ${paper} 2024Q2 --as-of ${day} --out ${paper}.csv --quiet`,
    )
    expect([code, both]).toEqual([0, ''])
    const then = readFileSync(join(folder, 'printed', `${paper}-${edition}.csv`))
    expect(readFileSync(join(there.folder, `${paper}.csv`)).equals(then)).toBe(true)
  }
  expect(await there.run('cun check --full')).toMatchObject({
    out: expect.not.stringContaining('quarter'),
  })
})
