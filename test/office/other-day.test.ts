import { beforeAll, expect, test } from 'vitest'
import { county, type Place } from '../world.ts'

let there: Place
const done = async (words: string) => {
  const { code, both, out } = await there.run(`cun ${words}`)
  expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
  return out
}
const in2026 = { now: () => new Date('2026-03-01T01:30:00Z') }
const later = async (words: string) => {
  const { code, out, both } = await there.run(`cun ${words}`, in2026)
  expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
  return out
}

beforeAll(async () => {
  there = await county()
  await done('unit add --name 示例一局')
  await done('posting add --name 张三 --unit 示例一局 --village 东关社区 --roles 第一书记 --start 2024-01-05')
  await done('round add --name 第五轮 --start 2024-01-01')
  await later('round change 第五轮 --end 2025-06-30')
  await later('round add --name 第六轮 --start 2025-07-01')
  await later('unit change 示例一局 --name 示例一中心 --on 2025-03-01')
})

test('a paper of another day has the names of that day', async () => {
  const then = await later('report carried 2024 --format csv')
  expect(then).toContain('示例一局')
  expect(then).not.toContain('示例一中心')
  expect(await later('report carried 2025 --format csv')).toContain('示例一中心')
  expect(await later('report carried 2024 --format csv --known 2026-03-01')).toContain('示例一局')
})

test('and its settings, in which the county may have another name', async () => {
  await later('settings set county.name 沁阳区 --on 2025-08-01')
  expect(await later('report brief --round 第五轮')).toContain('沁阳市, 截至 2025-06-30')
  expect(await later('report brief')).toContain('沁阳区, 截至 2026-03-01')
  expect(await later('report rounds')).toContain('沁阳区, 截至 2026-03-01')
  expect(await later('report brief --as-of 2025-07-31')).toContain('沁阳市')
})
