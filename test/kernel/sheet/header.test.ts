import { describe, expect, test } from 'vitest'
import { optional } from '../../../src/kernel/schema/field.ts'
import { choice } from '../../../src/kernel/schema/fields/choice.ts'
import { date } from '../../../src/kernel/schema/fields/date.ts'
import { amount, integer } from '../../../src/kernel/schema/fields/number.ts'
import { text } from '../../../src/kernel/schema/fields/text.ts'
import { register } from '../../../src/kernel/schema/register.ts'
import type { Register } from '../../../src/kernel/schema/types.ts'
import { ambiguousHeaders } from '../../../src/kernel/sheet/ambiguous-headers.ts'
import type { SheetRow } from '../../../src/kernel/sheet/csv.ts'
import { type HeaderHints, recognise } from '../../../src/kernel/sheet/header.ts'
import { type ColumnMap, headerReader } from '../../../src/kernel/sheet/header-names.ts'
import { gift } from '../small.ts'

const common = { about: { zh: '', en: '' }, filledBy: 'county', list: [], example: {} } as const
const line = (zh: string, en: string, aliases: readonly string[] = []) => optional(text({ zh, en, aliases }))

const loan: Register = register({
  ...common,
  name: 'loan',
  label: { zh: '借阅', en: 'loan' },
  key: ['day', 'title'],
  fields: {
    day: date({ zh: '日期', en: 'date', aliases: ['借阅日期', '时间'] }),
    title: text({ zh: '书名', en: 'title' }),
    reader: line('借书人姓名', 'reader', ['借书人', '姓名']),
    phone: line('借书人电话', 'reader’s phone', ['电话']),
    clerkName: line('经办人姓名', 'clerk'),
    clerkPhone: line('经办人电话', 'clerk’s phone'),
    readerHome: line('借书人住址', 'reader’s home'),
    clerkHome: line('经办人住址', 'clerk’s home'),
    clerkOffice: line('经办人单位', 'clerk’s office'),
  },
})
const event: Register = register({
  ...common,
  name: 'event',
  label: { zh: '活动', en: 'event' },
  key: ['day', 'topic'],
  fields: {
    day: date({ zh: '日期', en: 'date' }),
    topic: text({ zh: '主题', en: 'topic' }),
    title: line('书名', 'title'),
  },
})

/** A register with money, numbers and a span of days. */
const stay: Register = register({
  ...common,
  name: 'stay',
  label: { zh: '住宿', en: 'stay' },
  key: ['guest', 'from'],
  span: ['from', 'until'],
  days: ['天数'],
  fields: {
    guest: text({ zh: '客人', en: 'guest', aliases: ['姓名'] }),
    phone: line('联系电话', 'phone', ['电话']),
    homePhone: line('住宅电话', 'phone at home'),
    from: date({ zh: '入住日期', en: 'from', aliases: ['起止日期'] }),
    until: optional(date({ zh: '离店日期', en: 'until' })),
    price: optional(amount({ zh: '金额(元)', en: 'price (yuan)', aliases: ['金额', '房费'] })),
    guests: optional(integer({ zh: '人数', en: 'guests' })),
    kind: optional(
      choice(
        { member: { zh: '会员', en: 'member' }, other: { zh: '散客', en: 'other' } },
        { zh: '类别', en: 'kind' },
        { key: 'isMember', means: 'member', zh: '是否会员', en: 'is a member' },
      ),
    ),
  },
})

/** Rows of a sheet, cells set apart by commas. */
const sheet = (...lines: string[]): SheetRow[] => lines.map((l, i) => ({ line: i + 1, cells: l.split(',') }))
const read = (lines: readonly string[], asked: HeaderHints = {}, of: readonly Register[] = [loan]) =>
  recognise(of, sheet(...lines), asked)
const columns = (lines: readonly string[], asked?: HeaderHints, of?: readonly Register[]) =>
  Object.fromEntries(read(lines, asked, of)[0]?.columns ?? [])
const map = (words: Record<string, string | null>): ColumnMap =>
  new Map([['loan', new Map(Object.entries(words))]])

