import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { type Backup, expendable } from '../../../src/kernel/store/backup.ts'
import { hazardOf } from '../../../src/kernel/store/location.ts'
import { county, type Place, place, withoutGuards } from '../../world.ts'

const backups = (there: Place) => {
  const folder = join(there.folder, 'cun.db.backups')
  return existsSync(folder) ? readdirSync(folder).sort() : []
}
const units = async (there: Place) => (await there.run('cun unit list --format csv --no-bom')).out

async function withUnits(): Promise<Place> {
  const there = place()
  await there.run('cun init --name 甲县 --code 410882')
  there.write('a.csv', '单位名称,隶属层级\n甲局,县\n乙局,县\n')
  there.write('b.csv', '单位名称,隶属层级\n丙局,县\n')
  await there.run('cun unit import a.csv')
  return there
}

describe('a backup is made before', () => {
  test('an import that writes: not a dry run, a refused file, or one that changes nothing', async () => {
    const there = await withUnits()
    expect(backups(there)).toEqual([expect.stringMatching(/^cun-20240726-093000-b000001-[0-9a-f]{12}\.db$/)])
    await there.run('cun unit import b.csv --dry-run')
    there.write('bad.csv', '单位名称,隶属层级\n丁局,大\n')
    await there.run('cun unit import bad.csv')
    await there.run('cun unit import a.csv')
    expect(backups(there).length).toBe(1)
    await there.run('cun unit import b.csv')
    expect(backups(there).length).toBe(2)
  })
  test('an undo and a restore', async () => {
    const there = await withUnits()
    await there.run('cun undo --yes')
    expect(backups(there).map(n => n.slice(20, 27))).toEqual(['b000001', 'b000002'])
    await there.run(`cun restore ${backups(there)[0]} --yes`)
    expect(backups(there).map(n => n.slice(20, 27))).toEqual(['b000001', 'b000002', 'b000003'])
  })
  test('a migration', async () => {
    const there = place()
    // Made by an earlier cun, see test/contract/old-databases.test.ts.
    copyFileSync(new URL('../../databases/schema-12.db', import.meta.url), join(there.folder, 'cun.db'))
    expect((await there.run('cun unit list')).code).toBe(0)
    expect(backups(there)).toHaveLength(1)
    const kept = new Sqlite(join(there.folder, 'cun.db.backups', backups(there)[0]!), { readonly: true })
    expect(kept.pragma('user_version', { simple: true })).toBe(12)
    kept.close()
  })
})

test('cun backup says where the copy is and what it holds; cun backup list shows all; --out never overwrites', async () => {
  const there = await withUnits()
  const { out } = await there.run('cun backup')
  expect(out).toMatch(
    /^已备份: .*cun-20240726-093000-b000002-([0-9a-f]{12})\.db, 第 2 批 \(2024-07-26 09:30:00\), 摘要 \1\n$/,
  )
  expect((await there.run('cun backup')).out).toBe(out)
  const listed = (await there.run('cun backup list')).out
  for (const name of backups(there)) expect(listed).toContain(name)
  expect((await there.run('cun backup --out usb/copy.db')).code).toBe(0)
  const again = await there.run('cun backup --out usb/copy.db')
  expect([again.code, again.err]).toEqual([73, expect.stringContaining('--force')])
  expect((await there.run('cun backup --out usb/copy.db --force')).code).toBe(0)
  expect((await there.run('cun --db usb/copy.db unit list')).out).toContain('乙局')
  expect(readdirSync(join(there.folder, 'usb')).filter(f => f.includes('tmp'))).toEqual([])
})

