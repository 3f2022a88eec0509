import { describe, expect, test } from 'vitest'
import { milestoneState } from '../../src/resources/milestone.ts'
import { county } from '../world.ts'

describe('where a milestone due on 30 June stands', () => {
  test.each([
    ['2024-06-29', null, 'ahead'],
    ['2024-06-30', null, 'ahead'],
    ['2024-07-01', null, 'overdue'],
    ['2024-07-26', '2024-06-30', 'done'],
    ['2024-07-26', '2024-07-01', 'late'],
    // Done after the day it is looked at: not done yet.
    ['2024-06-30', '2024-07-01', 'ahead'],
    ['2024-07-01', '2024-07-02', 'overdue'],
    ['2024-06-20', '2024-06-20', 'done'],
  ])('on %s, done %s: %s', (asOf, done, state) =>
    expect(milestoneState('2024-06-30', done, asOf)).toBe(state),
  )
})

test('what a village has open goes with it to the village it joins', async () => {
  const there = await county()
  there.write(
    'people.csv',
    `姓名,派出单位,派驻村,驻村职务,驻村开始时间,实际结束时间
张三,示例一局,煤窑庄村,第一书记,2023-07-01,2024-05-31
李四,示例二局,张老湾村,第一书记,2023-07-01,`,
  )
  there.write(
    'plans.csv',
    `村,年份,产业优势,现实问题,运营状态,发展路线,责任人
煤窑庄村,2024,甲,乙,丙,丁,张三
常平村,2024,甲,乙,丙,丁,村支书`,
  )
  there.write(
    'milestones.csv',
    `村,年份,重点任务,责任分工,完成时限
煤窑庄村,2024,修渠,张三,2024-06-10
常平村,2024,建棚,村支书,2024-06-11`,
  )
  for (const name of ['people', 'plans', 'milestones']) {
    expect((await there.run(`cun import ${name}.csv --add unit`)).code).toBe(0)
  }
  await there.run('cun village merge 煤窑庄村 --into 张老湾村 --on 2024-07-01')
  await there.run('cun settings set stationday.weekday 0')
  const open = async (asOf: string) => {
    const { out } = await there.run(`cun overdue --line resources --as-of ${asOf} --format csv --no-bom`)
    return out
      .split('\r\n')
      .slice(1, -1)
      .map(line => line.split(',').slice(1, 3).join(' '))
  }
  // Nobody was ever posted to 常平村: the owner of its plan answers.
  expect(await open('2024-06-30')).toEqual(['煤窑庄村 张三（已离任）', '常平村 村支书'])
  expect(await open('2024-07-01')).toEqual(['张老湾村 李四', '常平村 村支书'])

  const late = await there.run(
    'cun resource add --village 煤窑庄村 --title 路灯 --kind 物资 --source 示例一局 --level 县 --applied 2024-07-02',
  )
  expect([late.code, late.err]).toEqual([
    65,
    expect.stringContaining('已于 2024-07-01 并入张老湾村, 2024-07-02 不再有'),
  ])

  // And on with that one to a third.
  await there.run('cun posting change 李四 --end 2024-07-04')
  const on = await there.run('cun village merge 张老湾村 --into 前和湾村 --on 2024-07-05')
  expect(on.code).toBe(0)
  expect(await open('2024-07-04')).toEqual(['张老湾村 李四（已离任）', '常平村 村支书'])
  expect((await open('2024-07-05'))[0]).toContain('前和湾村')
})
