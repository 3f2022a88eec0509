import { firstYear, isDate, isoDate, lastYear } from '../../calendar.ts'
import { Fault } from '../../errors.ts'
import { narrow, type Text } from '../../text.ts'
import { fault, field } from '../field.ts'
import type { Field, Label } from '../types.ts'
import { dayOfYear, monthOf, tidyDate } from './written-date.ts'

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/
/** Between year, month and day. */
const MARK = '\\s*[-/.年月。、·,_ ]\\s*'
const WRITTEN = new RegExp(
  `^(\\d{4})${MARK}(\\d{1,2})${MARK}(\\d{1,2})\\s*[日号]?[.。]?(?:\\s+0{1,2}:00(?::00)?)?$`,
)
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/

const notInRange = fault(
  'date.year-out-of-range',
  '年份应在 1900 至 2199 之间',
  'must have a year between 1900 and 2199',
  '核对年份',
  'check the year',
)
const inRange = (year: number) => year >= firstYear && year <= lastYear

/** Parses any of the office's date formats to `2024-07-26`; a fault when the text is not a date. */
function readDate(raw: string): string | Fault {
  const plain = narrow(raw).trim()
  const found = ISO.exec(plain) ?? WRITTEN.exec(plain) ?? COMPACT.exec(plain)
  if (!found) return unreadable(plain)
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])]
  if (!inRange(year)) return notInRange
  return isDate(year, month, day)
    ? isoDate(year, month, day)
    : fault(
        'date.no-such-day',
        '没有这一天',
        'is not a day of the calendar',
        '核对年月日',
        'check year, month and day',
      )
}

function unreadable(plain: string): Fault {
  if (/^\d{5}(\.\d+)?$/.test(plain)) {
    return fault(
      'date.serial-number',
      '是 Excel 的日期序号, 不是日期',
      'is a spreadsheet serial number, not a date',
      '在 Excel 中把该列设为日期格式后重新另存',
      'format the column as a date in the spreadsheet and save again',
    )
  }
  if (monthOf(plain)) {
    return fault(
      'date.no-day',
      '只写到月, 没有日',
      'gives a month without a day',
      '补上日, 如 2024-06-03; 都按当月 1 日记的 (结束的按月末), 加 --month-day 1',
      'add the day, e.g. 2024-06-03; if all mean the first of the month (ends its last day), add --month-day 1',
    )
  }
  if (dayOfYear(plain)) {
    return fault(
      'date.no-year',
      '没有写年份',
      'has no year',
      '补上年份, 如 2024-04-10; 都是同一年的, 加 --year 2024',
      'add the year, e.g. 2024-04-10; if all are of one year, add --year 2024',
    )
  }
  return fault(
    'date.not-a-date',
    '不是日期',
    'is not a date',
    '写作 2024-7-26、2024/7/26、2024.7.26、2024年7月26日 或 20240726',
    'write 2024-7-26, 2024/7/26, 2024.7.26, 2024年7月26日 or 20240726',
  )
}

/** A day, not after today. `ahead` allows later days, for plans and due dates. */
export function date(label: Label, options: { ahead?: boolean } = {}): Field<string> {
  return field(label, {
    kind: 'date',
    cell: 'date',
    read(raw, reader) {
      const day = readDate(raw)
      if (day instanceof Fault || options.ahead || day <= reader.today) return day
      return fault(
        'date.in-future',
        `晚于今天 (${reader.today})`,
        `is later than today (${reader.today})`,
        '尚未发生的事不记; 核对日期, 或核对本机时钟',
        'record only what has happened; check the date, or the clock of this computer',
      )
    },
    tidy: tidyDate,
    write: value => value,
  })
}

/**
 * A month, `1985-03`. A day is cut to its month. Excel shortens both 1985.1 and 1985.10 to `1985.1`: it
 * parses to the undecided `1985-1?`, which the rest of the record must resolve.
 */
