import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { migrate, openDatabase } from '../../../src/kernel/store/database.ts'
import { pack, unpack } from '../../../src/kernel/store/packed.ts'
import { migrations } from '../../../src/migrations.ts'
import { filesUnder, type Place, place } from '../../world.ts'

const kept = new URL('../../databases/schema-12-frozen.db', import.meta.url).pathname

async function frozen(): Promise<Place> {
  const there = place()
  copyFileSync(kept, join(there.folder, 'cun.db'))
  await there.run('cun quarter list')
  return there
}

const edit = (there: Place, work: (db: Sqlite.Database) => void) => {
  const db = new Sqlite(join(there.folder, 'cun.db'))
  work(db)
  db.close()
}

const contents = (db: Sqlite.Database) =>
  db.prepare('select content from quarter order by id').pluck().all() as string[]

/** What the history keeps of quarters. */
const before = (db: Sqlite.Database) =>
  db
    .prepare(
      "select json_extract(before, '$.content') from history where register = 'quarter' and before is not null",
    )
    .pluck()
    .all() as string[]

test.each(['', 'a', '{"名":"示例一局"}', '𠮷\u0000\n', '中'.repeat(100_000), 'gzip:'])(
  'a text reads as it was written, whatever it is',
  text => {
    const stored = pack(text)
    expect(stored).toMatch(/^gzip:[A-Za-z0-9+/]+=*$/)
    expect(unpack(stored)).toBe(text)
  },
)

describe('a frozen quarter', () => {
  test('is compressed where it stands and in what its history keeps, which stays append-only', async () => {
    const there = await frozen()
    expect((await there.run('cun assess reopen 2024Q2 --reason 再录')).code).toBe(0)
    expect((await there.run('cun assess freeze 2024Q2')).code).toBe(0)
    const db = new Sqlite(join(there.folder, 'cun.db'))
    const all = [...contents(db), ...before(db)]
    expect(all).toHaveLength(3 + 2)
    for (const stored of all) {
      expect(stored).toMatch(/^gzip:/)
      expect(JSON.parse(unpack(stored)!)).toHaveProperty('scored')
    }
    expect(() => db.exec("update history set before = '{}' where register = 'quarter'")).toThrow(
      'append-only',
    )
    db.close()
    const files = filesUnder(there.folder).filter(path => /cun\.db(-wal)?$/.test(path))
    expect(files.map(path => readFileSync(path).includes('"scored"'))).toEqual(files.map(() => false))
    expect((await there.run('cun check')).err).toContain('没有问题')
  })

  test('that is stored as it reads, as by earlier versions, prints the same and verifies', async () => {
    const [there, plain] = [await frozen(), await frozen()]
    edit(plain, db => {
      for (const [i, stored] of contents(db).entries())
        db.prepare('update quarter set content = ? where id = ?').run(unpack(stored), i + 1)
    })
    expect(await plain.run('cun check')).toMatchObject({ code: 0 })
    for (const words of [
      'cun assess 2024Q2',
      'cun assess drift 2024Q2',
      'cun report quarter 2024Q2 --format json',
      'cun quarter show 2',
      'cun quarter export --no-bom',
      'cun history show 10',
    ]) {
      const [one, other] = [await there.run(words), await plain.run(words)]
      expect([words, one.code, one.out]).toEqual([words, 0, other.out])
    }
  })

  test('that is damaged is named by check, and not printed', async () => {
    const there = await frozen()
    edit(there, db => {
      const stored = contents(db)[1]!
      const wrong = `${stored.slice(0, 200)}${stored[200] === 'A' ? 'B' : 'A'}${stored.slice(201)}`
      db.prepare('update quarter set content = ? where id = 2').run(wrong)
    })
    expect((await there.run('cun check')).out).toContain('quarter 2')
    expect((await there.run('cun check --full')).out).toContain('压缩存放的内容已损坏')
    expect((await there.run('cun quarter list')).code).toBe(0)
    for (const words of ['cun assess 2024Q2', 'cun assess reopen 2024Q2 --reason 核对'])
      expect((await there.run(words)).refusals.map(r => r.code)).toEqual(['database.text-damaged'])
  })
})

test('an upgrade gives back the room, unless another has the file open', async () => {
  const there = place()
  const path = join(there.folder, 'cun.db')
  copyFileSync(kept, path)
  const early = openDatabase(path, migrations.slice(0, 16))
  early.exec('create table filler (x); insert into filler values (zeroblob(2000000)); drop table filler')
  const pages = early.pragma('page_count', { simple: true }) as number
  early.close()
  const other = new Sqlite(path)
  other.exec('begin')
  other.prepare('select count(*) from unit').get()
  const db = openDatabase(path, migrations)
  expect(contents(db).every(text => text.startsWith('gzip:'))).toBe(true)
  other.exec('commit')
  other.close()
  db.close()
  copyFileSync(kept, path)
  const again = openDatabase(path, migrations)
  expect(again.pragma('freelist_count', { simple: true })).toBe(0)
  expect(again.pragma('page_count', { simple: true })).toBeLessThan(pages)
  expect(again.pragma('integrity_check', { simple: true })).toBe('ok')
  migrate(again, migrations)
  again.close()
})
