import { describe, expect, test } from 'vitest'
import { Fault } from '../../../src/kernel/errors.ts'
import { completeRecord, isSame } from '../../../src/kernel/import/complete-record.ts'
import { optional } from '../../../src/kernel/schema/field.ts'
import { date, month } from '../../../src/kernel/schema/fields/date.ts'
import { idNumber } from '../../../src/kernel/schema/fields/personal.ts'
import { text, texts } from '../../../src/kernel/schema/fields/text.ts'
import { register } from '../../../src/kernel/schema/register.ts'
import type { Register, Row } from '../../../src/kernel/schema/types.ts'
import { shelf, smallDatabase } from '../small.ts'
import { complaintsOf, drafted, type Given, settlingOf } from './rows.ts'

/** A reader's card: ends after it begins, and is said to be for life where it does not end. */
const card: Register = register({
  name: 'card',
  label: { zh: '借书证', en: 'card' },
  about: { zh: '', en: '' },
  filledBy: 'county',
  key: ['name'],
  list: [],
  example: {},
  fields: {
    name: text({ zh: '姓名', en: 'name' }),
    from: date({ zh: '起', en: 'from' }),
    until: optional(date({ zh: '止', en: 'until' }, { ahead: true })),
    tags: texts({ zh: '标签', en: 'tags' }),
    idNumber: optional(idNumber({ zh: '身份证号', en: 'ID number' })),
    born: optional(month({ zh: '出生年月', en: 'born' })),
    note: optional(text({ zh: '备注', en: 'note' })),
    kind: optional(text({ zh: '种类', en: 'kind' })),
  },
  complete: (given, before) => ({ ...given, kind: given.until ? '限期' : before ? '改为长期' : '长期' }),
  rules: [
    ({ from, until }) =>
      from && until && until < from
        ? { field: 'until', fault: new Fault('card.wrong', { zh: '早于起日', en: '' }, { zh: '', en: '' }) }
        : undefined,
    ({ note }) =>
      note === '不借'
        ? { field: 'note', fault: new Fault('card.wrong', { zh: '不能这样写', en: '' }, { zh: '', en: '' }) }
        : undefined,
  ],
})

const whole = { name: '张三', from: '2024-01-01', tags: '少儿' }
const stored: Row = {
  id: 7,
  name: '张三',
  from: '2024-01-01',
  until: '2025-01-01',
  tags: ['少儿'],
  idNumber: '11010519491231002X',
  born: '1949-12',
  note: '电话13812345678',
  kind: '限期',
}

function finished(given: Given, ask: { before?: Row; clears?: boolean; from?: 'flags' } = {}) {
  const { sheet, draft } = drafted(card, given, { line: 2, ...ask }, ask.from)
  const record = completeRecord(draft, sheet, settlingOf(smallDatabase([])))
  return { record, complaints: complaintsOf(draft), next: draft.complaints.map(c => c.next.zh) }
}

describe('a new record', () => {
  test('holds every field, what is not given as nothing, and what the rest decides', () => {
    expect(finished(whole)).toEqual({
      complaints: [],
      next: [],
      record: {
        name: '张三',
        from: '2024-01-01',
        until: null,
        tags: ['少儿'],
        idNumber: null,
        born: null,
        note: null,
        kind: '长期',
      },
    })
    expect(finished({ ...whole, until: '2025-01-01' }).record.kind).toBe('限期')
  })

  test.each<[what: string, given: Given, says: string[], next: string[]]>([
    ['an empty cell that is required', { ...whole, from: '' }, ['起: 必填, 却是空的'], ['补填']],
    [
      'a column that is missing',
      { name: '张三', tags: '少儿' },
      ['起: 必填, 但表中没有这一列'],
      ['在表中加上这一列'],
    ],
    ['a list without one entry', { ...whole, tags: ' 、' }, ['标签: 必填, 却是空的'], ['补填']],
    [
      'a rule that is broken, at its own column',
      { ...whole, until: '2023-01-01' },
      ['止“2023-01-01”: 早于起日'],
      [''],
    ],
    [
      'every one of them',
      { name: '', from: '2024-01-01', until: '2023-01-01', tags: '', note: '不借' },
      ['姓名: 必填, 却是空的', '标签: 必填, 却是空的', '止“2023-01-01”: 早于起日', '备注“不借”: 不能这样写'],
      ['补填', '补填', '', ''],
    ],
    [
      'a value that cannot be read, and no more of it: neither as missing nor by a rule',
      { ...whole, from: '2024-13-01', until: '2023-01-01' },
      ['起“2024-13-01”: 没有这一天'],
      ['核对年月日'],
    ],
    [
      'a month that only more can decide',
      { ...whole, born: '1985.1' },
      ['出生年月“1985-1?”: 可能是 1 月, 也可能是被 Excel 去掉 0 的 10 月'],
      ['写作 1985-01 或 1985-10, 或填写身份证号'],
    ],
    [
      'a masked number, for there is none stored that it could mean',
      { ...whole, idNumber: '110105********002X' },
      ['身份证号“110105********002X”: 是遮盖后的值, 与库中的不一致'],
      ['填写完整号码, 或照原样不动'],
    ],
  ])('is refused for %s', (_, given, says, next) => {
    expect(finished(given)).toMatchObject({ complaints: says, next })
  })

  test('typed as flags is told the flag that is missing', () => {
    const { complaints, next } = finished({ name: '张三', tags: '少儿' }, { from: 'flags' })
    expect([complaints, next]).toEqual([['起: 必填'], ['加上 --from']])
  })
})

