import { expect, test } from 'vitest'
import { county } from '../world.ts'

const on = (day: string) => ({ now: () => new Date(`${day}T01:30:00Z`) })

test('a station day belongs to the unit that the person was of on its day', async () => {
  const there = await county()
  for (const words of [
    'unit add --name 示例一局',
    'unit add --name 示例二局',
    'posting add --name 张三 --unit 示例一局 --village 张老湾村 --roles 第一书记 --start 2024-01-01',
    'posting change 1 --unit 示例二局 --on 2024-06-01',
  ])
    expect((await there.run(`cun ${words}`)).both).toContain('第')
  const add = (unit: string, day: string) =>
    there.run(
      `cun stationday add --unit ${unit} --village 张老湾村 --date ${day} --leader 李四 --purposes 走访`,
    )
  expect((await add('示例一局', '2024-05-28')).code).toBe(0)
  expect((await add('示例二局', '2024-06-04')).code).toBe(0)
  for (const [unit, day] of [
    ['示例二局', '2024-05-28'],
    ['示例一局', '2024-06-04'],
  ] as const)
    expect((await add(unit, day)).both).toContain('该单位在本村没有驻村干部')
})

test('a deadline of a day names the head of the household of that day', async () => {
  const there = await county()
  there.write('homes.csv', '村,户编号,户主,户类型\n煤窑庄村,001,王五,一般农户\n')
  for (const words of [
    'settings set duties.since 2024-01-01',
    'unit add --name 示例一局',
    'posting add --name 张三 --unit 示例一局 --village 张老湾村 --roles 第一书记 --start 2024-01-01',
    'import homes.csv',
    'household move 煤窑庄村001 --into 张老湾村 --on 2024-03-01',
    'household change 1 --head 周七 --on 2024-06-01',
  ])
    expect((await there.run(`cun ${words}`)).code).toBe(0)
  const heads = async (day: string) =>
    (await there.run(`cun overdue --each --as-of ${day}`, on('2024-07-26'))).out.match(/王五|周七/)?.[0]
  expect(await heads('2024-05-31')).toBe('王五')
  expect(await heads('2024-06-01')).toBe('周七')
})
