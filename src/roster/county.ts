import { daysBetween, earlier, later, periodDays, periodName } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import type { Days } from '../kernel/cli/measure.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { code } from '../kernel/schema/fields/personal.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { setting } from '../kernel/schema/setting.ts'
import type { Text } from '../kernel/text.ts'

/** What to do about a wrong division code. */
export const divisionCode: Text = {
  zh: '照统计用区划代码填写',
  en: 'give the division code as published',
}

export const countyName = setting({
  name: 'county.name',
  field: text({ zh: '县(市、区)名称', en: 'name of the county' }, { max: 50 }),
  fallback: '未命名',
})

export const countyCode = setting({
  name: 'county.code',
  field: code(6, { zh: '县(市、区)区划代码', en: 'division code of the county' }, divisionCode),
  fallback: '000000',
  always: {
    zh: '乡镇和村的代码都以它开头',
    en: 'the codes of townships and villages begin with it',
  },
})

export const dutiesSince = setting({
  name: 'duties.since',
  field: date(
    { zh: '启用日期: 此前到期的时限不计', en: 'day one: deadlines before it are not counted' },
    { ahead: true },
  ),
  fallback: '1949-10-01',
  always: { zh: '启用日期只有一个', en: 'there is one day one' },
})

/** The days of a period that count; none if `until` is before `from`. */
export interface CountedDays extends Days {
  /** The period begins after as-of. */
  readonly isAhead: boolean
  /** Day one lies inside the period, after its first day. */
  readonly isPartial: boolean
  /** The period was over before day one. */
  readonly isBeforeDayOne: boolean
  readonly dayOne: string
}

/** Duties before day one are not counted; so neither are the days of a period before it. */
export function periodOf(facts: Facts, period: string): CountedDays {
  const { from, to } = periodDays(period)
  const dayOne = facts.settings.get(dutiesSince)
  return {
    from: later(from, dayOne),
    to,
    until: earlier(to, facts.asOf),
    length: daysBetween(from, to) + 1,
    isAhead: from > facts.asOf,
    isPartial: from < dayOne && dayOne <= to,
    isBeforeDayOne: to < dayOne,
    dayOne,
  }
}

/** The days of a period for a list of records: one that was over before day one is listed whole. */
export function listedDays(facts: Facts, period: string): CountedDays {
  const days = periodOf(facts, period)
  return days.isBeforeDayOne ? { ...days, from: periodDays(period).from } : days
}

/** A period in words with its days that count, or why none do. */
export function spanned(period: string, days: CountedDays): Text {
  const { from, until, dayOne, isAhead, isPartial, isBeforeDayOne } = days
  const { zh, en } = periodName(period)
  const said = (a: string, b: string) => ({ zh: `${zh} (${a})`, en: `${en} (${b})` })
  if (isBeforeDayOne && until < from)
    return said(`早于启用日期 ${from}, 不计`, `before day one, ${from}: not counted`)
  if (isBeforeDayOne)
    return said(
      `${from} 至 ${until}, 早于启用日期 ${dayOne}`,
      `${from} to ${until}, before day one, ${dayOne}`,
    )
  if (isAhead) return said(`${from} 起, 还没有开始`, `from ${from}, not yet begun`)
  if (until < from) return said(`自 ${from} 起, 还没有开始`, `since ${from}, not yet begun`)
  return isPartial
    ? said(`自 ${from} 起, 至 ${until}`, `since ${from}, to ${until}`)
    : said(`${from} 至 ${until}`, `${from} to ${until}`)
}

/** Name of the county's organisation department in lists of deadlines. */
export const organisation = (facts: Facts): string => `${facts.settings.get(countyName)}委组织部`
