import { expect, test } from 'vitest'
import { isoOf, isVisit, legendOf, shapeOf } from '../../src/village/matrix-shape.ts'

const rows = (...texts: string[]) => texts.map((text, i) => ({ line: i + 1, cells: text.split(',') }))

test.each<[what: string, head: string[], days: string[] | undefined]>([
  ['whole days', ['户主,2024-04-03,2024/4/10,2024年4月17日'], ['2024-04-03', '2024-04-10', '2024-04-17']],
  [
    'days without a year',
    ['户编号,户主,4月3日,4/10,4月17号(周三)'],
    ['2023-04-03', '2023-04-10', '2023-04-17'],
  ],
  ['serial numbers', ['户主,45385,45392'], ['2024-04-03', '2024-04-10']],
  [
    'the month above',
    ['走访表', ',4月,,5月', '户主姓名,3日,10日,1日'],
    ['2023-04-03', '2023-04-10', '2023-05-01'],
  ],
  ['the month in the title', ['2024年4月走访表', '户主,3日,10日'], ['2023-04-03', '2023-04-10']],
  [
    'numbers alone, with the month in the title',
    ['2024年4月走访表', '序号,户主,1,2,30'],
    ['2023-04-01', '2023-04-02', '2023-04-30'],
  ],
  ['numbers that are not in order', ['2024年4月走访表', '户主,2,1,3'], undefined],
  ['one day alone', ['户主,4月3日,备注'], undefined],
  ['no household', ['姓名,4月3日,4月10日'], undefined],
  ['bare numbers', ['户主,1,2,3'], undefined],
  ['no day of the calendar', ['户主,4月31日,2月30日'], undefined],
])('%s', (_, head, days) => {
  expect(shapeOf(rows(...head))?.days.map(d => isoOf(d, 2023))).toEqual(days)
})

test('the name of the sheet or the file may say the month', () => {
  const days = (...names: string[]) => shapeOf(rows('户主,1,2'), names)?.days.map(d => isoOf(d, 2024))
  expect(days('4月', '走访.xlsx')).toEqual(['2024-04-01', '2024-04-02'])
  expect(days('', '2024年4月走访.csv')).toEqual(['2024-04-01', '2024-04-02'])
  expect(days('Sheet1', '走访.xlsx')).toBeUndefined()
})

test('columns of the household are read, others are named', () => {
  const found = shapeOf(rows('张老湾村走访表', '序号,村,户主姓名,走访干部,联系电话,4月3日,4月10日,合计'))!
  expect([found.at, [...found.columns.keys()], found.others]).toEqual([
    1,
    ['village', 'head', 'posting'],
    ['联系电话', '合计'],
  ])
})

const none = legendOf([])
test.each<[cell: string, visited: boolean | undefined]>([
  ...['√', '✓', '✔️', '1', '是', '已走访', '● '].map(c => [c, true] as [string, boolean]),
  ...['', '×', 'X', '0', '否', '/', '——', '未走访', '没有'].map(c => [c, false] as [string, boolean]),
  ...['○', '△', '2', '张三', '不在家', '2024-04-03'].map(c => [c, undefined] as [string, undefined]),
])('%j: visited %s', (cell, visited) => expect(isVisit(cell, none)).toBe(visited))

test('the title says what its own signs mean', () => {
  const legend = legendOf(['走访登记表（○表示已走访，△为未走访）'])
  expect([isVisit('○', legend), isVisit('△', legend), isVisit('◎', legend)]).toEqual([true, false, undefined])
})
