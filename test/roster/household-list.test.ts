import { beforeAll, expect, test } from 'vitest'
import { type Place, place } from '../world.ts'

/** The sample county with the list of January 2026: some left, some came, some changed, numbers too. */
let there: Place
const january = { now: () => new Date('2026-01-10T01:30:00Z') }
const run = (words: string) => there.run(words, january)
const ok = async (words: string) => {
  const ran = await run(words)
  if (ran.code !== 0) throw new Error(`${words}\n${ran.both}`)
  return ran.out
}
const papers = () =>
  Promise.all(
    [
      'cun report brief --as-of 2025-12-31',
      'cun overdue --as-of 2024-06-30 --format csv',
      'cun assess 2024Q2 --as-of 2025-12-31 --format csv',
      'cun household list --as-of 2025-12-31 --format csv',
    ].map(async words => {
      const ran = await run(words)
      // What the list itself says of the end of a household is known now.
      return ran.out.replace(/2025-12-31(?=\r?$)/gm, '')
    }),
  )

let before: string[]
beforeAll(async () => {
  there = place()
  await there.run(`cun demo --db ${there.folder}/cun.db`)
  before = await papers()
  const [header, ...rows] = (await ok('cun household export --as-of 2026-01-01')).trim().split(/\r?\n/)
  const all = rows.map(row => row.split(',').slice(1))
  const kept = all.flatMap((cells, i) => {
    const [township, village, number, head, kind, ...rest] = cells
    if (i % 40 === 7) return []
    if (i % 40 === 11)
      return [[township, village, number, head, kind === '监测户' ? '脱贫户' : '监测户', ...rest]]
    // Another numbering: the head says who it is.
    if (i % 40 === 13) return [[township, village, `新${number!.trim()}`, head, kind, ...rest]]
    return [cells]
  })
  const fresh = [all[0]![0], all[0]![1], '新1', '新来甲', '一般农户', '3', '', '', '', '']
  const lines = [header!.split(',').slice(1), ...kept, fresh].map(cells => cells.join(','))
  there.write('名册-2026.csv', `${lines.join('\n')}\n`)
}, 120_000)

test('a list of January lowers no rate of December, and the households of December are those of then', async () => {
  const said = await ok('cun household import 名册-2026.csv --complete --on 2026-01-01 --yes')
  expect(said).toMatch(/^农户: 新增 1, 更改 \d+, 离册 78, 不变 \d+, 退回 0 \(第 \d+ 批\)\n$/)
  expect(await papers()).toEqual(before)
  // Of the records nothing is wrong; that the villages' 户数 are older than the list is said.
  const faults = JSON.parse((await run('cun check --format json')).out).tables[0].rows as { what: string }[]
  expect(faults.filter(f => !f.what.startsWith('户数'))).toEqual([])
  // From its day on it counts.
  expect(await ok('cun household list --format csv')).not.toBe(before[3])
  const after = await ok('cun report brief --as-of 2026-01-05')
  await ok('cun undo --yes')
  expect(await ok('cun report brief --as-of 2026-01-05')).not.toBe(after)
})
