import { expect, test } from 'vitest'
import type { Facts } from '../../src/kernel/cli/facts.ts'
import { listedDays, periodOf, spanned } from '../../src/roster/county.ts'

const facts = (asOf: string, dayOne: string) =>
  ({ asOf, settings: { get: () => dayOne } }) as unknown as Facts

test.each([
  ['over', '2024-07-26', '1949-10-01', '2024-04-01', '2024-06-30', ''],
  ['running', '2024-05-15', '2024-04-01', '2024-04-01', '2024-05-15', ''],
  ['ends today', '2024-06-30', '2024-01-01', '2024-04-01', '2024-06-30', ''],
  ['begins today', '2024-04-01', '2024-01-01', '2024-04-01', '2024-04-01', ''],
  ['begins tomorrow', '2024-03-31', '2024-01-01', '2024-04-01', '2024-03-31', 'isAhead'],
  ['day one inside', '2024-07-26', '2024-05-10', '2024-05-10', '2024-06-30', 'isPartial'],
  ['day one is the last day', '2024-07-26', '2024-06-30', '2024-06-30', '2024-06-30', 'isPartial'],
  ['day one inside, not yet reached', '2024-05-01', '2024-05-10', '2024-05-10', '2024-05-01', 'isPartial'],
  ['over before day one', '2024-07-26', '2024-07-01', '2024-07-01', '2024-06-30', 'isBeforeDayOne'],
])('2024Q2 counts the right days: %s', (_, asOf, dayOne, from, until, flag) => {
  const { isAhead, isPartial, isBeforeDayOne, ...days } = periodOf(facts(asOf, dayOne), '2024Q2')
  expect(days).toEqual({ from, to: '2024-06-30', until, dayOne, length: 91 })
  const flags = { isAhead, isPartial, isBeforeDayOne }
  expect(Object.entries(flags).flatMap(([name, is]) => (is ? [name] : []))).toEqual(flag ? [flag] : [])
})

test.each([
  ['2024Q2', '2024-07-26', '1949-10-01', '2024年第二季度 (2024-04-01 至 2024-06-30)'],
  ['2024H1', '2024-05-15', '1949-10-01', '2024年上半年 (2024-01-01 至 2024-05-15)'],
  ['2024', '2024-01-01', '1949-10-01', '2024年度 (2024-01-01 至 2024-01-01)'],
  ['2024H2', '2024-06-30', '1949-10-01', '2024年下半年 (2024-07-01 起, 还没有开始)'],
  ['2024', '2024-07-26', '2024-05-10', '2024年度 (自 2024-05-10 起, 至 2024-07-26)'],
  ['2024Q2', '2024-05-01', '2024-05-10', '2024年第二季度 (自 2024-05-10 起, 还没有开始)'],
  ['2020Q1', '2024-07-26', '2024-01-01', '2020年第一季度 (早于启用日期 2024-01-01, 不计)'],
])('%s as of %s, with day one %s, is called %s', (period, asOf, dayOne, zh) => {
  const there = facts(asOf, dayOne)
  expect(spanned(period, periodOf(there, period)).zh).toBe(zh)
})

test('a list of records from before day one is whole, and says so', () => {
  const there = facts('2024-07-26', '2024-01-01')
  expect(spanned('2023', listedDays(there, '2023')).zh).toBe(
    '2023年度 (2023-01-01 至 2023-12-31, 早于启用日期 2024-01-01)',
  )
})
