import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Fault } from '../../../src/kernel/errors.ts'
import { readText } from '../../../src/kernel/import/read-text.ts'
import { optional } from '../../../src/kernel/schema/field.ts'
import * as choice from '../../../src/kernel/schema/fields/choice.ts'
import * as dates from '../../../src/kernel/schema/fields/date.ts'
import * as number from '../../../src/kernel/schema/fields/number.ts'
import * as personal from '../../../src/kernel/schema/fields/personal.ts'
import * as text from '../../../src/kernel/schema/fields/text.ts'
import { splitSpan } from '../../../src/kernel/schema/fields/written-date.ts'
import { noValue } from '../../../src/kernel/schema/nothing.ts'
import type { Field, Hints, Reader } from '../../../src/kernel/schema/types.ts'
import { settingsOf } from '../../../src/kernel/store/settings.ts'

const field = { optional, ...text, ...number, ...choice, ...dates, ...personal }
const label = { zh: '项', en: 'field' }
const reader: Reader = {
  ...settingsOf(undefined, [], '2024-07-26'),
  list: () => ['脱贫村', '红色村'],
}

/** What a field makes of each text: its value, or the first words of its rule. */
function table(of: Field, cases: [text: string, expected: unknown][]) {
  test.each(cases)('%s → %s', (text, expected) => {
    const value = of.read(text, reader)
    expect(value instanceof Fault ? `✗ ${value.rule.zh}` : value).toEqual(expected)
  })
}

describe('date', () => {
  table(field.date(label), [
    ['2024-7-26', '2024-07-26'],
    ['2024/7/26', '2024-07-26'],
    ['2024.7.26', '2024-07-26'],
    ['2024年7月26日', '2024-07-26'],
    ['20240726', '2024-07-26'],
    ['２０２４－０７－２６', '2024-07-26'],
    ['2024-02-29', '2024-02-29'],
    ['2023-02-29', '✗ 没有这一天'],
    ['2023-13-01', '✗ 没有这一天'],
    ['45499', '✗ 是 Excel 的日期序号, 不是日期'],
    ['2024-07-27', '✗ 晚于今天 (2024-07-26)'],
    ['昨天', '✗ 不是日期'],
    ['2024年6月3号', '2024-06-03'],
    ['2024、6、3', '2024-06-03'],
    ['2024。6。3', '2024-06-03'],
    ['2024年6月', '✗ 只写到月, 没有日'],
    ['2024.06', '✗ 只写到月, 没有日'],
    ['4月10日', '✗ 没有写年份'],
    ['01/02/2024', '✗ 不是日期'],
    ['2024-6-3 8:30', '✗ 不是日期'],
  ])
  test('a plan may lie ahead', () =>
    expect(field.date(label, { ahead: true }).read('2030-1-1', reader)).toBe('2030-01-01'))
})

/** What a field reads instead of texts that it refuses, and how that is said. */
function tidied(
  of: Field,
  hints: Hints,
  cases: [text: string, expected: string | undefined, how?: string][],
) {
  test.each(cases)('%s is read as %s', (text, expected, how) => {
    expect(of.read(text, reader)).toBeInstanceOf(Fault)
    const found = of.tidy?.(text, hints)
    expect([found?.text, found?.how.zh]).toEqual([expected, how])
    if (expected) expect(of.read(expected, reader)).not.toBeInstanceOf(Fault)
  })
}

