import { expect, test } from 'vitest'
import { Fault } from '../../../src/kernel/errors.ts'
import { peopleIn, severalIn } from '../../../src/kernel/import/people.ts'
import { yearIn } from '../../../src/kernel/import/reading-hints.ts'

test.each<[string, string[], boolean?]>([
  ['王一、王二、王三', ['王一', '王二', '王三']],
  ['王一 、王二，王三;王四', ['王一', '王二', '王三', '王四']],
  ['王一/王二／王三', ['王一', '王二', '王三']],
  ['王一\n王二', ['王一', '王二']],
  ['王一+王二 & 王三', ['王一', '王二', '王三']],
  ['王一 王二', ['王一 王二']],
  ['王一、王二等2人', ['王一', '王二']],
  ['王一、王二等二人', ['王一', '王二']],
  // Somebody is left out.
  ['王一、王二等3人', ['王一', '王二'], true],
  ['王一、王二等', ['王一', '王二'], true],
  ['王一等十二名同志', ['王一'], true],
  ['全体驻村第一书记', ['全体驻村第一书记'], true],
])('the people of %s', (text, names, leavesOut = false) => {
  const found = peopleIn(text)
  expect(found.names).toEqual(names)
  expect(found.fault !== undefined).toBe(leavesOut)
})

const roster = new Map([
  ['王一', 1],
  ['王二', 2],
  ['和平', 3],
])
const unknown = new Fault('reference.unknown', { zh: '没有', en: 'none' }, { zh: '核对', en: 'check' })
const find = (name: string) => roster.get(name) ?? unknown

test.each<[string, number[] | undefined]>([
  ['王一 王二', [1, 2]],
  ['王一　王二', [1, 2]],
  ['王一和王二', [1, 2]],
  ['王一同志', [1]],
  ['王一书记 王二队长', [1, 2]],
  ['王一 王九', undefined],
  ['王 一', undefined],
])('%s names several people only if all are known', (text, ids) =>
  expect(severalIn(text, ['同志', '书记', '队长'], find)?.ids).toEqual(ids),
)

test.each<[string[], number | undefined]>([
  [['请假.csv', '沁阳市2024年4月请假登记表'], 2024],
  [['走访-20240412.xlsx'], 2024],
  [['2024Q2.csv', '2024年第二季度'], 2024],
  [['2023-2024.csv'], undefined],
  [['请假.csv'], undefined],
  [['13800002024.csv'], undefined],
])('the year of days without one, from %s', (texts, year) => expect(yearIn(texts)).toBe(year))
