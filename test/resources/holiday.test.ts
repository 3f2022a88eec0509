import chineseDays from 'chinese-days'
import { expect, test } from 'vitest'
import { addDays } from '../../src/kernel/calendar.ts'
import { isConfirmed, isWorkday, shippedMarks } from '../../src/resources/holiday.ts'

const shipped = { marks: shippedMarks() }

/** Every day between two, both included. */
function* days(from: string, to: string): Generator<string> {
  for (let day = from; day <= to; day = addDays(day, 1)) yield day
}

test('every day of 2024–2026 is a workday or not as the package chinese-days has it', () => {
  const all = [...days('2024-01-01', '2026-12-31')]
  expect(all).toHaveLength(1096)
  expect(all.filter(day => isWorkday(shipped, day) !== chineseDays.isWorkday(day))).toEqual([])
})

test.each([
  ['2024-02-13', false, 'a Tuesday of the Spring Festival'],
  ['2024-02-04', true, 'a Sunday worked in exchange'],
  ['2024-10-01', false, '国庆节'],
  ['2024-10-12', true, 'a Saturday worked in exchange'],
  ['2024-07-26', true, 'a plain Friday'],
  ['2024-07-27', false, 'a plain Saturday'],
])('%s: a workday is %s (%s)', (day, expected) => expect(isWorkday(shipped, day)).toBe(expected))

test('a year is confirmed when its 1 January and its 1 October are marked', () => {
  expect(['2023', '2024', '2025', '2026', '2027'].map(year => isConfirmed(shipped, year))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ])
  const half = { marks: new Map([['2027-01-01', { kind: 'off', name: '元旦' } as const]]) }
  expect(isConfirmed(half, '2027')).toBe(false)
})