describe('a header is known', () => {
  test.each<[what: string, lines: string[], expected: Record<string, number>]>([
    ['by its label', ['书名,日期'], { title: 0, day: 1 }],
    ['by its label in English', ['Title,Date'], { title: 0, day: 1 }],
    ['by its key', ['title,clerkPhone'], { title: 0, clerkPhone: 1 }],
    ['by another name', ['时间,姓名'], { day: 0, reader: 1 }],
    [
      'whatever its width, case, spaces and marks',
      ['日 期,ＴＩＴＬＥ,“借书人”:'],
      { day: 0, title: 1, reader: 2 },
    ],
    ['between columns that are only numbers or empty', ['序号,日期,,书名,No.'], { day: 1, title: 3 }],
  ])('%s', (_, lines, expected) => expect(columns(lines)).toMatchObject(expected))

  test('by the columns of references and of the places that tell namesakes apart', () => {
    expect(columns(['街,书屋,经手人,捐书人,协助'], {}, [gift])).toEqual({
      street: 0,
      room: 1,
      taker: 2,
      donor: 3,
      helpers: 4,
    })
  })
  test.each([
    ['日期', 'day'],
    ['序号', 'ordinal'],
    ['错误原因', 'reason'],
    ['记录号(ab12)', 'record'],
    ['Record number (ab12)', 'record'],
    ['借期', undefined],
  ])('one by one: %s', (header, means) => {
    const found = headerReader(loan)(header)
    expect(typeof found === 'object' ? found.key : found).toBe(means)
  })
})

describe('the header row is found', () => {
  test.each<
    [what: string, lines: string[], at: [leading: number, height: number], expected: Record<string, number>]
  >([
    ['at the top', ['日期,书名', '2024-05-01,诗经'], [0, 1], { day: 0, title: 1 }],
    [
      'below a title and who filled it in',
      ['借阅登记表', '填表人: 张三', '日期,书名'],
      [2, 1],
      { day: 0, title: 1 },
    ],
    ['below a title of two cells', ['2024年,5月', '日期,书名'], [1, 1], { day: 0, title: 1 }],
    [
      'of two rows, the upper spanning the lower',
      ['日期,书名,借书人,,经办人,', ',,姓名,住址,单位,住址'],
      [0, 2],
      { day: 0, title: 1, reader: 2, readerHome: 3, clerkOffice: 4, clerkHome: 5 },
    ],
    [
      'of two rows below a title',
      ['借阅登记表', '日期,书名,借书人,', ',,姓名,住址'],
      [1, 2],
      { day: 0, title: 1, reader: 2, readerHome: 3 },
    ],
    [
      'of three rows, by the farthest and the lowest',
      ['日期,书名,借书人,,经办人', ',,联系,,联系', ',,姓名,住址,住址'],
      [0, 3],
      { day: 0, title: 1, reader: 2, readerHome: 3, clerkHome: 4 },
    ],
    [
      'of three rows, by the two lower',
      ['日期,书名,往来,,', ',,借书人,,经办人', ',,姓名,住址,住址'],
      [0, 3],
      { day: 0, title: 1, reader: 2, readerHome: 3, clerkHome: 4 },
    ],
    [
      'of two rows, a span ending where the next begins',
      ['日期,经办人,书名,借书人,', ',住址,,姓名,住址'],
      [0, 2],
      { day: 0, clerkHome: 1, title: 2, reader: 3, readerHome: 4 },
    ],
    [
      'of one row, where the row below holds a year',
      ['日期,书名,借书人', '2024年,姓名,住址'],
      [0, 1],
      { day: 0, title: 1, reader: 2 },
    ],
    ['of one row, though words stand below it', ['日期,书名', '端午,诗经'], [0, 1], { day: 0, title: 1 }],
    ['where most of it is known', ['日期,甲', '日期,书名,电话'], [1, 1], { day: 0, title: 1, phone: 2 }],
  ])('%s', (_, lines, at, expected) => {
    const [found] = read(lines)
    expect([found?.leading, found?.height]).toEqual(at)
    expect(Object.fromEntries(found!.columns)).toEqual(expected)
  })

  test('where the person says it is', () => {
    const lines = ['日期,书名', '日期,书名,电话', '书名']
    expect(read(lines, { headerRow: 3 })[0]).toMatchObject({ leading: 2, height: 1, matched: 1 })
    expect(read(lines, { headerRow: 9 })).toEqual([])
  })
  test('not after the thirtieth row', () => {
    const blank = (rows: number) => Array.from({ length: rows }, () => '')
    expect(columns([...blank(29), '日期,书名'])).toEqual({ day: 0, title: 1 })
    expect(read([...blank(30), '日期,书名'])).toEqual([])
  })
  test('nowhere in a sheet of something else', () => expect(read(['甲,乙', '1,2'])).toEqual([]))
})

