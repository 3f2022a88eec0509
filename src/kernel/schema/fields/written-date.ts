import { daysInMonth } from '../../calendar.ts'
import { narrow, pattern, type Text } from '../../text.ts'
import type { Hints, Tidied } from '../types.ts'

const timeDropped: Text = { zh: '略去时刻', en: 'read without the time of day' }
const weekdayDropped: Text = { zh: '略去星期', en: 'read without the day of the week' }
const century: Text = { zh: '两位的年份前补 20', en: 'read with two-digit years as 20xx' }
const fromDropped: Text = { zh: '略去“起”字', en: 'read without the word for "from"' }
const inChinese: Text = { zh: '汉字的日期按数字读', en: 'written in Chinese numerals' }
const open: Text = { zh: '写“至今”“长期”等的按空读', en: 'read as empty where it says that there is no end' }

/** Words for a day that has not come or is not known, where a day may be left out. */
const OPEN = new Set(
  [
    '至今',
    '迄今',
    '到今',
    '今',
    '现在',
    '目前',
    '长期',
    '无固定期限',
    '无期限',
    '不定期',
    '长期有效',
    '现任',
    '在岗中',
    '仍在岗',
    '仍在任',
    '未定',
    '待定',
    '在任',
    '在岗',
    '在职',
    '在驻',
  ].concat([
    '在村',
    '未结束',
    '未期满',
    '未到期',
    '未办结',
    '办理中',
    '未完成',
    '未销假',
    '未返岗',
    '未整改',
    '整改中',
    '未到账',
    '尚未',
  ]),
)

/** Whether a text in the place of a last day says that there is none yet: 至今, 长期. */
const isOpenEnd = (text: string): boolean => OPEN.has(text.replace(/[\s()（）]/g, ''))

const clock = String.raw`(?:[01]?\d|2[0-4])(?:[:时点]\s*(?:[0-5]?\d(?:[:分]\s*(?:[0-5]?\d(?:\.\d+)?秒?)?)?)?|时|点)(?:半|整)?`
const partOfDay = '(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜间|全天|[早晚](?=$|\\s*\\d)|am|pm)'
const weekday = `[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?`
const TIME = pattern(
  String.raw`^(.*\d\s*[日号]?(?:\s*${weekday})?)(?:\s*[(]?${partOfDay}[)]?\s*(?:${clock})?|\s+${clock}|T${clock}|(?<=[日号)一二三四五六日天])${clock})` +
    String.raw`(?:\s*[-~—–至到]+\s*${partOfDay}?\s*${clock})?\s*(?:am|pm)?$`,
  'i',
)
/** Midnight in universal time, as strict workbooks write a day. Any other time there may be another day here. */
const MIDNIGHT = /^(\d{4}-\d{2}-\d{2})T00:00:00(?:\.0+)?Z?$/
const WEEKDAY = pattern(`^(.*\\d\\s*[日号]?)\\s*${weekday}$`)
const FROM = /^(?:自|从)?\s*(.*\d\s*[月日号]?)\s*(?:起|开始)$/
const SHORT_YEAR = /^(\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?$/
const MONTH = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?$|^(\d{4})(0[1-9]|1[0-2])$/
const DAY_OF_YEAR = /^(\d{1,2})\s*(?:月|[-/])\s*(\d{1,2})\s*[日号]?$/

/** Year and month of a text that gives no day. */
export function monthOf(plain: string): readonly [string, string] | undefined {
  const found = MONTH.exec(plain)
  const month = found?.[2] ?? found?.[4]
  return found && Number(month) >= 1 && Number(month) <= 12 ? [found[1] ?? found[3]!, month!] : undefined
}

/** Month and day of a text that gives no year; 4.10 may be a shortened number, so it is not one. */
export function dayOfYear(plain: string): readonly [string, string] | undefined {
  const found = DAY_OF_YEAR.exec(plain)
  return found && Number(found[1]) >= 1 && Number(found[1]) <= 12 ? [found[1]!, found[2]!] : undefined
}

const DIGITS = '〇一二三四五六七八九'
const digitOf = (c: string) => (/[零○Ｏ0]/.test(c) ? '0' : String(DIGITS.indexOf(c)))

/** 二十六 → 26; undefined above 39. */
function numeral(text: string): number | undefined {
  const found = /^([一二三])?十([一二三四五六七八九])?$/.exec(text)
  if (found) return (found[1] ? DIGITS.indexOf(found[1]) : 1) * 10 + (found[2] ? DIGITS.indexOf(found[2]) : 0)
  return text.length === 1 && DIGITS.includes(text) ? DIGITS.indexOf(text) : undefined
}

function chineseDate(plain: string): string | undefined {
  const found =
    /^(?:(\d{4}|[〇零○一二三四五六七八九]{4})年)?([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})[日号])?$/.exec(
      plain,
    )
  if (!found || (!found[1] && !found[3])) return undefined
  const [month, day] = [numeral(found[2]!), found[3] ? numeral(found[3]) : undefined]
  if (month === undefined || (found[3] && day === undefined)) return undefined
  const year = found[1] && `${/\d/.test(found[1]) ? found[1] : [...found[1]].map(digitOf).join('')}年`
  return `${year ?? ''}${month}月${day === undefined ? '' : `${day}日`}`
}

