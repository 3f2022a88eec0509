import { expect, test } from 'vitest'
import type { Facts } from '../../src/kernel/cli/facts.ts'
import { periodOf } from '../../src/roster/county.ts'

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
  expect(days).toEqual({ from, to: '2024-06-30', until })
  const flags = { isAhead, isPartial, isBeforeDayOne }
  expect(Object.entries(flags).flatMap(([name, is]) => (is ? [name] : []))).toEqual(flag ? [flag] : [])
})
