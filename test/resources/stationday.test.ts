import { describe, expect, test } from 'vitest'
import { shippedMarks } from '../../src/resources/holiday.ts'
import { stationDays } from '../../src/resources/stationday-kept.ts'

const shipped = { marks: shippedMarks() }
const days = (weekday: number, weeks: number, from: string, to: string, calendar = shipped) =>
  stationDays(calendar, { weekday, weeks }, from, to)
const expected = (...args: Parameters<typeof days>) =>
  days(...args)
    .filter(d => d.state === 'expected')
    .map(d => d.day.slice(5))

describe('which days are expected', () => {
  test.each([
    ['Tuesdays of October 2024', 2, 1, '2024-10-01', '2024-10-31', '10-08 10-15 10-22 10-29'],
    ['Tuesdays of February 2024', 2, 1, '2024-02-01', '2024-02-29', '02-06 02-20 02-27'],
    ['Mondays of June 2024, without 端午', 1, 1, '2024-06-01', '2024-06-30', '06-03 06-17 06-24'],
    [
      'Sundays are expected only when worked in exchange',
      7,
      1,
      '2024-02-01',
      '2024-04-30',
      '02-04 02-18 04-07 04-28',
    ],
    ['every second Tuesday', 2, 2, '2024-07-01', '2024-07-31', '07-02 07-16 07-30'],
    ['one day alone', 2, 1, '2024-07-23', '2024-07-23', '07-23'],
    ['none between two Tuesdays', 2, 1, '2024-07-24', '2024-07-29', ''],
    ['no weekday set', 0, 1, '2024-07-01', '2024-07-31', ''],
  ])('%s', (_, weekday, weeks, from, to, listed) =>
    expect(expected(weekday, weeks, from, to).join(' ')).toBe(listed),
  )

  test('2024 has 53 Tuesdays, three of them days off', () => {
    const states = days(2, 1, '2024-01-01', '2024-12-31').map(d => d.state)
    expect([states.length, states.filter(s => s === 'off').length]).toEqual([53, 3])
  })

  test('the rhythm runs on over the turn of a year', () => {
    const all = days(2, 2, '2024-11-01', '2025-02-28').map(d => Date.parse(d.day) / 86_400_000)
    expect(all.slice(1).map((day, i) => day - all[i]!)).toEqual(all.slice(1).map(() => 14))
  })

  test('a year without its holidays is unconfirmed, not a year without holidays', () => {
    expect(new Set(days(2, 1, '2027-01-01', '2027-12-31').map(d => d.state))).toEqual(
      new Set(['unconfirmed']),
    )
  })

  test('what the office enters confirms the year and overrides what is shipped', () => {
    const own = new Map([
      ...shipped.marks,
      ['2024-07-23', { kind: 'off', name: '汛期' }] as const,
      ['2027-01-01', { kind: 'off', name: '元旦' }] as const,
      ['2027-10-01', { kind: 'off', name: '国庆节' }] as const,
    ])
    expect(expected(2, 1, '2024-07-16', '2024-07-31', { marks: own }).join(' ')).toBe('07-16 07-30')
    expect(expected(2, 1, '2027-01-01', '2027-01-14', { marks: own }).join(' ')).toBe('01-05 01-12')
  })
})