describe('a date written in another way', () => {
  const [time, weekday] = ['略去时刻', '略去星期']
  tidied(field.date(label), {}, [
    ['2024/3/1 8:30', '2024/3/1', time],
    ['2024-03-02 08:30:15', '2024-03-02', time],
    ['2024-03-02T08:30:15', '2024-03-02', time],
    ['2024-02-01T00:00:00.000Z', '2024-02-01', time],
    ['2024年3月1日8时30分', '2024年3月1日', time],
    ['2024年3月1日 下午3点半', '2024年3月1日', time],
    ['2024-03-03 上午', '2024-03-03', time],
    ['2024-3-1 9:00-11:30', '2024-3-1', time],
    ['2024/2/1 星期四', '2024/2/1', weekday],
    ['2024年2月1日（周四）', '2024年2月1日', weekday],
    ['24/3/5', '2024-3-5', '两位的年份前补 20'],
    ['24年3月5日 8:30', '2024-3-5', time],
    ['二〇二四年二月一日', '2024年2月1日', '汉字的日期按数字读'],
    ['二○二三年十二月三十一日', '2023年12月31日', '汉字的日期按数字读'],
    ['2024年3月5日 星期二 上午9:00', '2024年3月5日', time],
    ['2024-03-05 晚', '2024-03-05', time],
    ['2024年三月五日', '2024年3月5日', '汉字的日期按数字读'],
    ['2023-06-05起', '2023-06-05', '略去“起”字'],
    ['自2023年6月5日开始', '2023年6月5日', '略去“起”字'],
    ['至今', '', '写“至今”“长期”等的按空读'],
    ['无固定期限', '', '写“至今”“长期”等的按空读'],
    ['长 期', '', '写“至今”“长期”等的按空读'],
    // Nothing is guessed: these may mean several days, or none.
    ['12/3/24', undefined],
    ['01/02/2024', undefined],
    ['2024-02-01T16:00:00Z', undefined],
    ['113.2.1', undefined],
    ['正月初五', undefined],
    ['4.10', undefined],
    ['4月10日', undefined],
    ['2024年6月', undefined],
  ])
  tidied(field.date(label), { year: 2024, monthDay: 1 }, [
    ['4月10日', '2024-4-10', '没写年份的按 2024 年读'],
    ['4/10', '2024-4-10', '没写年份的按 2024 年读'],
    ['三月五日', '2024-3-5', '汉字的日期按数字读'],
    ['24年6月', '2024-6-1', '两位的年份前补 20'],
    ['2023年6月起', '2023-6-1', '略去“起”字'],
    ['2024年6月', '2024-6-1', '只写到月的按当月 1 日读'],
    ['2024.06', '2024-06-1', '只写到月的按当月 1 日读'],
    ['13月10日', undefined],
  ])
})

describe('a list of names', () => {
  const read = (text: string, of: Field) => readText(of, text, reader, {}).value
  const names = field.texts(label)
  test.each(['/', '无', '——', '暂无'])('has none called %s', word => {
    expect(read(word, optional(names) as Field)).toBeNull()
    // A list of words may have it, e.g. the marks of a sign-in sheet.
    expect(read(word, names as Field)).toEqual([word])
  })
})

describe('a month that ends a term', () => {
  const last = '只写到月的按当月最后一天读'
  tidied(field.date(label, { ahead: true }), { monthDay: 'last' }, [
    ['2025年6月', '2025-6-30', last],
    ['2024.02', '2024-02-29', last],
  ])
})

describe('a first and a last day in one cell', () => {
  test.each<[string, readonly string[] | undefined]>([
    ['2023-06-05至今', ['2023-06-05', '至今']],
    ['2023.6.5起至今', ['2023.6.5', '至今']],
    ['4月8日-4月10日', ['4月8日', '4月10日']],
    ['4月8日—10日', ['4月8日', '4月10日']],
    ['2024年4月8日至10日', ['2024年4月8日', '2024年4月10日']],
    ['2024.4.8-4.10', ['2024.4.8', '2024-4-10']],
    ['2023年12月30日-1月2日', ['2023年12月30日', '2024-1-2']],
    ['2024.02.01-2026.02.01', ['2024.02.01', '2026.02.01']],
    ['自2024年4月8日起至2024年4月10日止', ['2024年4月8日', '2024年4月10日']],
    ['20240408-20240410', ['20240408', '20240410']],
    ['2023年6月-2025年6月', ['2023年6月', '2025年6月']],
    ['20240408-0410', ['20240408', '20240410']],
    ['202306-202506', ['202306', '202506']],
    ['24.4.8-4.10', ['24.4.8', '2024-4-10']],
    ['24年4月8日—24年4月10日', ['24年4月8日', '24年4月10日']],
    ['2024.4.8 8:00-2024.4.10 18:00', ['2024.4.8 8:00', '2024.4.10 18:00']],
    ['2024年4月8日上午至10日下午', ['2024年4月8日 上午', '2024年4月10日 下午']],
    ['4月8日至4月10日（共3天）', ['4月8日', '4月10日', '3']],
    ['2023.6.5-无固定期限', ['2023.6.5', '无固定期限']],
    ['2023.6.5-现任', ['2023.6.5', '现任']],
    // Days of which one is not known, or of which there are more than two.
    ['2023.6.5-任期届满', undefined],
    ['2024年3月5日、3月6日', undefined],
    ['2024-04-08', undefined],
    ['2024-04', undefined],
    ['4月8日', undefined],
  ])('%s', (text, days) => expect(splitSpan(text)).toEqual(days))
  test('ends in the next year where the year is known', () =>
    expect(splitSpan('12月30日至1月2日', { year: 2023 })).toEqual(['12月30日', '2024-1-2']))
})

