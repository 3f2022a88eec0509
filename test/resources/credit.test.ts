import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sumsOf } from '../../src/kernel/cli/facts.ts'
import type { Call } from '../../src/kernel/cli/line.ts'
import { makeCall } from '../../src/kernel/cli/make-call.ts'
import { factsOf } from '../../src/kernel/cli/measure.ts'
import type { World } from '../../src/kernel/terminal/world.ts'
import { lines } from '../../src/lines.ts'
import { migrations } from '../../src/migrations.ts'
import { periodOf } from '../../src/roster/county.ts'
import { county, type Place } from '../world.ts'

let there: Place
const calls: Call[] = []

/** 张三 is followed by 李四 on 1 June; 赵六 is of their team; nobody was ever posted to 常平村. */
beforeAll(async () => {
  there = await county()
  const sheets: [name: string, text: string][] = [
    [
      'people.csv',
      `姓名,派出单位,派驻村,驻村职务,驻村开始时间,实际结束时间
张三,示例一局,张老湾村,第一书记,2024-01-31,2024-05-31
李四,示例二局,张老湾村,第一书记,2024-06-01,
赵六,示例三局,张老湾村,队员,2024-03-01,
王五,示例一局,前和湾村,第一书记,2024-01-31,`,
    ],
    [
      'experts.csv',
      `日期,村,单位,领域,活动
2024-05-31,张老湾村,示例学院,中药,调研
2024-06-01,张老湾村,示例学院,中药,指导
2024-06-20,张老湾村,示例学院,中药,指导
2024-07-01,张老湾村,示例学院,中药,指导`,
    ],
    ['enterprises.csv', '企业名称,联系村\n示例公司,前和湾村'],
    [
      'orders.csv',
      `日期,企业,供货村,产品,金额
2024-06-10,示例公司,前和湾村、张老湾村、常平村,山货,100.00`,
    ],
    [
      'plans.csv',
      `村,年份,产业优势,现实问题,运营状态,发展路线,责任人
张老湾村,2024,甲,乙,丙,丁,张三`,
    ],
    [
      'milestones.csv',
      `村,年份,重点任务,责任分工,完成时限,完成日期
张老湾村,2024,一,张三,2024-04-30,2024-04-30
张老湾村,2024,二,张三,2024-05-31,2024-06-01
张老湾村,2024,三,李四,2024-06-30,
张老湾村,2024,四,李四,2024-06-15,2024-06-10`,
    ],
    [
      'funds.csv',
      `村,名称,类别,来源单位,来源层级,金额(元),申报日期,批复日期,到位日期
张老湾村,甲,资金,示例四局,县,1000,2024-03-01,2024-04-01,2024-05-31
张老湾村,乙,资金,示例四局,县,2000,2024-03-01,2024-04-01,2024-07-05
前和湾村,丙,物资,示例四局,县,,2024-03-01,,2024-06-05`,
    ],
    // The second is of the day on which 李四 came, the third was confirmed in July, the fourth never.
    [
      'deeds.csv',
      `村,实事名称,办结日期,派出单位,村里确认人,村里确认日期
张老湾村,修路,2024-05-31,,刘老汉,2024-06-05
张老湾村,路灯,2024-06-01,示例二局,刘老汉,2024-06-10
张老湾村,水井,2024-06-20,,刘老汉,2024-07-02
张老湾村,医保,2024-06-21,,,
常平村,修桥,2024-06-21,,孙嫂,2024-06-22`,
    ],
    [
      'days.csv',
      `日期,派出单位,村,带队领导,蹲点事项
2024-06-04,示例二局,张老湾村,孙七,走访
2024-06-18,示例二局,张老湾村,孙七,走访
2024-06-25,示例二局,张老湾村,孙七,走访`,
    ],
  ]
  for (const [name, text] of sheets) {
    there.write(name, text)
    const { code, both } = await there.run(`cun import ${name} --add unit`)
    if (code !== 0) throw new Error(both)
  }
})
afterAll(() => {
  for (const call of calls) call.close()
})

