import { beforeEach, describe, expect, test } from 'vitest'
import { county, type Place } from '../world.ts'

let there: Place
beforeEach(async () => {
  there = await county()
  for (const words of [
    'cun unit add --name 示例一局',
    'cun posting add --name 张三 --unit 示例一局 --village 张老湾村 --roles 第一书记 --start 2024-01-01',
  ])
    expect((await there.run(words)).code).toBe(0)
})

const add = (of: string, indicator: string, evaluator: string, points: string) =>
  there.run(
    `cun rating add --period 2024Q2 ${of} --indicator ${indicator} --evaluator ${evaluator} --points=${points}`,
  )
const model = async (...rows: string[]) => {
  there.write('model.csv', ['指标,线,对象,分值,取数,方法,参数,封顶', ...rows, ''].join('\r\n'))
  const { code, both } = await there.run('cun model import model.csv')
  if (code !== 0) throw new Error(both)
}

test('what a half-year lacks is counted alike by draft and refusal, and ratings of its quarters do not count', async () => {
  for (const words of [
    'cun unit add --name 示例二局',
    'cun posting add --name 张三 --unit 示例二局 --village 常乐村 --roles 第一书记 --start 2024-01-01',
    'cun posting add --name 李四 --unit 示例二局 --village 前和湾村 --roles 第一书记 --start 2024-01-01',
    'cun posting add --name 王五 --unit 示例二局 --village 逍遥村 --roles 第一书记 --start 2024-06-20',
    'cun rating add --period 2024Q2 --posting 李四 --indicator 群众满意度 --evaluator 村党组织 --points 90',
  ]) {
    const { code, both } = await there.run(words)
    expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
  }
  // 王五 is too short to be graded.
  expect((await there.run('cun assess 2024H1')).err).toContain('3 个对象缺评分')
  const { both, code } = await there.run('cun assess freeze 2024H1')
  expect(code).toBe(65)
  expect(both).toContain('缺村党组织的评分 3 个: ')
  for (const name of ['张三（张老湾村）', '张三（常乐村）', '、李四']) expect(both).toContain(name)
  expect(both).not.toContain('李四（')
  expect(both).toContain('→ 评分只算所评的那一期: 2024Q2 的评分不计入 2024H1, 2024H1 要另评\n')
})

describe('more points than the indicator has are refused', () => {
  test.each([
    ['--posting 张三', '100', 0],
    ['--posting 张三', '100.1', 65],
    ['--village 张老湾村', '101', 65],
    ['--posting 张三', '-1', 65],
  ])('of the shipped model: %s %s', async (of, points, code) => {
    const ran = await add(of, '群众满意度', '村党组织', points)
    expect(ran.code).toBe(code)
    if (code === 65)
      expect(ran.both).toMatch(/--points · “.*”: (超过“群众满意度”的满分 100|应在 0 到 1000 之间)/)
  })
  test('of an imported model its own full points; of a unit those of units', async () => {
    await model(
      '组织领导,,派驻,100,,评分,乡镇党委=100 满分=18,',
      '组织领导,,派出单位,100,,评分,乡镇党委=100 满分=20.5,',
    )
    const { both, code } = await add('--posting 张三', '组织领导', '乡镇党委', '20')
    expect([code, both]).toEqual([65, expect.stringContaining('“20”: 超过“组织领导”的满分 18。核对得分')])
    expect((await add('--posting 张三', '组织领导', '乡镇党委', '18')).code).toBe(0)
    expect((await add('--unit 示例一局', '组织领导', '乡镇党委', '20.5')).code).toBe(0)
    expect((await add('--unit 示例一局', '组织领导', '派出单位', '20.6')).code).toBe(65)
  })
  test('of its own kind of period', async () => {
    there.write(
      'model.csv',
      '指标,线,对象,分值,取数,方法,参数,封顶,周期\r\n述职,,派驻,100,,评分,乡镇党委=100 满分=20,,年度\r\n述职,,派驻,100,,评分,乡镇党委=100 满分=10,,半年\r\n测评,,派驻,100,,评分,乡镇党委=100,,季度\r\n',
    )
    expect((await there.run('cun model import model.csv')).both).toContain('第 1 版已存入')
    const rate = (period: string, points: number) =>
      there.run(
        `cun rating add --period ${period} --posting 张三 --indicator 述职 --evaluator 乡镇党委 --points ${points} --as-of 2025-02-01`,
      )
    expect((await rate('2024', 15)).both).toBe('评分 1 号已登记, 第 7 批\n')
    expect((await rate('2024H1', 15)).both).toContain('超过“述职”的满分 10')
    expect((await rate('2024Q3', 15)).err).toContain('季度考核没有评派驻的指标“述职”')
  })
  test('what is counted by hand has no full points: lacks may be many', async () => {
    await model('服务群众,,派驻,100,,扣分,每次=1 不保底,')
    expect((await add('--posting 张三', '服务群众', '乡镇党委', '120')).code).toBe(0)
    expect((await add('--posting 张三', '服务群众', '派出单位', '-5')).code).toBe(65)
  })
  test('in a sheet the row is named, in both languages; a change is refused too', async () => {
    there.write(
      'r.csv',
      '季度,被评人,指标,评价主体,得分\r\n2024Q2,张三,群众满意度,村党组织,92\r\n2024Q2,张三,群众满意度,党员群众代表,920\r\n',
    )
    const zh = await there.run('cun import r.csv')
    expect([zh.code, zh.both]).toEqual([
      65,
      expect.stringContaining('第 3 行 · 得分 · “920”: 超过“群众满意度”的满分 100'),
    ])
    expect((await there.run('cun import r.csv --lang en')).both).toContain(
      'is above the full 100 points of 群众满意度',
    )
    expect((await add('--posting 张三', '群众满意度', '村党组织', '92')).code).toBe(0)
    expect((await there.run('cun rating change 1 --points 920')).code).toBe(65)
  })
})

