import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  dayInChina,
  daysBetween,
  lastPeriod,
  periodBefore,
  periodDays,
  periodName,
  periodOn,
  periodsWithin,
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
  ['2024H1', '2024-01-01', '2024-06-30'],
  ['2024H2', '2024-07-01', '2024-12-31'],
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

test.each([
  ['2024Q1', '2023Q4', '2024年第一季度'],
  ['2024Q4', '2024Q3', '2024年第四季度'],
  ['2024H1', '2023H2', '2024年上半年'],
  ['2024H2', '2024H1', '2024年下半年'],
  ['2024', '2023', '2024年度'],
  ['2024-03', '2024-02', '2024年3月'],
])('%s comes after %s and is called %s', (period, before, name) => {
  expect(periodBefore(period)).toBe(before)
  expect(periodName(period)).toEqual({ zh: name, en: period })
})

test.each([
  ['quarter', '2024-06-30', '2024Q2', '2024Q1'],
  ['quarter', '2024-01-01', '2024Q1', '2023Q4'],
  ['half', '2024-06-30', '2024H1', '2023H2'],
  ['half', '2024-07-01', '2024H2', '2024H1'],
  ['year', '2024-12-31', '2024', '2023'],
  ['month', '2024-03-01', '2024-03', '2024-02'],
] as const)('the %s on %s is %s, the last one over is %s', (kind, day, period, last) => {
  expect(periodOn(kind, day)).toBe(period)
  expect(lastPeriod(kind, day)).toBe(last)
})

test.each([
  ['quarter', '2024', '2024Q1 2024Q2 2024Q3 2024Q4'],
  ['quarter', '2024H2', '2024Q3 2024Q4'],
  ['quarter', '2024Q3', '2024Q3'],
  ['half', '2024', '2024H1 2024H2'],
] as const)('every %s of %s', (kind, period, within) =>
  expect(periodsWithin(kind, period).join(' ')).toBe(within),
)