/** A measure as `name part/of`, subjects by name. */
function measured(name: string, subject: string, period: string, asOf: string): string[] {
  const world = { env: {}, cwd: there.folder, home: there.folder, size: () => 1, now: () => new Date() }
  const call = makeCall(world as unknown as World, { db: `${there.folder}/cun.db`, asOf }, lines, migrations)
  calls.push(call)
  const measure = lines.flatMap(l => l.measures ?? []).find(m => m.name === name && m.subject === subject)!
  const names = new Map(
    call.db.prepare(`select id, name from "${subject}"`).raw().all() as [number, string][],
  )
  return [...sumsOf(factsOf(call, measure, periodOf(call, period)))]
    .map(([subject, { part, of }]) => `${names.get(subject)} ${part}${of > 0 ? `/${of}` : ''}`)
    .sort()
}

describe('what happens for a village is credited by the day it happened', () => {
  test.each([
    ['expert.support', 'posting', ['张三 1', '李四 2']],
    ['expert.support', 'unit', ['示例一局 1', '示例三局 3', '示例二局 2']],
    ['expert.support', 'village', ['张老湾村 3']],
    // 10,000 分 among three: 常平村 has the lowest code. Nobody answers for it.
    ['purchase.amount', 'posting', ['李四 3333', '王五 3333']],
    ['purchase.amount', 'unit', ['示例一局 3333', '示例三局 3333', '示例二局 3333']],
    ['purchase.amount', 'village', ['前和湾村 3333', '常平村 3334', '张老湾村 3333']],
    ['resource.arrived', 'posting', ['张三 100000', '王五 0']],
    ['resource.arrived', 'unit', ['示例一局 100000', '示例三局 100000']],
    ['deed.done', 'posting', ['张三 1', '李四 2']],
    ['deed.done', 'unit', ['示例一局 1', '示例三局 3', '示例二局 2']],
    ['deed.done', 'village', ['常平村 1', '张老湾村 3']],
    // The milestone due on 30 June was missed, the one of 31 May was a day late.
    ['milestone.inTime', 'posting', ['张三 1/2', '李四 1/2']],
    ['milestone.inTime', 'unit', ['示例一局 1/2', '示例三局 2/4', '示例二局 1/2']],
    ['milestone.inTime', 'village', ['张老湾村 2/4']],
    // Thirteen Tuesdays, none a day off; 示例二局 came on 1 June.
    ['stationday.kept', 'unit', ['示例一局 0/13', '示例三局 0/13', '示例二局 3/4']],
  ])('%s of each %s in 2024Q2, seen in July', (name, subject, rows) =>
    expect(measured(name, subject, '2024Q2', '2024-07-26')).toEqual(rows),
  )

  test.each([
    ['expert.support', 'posting', '2024-06-01', ['张三 1', '李四 1']],
    ['expert.support', 'posting', '2024-05-30', []],
    ['purchase.amount', 'village', '2024-06-09', []],
    ['deed.done', 'posting', '2024-07-01', ['张三 1', '李四 1']],
    ['deed.done', 'posting', '2024-06-04', []],
    // Due today and open: not yet decided.
    ['milestone.inTime', 'posting', '2024-06-30', ['张三 1/2', '李四 1/1']],
    // Done on 1 June, so on 31 May it was open, and its last day had come but not passed.
    ['milestone.inTime', 'posting', '2024-05-31', ['张三 1/1']],
    ['stationday.kept', 'unit', '2024-06-11', ['示例一局 0/10', '示例三局 0/10', '示例二局 1/1']],
    ['stationday.kept', 'unit', '2024-06-12', ['示例一局 0/11', '示例三局 0/11', '示例二局 1/2']],
  ])('%s of each %s as of %s', (name, subject, asOf, rows) =>
    expect(measured(name, subject, '2024Q2', asOf)).toEqual(rows),
  )

  test('the third quarter has what came in July', () => {
    expect(measured('resource.arrived', 'posting', '2024Q3', '2024-07-26')).toEqual(['李四 200000'])
    expect(measured('resource.arrived', 'posting', '2024Q3', '2024-07-04')).toEqual([])
    expect(measured('milestone.inTime', 'posting', '2024Q3', '2024-07-26')).toEqual([])
  })

  test('a year whose holidays are not confirmed says nothing of station days', () => {
    expect(measured('stationday.kept', 'unit', '2027Q1', '2027-04-01')).toEqual([])
  })
})
