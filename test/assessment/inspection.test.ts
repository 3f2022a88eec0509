import { beforeAll, describe, expect, test } from 'vitest'
import { county, type Place } from '../world.ts'

let there: Place
async function ok(words: string) {
  const { code, both } = await there.run(words)
  expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
}

beforeAll(async () => {
  there = await county()
  await ok('cun unit add --name 示例一局')
  for (const [name, village] of [
    ['张三', '张老湾村'],
    ['李四', '前和湾村'],
    ['王五', '常乐村'],
  ])
    await ok(
      `cun posting add --name ${name} --unit 示例一局 --village ${village} --roles 第一书记 --start 2023-07-01`,
    )
  await ok('cun guidance add --name 第一指导组 --leader 赵六 --townships 常平乡、西向镇')
})

const add = (more: string) => `cun inspection add --guidance 第一指导组 --posting 张三 ${more}`

describe('what an inspection may be', () => {
  test.each([
    ['no status', '--date 2024-01-02 --methods 电话', '没有写明; 只有抽取后'],
    ['drawn, findings but no status', '--date 2024-01-02 --draw x --findings 问题', '没有写明; 只有抽取后'],
    ['no method', '--date 2024-01-02 --status 在岗', '没有写明怎样抽查的'],
    [
      'to rectify before the day',
      '--date 2024-01-02 --status 在岗 --methods 电话 --rectify-by 2024-01-01',
      '早于抽查日期',
    ],
    [
      'rectified before the day',
      '--date 2024-01-02 --status 在岗 --methods 电话 --findings 问题 --rectified 2024-01-01',
      '早于抽查日期',
    ],
    [
      'rectified nothing',
      '--date 2024-01-02 --status 在岗 --methods 电话 --rectified 2024-01-03',
      '却没有发现问题',
    ],
    ['tomorrow', '--date 2024-07-27 --status 在岗 --methods 电话', '晚于今天'],
  ])('refused: %s', async (_, more, said) => {
    const { code, err } = await there.run(add(more))
    expect([code, err]).toEqual([65, expect.stringContaining(said)])
  })
})

/** Leaves of 张三 and the days on which he is found absent: does the leave cover the day? */
describe('an absence counts as leave on a day covered by a leave granted by then', () => {
  beforeAll(async () => {
    const leave = 'cun leave add --posting 张三 --kind 事假 --approved-by 县委组织部'
    await ok(`${leave} --first-day 2024-04-01 --last-day 2024-04-05 --approved-on 2024-04-03`)
    await ok(
      `${leave} --first-day 2024-05-06 --last-day 2024-05-12 --approved-on 2024-05-01 --returned 2024-05-09`,
    )
    await ok(
      `${leave} --first-day 2024-06-03 --last-day 2024-06-05 --approved-on 2024-06-01 --returned 2024-06-08`,
    )
  })
  test.each([
    ['2024-04-02', 'absent'],
    ['2024-04-03', 'leave'],
    ['2024-04-05', 'leave'],
    ['2024-04-06', 'absent'],
    ['2024-05-05', 'absent'],
    ['2024-05-09', 'leave'],
    ['2024-05-10', 'absent'],
    ['2024-06-05', 'leave'],
    ['2024-06-06', 'absent'],
  ])('%s: %s', async (day, expected) => {
    await ok(add(`--date ${day} --methods 电话 --status 不在岗`))
    const { out } = await there.run(`cun report inspection 2024Q2 --as-of 2024-06-30 --format json`)
    const total = JSON.parse(out).tables[0].rows.at(-1)
    await ok(`cun inspection remove ${/"id":\s*(\d+)/.exec(out)![1]} --yes`)
    expect([total.leave, total.absent]).toEqual(expected === 'leave' ? [1, 0] : [0, 1])
  })
})

describe('measures', () => {
  beforeAll(async () => {
    const rows = [
      ['2023-12-20', '李四', '不在岗'],
      ['2024-01-10', '李四', '不在岗'],
      ['2024-04-10', '李四', '在岗'],
      ['2024-05-10', '李四', '公出'],
      ['2024-05-20', '李四', '请假'],
      ['2024-06-10', '李四', '不在岗'],
      ['2024-06-20', '王五', '请假'],
      ['2024-07-10', '李四', '不在岗'],
    ]
    there.write(
      'i.csv',
      `指导组,日期,姓名,方式,在岗情况\n${rows.map(([day, who, state]) => `第一指导组,${day},${who},电话,${state}`).join('\n')}\n`,
    )
    await ok('cun import i.csv')
    await ok('cun inspection add --guidance 第一指导组 --posting 王五 --date 2024-06-21 --draw 抽')
  })
  const of = async (name: string, period: string, asOf: string) => {
    const { out } = await there.run(`cun report quarter ${period} --as-of ${asOf} --format json`)
    const [row] = JSON.parse(out)
      .tables.flatMap((t: { rows: { name: string }[] }) => t.rows)
      .filter((r: { name: string }) => r.name === name && 'inspection.onPost' in r)
    const rate = row['inspection.onPost']
    return [rate && [rate.part, rate.of], row['inspection.absences']]
  }
  test.each([
    // 10 April and 10 May of three that were not on leave; January and June of the year.
    ['李四', '2024Q2', '2024-06-30', [[2, 3], 2]],
    // Cut before 10 June.
    ['李四', '2024Q2', '2024-06-09', [[2, 2], 1]],
    ['李四', '2024Q3', '2024-07-26', [[0, 1], 3]],
    // The absence of December belongs to 2023.
    ['李四', '2024Q1', '2024-03-31', [[0, 1], 1]],
    ['李四', '2023Q4', '2024-07-26', [[0, 1], 1]],
    // Only on leave, and drawn without being inspected: the rate does not apply.
    ['王五', '2024Q2', '2024-06-30', [[0, 0], 0]],
  ])('%s in %s as of %s', async (name, period, asOf, expected) => {
    expect(await of(name as string, period as string, asOf as string)).toEqual(expected)
  })
})

test('a finding passes to whoever answers once the one inspected has left', async () => {
  await ok(add('--date 2024-02-01 --methods 电话 --status 在岗 --findings 台账不全 --rectify-by 2024-02-10'))
  await ok('cun posting change 1 --end 2024-03-31')
  await ok(
    'cun posting add --name 陈九 --unit 示例一局 --village 张老湾村 --roles 第一书记 --start 2024-04-01',
  )
  const who = async () => {
    const { out } = await there.run('cun overdue --line assessment --as-of 2024-05-01 --format json')
    return JSON.parse(out)
      .tables[0].rows.filter((r: { duty: string }) => r.duty === 'inspection.rectify')
      .map((r: { who: string }) => r.who)
  }
  expect(await who()).toEqual(['张三（已离任）'])
  await ok('cun handover add --village 张老湾村 --receiver 陈九 --date 2024-04-02 --accepted 2024-04-03')
  expect(await who()).toEqual(['陈九'])
})
