import { expect, test } from 'vitest'
import { counted, personalMasked, shellWord } from '../../src/kernel/text.ts'

test.each([
  ['请联系张三13812345678', '请联系张三138****5678'],
  ['电话:13812345678,13912345678。', '电话:138****5678,139****5678。'],
  ['身份证 410882198503150012 已核', '身份证 410882********0012 已核'],
  ['41088219850315001X', '410882********001X'],
  ['410882********0012', '410882********0012'],
  ['138****5678', '138****5678'],
])('%s is shown as %s', (text, masked) => {
  expect(personalMasked(text)).toBe(masked)
  expect(personalMasked(masked)).toBe(masked)
})

test.each([
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'a13812345678b',
  '410882200204',
  '2024-05-14 09:30:00',
  '沁组通〔2024〕3号',
])('%s is shown as it is', text => expect(personalMasked(text)).toBe(text))

test.each([
  ['张老湾村', '张老湾村'],
  ['小王村（王曲乡）', '"小王村（王曲乡）"'],
  ['关于 防汛', '"关于 防汛"'],
  ['说"不"', `'说"不"'`],
  ['#12', '"#12"'],
  ['', '""'],
])('%s is typed as %s', (word, typed) => expect(shellWord(word)).toBe(typed))

test('one is no plural', () => {
  expect([0, 1, 2].map(n => counted(n, 'row'))).toEqual(['0 rows', '1 row', '2 rows'])
  expect([1, 2].map(n => counted(n, 'person', 'people'))).toEqual(['1 person', '2 people'])
})
