import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { type Place, place } from '../../world.ts'

const backups = (there: Place) => {
  const folder = join(there.folder, 'cun.db.backups')
  return existsSync(folder) ? readdirSync(folder).sort() : []
}

/** A county whose clock stands on the day of each command; every import adds one unit. */
function office() {
  const there = place()
  let count = 0
  const on = async (day: string, words: string) => {
    const ran = await there.run(words, { now: () => new Date(`${day}T01:30:00Z`) })
    if (ran.code !== 0) throw new Error(ran.both)
    return ran
  }
  const imports = async (day: string, files = 1) => {
    const names = Array.from({ length: files }, () => `u${++count}.csv`)
    for (const name of names) there.write(name, `单位名称,隶属层级\n示例${name.slice(1, -4)}局,县\n`)
    return on(day, `cun import ${names.join(' ')}`)
  }
  return { there, on, imports }
}

/** Days of March 2024. */
const march = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `2024-03-${String(from + i).padStart(2, '0')}`)

describe('one command makes one backup', () => {
  test('before its first file, however many it has', async () => {
    const { there, on, imports } = office()
    await on('2024-03-01', 'cun init --name 甲县 --code 410882')
    await imports('2024-03-01')
    const before = (await on('2024-03-02', 'cun unit export --no-bom')).out
    await imports('2024-03-02', 12)
    expect(backups(there).map(n => n.slice(4, 27))).toEqual([
      '20240301-093000-b000001',
      '20240302-093000-b000002',
    ])
    await on('2024-03-02', `cun restore ${backups(there)[1]} --yes`)
    expect((await on('2024-03-02', 'cun unit export --no-bom')).out).toBe(before)
  })

  test('before the first file that changes anything', async () => {
    const { there, on, imports } = office()
    await on('2024-03-01', 'cun init --name 甲县 --code 410882')
    await imports('2024-03-01')
    await on('2024-03-02', 'cun import u1.csv u1.csv')
    expect(backups(there)).toHaveLength(1)
    there.write('u9.csv', '单位名称,隶属层级\n示例九局,县\n')
    await on('2024-03-03', 'cun import u1.csv u9.csv')
    expect(backups(there).map(n => n.slice(4, 27))).toEqual([
      '20240301-093000-b000001',
      '20240303-093000-b000002',
    ])
  })
})

describe('a restore far back', () => {
  async function restored() {
    const { there, on, imports } = office()
    await on('2024-03-01', 'cun init --name 甲县 --code 410882')
    await on('2024-03-01', 'cun unit add --name 示例甲局 --level 县')
    await on('2024-03-01', 'cun unit add --name 示例乙局 --level 县')
    for (const day of march(1, 20)) for (let i = 0; i < 3; i++) await imports(day)
    const back = backups(there).find(name => name.includes('-b000023-'))
    await on('2024-03-21', `cun restore ${back} --yes`)
    return { there, on, imports, kept: backups(there) }
  }

  test('costs neither the backups of the new line nor those of the old', async () => {
    const { there, on, imports, kept } = await restored()
    expect(kept.some(name => name.includes('-b000063-'))).toBe(true)
    for (const day of march(22, 28)) await imports(day)
    const now = backups(there)
    // Before the first import of the new line the state is that of batch 23, which has a backup.
    const made = now.filter(name => !kept.includes(name))
    expect(made.map(name => name.slice(4, 27))).toEqual([
      '20240323-093000-b000024',
      '20240324-093000-b000025',
      '20240325-093000-b000026',
      '20240326-093000-b000027',
      '20240327-093000-b000028',
      '20240328-093000-b000029',
    ])
    expect(kept.filter(name => !now.includes(name))).toEqual([])
    // The line that was left can be taken up again, and then it is the other that was left.
    await on('2024-03-29', `cun restore ${kept.find(name => name.includes('-b000063-'))} --yes`)
    expect((await on('2024-03-29', 'cun unit export --no-bom')).out).toContain('示例60局')
    for (const day of march(30, 31)) await imports(day)
    expect(made.filter(name => !backups(there).includes(name))).toEqual([])
    expect((await on('2024-03-31', 'cun check --full')).code).toBe(0)
  }, 60_000)

  test('is told by cun backup list: by time, with sizes, and which line they are of', async () => {
    const { there, on, imports } = await restored()
    await imports('2024-03-22')
    await imports('2024-03-23')
    const { out } = await on('2024-03-23', 'cun backup list --format json')
    const { tables, notes } = JSON.parse(out) as {
      tables: { rows: { batch: number; at: string; chain: string; size: number }[] }[]
      notes: string[]
    }
    const { rows } = tables[0]!
    expect(rows.map(r => r.at)).toEqual(rows.map(r => r.at).toSorted())
    expect(rows.at(-1)).toMatchObject({ batch: 24, at: '2024-03-23 09:30:00', chain: 'own' })
    expect(rows.filter(r => r.chain === 'own').map(r => r.batch)).toEqual([23, 24])
    expect(rows.filter(r => r.chain === 'abandoned').map(r => r.batch)).toContain(63)
    expect(rows.every(r => r.size > 10)).toBe(true)
    expect(notes.join()).toContain(`${rows.length} 份`)
    // A database that cannot be read does not keep anyone from seeing the backups.
    there.write('cun.db', 'damaged')
    const blind = await on('2024-03-24', 'cun backup list --format json')
    expect(JSON.parse(blind.out).tables[0].rows).toEqual(
      rows.map(r => expect.objectContaining({ batch: r.batch, chain: null })),
    )
  }, 60_000)
})

test('listing the backups of an earlier version does not upgrade the database', async () => {
  const { there, on } = office()
  await on('2024-03-01', 'cun init --name 甲县 --code 410882')
  await on('2024-03-01', 'cun backup')
  const path = join(there.folder, 'cun.db')
  const db = new Sqlite(path)
  db.pragma('user_version = 12')
  db.close()
  expect((await on('2024-03-02', 'cun backup list')).code).toBe(0)
  const after = new Sqlite(path, { readonly: true })
  expect(after.pragma('user_version', { simple: true })).toBe(12)
  after.close()
})