describe('which register a sheet is of', () => {
  const both = [loan, event]
  test.each<[what: string, lines: string[], of: string[]]>([
    ['that which knows most headers', ['日期,主题,书名'], ['event']],
    ['in whatever order they are asked', ['日期,书名,电话'], ['loan']],
    // Two headers each; event lacks its topic
    ['of as many headers that whose key is there', ['日期,书名'], ['loan']],
    ['both, where neither is better', ['日期'], ['loan', 'event']],
    ['none', ['甲,乙'], []],
  ])('%s', (_, lines, of) => {
    expect(read(lines, {}, both).map(m => m.register.name)).toEqual(of)
    expect(read(lines, {}, [...both].reverse()).map(m => m.register.name)).toEqual([...of].reverse())
  })
  test('and whether its records can be told by it', () => {
    expect(read(['日期,书名'])[0]).toMatchObject({ hasKey: true, isClear: true, matched: 2 })
    expect(read(['日期,电话'])[0]).toMatchObject({ hasKey: false, isClear: true, matched: 2 })
  })
})

describe('a header is known without what people add to it', () => {
  const means = (header: string) => {
    const found = headerReader(stay)(header)
    return typeof found === 'object' ? found.key : found
  }
  test.each([
    ['姓名（必填）', 'guest'],
    ['*姓名', 'guest'],
    ['姓名★', 'guest'],
    ['※ 姓　名 ※', 'guest'],
    ['姓名*必填', 'guest'],
    ['必填 姓名', 'guest'],
    ['姓名（必填', 'guest'],
    ['1. 姓名', 'guest'],
    ['（二）姓名', 'guest'],
    ['3、姓\n名', 'guest'],
    ['②姓名', 'guest'],
    ['A4姓名', 'guest'],
    ['B92-1姓名', 'guest'],
    ['1.姓名（必填）', 'guest'],
    ['入住日期(yyyy-mm-dd)', 'from'],
    ['入住日期【格式：2024-01-01】', 'from'],
    ['入住日期\n格式: 2024-01-01', 'from'],
    ['入住日期，如2024-01-01', 'from'],
    ['类别（会员/散客）', 'kind'],
    ['人数(人)', 'guests'],
    ['人数（单位：人）', 'guests'],
    ['金额（元）', 'price'],
    ['金额 元', 'price'],
    ['金额（万元）', 'price'],
    ['金额万元', 'price'],
    ['金额/万元', 'price'],
    ['金额（必填，万元）', 'price'],
    // A remark that is the rest of a name
    ['电话（住宅）', 'homePhone'],
    ['电话（办公）', 'phone'],
    ['天数', 'days'],
    ['天数（天）', 'days'],
    // Another quantity, or another unit
    ['人数（成人）', undefined],
    ['人数（百人）', undefined],
    ['金额（美元）', 'price'],
    ['金额（含税）', undefined],
    ['（必填）', undefined],
    ['万元', undefined],
  ])('%s', (header, key) => expect(means(header)).toBe(key))

  test('one whose remark may say more is told apart', () => {
    const [found] = read(['姓名（必填）,入住日期(yyyy-mm-dd),电话（办公）'], {}, [stay])
    expect(found!.unsure).toEqual([2])
    expect(ambiguousHeaders(found!, new Map()).map(u => u.header)).toEqual(['电话（办公）'])
  })
  test.each<[what: string, lines: string[], inWan: number[], codes: string[]]>([
    ['in 元', ['姓名,入住日期,金额'], [], []],
    ['in 万元', ['姓名,入住日期,金额（万元）'], [2], []],
    ['in the unit above the header', ['登记表,单位：万元', '姓名,入住日期,房费'], [2], []],
    ['in its own unit, whatever stands above', ['登记表,单位：万元', '姓名,入住日期,金额(元)'], [], []],
    ['where 单位 names an office', ['填报单位：万元坊,2024', '姓名,入住日期,房费'], [], []],
    ['in a unit below it', ['姓名,入住日期,房费', ',,万元'], [2], []],
    ['not in 千元', ['姓名,入住日期,金额(千元)'], [], ['header.unit']],
    ['not in 千元 above the header', ['登记表,（单位:千元）', '姓名,入住日期,金额'], [], ['header.unit']],
    ['not in 美元', ['姓名,入住日期,金额(美元)'], [], ['header.unit']],
  ])('money is read %s', (_, lines, inWan, codes) => {
    const [found] = read(lines, {}, [stay])
    expect([found!.inWan, found!.complaints.map(c => c.code)]).toEqual([inWan, codes])
  })
  test('a row of remarks below the header is part of it', () => {
    const [found] = read(['姓名,入住日期,电话', '(必填),(yyyy-mm-dd),'], {}, [stay])
    expect([found!.height, [...found!.columns.keys()], found!.complaints]).toEqual([
      2,
      ['guest', 'from', 'phone'],
      [],
    ])
  })
  test('a 是/否 column is left out beside the column of the words', () => {
    const both = read(['姓名,入住日期,类别,是否会员'], {}, [stay])[0]!
    expect([both.columns.has('isMember'), both.beside]).toEqual([false, [['是否会员', '类别']]])
    expect(read(['姓名,入住日期,是否会员'], {}, [stay])[0]!.columns.get('isMember')).toBe(2)
  })
})

