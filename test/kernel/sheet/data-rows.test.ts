import { describe, expect, test } from 'vitest'
import { optional } from '../../../src/kernel/schema/field.ts'
import { date } from '../../../src/kernel/schema/fields/date.ts'
import { amount } from '../../../src/kernel/schema/fields/number.ts'
import { person, text } from '../../../src/kernel/schema/fields/text.ts'
import { register } from '../../../src/kernel/schema/register.ts'
import type { Register } from '../../../src/kernel/schema/types.ts'
import type { SheetRow } from '../../../src/kernel/sheet/csv.ts'
import { dataRows, nothingSeen } from '../../../src/kernel/sheet/data-rows.ts'
import { recognise } from '../../../src/kernel/sheet/header.ts'
import type { Source } from '../../../src/kernel/sheet/source.ts'
import { both } from '../../../src/kernel/text.ts'

const common = { about: both(''), filledBy: 'county', list: [], example: {} } as const
const guest: Register = register({
  ...common,
  name: 'guest',
  label: both('客人'),
  key: ['name', 'from'],
  fields: {
    name: person({ zh: '姓名', en: 'name' }),
    home: text({ zh: '住址', en: 'home' }),
    from: date({ zh: '入住', en: 'from' }),
    price: optional(amount({ zh: '金额', en: 'price' })),
    note: optional(text({ zh: '备注', en: 'note' })),
  },
})
/** Only a name is needed. */
const firm: Register = register({
  ...common,
  name: 'firm',
  label: both('单位'),
  key: ['name'],
  fields: { name: text({ zh: '单位名称', en: 'name' }), note: optional(text({ zh: '备注', en: 'note' })) },
})

const row = (line: number, text: string, more: Partial<SheetRow> = {}): SheetRow => ({
  line,
  cells: text.split(','),
  ...more,
})
const sourceOf = (rows: readonly SheetRow[]): Source => ({
  label: both('f'),
  how: both(''),
  hiddenColumns: new Set(),
  about: () => rows.length,
  rows: () => rows,
})

/** The rows read, and what was skipped. */
function read(rows: readonly SheetRow[], of = guest) {
  const [mapping] = recognise([of], rows, {})
  const seen = nothingSeen()
  const found = [...dataRows(sourceOf(rows), mapping!, seen)]
  const { blank, total, footer, heading, header, example } = seen
  return {
    found,
    cells: found.map(r => r.cells.join(',')),
    seen: { blank, total, footer, heading, header, example },
    headings: seen.headings,
  }
}
const lines = (...texts: string[]) => texts.map((t, i) => row(i + 1, t))
const none = { blank: 0, total: 0, footer: 0, heading: 0, header: 0, example: 0 }

const header = '序号,姓名,住址,入住,金额,备注'
const [first, second] = ['1,甲,甲村,2024-05-01,80,', '2,乙,乙村,2024-05-02,,']

describe('rows that are no record are skipped and counted', () => {
  test.each<[what: string, rows: string[], skipped: Partial<typeof none>]>([
    ['a number alone', ['3,,,,,', '4.,,,,,'], { blank: 2 }],
    ['a heading with a Chinese number', ['一、甲村,,,,,'], { heading: 1 }],
    ['a heading whose number stands by itself', ['一,甲村,,,,'], { heading: 1 }],
    ['a heading in brackets', ['（二）乙村,,,,,'], { heading: 1 }],
    ['a heading of words', ['甲村的客人,,,,,'], { heading: 1 }],
    ['a total between groups', ['小计,1人,,,80,'], { total: 1 }],
    ['a total with its group', ['甲村小计,1人,,,80,', '甲村,小计,,,80,'], { total: 2 }],
    ['a total behind the number of the row', [',合计,,,160,'], { total: 1 }],
    ['the header again', [header], { header: 1 }],
    ['the number of a printed page', ['第 1 页 共 2 页,,,,,', ',,,,,第2页'], { header: 2 }],
    ['how to fill in each column', ['必填,必填,必填,yyyy-mm-dd,选填,'], { example: 1 }],
    ['an example', ['示例: 1,丙,丙村,2024-05-01,,'], { example: 1 }],
  ])('%s', (_, rows, skipped) => {
    const { cells, seen } = read(lines(header, first, ...rows, second))
    expect(cells).toEqual([first, second])
    expect(seen).toEqual({ ...none, ...skipped })
  })
  test('below the last record: totals, who filled it in, notes of any kind', () => {
    const { cells, seen } = read(
      lines(header, first, '合计,,,,80,', '填表说明：,,,,,', '1. 每月报一次,,,,,', '填表人：丙,,,审核：丁,,'),
    )
    expect([cells, seen]).toEqual([[first], { ...none, total: 1, footer: 3 }])
  })
  test('the first headings are named', () => {
    const groups = ['一', '二', '三', '四'].flatMap(n => [`${n}、${n}村,,,,,`, first])
    expect(read(lines(header, ...groups))).toMatchObject({
      headings: ['一、一村', '二、二村', '三、三村'],
      seen: { heading: 4 },
    })
  })
})

