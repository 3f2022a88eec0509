import { beforeEach, expect, test } from 'vitest'
import { county, type Place } from '../world.ts'

/**
 * 张三 serves from 示例一局 until 2024-05-31 and from 示例二局 from 2024-06-01, one person by ID number; 李四 and 王五
 * serve the whole time. A year of quarters; a half-year of its own indicator.
 */
let there: Place
beforeEach(async () => {
  there = await county()
  there.write(
    'roster.csv',
    [
      '姓名,身份证号,派出单位,派驻村,驻村职务,驻村起始时间,实际结束时间',
      '张三,410882198510150019,示例一局,张老湾村,第一书记,2023-01-01,2024-05-31',
      '张三,410882198510150019,示例二局,常乐村,第一书记,2024-06-01,',
      '李四,,示例三局,前和湾村,第一书记,2023-01-01,',
      '王五,,示例三局,逍遥村,第一书记,2023-01-01,',
      '',
    ].join('\r\n'),
  )
  there.write(
    'model.csv',
    [
      '指标,线,对象,分值,取数,方法,参数,封顶,周期',
      '测评,,派驻,100,,评分,乡镇党委=100,,季度、半年',
      '好,,派驻,0,,等次,,,季度、半年',
      '各季得分,,派驻,80,,分期,一季度=50 二季度=50,,年度',
      '述职,,派驻,20,,评分,乡镇党委=100,,年度',
      '优秀,,派驻,80,,等次,占比=50%,,年度',
      '称职,,派驻,0,,等次,,,年度',
      '',
    ].join('\r\n'),
  )
  const rows = [
    ['2024Q1', '张三', 90],
    ['2024Q1', '李四', 70],
    ['2024Q1', '王五', 60],
    ['2024Q2', '张三（张老湾村）', 96],
    ['2024Q2', '张三（常乐村）', 84.1],
    ['2024Q2', '李四', 70],
    ['2024Q2', '王五', 60],
    ['2024', '张三（张老湾村）', 10],
    ['2024', '张三（常乐村）', 90],
    ['2024', '李四', 80],
    ['2024', '王五', 60],
  ]
  there.write(
    'ratings.csv',
    ['考核期,被评人,指标,评价主体,得分']
      .concat(
        rows.map(([p, who, n]) => `${p},${who},${p === '2024' ? '述职' : '测评'},乡镇党委,${n}`),
        '',
      )
      .join('\r\n'),
  )
  for (const words of [
    'cun settings set duties.since 2024-01-01',
    'cun import roster.csv --add unit --as-of 2025-01-10',
    'cun model import model.csv',
    'cun import ratings.csv --as-of 2025-01-10',
    'cun assess freeze 2024Q1 --as-of 2025-01-10',
    'cun assess freeze 2024Q2 --as-of 2025-01-10',
  ])
    await ok(words)
})

async function ok(words: string): Promise<string> {
  const { code, out, both } = await there.run(words)
  expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
  return out
}

const rows = async (period: string) =>
  JSON.parse(await ok(`cun assess ${period} --as-of 2025-01-10 --format json --lang en`)).tables[0]
    .rows as Record<string, unknown>[]

const byName = (a: Record<string, unknown>, b: Record<string, unknown>) =>
  String(a.name) < String(b.name) ? -1 : 1

test('one row for two terms in two units, a quarter of both by days', async () => {
  // 2024Q2: (61 × 96 + 30 × 84.1) ÷ 91 = 92.08; 80% × (90 + 92.1) ÷ 2 = 72.8; the rating of the later term: 18.
  const found = (await rows('2024')).sort(byName)
  expect(found.map(r => [r.name, r.village, r.unit, r.days, r.Q2, r.total, r.grade])).toEqual([
    ['张三', '张老湾村, 常乐村', '示例一局、示例二局', 366, 92.1, 90.8, '优秀'],
    ['李四', '前和湾村', '示例三局', 366, 70, 72, '称职'],
    ['王五', '逍遥村', '示例三局', 366, 60, 60, '称职'],
  ])
})

test('shares count persons once: half of three is one 优秀, where four postings would have two', async () => {
  for (const rating of [2, 6, 10]) await ok(`cun rating change ${rating} --points 95 --as-of 2025-01-10`)
  for (const quarter of ['2024Q1', '2024Q2']) {
    await ok(`cun assess reopen ${quarter} --reason 更正 --as-of 2025-01-10`)
    await ok(`cun assess freeze ${quarter} --yes --as-of 2025-01-10`)
  }
  const found = (await rows('2024')).sort(byName)
  expect(found.map(r => [r.name, r.total, r.grade])).toEqual([
    ['张三', 90.8, '称职'],
    ['李四', 95, '优秀'],
    ['王五', 60, '称职'],
  ])
})

test('a half-year that is not made of parts has a row for each posting', async () => {
  const found = (await rows('2024H1')).filter(r => r.name === '张三')
  expect(found.map(r => [r.village, r.days]).sort()).toEqual([
    ['常乐村', 30],
    ['张老湾村', 152],
  ])
})

test('explain finds the person by either village, frozen too; the name alone is one person', async () => {
  await ok('cun assess freeze 2024 --as-of 2025-01-10')
  for (const name of ['张三', '张三（张老湾村）', '张三（常乐村）', '#1', '#2']) {
    const out = await ok(`cun assess explain 2024 ${name} --as-of 2025-01-11`)
    expect(out).toContain('按天数平均: 张老湾村 61 天 96、常乐村 30 天 84.1')
    expect(out).toContain('张老湾村 (示例一局, 2024-01-01 至 2024-05-31)、')
  }
})
