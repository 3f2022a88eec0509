import { describe, expect, test } from 'vitest'
import { progressOf, said, ticking } from '../../../src/kernel/terminal/progress.ts'
import { width } from '../../../src/kernel/terminal/width.ts'
import type { World } from '../../../src/kernel/terminal/world.ts'
import { county } from '../../world.ts'

const checking = { zh: '核对', en: 'checking' }
const rows = { zh: '行', en: 'rows' }

function ticksOf(step: number): () => Date {
  let time = Date.parse('2024-07-26T01:30:00Z')
  return () => {
    time += step
    return new Date(time)
  }
}

/** A terminal whose clock goes on by so many milliseconds each time it is read. */
function terminal(step: number, cells = 80) {
  const written: string[] = []
  const world = {
    width: cells,
    terminal: { in: true, out: true, err: true },
    now: ticksOf(step),
    err: (text: string) => void written.push(text),
  } as unknown as World
  return { world, written }
}

/** What stands on the line of the terminal at the end. */
const screen = (written: readonly string[]) => {
  let line: string[] = []
  for (const piece of written.join('').split('\r')) line = [...piece, ...line.slice([...piece].length)]
  return line.join('').trimEnd()
}

test.each([
  [
    120_000,
    200_000,
    4000,
    '核对 120,000/200,000 行 60%, 30,000 行/秒, 约剩 3 秒',
    'checking 120,000/200,000 rows 60%, 30,000 rows/s, about 3 s left',
  ],
  [
    50,
    10_000,
    1000,
    '核对 50/10,000 行 0%, 50 行/秒, 约剩 3 分钟',
    'checking 50/10,000 rows 0%, 50 rows/s, about 3 min left',
  ],
  [3, 12, 2000, '核对 3/12 行 25%, 约剩 6 秒', 'checking 3/12 rows 25%, about 6 s left'],
  [2000, undefined, 1000, '核对 2,000 行, 2,000 行/秒', 'checking 2,000 rows, 2,000 rows/s'],
  [2001, 2000, 1000, '核对 2,001 行, 2,001 行/秒', 'checking 2,001 rows, 2,001 rows/s'],
])('%i of %s after %i ms', (done, all, milliseconds, zh, en) => {
  expect(said('zh', checking, rows, { done, all, milliseconds })).toBe(zh)
  expect(said('en', checking, rows, { done, all, milliseconds })).toBe(en)
})

describe('the line', () => {
  test('is first shown after half a second, then no oftener than each 200 ms, and taken away', () => {
    const { world, written } = terminal(100)
    const { tick, end } = progressOf(world, 'zh', { what: checking, total: () => 5000 })
    for (let i = 0; i < 4; i++) tick(100)
    expect(written).toEqual([])
    for (let i = 0; i < 20; i++) tick(100)
    expect(written).toHaveLength(10)
    expect(screen(written)).toMatch(/^核对 2,300\/5,000 行 46%/)
    end()
    expect(screen(written)).toBe('')
    const before = written.length
    tick(10_000)
    end()
    expect(written).toHaveLength(before)
  })

  test('is never wider than the terminal, and leaves nothing of a longer one', () => {
    const { world, written } = terminal(1000, 20)
    const { tick, uncounted } = progressOf(world, 'en', { what: checking, total: () => 5000 })
    tick(4900)
    tick(100)
    uncounted()
    for (const piece of written) expect(width(piece.slice(1))).toBeLessThan(20)
    expect(screen(written)).toBe('checking …')
  })

  test('of work that breaks off is taken away', () => {
    const { world, written } = terminal(1000)
    const items = ticking([1, 2, 3], progressOf(world, 'zh', { what: checking }))
    expect(() => {
      for (const item of items) if (item === 2) throw new Error('broken off')
    }).toThrow()
    expect(screen(written)).toBe('')
  })
})

test('an import, an export and a check say how far they are on a terminal, and nothing with --quiet or on a pipe', async () => {
  const there = await county()
  const rows = Array.from({ length: 2500 }, (_, i) => `常平乡,张老湾村,${1000 + i},王甲,一般农户\n`)
  there.write('农户.csv', `乡镇,村,户编号,户主,户类型\n${rows.join('')}`)
  const slow = (err: boolean) => {
    return { terminal: { in: err, out: false, err }, now: ticksOf(300) }
  }
  const watched = async (words: string) => (await there.run(words, slow(true))).err
  expect(await watched('cun import 农户.csv --dry-run')).toContain('\r读入核对 2,000/2,501 行 79%')
  expect(await watched('cun import 农户.csv --dry-run --quiet')).not.toContain('\r')
  expect((await there.run('cun import 农户.csv --dry-run', slow(false))).err).not.toContain('\r')
  const err = await watched('cun import 农户.csv')
  expect(err).toMatch(/\r写入并回读 [\d,]+\/5,000 行 \d+%/)
  expect(screen([err.split('\n').at(-1)!])).toBe('')
  expect(await watched('cun household export --lang en --out h.csv')).toMatch(
    /\rwriting out 2,\d\d1\/2,500 rows/,
  )
  expect(await watched('cun household export --quiet')).toBe('')
  expect((await there.run('cun household export', slow(true))).out).toContain('王甲')
  expect(await watched('cun check --full')).toMatch(/\r核对记录 [\d,]+\/5,7\d\d 条/)
  there.write('坏.csv', `乡镇,村,户编号,户主,户类型\n${rows.join('')}常平乡,张老湾村,9,,\n`)
  const refused = await watched('cun import 坏.csv')
  expect(refused).toContain('读入核对')
  expect(screen([refused.split('\n')[0]!])).toMatch(/^坏\.csv: /)
})
