import { beforeEach, describe, expect, test } from 'vitest'
import { away } from '../../src/assessment/onpost.ts'
import { county, type Place } from '../world.ts'

let there: Place
beforeEach(async () => {
  there = await county()
  await there.run('cun unit add --name 示例一局')
  await there.run(
    'cun posting add --name 张三 --unit 示例一局 --village 张老湾村 --roles 第一书记 --start 2024-01-31 --end 2024-06-30',
  )
  await there.run(
    'cun posting add --name 张三 --unit 示例一局 --village 前和湾村 --roles 第一书记 --start 2024-07-01',
  )
  const leave = 'cun leave add --posting 张三 --kind 事假 --approved-by 县委组织部 --approved-on'
  await there.run(`${leave} 2024-03-01 --first-day 2024-03-04 --last-day 2024-03-10 --returned 2024-03-06`)
  await there.run(`${leave} 2024-03-01 --first-day 2024-06-25 --last-day 2024-07-03`)
  await there.run(`${leave} 2024-05-25 --first-day 2024-05-20 --last-day 2024-05-21 --returned 2024-05-22`)
})

describe('what a leave may be', () => {
  test.each([
    ['three days by the township', '2024-05-01', '2024-05-03', '', 0, ''],
    ['four days by the township', '2024-05-01', '2024-05-04', '', 65, '请假 4 天, 超过 3 天'],
    ['over the end of February', '2024-02-27', '2024-03-01', '', 65, '请假 4 天, 超过 3 天'],
    ['four by the county', '2024-05-01', '2024-05-04', '--approved-by 县委组织部', 0, ''],
    ['ends before it begins', '2024-05-02', '2024-05-01', '', 65, '早于开始日期'],
    ['back before it begins', '2024-05-02', '2024-05-03', '--returned 2024-05-01', 65, '早于开始日期'],
    [
      'on the day another was ended by return',
      '2024-03-06',
      '2024-03-07',
      '',
      65,
      '记录 1, 2024-03-04 至 2024-03-06',
    ],
    ['the day after the return', '2024-03-07', '2024-03-08', '', 0, ''],
    [
      'of the same person in the next post',
      '2024-07-03',
      '2024-07-04',
      '',
      65,
      '记录 2, 2024-06-25 至 2024-07-03',
    ],
    ['ahead of today', '2024-08-01', '2024-08-02', '', 0, ''],
  ])('%s', async (_, first, last, more, code, said) => {
    const by = more.includes('approved-by') ? '' : '--approved-by 乡镇党委'
    const ran = await there.run(
      `cun leave add --posting 张三 --kind 事假 --approved-on 2024-03-01 --first-day ${first} --last-day ${last} ${by} ${more}`,
    )
    expect([ran.code, ran.both]).toEqual([code, expect.stringContaining(said)])
  })
})

test('rows of one sheet overlap too; the later one is complained of', async () => {
  there.write(
    'l.csv',
    '姓名,村,开始日期,结束日期,请假类型,批准单位,批准日期\n' +
      '张三,张老湾村,2024-05-01,2024-05-03,事假,乡镇党委,2024-04-30\n' +
      '张三,张老湾村,2024-05-03,2024-05-04,事假,乡镇党委,2024-04-30\n',
  )
  const { code, err } = await there.run('cun import l.csv')
  expect([code, err]).toEqual([65, expect.stringContaining('第 3 行 · 开始日期')])
})