const inYear = new Map<number, Text>()
/** One phrase for each year, because equal ones are counted. */
function ofYear(year: number): Text {
  const known = inYear.get(year) ?? {
    zh: `没写年份的按 ${year} 年读`,
    en: `read as of ${year}, where it gives no year`,
  }
  inYear.set(year, known)
  return known
}
const onLastDay: Text = {
  zh: '只写到月的按当月最后一天读',
  en: 'read as the last day of the month, where it gives none',
}
const onDay = new Map<number, Text>()
function ofMonthDay(day: number): Text {
  const known = onDay.get(day) ?? {
    zh: `只写到月的按当月 ${day} 日读`,
    en: `read as day ${day} of the month, where it gives none`,
  }
  onDay.set(day, known)
  return known
}

/** What the text of a day means, where it is written in another way than `readDate` parses. */
export function tidyDate(raw: string, { year, monthDay }: Hints): Tidied | undefined {
  const plain = narrow(raw).replace(/\s+/g, ' ').trim()
  if (isOpenEnd(plain)) return { text: '', how: open }
  const midnight = MIDNIGHT.exec(plain)
  if (midnight) return { text: midnight[1]!, how: timeDropped }
  const time = /Z$/.test(plain) ? null : TIME().exec(plain)
  if (time) return further(time[1]!, timeDropped)
  const weekday = WEEKDAY().exec(plain)
  if (weekday) return further(weekday[1]!, weekdayDropped)
  const from = FROM.exec(plain)
  if (from) return further(from[1]!, fromDropped)
  const chinese = chineseDate(plain)
  if (chinese) return further(chinese, inChinese)
  const short = SHORT_YEAR.exec(plain)
  // From 13 on it cannot be a month: 24/3/5 is a year, 12/3/24 may be anything.
  if (short && Number(short[1]) >= 13 && Number(short[1]) < 50)
    return { text: `20${short[1]}-${short[2]}-${short[3]}`, how: century }
  const shortMonth = /^(1[3-9]|[234]\d)年(\d{1,2})月$/.exec(plain)
  if (shortMonth) return further(`20${shortMonth[1]}年${shortMonth[2]}月`, century)
  const month = monthDay === undefined ? undefined : monthOf(plain)
  if (month) {
    const day = monthDay === 'last' ? daysInMonth(Number(month[0]), Number(month[1])) : monthDay!
    return { text: `${month[0]}-${month[1]}-${day}`, how: monthDay === 'last' ? onLastDay : ofMonthDay(day) }
  }
  const day = year === undefined ? undefined : dayOfYear(plain)
  return day && { text: `${year}-${day[0]}-${day[1]}`, how: ofYear(year!) }

  /** What is left may itself be written in another way; the first change is the one that is said. */
  function further(rest: string, how: Text): Tidied {
    return { text: tidyDate(rest, { year, monthDay })?.text || rest.trim(), how }
  }
}