describe('what stands above the header is no header', () => {
  test.each([
    ['who filled it in and when', ['填报单位：甲局,,填报时间：2024年3月', '姓名,入住日期,电话']],
    ['where it comes from and when', ['来源：统计局,,2024年1月', '姓名,入住日期,电话']],
    ['a title in two cells', ['住宿登记,第一季度', '姓名,入住日期,电话']],
  ])('%s', (_, lines) => {
    const [found] = read(lines, {}, [stay])
    expect([found!.leading, found!.height, found!.complaints]).toEqual([1, 1, []])
  })
})

describe('the same headers side by side', () => {
  const blocks = (header: string) => {
    const [found] = read([header], {}, [stay])
    return found!.blocks && [found!.blocks.width, found!.blocks.count, found!.complaints.length]
  }
  test.each<[what: string, header: string, expected: number[] | undefined]>([
    ['twice', '序号,姓名,电话,序号,姓名,电话', [3, 2, 0]],
    ['three times', '姓名,电话,姓名,电话,姓名,电话', [2, 3, 0]],
    ['with blank columns between', '姓名,电话,,姓名,电话', [3, 2, 0]],
    ['with unknown columns, once complained of', '姓名,籍贯,姓名,籍贯', [2, 2, 1]],
    ['not where a part is missing', '序号,姓名,电话,序号,姓名', undefined],
    ['not where another column follows', '姓名,电话,姓名,电话,备注', undefined],
    ['not of a single column', '姓名,姓名', undefined],
  ])('%s', (_, header, expected) => expect(blocks(header)).toEqual(expected))
})

