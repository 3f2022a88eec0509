import Sqlite from 'better-sqlite3'
import { beforeEach, describe, expect, test } from 'vitest'
import { idCheck } from '../../src/kernel/schema/fields/personal.ts'
import { type Posting, posting } from '../../src/roster/posting.ts'
import { county, type Place } from '../world.ts'

/** A made-up number of somebody born on a day; of an odd sequence if a man. */
const idOf = (born: string, sequence: string) =>
  `410882${born}${sequence}${idCheck(`410882${born}${sequence}`)}`
const idOfMan = idOf('19850315', '001')

describe('what one posting may be', () => {
  const rules = posting.rules!
  const reader = { today: '2024-07-26', get: () => undefined as never, list: () => [] }
  test.each<[what: string, record: Partial<Posting>, says: string | undefined]>([
    ['a man’s ID number', { gender: 'male', idNumber: idOfMan }, undefined],
    ['a man’s ID number of a woman', { gender: 'female', idNumber: idOfMan }, 'gender: 与身份证号第 17 位'],
    ['no ID number', { gender: 'female' }, undefined],
    ['the month of the ID number', { birth: '1985-03', idNumber: idOfMan }, undefined],
    ['another month', { birth: '1985-04', idNumber: idOfMan }, 'birth: 与身份证号中的出生年月不符'],
    [
      'a month that is not decided is not held against it',
      { birth: '1985-1?', idNumber: idOfMan },
      undefined,
    ],
    ['a term of one day', { start: '2024-01-31', end: '2024-01-31' }, undefined],
    ['an end before the start', { start: '2024-01-31', end: '2024-01-30' }, 'end: 早于驻村开始时间'],
    ['a planned end on the start', { start: '2024-01-31', plannedEnd: '2024-01-31' }, undefined],
    [
      'a planned end before the start',
      { start: '2024-01-31', plannedEnd: '2023-12-31' },
      'plannedEnd: 早于驻村开始时间',
    ],
    [
      'a reason for ending without an end',
      { start: '2024-01-31', endReason: 'recalled' },
      'endReason: 有结束原因',
    ],
    ['a reason with its end', { start: '2024-01-31', end: '2024-06-30', endReason: 'recalled' }, undefined],
  ])('%s', (_, record, says) => {
    const broken = rules.map(rule => rule(record, reader)).filter(b => b !== undefined)
    const said = broken.map(b => `${b.field}: ${b.fault.rule.zh}`)
    expect(said).toEqual(says === undefined ? [] : [expect.stringContaining(says)])
  })

  test.each([
    ['1985-1?', idOf('19851015', '001'), '1985-10'],
    ['1985-1?', idOf('19850115', '001'), '1985-01'],
    // neither January nor October, another year, no number: it stays undecided
    ['1985-1?', idOfMan, '1985-1?'],
    ['1984-1?', idOf('19851015', '001'), '1984-1?'],
    ['1985-1?', null, '1985-1?'],
    ['1985-11', idOf('19851015', '001'), '1985-11'],
  ])('a month %s that a spreadsheet cut, with the ID number %s, is %s', (birth, idNumber, is) => {
    expect(posting.complete!({ birth, idNumber } as Partial<Posting>).birth).toBe(is)
  })
})

describe('terms do not overlap', () => {
  let there: Place
  const add = (words: string) => there.run(`cun posting add --unit 示例一局 ${words}`)
  beforeEach(async () => {
    there = await county()
    await there.run('cun unit add --name 示例一局')
    await there.run('cun unit add --name 示例二局')
    await add('--name 张三 --village 张老湾村 --roles 第一书记 --start 2024-01-31 --end 2024-05-31')
    await add(`--name 王五 --village 前和湾村 --roles 队员 --start 2024-02-01 --id-number ${idOfMan}`)
  })

  test.each<[what: string, words: string, code: number, says: string]>([
    // a village has one first secretary on any day, the first and the last included
    [
      'a second first secretary on the last day of the first',
      '--name 李四 --village 张老湾村 --roles 第一书记 --start 2024-05-31',
      65,
      '这段时间已有第一书记张三 (记录 1, 2024-01-31—2024-05-31)',
    ],
    ['the day after', '--name 李四 --village 张老湾村 --roles 第一书记 --start 2024-06-01', 0, ''],
    [
      'one until the first day of the first',
      '--name 李四 --village 张老湾村 --roles 第一书记 --start 2023-07-01 --end 2024-01-31',
      65,
      '这段时间已有第一书记张三',
    ],
    [
      'one until the day before',
      '--name 李四 --village 张老湾村 --roles 第一书记 --start 2023-07-01 --end 2024-01-30',
      0,
      '',
    ],
    [
      'a member of the team beside him',
      '--name 李四 --village 张老湾村 --roles 队员 --start 2024-03-01',
      0,
      '',
    ],
    [
      'a first secretary elsewhere',
      '--name 李四 --village 前和湾村 --roles 第一书记 --start 2024-03-01',
      0,
      '',
    ],
    // a person serves in one village
    [
      'the same person in another village',
      '--name 张三 --village 前和湾村 --roles 队员 --start 2024-05-31',
      65,
      '张三这段时间已派驻张老湾村 (记录 1, 2024-01-31—2024-05-31)',
    ],
    ['the same person afterwards', '--name 张三 --village 前和湾村 --roles 队员 --start 2024-06-01', 0, ''],
    [
      'the same ID number under another name',
      `--name 王武 --village 张老湾村 --roles 队员 --start 2024-06-01 --id-number ${idOfMan}`,
      65,
      '王武这段时间已派驻前和湾村',
    ],
    [
      'a namesake with another ID number',
      `--name 王五 --village 张老湾村 --roles 队员 --start 2024-06-01 --id-number ${idOf('19900101', '003')}`,
      0,
      '',
    ],
    [
      'without an ID number the same name and unit',
      '--name 王五 --village 张老湾村 --roles 队员 --start 2024-06-01',
      65,
      '王五这段时间已派驻前和湾村',
    ],
    [
      'a namesake of another unit',
      '--name 王五 --village 张老湾村 --roles 队员 --start 2024-06-01 --unit 示例二局',
      0,
      '',
    ],
  ])('%s', async (_, words, code, says) => {
    const ran = await add(words)
    expect([ran.code, ran.both]).toEqual([code, expect.stringContaining(says)])
  })

  test('a changed term is held against the others, not against itself', async () => {
    await add('--name 李四 --village 张老湾村 --roles 第一书记 --start 2024-06-01')
    expect((await there.run('cun posting change 1 --end 2024-05-30')).code).toBe(0)
    expect((await there.run('cun posting change 1 --end 2024-06-01')).both).toContain(
      '这段时间已有第一书记李四 (记录 3',
    )
  })
  test('rows of one sheet are held against each other: the later is complained of, and the first stays', async () => {
    there.write(
      'p.csv',
      '姓名,派出单位,派驻村,驻村职务,驻村开始时间,实际结束时间\n' +
        '赵六,示例一局,煤窑庄村,第一书记,2024-01-01,2024-03-31\n' +
        '钱七,示例一局,煤窑庄村,第一书记,2024-03-31,\n' +
        '孙八,示例一局,煤窑庄村,第一书记,2024-04-01,\n',
    )
    const { code, both } = await there.run('cun import p.csv')
    expect(code).toBe(65)
    expect(both).toMatch(
      /第 3 行.*派驻村.*“煤窑庄村”: 这段时间已有第一书记赵六 \(第 2 行, 2024-01-01—2024-03-31\)/,
    )
    expect(both).not.toContain('第 4 行')
  })
})