const TO = String.raw`\s*(?:至|到|--|—|–|－|~|～|-)+\s*`
const YEAR = String.raw`(?:\d{4}|1[3-9]|[234]\d)\s*[-/.年]\s*`
const DAY = String.raw`(?:(?:${YEAR})?\d{1,2}\s*(?:[-/.月]\s*\d{1,2}\s*[日号]?|月)|\d{4}\s*[-/.年]\s*\d{1,2}|\d{8}|\d{6})`
const HOUR = String.raw`(?:\s*[(]?${partOfDay}[)]?(?:\s*${clock})?|\s+${clock}|(?<=[日号])${clock})?`
const SPAN = pattern(
  `^(?:自|从)?\\s*(${DAY})(${HOUR})\\s*(?:起|开始)?${TO}(${DAY}|\\d{1,2}\\s*[日号]|\\d{4}|\\p{Script=Han}{1,6})(${HOUR})\\s*(?:止|结束)?(?:\\s*[(]?\\s*[共计合]{0,2}\\s*(\\d{1,3})\\s*天[)]?)?$`,
  'u',
)

type Span = readonly [first: string, last: string, days?: string]

/**
 * The first and the last day of a span in one cell, as texts: 4月8日-4月10日, 2024.4.8—10日, 2023-06-05至今, each to be
 * read as any other day. The last day takes the year and the month that it leaves out from the first. `days` is the
 * number of days that the text states: 3 in 4月8日-4月10日(3天). Undefined if the text is no span.
 */
export function splitSpan(raw: string, { year }: Hints = {}): Span | undefined {
  const plain = narrow(raw).replace(/\s+/g, ' ').trim()
  const found = SPAN().exec(plain)
  if (!found) return undefined
  const [, first = '', fromHour = '', last = '', toHour = '', days] = found
  const timed = (day: string, hour: string) =>
    [day, hour]
      .map(part => part.trim())
      .join(' ')
      .trim()
  const as = (day: string): Span => {
    const both = [timed(first, fromHour), timed(day, toHour)] as const
    return days === undefined ? both : [...both, days]
  }
  if (/^\p{Script=Han}/u.test(last)) {
    const open = [`至${last}`, last].find(isOpenEnd)
    return open === undefined ? undefined : as(open)
  }
  const compact = /^(\d{4})(\d\d)(\d\d)$/.exec(first)
  if (/^\d{4}$/.test(last)) return compact ? as(`${compact[1]}${last}`) : undefined
  const written = compact ? compact.slice(1).join('-') : first
  const whole = /^(\d{4})\s*[-/.年]\s*(\d{1,2})/.exec(SHORT_YEAR.test(written) ? `20${written}` : written)
  if (/^\d{1,2}\s*[日号]$/.test(last)) {
    const month = whole
      ? `${whole[1]}年${whole[2]}月`
      : /^(\d{1,2})\s*[月/.-]/.exec(written)?.[1]?.concat('月')
    return month === undefined ? undefined : as(`${month}${last}`)
  }
  const end = /^(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?$/.exec(last)
  const from = /^(?:(?:\d{4}|\d{2}(?=\D+\d+\D+\d))\D+)?(\d{1,2})\D+(\d{1,2})/.exec(written)
  const begun = whole ? Number(whole[1]) : year
  if (!end || !from || begun === undefined) return as(last)
  const inOrder = Number(end[1]) * 100 + Number(end[2]) >= Number(from[1]) * 100 + Number(from[2])
  // 12月30日-1月2日 ends in the next year.
  if (inOrder && !whole) return as(last)
  return as(`${inOrder ? begun : begun + 1}-${end[1]}-${end[2]}`)
}