export function month(label: Label): Field<string> {
  return field(label, {
    kind: 'month',
    read(raw) {
      const plain = narrow(raw).trim()
      const found = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?$/.exec(plain) ?? /^(\d{4})(\d{2})$/.exec(plain)
      if (!found) {
        const day = readDate(plain)
        if (day === notInRange) return notInRange
        return day instanceof Fault
          ? fault(
              'month.not-a-month',
              '不是年月',
              'is not a month',
              '写作 1985.03 或 1985年3月',
              'write 1985.03 or 1985年3月',
            )
          : day.slice(0, 7)
      }
      const [year, m] = [Number(found[1]), Number(found[2])]
      if (!inRange(year)) return notInRange
      if (/^\d{4}\.1$/.test(plain)) return `${found[1]}-1?`
      return isDate(year, m, 1)
        ? isoDate(year, m, 1).slice(0, 7)
        : fault(
            'month.no-such-month',
            '没有这个月',
            'is not a month of the calendar',
            '核对年月',
            'check year and month',
          )
    },
    tidy: tidyDate,
    write: value => value,
    undecided: value =>
      value.endsWith('?')
        ? fault(
            'month.ambiguous',
            '可能是 1 月, 也可能是被 Excel 去掉 0 的 10 月',
            'may mean January, or October whose 0 the spreadsheet dropped',
            '写作 1985-01 或 1985-10, 或填写身份证号',
            'write 1985-01 or 1985-10, or give the ID number',
          )
        : undefined,
  })
}

const CHINESE_DIGIT: Record<string, string> = { 一: '1', 二: '2', 三: '3', 四: '4', 上: '1', 下: '2' }

const QUARTER = /^(\d{4})(?:年|-)?(?:Q([1-4])|第?([1-4一二三四])季度?)$/
const HALF = /^(\d{4})(?:年|-)?(?:H([12])|([上下])半年)$/
const YEAR = /^(\d{4})年?度?$/

/** Parses a text to `2024Q2`, `2024H1` or `2024`; undefined if it is none of them. */
export function readPeriod(raw: string): { period: string; kind: 'quarter' | 'half' | 'year' } | undefined {
  const plain = narrow(raw).replace(/\s/g, '').toUpperCase()
  const number = (found: RegExpExecArray) => found[2] ?? CHINESE_DIGIT[found[3]!] ?? found[3]!
  const [quarter, half, year] = [QUARTER.exec(plain), HALF.exec(plain), YEAR.exec(plain)]
  if (quarter) return { kind: 'quarter', period: `${quarter[1]}Q${number(quarter)}` }
  if (half) return { kind: 'half', period: `${half[1]}H${number(half)}` }
  return year ? { kind: 'year', period: year[1]! } : undefined
}

const notAPeriod = {
  year: fault('period.not-a-year', '不是年份', 'is not a year', '写作 2024', 'write 2024'),
  quarter: fault(
    'period.not-a-quarter',
    '不是季度',
    'is not a quarter',
    '写作 2024Q2 或 2024年第二季度',
    'write 2024Q2',
  ),
  period: fault(
    'period.not-a-period',
    '不是季度、半年或年份',
    'is not a quarter, a half-year or a year',
    '写作 2024Q2、2024H1 (2024年上半年) 或 2024',
    'write 2024Q2, 2024H1 or 2024',
  ),
}

/** The label of an argument or option that takes any period. */
export const anyPeriod: Text = {
  zh: '季度、半年或年份, 如 2024Q2、2024H1、2024',
  en: 'a quarter, half-year or year, e.g. 2024Q2, 2024H1, 2024',
}

/** A year, a quarter, or a `period`: a quarter, a half-year or a year. */
export function period(of: 'year' | 'quarter' | 'period', label: Label): Field<string> {
  return field(label, {
    kind: of,
    read(raw) {
      const found = readPeriod(raw)
      if (!found || (of !== 'period' && of !== found.kind)) return notAPeriod[of]
      return inRange(Number(found.period.slice(0, 4))) ? found.period : notInRange
    },
    write: value => value,
  })
}