describe('a header that is not clear is complained of', () => {
  const complaints = (lines: string[], asked?: HeaderHints) =>
    read(lines, asked)[0]!.complaints.map(c => `${c.line} ${c.column}: ${c.rule.zh} → ${c.next.zh}`)
  test.each<[what: string, lines: string[], says: string[]]>([
    [
      'one like a known one',
      ['登记表', '日期,书明'],
      ['2 书明: 不认识的表头 → 是不是“书名”? 改正表头; 或用 --ignore-columns 书明 跳过此列'],
    ],
    [
      'one like none',
      ['日期,书名,天气状况'],
      ['1 天气状况: 不认识的表头 → 改正表头; 或用 --ignore-columns 天气状况 跳过此列'],
    ],
    // 书名 is taken already and no longer proposed
    [
      'one like a column that is there',
      ['书名,日期,书明'],
      ['1 书明: 不认识的表头 → 改正表头; 或用 --ignore-columns 书明 跳过此列'],
    ],
    [
      'two of one column',
      ['日期,时间,书名'],
      ['1 时间: 与表头“日期”重复, 都是日期 → 留下一列; 要跳过的列名相同时改其一, 再用 --ignore-columns'],
    ],
    [
      'one that joins two columns',
      ['日期,书名,借书人及电话'],
      [
        '1 借书人及电话: 一列里合写了几项: 借书人姓名、借书人电话 → 分成“借书人姓名”“借书人电话”几列, 各写一项; 或用 --ignore-columns 借书人及电话 跳过此列',
      ],
    ],
    [
      'one of two rows, on its lower line',
      ['日期,借书人,,', ',姓名,住址,籍贯'],
      ['2 籍贯: 不认识的表头 → 改正表头; 或用 --ignore-columns 籍贯 跳过此列'],
    ],
  ])('%s', (_, lines, says) => {
    expect(complaints(lines)).toEqual(says)
  })

  test('and a sheet with one is not clear, but its columns are known', () => {
    expect(read(['日期,书名,天气'])[0]).toMatchObject({
      isClear: false,
      matched: 2,
      headers: ['日期', '书名', '天气'],
    })
  })
  test('unless it is to be ignored, however it is written', () => {
    expect(complaints(['日期,书名,天 气'], { ignore: ['天气'] })).toEqual([])
    expect(columns(['日期,时间,书名'], { ignore: ['日期'] })).toEqual({ day: 1, title: 2 })
    expect(columns(['日期,时间,书名'], { ignore: ['b'] })).toEqual({ day: 0, title: 2 })
  })
})

describe('what the office says that headers mean', () => {
  test.each<[what: string, words: Record<string, string | null>, expected: Record<string, number>]>([
    ['names a column', { 天气: 'clerkName' }, { day: 0, title: 1, clerkName: 2, phone: 3 }],
    ['goes before what cun knows', { 电话: 'clerkPhone', 天气: null }, { day: 0, title: 1, clerkPhone: 3 }],
    ['skips a column, though cun knows it', { 电话: null, 天气: null }, { day: 0, title: 1 }],
  ])('%s', (_, words, expected) => {
    const [found] = read(['日期,书名,天气,电话'], { map: map(words) })
    expect(Object.fromEntries(found!.columns)).toEqual(expected)
    expect(found).toMatchObject({ complaints: [], isClear: true })
  })
  test('holds for its register alone', () => {
    expect(columns(['日期,主题,天气'], { map: map({ 天气: 'title' }) }, [event])).toEqual({
      day: 0,
      topic: 1,
    })
  })
})

test('the column of record numbers tells which database exported them', () => {
  expect(read(['记录号(AB12),日期,书名'])[0]).toMatchObject({
    record: { column: 0, mark: 'ab12' },
    columns: new Map([
      ['day', 1],
      ['title', 2],
    ]),
    complaints: [],
  })
  expect(read(['日期,书名'])[0]!.record).toBeUndefined()
})

describe('a header taken for one column that could be short for another', () => {
  test.each<[what: string, header: string, words: Record<string, string | null>, unsure: string[]]>([
    ['as 电话 is of two people', '电话', {}, ['电话 借书人电话']],
    ['as 姓名 is', '姓名', {}, ['姓名 借书人姓名']],
    ['not one written whole', '借书人电话', {}, []],
    ['not one that nothing else ends in', '借书人', {}, []],
    ['not one that the office has said', '电话', { 电话: 'phone' }, []],
  ])('%s', (_, header, words, unsure) => {
    const said = map(words)
    const [found] = read([`日期,书名,${header}`], { map: said })
    expect(ambiguousHeaders(found!, said).map(u => `${u.header} ${u.as.zh}`)).toEqual(unsure)
  })
})