describe('what the model does not count is said, and kept', () => {
  test('an unknown indicator, one of the other kind of subject, an unknown evaluator', async () => {
    const unknown = await add('--posting 张三', '帮扶成效', '县委组织部', '90')
    expect([unknown.code, unknown.err]).toEqual([
      0,
      '现行考核模型不计: 季度考核没有评派驻的指标“帮扶成效” (1 条)。改指标或评价主体用 cun rating change, 改模型用 cun model import\n',
    ])
    expect((await add('--unit 示例一局', '群众满意度', '村党组织', '900')).err).toContain(
      '季度考核没有评派出单位的指标“群众满意度”',
    )
    expect((await add('--posting 张三', '群众满意度', '第三方', '90')).err).toContain(
      '“群众满意度”不由第三方评, 由村党组织、党员群众代表评',
    )
    expect((await add('--posting 张三', '走访覆盖', '第三方', '90')).err).toContain(
      '季度考核没有评派驻的指标“走访覆盖”',
    )
  })
  test('a known one is not remarked upon, nor who counts by hand', async () => {
    expect((await add('--posting 张三', '群众满意度', '村党组织', '90')).err).toBe('')
    await model('服务群众,,派驻,100,,扣分,每次=1 不保底,')
    expect((await add('--posting 张三', '服务群众', '第三方', '3')).err).toBe('')
  })
  test('of a sheet once, with the number of rows; a change is told as well', async () => {
    there.write(
      'r.csv',
      '季度,被评人,指标,评价主体,得分\r\n2024Q1,张三,帮扶成效,县委组织部,92\r\n2024Q2,张三,帮扶成效,县委组织部,92\r\n',
    )
    expect((await there.run('cun import r.csv --lang en')).err).toContain(
      'does not count: no indicator 帮扶成效 is rated of a posting for a quarter (2). ',
    )
    expect((await there.run('cun rating change 1 --points 93')).err).toContain('“帮扶成效” (1 条)')
  })
})

test('a village beside a person tells namesakes apart, and is not rated itself', async () => {
  for (const words of [
    'cun unit add --name 示例二局',
    'cun posting add --name 张三 --unit 示例二局 --village 常乐村 --roles 第一书记 --start 2024-01-01',
    'cun posting add --name 李四 --unit 示例一局 --village 逍遥村 --roles 第一书记 --start 2024-01-01',
  ])
    expect((await there.run(words)).code).toBe(0)
  const rows = [
    ['张三', '常平乡', '张老湾村', '91'],
    ['张三', '', '常乐村', '92'],
    ['李四', '', '', '93'],
    ['', '常平乡', '张老湾村', '94'],
  ]
  const sheet = ['考核期,被评人,乡镇,被评村,指标,评价主体,得分']
  for (const [who, township, village, points] of rows)
    sheet.push(`2024年第二季度,${who},${township},${village},群众满意度,村党组织,${points}`)
  there.write('ratings.csv', [...sheet, ''].join('\r\n'))
  expect((await there.run('cun import ratings.csv')).out).toBe(
    '评分: 新增 4, 更改 0, 不变 0, 退回 0 (第 9 批)\n',
  )
  const kept = (await there.run('cun rating export --format csv')).out
  expect(kept.match(/^\d.*/gm)?.map(line => line.split(',').slice(2, 6).join())).toEqual([
    ',张三（张老湾村）,常平乡,',
    ',张三（常乐村）,西向镇,',
    ',李四,西向镇,',
    ',,常平乡,张老湾村',
  ])
  expect((await there.run('cun import ratings.csv')).out).toContain('不变 4')
})

test('a village that the person does not serve in is refused beside it', async () => {
  const { both, code } = await add(
    '--posting 张三（张老湾村） --village 常乐村',
    '群众满意度',
    '村党组织',
    '90',
  )
  expect(code).toBe(65)
  expect(both).toContain('--village · “常乐村”: 一条评分只评一个单位、一个人或一个村。只留一项')
})

test('the full points are those of the version that holds for the period', async () => {
  await model('群众满意度,,派驻,100,,评分,村党组织=100 满分=50,')
  there.write(
    'later.csv',
    '指标,线,对象,分值,取数,方法,参数,封顶\r\n群众满意度,,派驻,100,,评分,村党组织=100 满分=100,\r\n',
  )
  expect((await there.run('cun model import later.csv --from 2024Q3')).code).toBe(0)
  expect((await add('--posting 张三', '群众满意度', '村党组织', '80')).both).toContain(
    '超过“群众满意度”的满分 50',
  )
})
