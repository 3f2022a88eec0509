import { expect, test } from 'vitest'
import { isChain, isWhole, readChain } from '../../src/policy/chain.ts'

test.each<[line: string, text: string | undefined, number?: number]>([
  ['1. 徐静 东关社区', '徐静 东关社区', 1],
  ['2、朱娜', '朱娜', 2],
  ['３．黄芳（请假）', '黄芳(请假)', 3],
  ['4 刘霞', '刘霞', 4],
  ['5孙洋', '孙洋', 5],
  ['6) 罗娜', '罗娜', 6],
  ['7:徐建军', '徐建军', 7],
  ['8️⃣ 吴桂英', '吴桂英', 8],
  ['⑨ 李强', '李强', 9],
  ['10. @陈国庆 🌹', '@陈国庆', 10],
  ['11. 陈磊 [玫瑰]', '陈磊', 11],
  ['12. 罗平✅', '罗平√', 12],
  ['13.', undefined],
  ['例 张三 张老湾村', undefined],
  ['例：1. 张三', undefined],
  ['胡杰', '胡杰'],
])('%s', (line, text, number) => {
  const { entries } = readChain(`#接龙\n1. 王伟\n${line}`)
  expect(entries.slice(1)).toEqual(text === undefined ? [] : [{ line: 3, text, ...(number && { number }) }])
})

test('lines above the first number are titles, also those that begin with a day or a time', () => {
  const { titles, entries, gaps } = readChain(
    '#接龙\n4月10日专题培训\n9:00 开始\n2024 年第一期\n\n1. 徐静\n4. 朱娜\n',
  )
  expect(titles).toHaveLength(4)
  expect(entries.map(e => e.text)).toEqual(['徐静', '朱娜'])
  expect(gaps).toEqual([2, 3])
})

test('a list without numbers is one of names', () => {
  expect(readChain('#接龙\n徐静\n朱娜').entries.map(e => e.text)).toEqual(['徐静', '朱娜'])
})

test.each<[text: string, is: boolean]>([
  ['#接龙\n1. 徐静\n', true],
  ['培训接龙\n1. 徐静\n2. 朱娜\n', true],
  ['1. 徐静 东关社区\n2. 朱娜 东关社区\n', true],
  ['姓名,签到\n徐静,√\n朱娜,√\n', false],
  ['接龙名单,签到,备注\n徐静,√,\n', false],
  ['1. 加强政治理论学习\n2. 落实“四议两公开”工作法\n', false],
  ['1,徐静,√\n2,朱娜,√\n', false],
  ['1\t徐静\t√\n2\t朱娜\t√\n', false],
  ['2024-04-10,甲\n2024-04-11,乙\n', false],
])('%j is a 接龙: %s', (text, is) => expect(isChain(text)).toBe(is))

test('an empty line ends a paste after the first entry only', () => {
  expect(isWhole(['#接龙', ''])).toBe(false)
  expect(isWhole(['#接龙', '', '1. 徐静'])).toBe(false)
  expect(isWhole(['#接龙', '', '1. 徐静', ''])).toBe(true)
})
