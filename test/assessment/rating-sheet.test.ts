import { beforeAll, describe, expect, test } from 'vitest'
import { columnReader, periodNamed } from '../../src/assessment/score/rated.ts'
import type { Facts } from '../../src/kernel/cli/facts.ts'
import { county, type Place } from '../world.ts'

describe('a column of the sheet of ratings means an indicator and its evaluator', () => {
  const column = (indicator: string, evaluator: string) => ({
    indicator,
    evaluator,
    kinds: ['posting'] as const,
  })
  const [a, b, c] = [
    column('群众满意度', '村党组织'),
    column('群众满意度', '党员群众代表'),
    column('述职', '乡镇党委'),
  ]
  const means = columnReader([a, b, c])
  test.each([
    ['群众满意度（村党组织）', a],
    ['群众满意度(党员群众代表)', b],
    ['群众满意度·村党组织', a],
    ['村党组织 群众满意度', a],
    ['群众满意度\n村党组织（满分100）', a],
    ['群众满意度-党员群众代表得分', b],
    ['述职', c],
    ['述职（满分 100 分）', c],
    ['群众满意度', undefined],
    ['村党组织', undefined],
    ['总分', undefined],
  ])('%s', (header, found) => expect(means(header)).toBe(found))
})

test.each([
  ['2024年第二季度民主测评表.xlsx', '2024Q2'],
  ['评分-2024Q3.csv', '2024Q3'],
  ['2024年上半年考核', '2024H1'],
  ['2024年度考核', '2024'],
  ['2024Q1 与 2024Q2', undefined],
  ['评分.csv', undefined],
])('the period of a title: %s', (title, period) =>
  expect(periodNamed({ settings: { today: '2024-10-01' } } as Facts, [title])).toBe(period),
)

describe('what a sheet with the people in it says', () => {
  let there: Place
  const rows: string[] = []
  beforeAll(async () => {
    there = await county()
    const villages = ['张老湾村', '九渡村', '前和湾村', '煤窑庄村']
    const sheet = ['姓名,派出单位,派驻村,驻村职务,驻村开始时间']
    for (const [i, village] of villages.entries())
      sheet.push(`人${'甲乙丙丁'[i]},示例一局,${village},第一书记,2024-01-05`)
    there.write('people.csv', `${sheet.join('\n')}\n`)
    expect((await there.run('cun import people.csv --add unit')).code).toBe(0)
    await there.run('cun rating template 2024Q2 --out r.csv')
    rows.push(...there.read('r.csv').trim().split('\r\n'))
  })
  test('is every head of a village once', () => {
    expect(rows).toHaveLength(5)
    expect(
      rows
        .slice(1)
        .map(row => row.split(',')[1])
        .sort(),
    ).toEqual(['人丁', '人丙', '人乙', '人甲'])
  })
  test('filled in, each cell is the rating that the long sheet says', async () => {
    const filled = rows.map((row, i) =>
      i === 0 ? row : row.replace(/,,$/, `,${80 + i},${i === 2 ? '' : 90 + i}`),
    )
    there.write('r.csv', `${filled.join('\r\n')}\r\n`)
    const { both } = await there.run('cun rating import r.csv')
    expect(both).toContain('4 人 × 2 项, 7 条评分')
    const long = ['考核期,被评人,指标,评价主体,得分']
    for (const [i, row] of rows.slice(1).entries()) {
      const [period, who] = row.split(',')
      long.push(`${period},${who},群众满意度,村党组织,${81 + i}`)
      if (i !== 1) long.push(`${period},${who},群众满意度,党员群众代表,${91 + i}`)
    }
    there.write('long.csv', `${long.join('\r\n')}\r\n`)
    expect((await there.run('cun rating import long.csv')).both).toContain('新增 0, 更改 0, 不变 7')
  })
  test('of a workbook likewise', async () => {
    await there.run('cun rating template 2024Q2 --out r.xlsx')
    expect((await there.run('cun import r.xlsx')).both).toContain('0 条评分')
  })
})