describe('rows that could be a record are read', () => {
  test.each<[what: string, row: string]>([
    ['a name with its number', '3,丙,,,,'],
    ['a name and a home', ',丙,丙村,,,'],
    ['a total among several texts', '3,丙,丙村,2024-05-03,80,合计'],
    ['a total that says more', '合计,丙,丙村,多人,80,'],
    ['a name that begins like a total', '3,总计,丙村,2024-05-03,,'],
    ['a home that ends like a heading', '3,丙,一、二村,2024-05-03,,'],
  ])('%s', (_, text) => {
    const { cells, seen } = read(lines(header, first, text, second))
    expect([cells, seen]).toEqual([[first, text, second], none])
  })
  test('a single name where nothing else is needed, but no heading', () => {
    const rows = lines('单位名称,备注', '甲局,', '市直单位：,', '二、镇办,', '乙局,', '小计,2')
    expect(read(rows, firm)).toMatchObject({
      cells: ['甲局,', '乙局,'],
      seen: { ...none, heading: 2, total: 1 },
    })
  })
  test('a lone name in the first column, to be complained of', () => {
    expect(read(lines('姓名,住址,入住', '丙,,', '甲,甲村,2024-05-01')).cells).toEqual([
      '丙,,',
      '甲,甲村,2024-05-01',
    ])
  })
  test('a lone village there, as a heading', () => {
    expect(read(lines('姓名,住址,入住', '甲村,,', '甲,甲村,2024-05-01')).cells).toEqual([
      '甲,甲村,2024-05-01',
    ])
  })
})

test('what a merged cell gives to a row is no value of its own', () => {
  const rows = [
    row(1, header),
    row(2, first),
    row(3, '2,,甲村,,,', { filled: [2] }),
    row(4, '3,丙,甲村,,,', { filled: [2] }),
  ]
  expect(read(rows)).toMatchObject({ cells: [first, '3,丙,甲村,,,'], seen: { blank: 1 } })
})

test('numbers in a column of 万元 get their unit, others keep theirs', () => {
  const rows = lines(
    '姓名,住址,入住,金额（万元）',
    '甲,甲村,2024-05-01,"31.5',
    '乙,乙村,2024-05-01,20万元',
    '丙,丙村,2024-05-01,300元',
    '丁,丁村,2024-05-01,',
  )
  const priced = rows.map(r => ({ ...r, cells: r.cells.map(c => c.replace('"', '')) }))
  expect(read(priced).found.map(r => r.cells[3])).toEqual(['31.5万元', '20万元', '300元', ''])
})

describe('blocks side by side', () => {
  const wide = '序号,姓名,住址,入住,,序号,姓名,住址,入住'
  test('are read one below the other, each row with its line', () => {
    const rows = lines(
      wide,
      '1,甲,甲村,2024-05-01,,3,丙,丙村,2024-05-03',
      '2,乙,乙村,2024-05-02,,4,,,',
      '合计,2,,,,,,,',
    )
    const { found, seen } = read(rows)
    expect(found.map(r => [r.line, r.cells[1]])).toEqual([
      [2, '甲'],
      [3, '乙'],
      [2, '丙'],
    ])
    expect(seen).toEqual({ ...none, total: 1 })
  })
  test('keep what is known of a cell, and what stands behind the last', () => {
    const faults = new Map([[6, { code: 'x' }]]) as unknown as NonNullable<SheetRow['faults']>
    const rows = [row(1, wide), row(2, '1,甲,甲村,2024-05-01,,3,丙,丙村,2024-05-03,多', { faults })]
    const { found } = read(rows)
    expect(found[0]!.faults).toBeUndefined()
    expect([...found[1]!.faults!.keys()]).toEqual([1])
    expect(found[1]!.cells.at(-1)).toBe('多')
  })
})

test('a title that stands again on each printed page is skipped', () => {
  const { cells, seen } = read(lines('来客登记,,,,,', header, first, '来客登记,,,,,', header, second))
  expect(cells).toEqual([first, second])
  expect(seen).toEqual({ ...none, header: 2 })
})
