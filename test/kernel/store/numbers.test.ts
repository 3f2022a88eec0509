import { describe, expect, test } from 'vitest'
import { formerIn } from '../../../src/kernel/store/former-names.ts'
import { numberIndex, withoutZeros } from '../../../src/kernel/store/numbers.ts'

describe('a number without its leading zeros', () => {
  test.each([
    ['001', '1'],
    ['１０', '10'],
    ['000', '0'],
    [' 07 ', '7'],
    ['A01', undefined],
    ['1-2', undefined],
    ['', undefined],
  ])('%s is %s', (text, digits) => expect(withoutZeros(text)).toBe(digits))

  test('finds the records of its place alone', () => {
    const rows = new Map(
      [
        { id: 1, room: 1, number: '001' },
        { id: 2, room: 1, number: '0001' },
        { id: 3, room: 2, number: '001' },
        { id: 4, room: 2, number: 'A1' },
      ].map(row => [row.id, row]),
    )
    const find = numberIndex(
      rows,
      row => [row.number as string],
      id => rows.get(id)!.room,
    )
    expect([find(0, '1', 1), find(0, '01', 2), find(0, 'A1', 2), find(0, '1', 3)]).toEqual([
      [1, 2],
      [3],
      [],
      [],
    ])
  })
})

describe('the former name that a text says', () => {
  const former = { names: ['煤窑庄村'], spellings: ['煤窑庄村委会', '煤窑庄村', '煤窑庄', '新煤村'] }
  test.each([
    ['煤窑庄村', '煤窑庄村'],
    ['煤窑庄', '煤窑庄'],
    ['煤 窑 庄 村', '煤窑庄村'],
    ['常平乡煤窑庄村', '煤窑庄村'],
    ['新煤村', undefined],
    ['常平乡新煤村', undefined],
    ['前和湾村', undefined],
  ])('%s: %s', (text, was) => expect(formerIn(text, ['新煤村', '新煤'], former)).toBe(was))

  test('is one even where it is kept among the other names of today', () =>
    expect(formerIn('煤窑庄村', ['新煤村', '煤窑庄村'], former)).toBe('煤窑庄村'))
})