describe('前任 by name is who had left by the start', () => {
  let there: Place
  const add = async (words: string) => {
    const { code, both } = await there.run(`cun posting add --unit 示例一局 --roles 第一书记 ${words}`)
    expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
  }
  const manOf = (sequence: string) => `--id-number ${idOf('19850315', sequence)}`
  beforeEach(async () => {
    there = await county()
    await there.run('cun unit add --name 示例一局')
    // 1–3: 张三 twice in 张老湾村, then in 前和湾村, where he still is; 4, 5: two who are called 李四
    await add(`--name 张三 --village 张老湾村 --start 2021-01-01 --end 2021-12-31 ${manOf('001')}`)
    await add(`--name 张三 --village 张老湾村 --start 2022-07-01 --end 2023-06-30 ${manOf('001')}`)
    await add(`--name 张三 --village 前和湾村 --start 2023-07-01 ${manOf('001')}`)
    await add(`--name 李四 --village 煤窑庄村 --start 2021-01-01 --end 2022-12-31 ${manOf('003')}`)
    await add(`--name 李四 --village 逍遥村 --start 2021-01-01 --end 2023-05-31 ${manOf('005')}`)
  })

  test.each<[what: string, village: string, start: string, predecessor: string, is: number | string]>([
    ['the last term in the village, not the one elsewhere now', '张老湾村', '2023-07-01', '张三', 2],
    ['the term before, while the last had not begun', '张老湾村', '2022-01-01', '张三', 1],
    ['a term that ends on the day of the start', '张老湾村', '2021-12-31', '张三', 1],
    ['his last term anywhere, if he never was in the village', '煤窑庄村', '2023-07-01', '张三', 2],
    ['of two namesakes, who was in the village', '煤窑庄村', '2023-07-01', '李四', 4],
    ['the village as written', '煤窑庄村', '2023-07-01', '李四（逍遥村）', 5],
    ['a record number is what it says', '煤窑庄村', '2023-07-01', '#3', 3],
    [
      'of two namesakes elsewhere, neither',
      '西武庄村',
      '2023-07-01',
      '李四',
      '有 2 个同名: 煤窑庄村: 李四 (#4); 逍遥村: 李四 (#5)',
    ],
    ['nobody had left', '张老湾村', '2020-06-01', '张三', '到 2020-06-01 还没有离任 (2021-01-01—2021-12-31'],
    ['nobody is called so', '张老湾村', '2023-07-01', '王五', '名册中没有这个派驻'],
  ])('%s', async (_, village, start, predecessor, is) => {
    const role = start === '2021-12-31' || start === '2020-06-01' ? '队员' : '第一书记'
    const ran = await there.run(
      `cun posting add --unit 示例一局 --roles ${role} --name 赵六 --end ${start} --village ${village} --start ${start} --predecessor ${predecessor}`,
    )
    if (typeof is === 'string') return expect([ran.code, ran.err]).toEqual([65, expect.stringContaining(is)])
    expect([ran.code, ran.err]).toEqual([0, ''])
    const db = new Sqlite(`${there.folder}/cun.db`, { readonly: true })
    expect(db.prepare('select predecessor from posting where id = 6').pluck().get()).toBe(is)
    db.close()
  })

  test('an export imports again unchanged, though a later term of the predecessor has ended since', async () => {
    await add('--name 赵六 --village 张老湾村 --start 2024-01-31 --predecessor #1')
    await there.run('cun posting export --out p.csv')
    const { out } = await there.run('cun import p.csv --format json')
    expect(JSON.parse(out).imports[0]).toMatchObject({ unchanged: 6, changed: 0, rejected: 0 })
  })
})