describe('a stored record', () => {
  test.each<[what: string, given: Given, clears: boolean, record: Partial<Row>]>([
    [
      'keeps what the sheet has no column for',
      { name: '张三', from: '2024-02-01' },
      false,
      { until: '2025-01-01' },
    ],
    [
      'and what is left empty, where its key chose it',
      { name: '张三', until: '' },
      false,
      { until: '2025-01-01' },
    ],
    ['but not where its number did', { name: '张三', until: '' }, true, { until: null, kind: '改为长期' }],
    [
      'keeps the number whose mask is written',
      { idNumber: '110105********002X' },
      true,
      { idNumber: stored.idNumber },
    ],
    [
      'keeps the text that an export shows masked',
      { note: '电话138****5678' },
      true,
      { note: '电话13812345678' },
    ],
    ['takes a text that differs', { note: '电话138****9999' }, true, { note: '电话138****9999' }],
  ])('%s', (_, given, clears, record) => {
    const done = finished(given, { before: stored, clears })
    expect(done.complaints).toEqual([])
    expect(done.record).toMatchObject({ id: 7, ...record })
  })

  test.each<[what: string, given: Given, says: string[]]>([
    [
      'another number’s mask',
      { idNumber: '110105********0021' },
      ['身份证号“110105********0021”: 是遮盖后的值, 与库中的不一致'],
    ],
    ['an empty cell that is required', { from: '' }, ['起: 必填, 却是空的']],
    ['a rule, with what is stored', { until: '2023-12-31' }, ['止“2023-12-31”: 早于起日']],
    ['a rule, shown by what is stored', { from: '2025-01-02' }, ['起“2025-01-02”: 晚于今天 (2024-07-26)']],
  ])('is refused for %s', (_, given, says) => {
    expect(finished(given, { before: stored, clears: true }).complaints).toEqual(says)
  })

  test('a rule broken at a field without a column shows what is stored there', () => {
    const before = { ...stored, until: '2024-02-01' }
    expect(finished({ from: '2024-03-01' }, { before, clears: true }).complaints).toEqual([
      '止“2024-02-01”: 早于起日',
    ])
  })
})

test.each<[string, Register, Row, Row, boolean]>([
  ['a record', shelf, { id: 1, room: 1, number: '003' }, { id: 1, room: 1, number: '003' }, true],
  ['another value', shelf, { id: 1, room: 1, number: '003' }, { id: 1, room: 1, number: '3' }, false],
  ['another reference', shelf, { id: 1, room: 1, number: '003' }, { id: 1, room: 2, number: '003' }, false],
  ['lists of the same', card, stored, { ...stored, tags: ['少儿'] }, true],
  [
    'lists in another order',
    card,
    { ...stored, tags: ['甲', '乙'] },
    { ...stored, tags: ['乙', '甲'] },
    false,
  ],
  ['a value that has gone', card, stored, { ...stored, note: null }, false],
  ['what is no field', card, stored, { ...stored, more: 1 }, true],
])('%s: the same or not', (_, register, before, after, same) => {
  expect(isSame(register, before, after)).toBe(same)
})
