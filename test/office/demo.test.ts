import { beforeAll, describe, expect, test } from 'vitest'
import { lines } from '../../src/lines.ts'
import { type Place, place } from '../world.ts'

let demo: Place
let said: string
beforeAll(async () => {
  demo = place()
  const { code, both, err } = await demo.run(`cun demo --db ${demo.folder}/cun.db`)
  expect([code, code === 0 ? '' : both]).toEqual([0, ''])
  said = err
}, 120_000)

const rows = async (words: string) =>
  JSON.parse((await demo.run(`${words} --format json`)).out).tables.flatMap(
    (t: { rows: Record<string, unknown>[] }) => t.rows,
  )

/** What the brief says of each item. */
async function brief(asOf: string): Promise<Record<string, unknown>> {
  const found: { item: string; said: unknown }[] = await rows(`cun report brief --as-of ${asOf}`)
  return Object.fromEntries(found.map(r => [r.item, r.said]))
}

test('it ends with what can be tried in it, and with a quarter that is not frozen yet', async () => {
  expect(said.trimEnd().split('\n').slice(-2)).toEqual([
    expect.stringMatching(/^示例库在 .*cun\.db; 接着试: cun --db .* --as-of 2024-07-26 overdue --each$/),
    '2024Q2 还没有冻结和公布: 可照手册“季末”在这个库里走一遍, 从 cun assess 2024Q2 起',
  ])
  expect(said).not.toContain('下一步')
  expect((await demo.run('cun assess 2024Q2')).out).toContain('草稿, 未冻结')
})

describe('the brief of the sample county', () => {
  test('on 26 July 2024 it has the figures of the article', async () => {
    expect(await brief('2024-07-26')).toMatchObject({
      政策培训: '9 次',
      研讨: '计划 2 期, 已开展 1 期',
      业务培训: '35 次',
      外出学习: '20 余次',
      团购订单: '31 万元',
      红榜单位: '17 个',
      蓝榜单位: '8 个',
      先进典型: '8 人',
      党建指导组: '11 个',
      民生实事: '36 件, 其中村里已确认 33 件',
      专业人才支持: expect.stringContaining('张老湾村 (郑州澍青医学高等专科学校)'),
    })
    expect(await rows('cun trip list --date 2024')).toHaveLength(21)
  })
  test('and at an earlier date those that the records imply', async () => {
    expect(await brief('2024-06-30')).toMatchObject({
      政策培训: '8 次',
      研讨: '计划 2 期, 已开展 1 期',
      业务培训: '31 次',
      外出学习: '10 余次',
      团购订单: '27.73 万元',
      先进典型: '6 人',
      民生实事: '36 件, 其中村里已确认 31 件',
    })
    expect(await brief('2024-01-01')).toMatchObject({ 政策培训: '0 次', 研讨: '计划 2 期, 已开展 0 期' })
  })
})

test('every kind of duty shows in cun overdue, each line with who, what, last day and what to run', async () => {
  const found: Record<string, string>[] = await rows('cun overdue --all')
  const kinds = lines.flatMap(l => l.duties ?? []).map(d => d.name)
  expect([...new Set(found.map(r => r.duty))].sort()).toEqual([...new Set(kinds)].sort())
  for (const row of found) expect([row.who, row.what, row.next].every(cell => cell !== '')).toBe(true)
  const late = await rows('cun overdue')
  expect(new Set(late.map((r: { duty: string }) => r.duty)).size).toBe(new Set(kinds).size)
})

test('the burden counts what people were asked for, not what the program wrote', async () => {
  const found: { register?: string; role: string; month?: string; flag?: unknown }[] =
    await rows('cun burden')
  const registers = found.flatMap(r => r.register ?? [])
  expect(registers).toContain('民生实事')
  expect(registers.filter(r => ['红蓝榜', '通报', '季度考核', '考核模型'].includes(r))).toEqual([])
  expect(found.find(r => r.role === '县级' && r.month === '2024-04')).toMatchObject({ flag: null })
})

test('twenty drawn by seed are the same twenty every time; drawing again adds nothing', async () => {
  const draw = () => rows('cun inspection draw --count 20 --by township --seed 7 --as-of 2024-05-10')
  const batches = async () => (await rows('cun history')).length
  const first = await draw()
  const before = await batches()
  expect(await draw()).toEqual(first)
  expect(await batches()).toBe(before)
  // 101 in office on the day in 13 townships: one seat each at least.
  const names: string[] = first.map((r: { name: string }) => r.name)
  expect(new Set(names).size).toBe(20)
  expect(new Set(first.map((r: { township: string }) => r.township)).size).toBe(13)
  expect((await demo.run('cun undo --yes')).code).toBe(0)
  const again: Record<string, unknown>[] = await draw()
  const but = ({ id: _, ...rest }: Record<string, unknown>) => rest
  expect(again.map(but)).toEqual(first.map(but))
})
