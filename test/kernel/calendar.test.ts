import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  dayInChina,
  daysBetween,
  periodDays,
  spanned,
  weekday,
} from '../../src/kernel/calendar.ts'

test.each([
  ['2024-01-31', 1, '2024-02-29'],
  ['2023-01-31', 1, '2023-02-28'],
  ['2024-01-29', 1, '2024-02-29'],
  ['2024-01-30', 1, '2024-02-29'],
  ['2023-12-31', 2, '2024-02-29'],
  ['2024-02-29', 12, '2025-02-28'],
  ['2024-03-31', 1, '2024-04-30'],
  ['2024-05-15', 1, '2024-06-15'],
])('%s + %i month(s) = %s', (date, months, expected) => expect(addMonths(date, months)).toBe(expected))

test.each([
  ['2024', '2024-01-01', '2024-12-31'],
  ['2024Q1', '2024-01-01', '2024-03-31'],
  ['2024Q2', '2024-04-01', '2024-06-30'],
  ['2024-02', '2024-02-01', '2024-02-29'],
])('%s runs from %s to %s', (period, from, to) => expect(periodDays(period)).toEqual({ from, to }))

test('2024-07-26 was a Friday', () => expect(weekday('2024-07-26')).toBe(5))

test('the day in China turns at 16:00 UTC', () => {
  expect(dayInChina(new Date('2024-07-25T15:59:59Z'))).toBe('2024-07-25')
  expect(dayInChina(new Date('2024-07-25T16:00:00Z'))).toBe('2024-07-26')
})

test('days added are days between, over two centuries', () => {
  const dates = fc
    .date({ min: new Date('1900-01-01'), max: new Date('2150-01-01'), noInvalidDate: true })
    .map(d => d.toISOString().slice(0, 10))
  fc.assert(
    fc.property(dates, fc.integer({ min: 0, max: 15_000 }), (date, days) => {
      expect(daysBetween(date, addDays(date, days))).toBe(days)
      expect(addDays(addDays(date, days), -days)).toBe(date)
    }),
  )
})

test('a period that lies ahead is said to, and prints no range that runs backwards', () => {
  const period = { zh: '2024 年', en: '2024' }
  expect(spanned(period, '2024-04-01', '2024-06-30').zh).toBe('2024 年 (2024-04-01 至 2024-06-30)')
  expect(spanned(period, '2024-04-01', '2024-04-01').en).toBe('2024 (2024-04-01 to 2024-04-01)')
  expect(spanned(period, '2024-10-01', '2024-07-26').zh).toBe('2024 年 (2024-10-01 起, 还没有开始)')
  expect(spanned(period, '2024-10-01', '2024-07-26').en).toBe('2024 (from 2024-10-01, not yet begun)')
})