describe('a name as people write it', () => {
  const [spaces, dots] = ['去掉字间的空格', '间隔号按“·”读']
  tidied(field.person(label), {}, [
    ['张　三', '张三', spaces],
    ['张 三', '张三', spaces],
    ['John  Smith', 'John Smith', spaces],
    ...['•', '．', '・', '‧', '.', '∙', '•'].map((dot): [string, string, string] => [
      `买买提${dot}吐尔逊`,
      '买买提·吐尔逊',
      dots,
    ]),
    ['买买提 · 吐尔逊', '买买提·吐尔逊', spaces],
    ['李 John', '李John', spaces],
  ])
  table(field.person(label), [
    ['张三', '张三'],
    ['John Smith', 'John Smith'],
    ['买买提·吐尔逊', '买买提·吐尔逊'],
    ['Na', 'Na'],
    ['无', '✗ 姓名只能是汉字、拉丁字母、空格和“·”'],
  ])
})

describe('a number', () => {
  const people = field.integer(label, { units: ['人'] })
  table(people, [
    ['1,234', 1234],
    ['12，3456', 123_456],
    ['１２', 12],
    ['3人', 3],
    ['1.2万人', 12_000],
    ['3户', '✗ 不是数'],
    ['3,2', '✗ 不是数'],
    ['3 2', '✗ 不是数'],
    ['3\n2', '✗ 不是数'],
    ['3，2', '✗ 不是数'],
    ['1,23,456', '✗ 不是数'],
  ])
  table(field.amount(label), [
    ['1,5万', '✗ 不是金额'],
    ['12，50', '✗ 不是金额'],
    ['3 5', '✗ 不是金额'],
    ['31,0000', 31_000_000],
    ['¥1,000元整', 100_000],
  ])
})

describe('month', () => {
  table(field.month(label), [
    ['1985.03', '1985-03'],
    ['1985年3月', '1985-03'],
    ['198503', '1985-03'],
    ['1985-03-15', '1985-03'],
    ['1985.1', '1985-1?'],
    ['1985.13', '✗ 没有这个月'],
  ])
})

describe('a text in which 无 means empty', () => {
  const nothing = [
    '无',
    '无。',
    ' 无 ',
    '（无）',
    '暂无',
    '没有',
    '未发现',
    '未发现问题',
    '无诉求',
    '无困难',
    '暂无意见和建议',
    '/',
    '／',
    '—',
    '——',
    '-',
    'N/A',
    'n/a',
    'Ｎ／Ａ',
    'none',
    '0',
  ]
  table(
    field.text(label, { nothing: true }),
    nothing.map(word => [word, null]),
  )
  table(field.text(label, { nothing: true }), [
    ['无人照料老人', '无人照料老人'],
    ['没有自来水', '没有自来水'],
    ['问题', '问题'],
    ['2', '2'],
    ['√', '√'],
    ['无障碍坡道破损', '无障碍坡道破损'],
  ])
  // Elsewhere the word may be the value.
  table(field.text(label), [['无', '无']])
})

describe('what is no value of any field', () => {
  test.each([
    '#N/A',
    '#REF!',
    '#ref!',
    '#DIV/0!',
    '＃N/A',
    '#####',
    'Err:508',
    '错误：502',
    'NaT',
    '<NA>',
    "''",
    '以下同',
    '同上。',
    '（同上）',
    '↑',
    'NULL',
    'null',
    '(NULL)',
    'NaN',
    'nan',
    'undefined',
    '同上',
    '〃',
    '″',
  ])('%s', word => expect(noValue(word)?.code).toBe('value.none'))
  test.each(['#12', '同上村', '同心村', 'Nancy', '空', '无', '"甲"', '(甲)', '＃3'])('but not %s', word =>
    expect(noValue(word)).toBeUndefined(),
  )
})

describe('amount, in 分', () => {
  table(field.amount(label), [
    ['31万元', 31_000_000],
    ['310,000.00', 31_000_000],
    ['0.1', 10],
    ['0.3万', 300_000],
    ['1.005', '✗ 金额不足一分'],
    ['-5', '✗ 不是金额'],
  ])
})

