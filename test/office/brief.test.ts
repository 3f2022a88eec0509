import { beforeAll, expect, test } from 'vitest'
import { county, type Place } from '../world.ts'

let there: Place
beforeAll(async () => {
  there = await county()
  const sheets: [name: string, text: string][] = [
    [
      'people.csv',
      `姓名,身份证号,派出单位,派驻村,驻村职务,驻村开始时间,实际结束时间
张三,110101199003070011,示例一局,张老湾村,第一书记,2023-07-01,2024-02-29
张三,110101199003070011,示例一局,前和湾村,第一书记,2024-03-01,
李四,,示例一局,张老湾村,第一书记,2024-03-01,
李四,,示例二局,常平村,第一书记,2023-07-01,`,
    ],
    [
      'exemplars.csv',
      `派驻村,姓名,认定日期,主要事迹
张老湾村,张三,2023-12-28,修渠
前和湾村,张三,2024-06-28,修路
张老湾村,李四,2024-06-28,修桥
常平村,李四,2024-07-01,种树`,
    ],
    ['enterprises.csv', '企业名称,联系村\n示例公司,前和湾村'],
    ['orders.csv', '日期,企业,供货村,产品,金额\n2024-06-10,示例公司,前和湾村,山货,29999.99'],
  ]
  await there.run('cun round add --name 第五轮 --start 2023-07-01')
  for (const [name, text] of sheets) {
    there.write(name, text)
    const { code, both } = await there.run(`cun import ${name} --add unit`)
    if (code !== 0) throw new Error(both)
  }
})

/** What the brief says of an item. */
async function said(item: string, options = ''): Promise<string | undefined> {
  const { out } = await there.run(`cun report brief --format json ${options}`)
  return JSON.parse(out).tables[0].rows.find((r: { item: string }) => r.item === item)?.said
}

test('exemplars are people, and one honoured in two terms of duty is one person', async () => {
  // 李四 without an ID number is two people, because the units differ.
  expect(await said('先进典型')).toBe('3 人 (4 人次)')
  expect(await said('先进典型', '--as-of 2024-06-27')).toBe('1 人')
  expect(await said('exemplars', '--lang en')).toBe('3 (4 times)')
})

test('an amount just below 3万元 is not rounded to it', async () => {
  expect(await said('团购订单')).toBe('29999.99 元')
  expect(await said('group orders', '--lang en')).toBe('29,999.99 yuan')
})
