import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { World } from '../../src/kernel/terminal/world.ts'
import { type Place, place } from '../world.ts'

async function threeYears(): Promise<Place> {
  const there = place()
  const on = async (day: string, user: string, words: string) => {
    const ran = await there.run(words, { user, now: () => new Date(`${day}T15:59:00Z`) })
    if (ran.code !== 0) throw new Error(ran.both)
  }
  await on('2024-01-01', 'li', 'cun init --name 甲县 --code 410882')
  await on('2024-12-31', 'li', 'cun unit add --name 示例甲局 --level 县')
  await on('2025-01-01', 'li', 'cun township add --name 紫陵镇 --code 410882103')
  await on('2025-06-30', 'wang', 'cun unit add --name 示例乙局 --level 县')
  await on('2025-12-31', 'wang', 'cun village add --name 坞头村 --code 410882103201 --township 紫陵镇')
  await on('2026-01-01', 'wang', 'cun unit change 1 --name 示例甲一局')
  return there
}

const batches = (out: string): number[] =>
  (JSON.parse(out) as { tables: { rows: { batch: number }[] }[] }).tables[0]!.rows.map(r => r.batch)

const cases: [conditions: string, numbers: number[]][] = [
  ['', [1, 2, 3, 4, 5, 6]],
  ['--since 2025-01-01', [3, 4, 5, 6]],
  ['--until 2024-12-31', [1, 2]],
  ['--since 2025-01-01 --until 2025-12-31', [3, 4, 5]],
  ['--since 2025-06-30 --until 2025-06-30', [4]],
  ['--register unit', [2, 4, 6]],
  ['--register 派出单位', [2, 4, 6]],
  ['--register setting', [1]],
  ['--register visit', []],
  ['--by wang', [4, 5, 6]],
  ['--by 谁', []],
  ['--since 2025-01-01 --until 2025-12-31 --register unit --by wang', [4]],
  ['--since 2027-01-01', []],
  ['--page 1', [1, 2, 3, 4, 5, 6]],
]

test('the history is asked by day, register and clerk, one by one and together', async () => {
  const there = await threeYears()
  for (const [conditions, numbers] of cases) {
    const { code, out } = await there.run(`cun history ${conditions} --format json`)
    expect([conditions, code, batches(out)]).toEqual([conditions, 0, numbers])
  }
})

describe('a long history', () => {
  async function long(): Promise<Place> {
    const there = await threeYears()
    const db = new Sqlite(join(there.folder, 'cun.db'))
    db.exec(`with recursive n (i) as (values (7) union all select i + 1 from n where i < 250)
      insert into batch select i, 'visit import', 'li', '2026-02-01 09:00:00', 'v' || i || '.csv', null, null, '{"visit":{"add":3}}', 'x' from n`)
    db.close()
    return there
  }
  const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

  test('is read in pages from the newest, each in order; scripts get all of it', async () => {
    const there = await long()
    const page = async (words: string) => {
      const { out, err } = await there.run(`cun history ${words} --format json`)
      return [batches(out), err]
    }
    expect(await page('')).toEqual([span(1, 250), ''])
    expect(await page('--page 1')).toEqual([
      span(151, 250),
      '共 250 批, 第 1 页, 共 3 页; 更早的加 --page 2\n',
    ])
    expect(await page('--page 2')).toEqual([
      span(51, 150),
      '共 250 批, 第 2 页, 共 3 页; 更早的加 --page 3\n',
    ])
    expect(await page('--page 3')).toEqual([span(1, 50), '共 250 批, 第 3 页, 共 3 页\n'])
    expect(await page('--page 3 --register visit --lang en')).toEqual([
      span(7, 50),
      '244 batches in all, page 3 of 3\n',
    ])
  })

  test('shows its newest page on a terminal, unless another is asked for', async () => {
    const there = await long()
    const terminal = { in: false, out: true, err: false }
    const changes: Partial<World> = { terminal, page: async () => false }
    const seen = await there.run('cun history', changes)
    expect(seen.out).toContain(' 250 ')
    expect(seen.out).not.toContain('v150.csv')
    expect(seen.err).toBe('共 250 批, 第 1 页, 共 3 页; 更早的加 --page 2\n')
    expect((await there.run('cun history --page 2', changes)).out).toContain('v150.csv')
    expect((await there.run('cun history --until 2025-12-31', changes)).err).toBe('')
    expect((await there.run('cun history --out all.csv', changes)).code).toBe(0)
    expect(
      there
        .read('all.csv')
        .split('\n')
        .filter(line => line !== ''),
    ).toHaveLength(251)
  })
})
