import { periodDays } from '../../kernel/calendar.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import { type Complaint, refuse } from '../../kernel/errors.ts'
import { counted, joined, type Lang } from '../../kernel/text.ts'
import { periodOf } from '../../roster/county.ts'
import type { Scored } from './assess.ts'

/** Missing ratings, which block freezing: one complaint per indicator and evaluator, with the names. */
function missingRatings(scored: readonly Scored[]): Complaint[] {
  const lacking = new Map<string, string[]>()
  for (const { subject, score, isShort } of scored) {
    if (isShort) continue
    for (const item of score.items) {
      for (const evaluator of item.missing) {
        const key = `${item.indicator}\n${evaluator}`
        lacking.set(key, [...(lacking.get(key) ?? []), subject.name])
      }
    }
  }
  return [...lacking].map(([key, names]) => {
    const [indicator, evaluator] = key.split('\n') as [string, string]
    const list = (lang: Lang) => joined(names.slice(0, 20), lang) + (names.length > 20 ? ' …' : '')
    return {
      column: indicator,
      code: 'rating.missing',
      rule: {
        zh: `缺${evaluator}的评分 ${names.length} 个: ${list('zh')}`,
        en: `lacks ${counted(names.length, 'rating')} by ${evaluator}: ${list('en')}`,
      },
      next: { zh: '用 cun rating import 补录', en: 'record them with cun rating import' },
    }
  })
}

/** Refuses a period that is not over, or was over before day one. */
export function requireOver(facts: Facts, period: string): void {
  const { to } = periodDays(period)
  if (facts.asOf <= to) {
    refuse(
      'input',
      'assess.quarter-not-over',
      { zh: `${period} 到 ${to} 才结束`, en: `${period} is not over: it ends on ${to}` },
      { zh: `先看草稿: cun assess ${period}`, en: `see the draft: cun assess ${period}` },
    )
  }
  const { from, isBeforeDayOne } = periodOf(facts, period)
  if (isBeforeDayOne) {
    refuse(
      'input',
      'assess.before-day-one',
      { zh: `${period} 早于启用日期 ${from}, 不考核`, en: `${period} was over before day one, ${from}` },
      {
        zh: '确要考核的, 先改启用日期: cun settings set duties.since 日期',
        en: 'to assess it, first set an earlier day one: cun settings set duties.since DATE',
      },
    )
  }
}

/** Refuses a draft without subjects, with parts that are not frozen or with missing ratings. */
export function requireComplete(period: string, scored: readonly Scored[]): void {
  if (scored.length === 0) {
    refuse(
      'input',
      'assess.nobody-to-assess',
      { zh: `${period} 没有可考核的人和单位`, en: `${period} has no person or unit to assess` },
      {
        zh: '先导入花名册: cun import 花名册.csv; 已导入的, 核对驻村起止时间: cun posting list',
        en: 'first import the roster: cun import roster.csv; if it is imported, check the posting dates: cun posting list',
      },
    )
  }
  const unfrozen = unfrozenParts(scored.filter(s => !s.isShort))
  if (unfrozen.length > 0) {
    refuse(
      'input',
      'assess.parts-not-frozen',
      {
        zh: `${period} 不能冻结: 所含的 ${unfrozen.join('、')} 还没有冻结`,
        en: `${period} cannot be frozen: ${unfrozen.join(', ')} in it ${unfrozen.length === 1 ? 'is' : 'are'} not frozen`,
      },
      { zh: `先执行 cun assess freeze ${unfrozen[0]}`, en: `first run cun assess freeze ${unfrozen[0]}` },
    )
  }
  const missing = missingRatings(scored)
  if (missing.length > 0) {
    refuse(
      'input',
      'assess.ratings-missing',
      { zh: `${period} 不能冻结: 评分不全`, en: `${period} cannot be frozen: ratings are missing` },
      undefined,
      missing,
    )
  }
}

/** Periods whose frozen results an annual result lacks, in order. */
export const unfrozenParts = (scored: readonly Scored[]): string[] =>
  [...new Set(scored.flatMap(s => s.score.items.flatMap(i => i.unfrozen ?? [])))].sort()