describe('leaves on end that a township approved one by one are found by cun check', () => {
  const row = (first: string, last: string, by = '乡镇党委', back = '', post = '张老湾村') =>
    `张三,${post},${first},${last},事假,${by},2024-04-01,${back}`
  test.each([
    ['two of three days', [row('2024-05-01', '2024-05-03'), row('2024-05-04', '2024-05-06')], 'leave #4 #5'],
    [
      'in the order of their days',
      [row('2024-05-04', '2024-05-06'), row('2024-05-01', '2024-05-03')],
      'leave #5 #4',
    ],
    [
      'three, four days together',
      ['01', '03', '04'].map((d, i) => row(`2024-05-${d}`, `2024-05-${['02', '03', '04'][i]}`)),
      'leave #4 #5 #6',
    ],
    [
      'over the change of post',
      [row('2024-06-22', '2024-06-24'), row('2024-07-04', '2024-07-05', '乡镇党委', '', '前和湾村')],
      undefined,
    ],
    ['three days together', [row('2024-05-01', '2024-05-02'), row('2024-05-03', '2024-05-03')], undefined],
    ['a day between', [row('2024-05-01', '2024-05-03'), row('2024-05-05', '2024-05-07')], undefined],
    [
      'a day between by an early return',
      [row('2024-05-01', '2024-05-03', '乡镇党委', '2024-05-02'), row('2024-05-04', '2024-05-06')],
      undefined,
    ],
    [
      'on from an early return',
      [row('2024-05-01', '2024-05-03', '乡镇党委', '2024-05-02'), row('2024-05-03', '2024-05-05')],
      'leave #4 #5',
    ],
    [
      'the second by the county',
      [row('2024-05-01', '2024-05-03'), row('2024-05-04', '2024-05-06', '县委组织部')],
      undefined,
    ],
  ])('%s', async (_, leaves, found) => {
    there.write(
      'l.csv',
      ['姓名,村,开始日期,结束日期,请假类型,批准单位,批准日期,销假日期', ...leaves].join('\n'),
    )
    expect((await there.run('cun import l.csv')).code).toBe(0)
    const { out } = await there.run('cun check --format csv --no-bom')
    expect(
      out
        .split('\r\n')
        .filter(line => line.startsWith('leave '))
        .map(line => line.split(',')[0]),
    ).toEqual(found ? [found] : [])
  })
})

/** The last days for reporting back and when it was done, by as-of: whoever has left answers for no report. */
test.each([
  ['2024-02-29', []],
  ['2024-03-05', [['2024-03-11', '未到期']]],
  ['2024-03-06', [['2024-03-11', '已完成']]],
  // The leave of 20 May was granted on the 25th.
  ['2024-05-24', [['2024-03-11', '已完成']]],
  [
    '2024-05-25',
    [
      ['2024-03-11', '已完成'],
      ['2024-05-22', '已完成'],
    ],
  ],
  [
    '2024-06-26',
    [
      ['2024-03-11', '已完成'],
      ['2024-05-22', '已完成'],
      ['2024-07-04', '未到期'],
    ],
  ],
  ['2024-07-26', []],
])('reports due as of %s', async (asOf, expected) => {
  const { out } = await there.run(`cun overdue --line assessment --all --as-of ${asOf} --format json`)
  const rows = JSON.parse(out).tables[0].rows as { duty: string; due: string; statusText: string }[]
  const found = rows.filter(r => r.duty === 'leave.return').map(r => [r.due, r.statusText])
  expect(found.sort()).toEqual(expected)
})

describe('days off in June', () => {
  const june = { from: '2024-06-01', to: '2024-06-30' }
  const leave = (firstDay: string, lastDay: string, returned: string | null = null) => ({
    firstDay,
    lastDay,
    returned,
  })
  test.each([
    ['none', [], [], 0, 0],
    ['both ends count', [leave('2024-06-03', '2024-06-05')], [], 3, 0],
    ['cut to the month', [leave('2024-05-30', '2024-06-02'), leave('2024-06-29', '2024-07-09')], [], 4, 0],
    ['back early', [leave('2024-06-03', '2024-06-10', '2024-06-04')], [], 2, 0],
    ['back late', [leave('2024-06-03', '2024-06-05', '2024-06-09')], [], 3, 0],
    ['absent twice', [], ['2024-06-11', '2024-06-12'], 0, 2],
    ['found absent by two groups in a day', [], ['2024-06-11', '2024-06-11'], 0, 1],
    ['a day of leave is not taken off twice', [leave('2024-06-03', '2024-06-05')], ['2024-06-04'], 3, 0],
    ['absent in another month', [], ['2024-05-31', '2024-07-01'], 0, 0],
  ])('%s', (_, leaves, absences, days, absent) => {
    expect(away(june, leaves, absences)).toEqual({ leave: days, absent })
  })
})