describe('cun restore', () => {
  test('brings back what was, keeps what it replaces, and windows that are open see it', async () => {
    const there = await withUnits()
    const before = await units(there)
    await there.run('cun backup')
    await there.run('cun unit import b.csv')
    const after = await units(there)
    const window = new Sqlite(join(there.folder, 'cun.db'), { readonly: true })
    const count = window.prepare('select count(*) from unit').pluck()
    expect(count.get()).toBe(3)
    const { code, out } = await there.run(`cun restore ${backups(there)[1]} --yes`)
    expect([code, out]).toEqual([0, expect.stringContaining('已恢复到第 2 批')])
    expect(count.get()).toBe(2)
    window.close()
    expect(await units(there)).toBe(before)
    const kept = /原库保存在 (.*)\n/.exec(out)![1]!
    expect((await there.run(`cun restore ${kept} --yes`)).code).toBe(0)
    expect(await units(there)).toBe(after)
    expect((await there.run('cun check')).err).toContain('没有问题')
    expect(readdirSync(there.folder).filter(f => f.includes('.new'))).toEqual([])
  })

  const bad: [what: string, spoil: (path: string) => void, says: RegExp][] = [
    ['a file of another kind', path => writeFileSync(path, '单位\n甲局\n'), /不是 cun 的数据库/],
    ['a file cut short', path => truncateSync(path, statSync(path).size - 5000), /损坏|核验不符/],
    ['an empty file', path => truncateSync(path, 0), /不是 cun 的数据库/],
    [
      'a record changed outside cun',
      path => void new Sqlite(path).exec("update unit set name = '戊局' where id = 1").close(),
      /核验不符 \(1 处, 如 unit 1: /,
    ],
    [
      'a batch taken out',
      path =>
        void new Sqlite(path)
          .exec(
            'drop trigger history_kept; drop trigger batch_kept; delete from history where batch = 2; delete from batch where number = 2',
          )
          .close(),
      /核验不符/,
    ],
    [
      'a newer program',
      path => void new Sqlite(path).exec('pragma user_version = 999').close(),
      /更新的 cun/,
    ],
  ]
  test.each(bad)('refuses %s and leaves the database alone', async (_, spoil, says) => {
    const there = await withUnits()
    await there.run('cun backup --out copy.db')
    spoil(join(there.folder, 'copy.db'))
    const stands = readFileSync(join(there.folder, 'cun.db'))
    const { code, out, err } = await there.run('cun restore copy.db --yes')
    expect([code, out]).toEqual([78, ''])
    expect(err).toMatch(says)
    expect(readFileSync(join(there.folder, 'cun.db')).equals(stands)).toBe(true)
    expect(readdirSync(there.folder).filter(f => /new|tmp/.test(f))).toEqual([])
  })

  test('asks for --force before the backup of another county takes the place of this one', async () => {
    const there = await withUnits()
    const other = place()
    await other.run('cun init --name 乙县 --code 410883')
    await other.run(`cun backup --out ${there.folder}/other.db`)
    expect(await there.run('cun restore other.db --yes')).toMatchObject({
      code: 78,
      err: expect.stringContaining('--force'),
    })
    expect((await there.run('cun restore other.db --force --yes')).code).toBe(0)
    expect((await there.run('cun settings list')).out).toContain('乙县')
  })

  test('moves a damaged database aside, with what its sidecars hold', async () => {
    const there = await withUnits()
    await there.run('cun backup')
    writeFileSync(join(there.folder, 'cun.db'), 'damaged')
    writeFileSync(join(there.folder, 'cun.db-wal'), 'damaged too')
    const { code, out } = await there.run(`cun restore ${backups(there)[1]} --yes`)
    expect([code, out]).toEqual([0, expect.stringContaining('cun.db.replaced-20240726-093000')])
    expect(readFileSync(join(there.folder, 'cun.db.backups/cun.db.replaced-20240726-093000'), 'utf8')).toBe(
      'damaged',
    )
    expect(await units(there)).toContain('乙局')
  })

  test('names what there is when the file is not there', async () => {
    const there = await withUnits()
    expect(await there.run('cun restore none.db --yes')).toMatchObject({
      code: 66,
      err: expect.stringContaining('cun backup list'),
    })
  })
})

test('rotation keeps the last ten, the last of each of 14 days and of each of 12 months', () => {
  const all: Backup[] = []
  for (let i = 0; i < 600; i++) {
    const day = new Date(Date.UTC(2023, 0, 1 + Math.floor(i / 2), i % 2 ? 15 : 9))
    const at = day.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
    all.push({ path: '', name: at, at, batch: i, head: '' })
  }
  const gone = new Set(expendable(all))
  const kept = all.filter(b => !gone.has(b)).map(b => b.at)
  expect(kept.slice(-10)).toEqual(all.slice(-10).map(b => b.at))
  expect(new Set(kept.slice(-19).map(at => at.slice(0, 8))).size).toBe(14)
  expect(new Set(kept.map(at => at.slice(0, 6)))).toEqual(new Set(all.map(b => b.at.slice(0, 6))))
  expect(kept.length).toBe(10 + 9 + 9)
})

describe('where writing is not safe', () => {
  const unsafe = [
    '/home/a/OneDrive/cun.db',
    '/home/a/OneDrive - 县委/x/cun.db',
    'C:\\Users\\a\\坚果云\\cun.db',
    '/home/a/Dropbox/cun.db',
    '//server/share/cun.db',
    '\\\\server\\share\\cun.db',
    'D:\\WPS云盘\\cun.db',
  ]
  test.each(unsafe)('%s', path => expect(hazardOf(path)).toBeDefined())
  test.each(['/home/a/cun.db', 'C:\\Users\\a\\cun.db', '/srv/onedrive-notes.txt/cun.db'])(
    'but not %s',
    path => expect(hazardOf(path)).toBeUndefined(),
  )

  test('a database is neither made nor written in a synchronised folder, but it is read there', async () => {
    const there = await withUnits()
    mkdirSync(join(there.folder, '坚果云'))
    const made = await there.run('cun --db 坚果云/new.db init --name 甲县 --code 410882')
    expect([made.code, made.err]).toEqual([78, expect.stringContaining('cun backup --out')])
    expect(existsSync(join(there.folder, '坚果云/new.db'))).toBe(false)
    copyFileSync(join(there.folder, 'cun.db'), join(there.folder, '坚果云/cun.db'))
    expect((await there.run('cun --db 坚果云/cun.db unit list')).out).toContain('甲局')
    expect((await there.run('cun --db 坚果云/cun.db unit add --name 丁局')).code).toBe(78)
  })
})

test('a database of a newer program is read, and not written', async () => {
  const there = await withUnits()
  const db = new Sqlite(join(there.folder, 'cun.db'))
  db.pragma('user_version = 999')
  db.close()
  expect(await there.run('cun unit list')).toMatchObject({ code: 0, out: expect.stringContaining('甲局') })
  for (const words of ['cun unit add --name 丁局', 'cun unit export', 'cun undo --yes']) {
    expect(await there.run(words)).toMatchObject({ code: 78, err: expect.stringContaining('999') })
  }
})

test('nothing is added to a journal that has lost a batch; a backup still takes its place', async () => {
  const there = await withUnits()
  await there.run('cun unit import b.csv')
  const db = new Sqlite(join(there.folder, 'cun.db'))
  withoutGuards(db)
  db.pragma('foreign_keys = off')
  db.exec('delete from batch where number = 2')
  db.close()
  expect((await there.run('cun unit list')).code).toBe(0)
  for (const words of ['cun unit add --name 丁局', 'cun undo 3 --yes']) {
    expect(await there.run(words)).toMatchObject({
      code: 78,
      err: expect.stringContaining('最新是第 3 批, 只有 2 批'),
    })
  }
  expect((await there.run(`cun restore ${backups(there)[1]} --yes`)).code).toBe(0)
  expect((await there.run('cun unit add --name 丁局')).code).toBe(0)
})

test('what does not read back as it was written is not committed', async () => {
  const there = await withUnits()
  const db = new Sqlite(join(there.folder, 'cun.db'))
  db.exec(
    "create trigger spoil after insert on unit begin update unit set name = name || '?' where id = new.id; end",
  )
  db.close()
  const before = await units(there)
  expect(await there.run('cun unit import b.csv')).toMatchObject({
    code: 74,
    err: expect.stringContaining('读回'),
  })
  expect(await units(there)).toBe(before)
  expect((await there.run('cun history')).out).not.toContain('b.csv')
})

describe('cun check --full', () => {
  test('says that there is no backup, then that all is well', async () => {
    const there = await county()
    for (const name of backups(there)) truncateSync(join(there.folder, 'cun.db.backups', name), 0)
    expect(await there.run('cun check --full')).toMatchObject({
      code: 1,
      out: expect.stringContaining(backups(there).at(-1)!),
    })
    await there.run('cun backup')
    expect(await there.run('cun check --full')).toMatchObject({ code: 0, err: '没有问题\n' })
  })
})

describe('cun repair', () => {
  test('takes what can be read into another file, says what could not, and leaves the damaged one alone', async () => {
    const there = await county()
    const path = join(there.folder, 'cun.db')
    const db = new Sqlite(path)
    db.pragma('wal_checkpoint(truncate)')
    const pages = db
      .prepare("select pageno from dbstat where name = 'village' and pagetype = 'leaf' order by pageno")
      .pluck()
      .all() as number[]
    const all = db.prepare('select count(*) from village').pluck().get() as number
    db.close()
    // A page of the villages in the middle is overwritten, as by a bad sector.
    const bytes = readFileSync(path)
    bytes.fill(0xaa, (pages[1]! - 1) * 4096, pages[1]! * 4096)
    writeFileSync(path, bytes)
    expect(await there.run('cun check')).toMatchObject({
      code: 1,
      out: expect.stringContaining('cun restore'),
    })
    expect(await there.run('cun restore cun.db --yes')).toMatchObject({ code: 78 })
    const { code, out } = await there.run('cun repair --out repaired.db')
    expect(code).toBe(1)
    const row = out.split('\n').find(line => line.startsWith('village'))!
    const [, taken, lost] = /^village +(\d+) +([-\d, ]+?)\s*$/.exec(row)!
    const missing = lost!.split(', ').reduce((n, part) => {
      const [from, to = from] = part.split('-').map(Number)
      return n + to! - from! + 1
    }, 0)
    expect(missing).toBeGreaterThan(3)
    expect(Number(taken) + missing).toBe(all)
    expect(readFileSync(path).equals(bytes)).toBe(true)
    const check = (await there.run('cun --db repaired.db check')).out
    expect(check.match(/^village \d+ /gm)?.length).toBe(missing)
    expect(await there.run('cun repair --out repaired.db')).toMatchObject({ code: 73 })
  })
  test('of a sound database takes everything', async () => {
    const there = await withUnits()
    expect((await there.run('cun repair --out copy.db')).code).toBe(0)
    expect((await there.run('cun --db copy.db unit list --format csv --no-bom')).out).toBe(await units(there))
    expect(await there.run('cun --db copy.db check')).toMatchObject({ code: 0 })
  })
  test('wants to be told where to', async () => {
    expect(await (await withUnits()).run('cun repair')).toMatchObject({
      code: 64,
      err: expect.stringContaining('--out'),
    })
  })
})