describe('period', () => {
  table(field.period('quarter', label), [
    ['2024Q2', '2024Q2'],
    ['2024年第二季度', '2024Q2'],
    ['2024年2季度', '2024Q2'],
    ['2024Q5', '✗ 不是季度'],
    ['2024H1', '✗ 不是季度'],
  ])
  table(field.period('year', label), [
    ['2024', '2024'],
    ['２０２４年度', '2024'],
    ['2024Q1', '✗ 不是年份'],
    ['1899', '✗ 年份应在 1900 至 2199 之间'],
  ])
  table(field.period('period', label), [
    ['2024Q2', '2024Q2'],
    ['2024-q2', '2024Q2'],
    ['2024 年 第二季度', '2024Q2'],
    ['2024H1', '2024H1'],
    ['2024-h2', '2024H2'],
    ['2024年上半年', '2024H1'],
    ['2024上半年', '2024H1'],
    ['2024年下半年', '2024H2'],
    ['2024', '2024'],
    ['2024年', '2024'],
    ['2024年度', '2024'],
    ['2200H1', '✗ 年份应在 1900 至 2199 之间'],
    ['2024H3', '✗ 不是季度、半年或年份'],
    ['上半年', '✗ 不是季度、半年或年份'],
    ['2024-06', '✗ 不是季度、半年或年份'],
  ])
})

describe('ID number (GB 11643-1999; the first two are the standard’s own examples)', () => {
  table(field.idNumber(label), [
    ['11010519491231002X', '11010519491231002X'],
    ['440524188001010014', '✗ 其中的出生日期不存在'],
    ['９９５１０４１９９２０２２６０５６０', '995104199202260560'],
    ['993068 19900921 716x', '99306819900921716X'],
    ['4.10882E+17', '✗ 被 Excel 当作数字存成了科学计数, 后几位已丢失'],
    ['990025197110030000', '✗ 末三位被 Excel 改成了 000, 原号已丢失'],
    ['410882850315001', '✗ 是 15 位旧号, 已停用'],
    ['990031197208250591', '✗ 校验码不对 (GB 11643-1999)'],
  ])
})

describe('phone', () => {
  table(field.phone(label), [
    ['+86 138-5505-5397', '13855055397'],
    ['０３９１—５６１２３４５', '03915612345'],
    ['0391-5612345', '03915612345'],
    ['5612345', '5612345'],
    ['5851432758', '✗ 不是电话号码: 手机 11 位, 固话 7 至 8 位或加区号'],
  ])
})

describe('person', () => {
  table(field.person(label), [
    ['张三', '张三'],
    ['㛃𬱖', '㛃𬱖'],
    ['阿依·古丽', '阿依·古丽'],
    ['秦\u200b艳军', '✗ 含有看不见的字符 U+200B'],
    ['=HYPERLINK("x")', '✗ 姓名只能是汉字、拉丁字母、空格和“·”'],
  ])
})

describe('yes or no', () => {
  table(field.yesNo(label), [
    ['是', 1],
    ['否', 0],
    ['有', '✗ 只能填“是”或“否”'],
  ])
})

describe('a list of choices, from one column or several of 是/否', () => {
  const roles = field.choices(
    { a: { zh: '甲', en: 'a', flags: ['是否甲'] }, b: { zh: '乙', en: 'b', flags: ['是否乙'] } },
    label,
  )
  test.each([
    [
      ['乙、甲', undefined, undefined],
      ['a', 'b'],
    ],
    [[undefined, '是', '否'], ['a']],
    [[undefined, '否', '否'], null],
  ])('%j → %j', (texts, expected) => expect(roles.readParts!(texts, reader)).toEqual(expected))
})

describe('what a field writes, it reads back as the same value', () => {
  const same = <T>(name: string, of: Field<T>, values: fc.Arbitrary<T>) =>
    test(name, () =>
      fc.assert(
        fc.property(values, value => {
          expect(of.read(of.write(value, 'zh'), reader)).toEqual(value)
        }),
      ),
    )
  same('amount', field.amount(label), fc.integer({ min: 0, max: 10 ** 13 }))
  same('integer', field.integer(label), fc.integer({ min: 0, max: 999_999_999 }))
  same('date', field.date(label, { ahead: true }), days())
  same(
    'choices from a setting',
    field.choicesFrom('x', label),
    fc.subarray(['脱贫村', '红色村'], { minLength: 1 }),
  )
  same('code', field.code(12, label, label), fc.stringMatching(/^\d{12}$/))
})

function days(): fc.Arbitrary<string> {
  const [min, max] = [new Date('1900-01-01'), new Date('2199-12-31')]
  return fc.date({ min, max, noInvalidDate: true }).map(d => d.toISOString().slice(0, 10))
}

test('reading never throws, whatever the text', () => {
  const kinds = [
    field.text(label),
    field.person(label),
    field.texts(label),
    field.integer(label),
    field.number(label),
    field.amount(label),
    field.date(label),
    field.month(label),
    field.period('quarter', label),
    field.idNumber(label),
    field.phone(label),
    field.code(9, label, label),
    field.yesNo(label),
    field.choicesFrom('x', label),
  ]
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => kinds.forEach(kind => void kind.read(text, reader))),
  )
})
