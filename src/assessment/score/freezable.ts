import { kindOfPeriod, lastPeriod, periodDays, periodsWithin } from '../../kernel/calendar.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import { type Complaint, refuse } from '../../kernel/errors.ts'
import { counted, joined, type Lang, type Text } from '../../kernel/text.ts'
import { periodOf, spanned } from '../../roster/county.ts'
import { leftWithin, postings } from '../../roster/serving.ts'
import type { Scored } from './assess.ts'
import type { Subject } from './subjects.ts'

/** Those whose ratings and parts freezing waits for: who served too few days is not graded. */
export const asked = (scored: readonly Scored[]): Scored[] => scored.filter(s => !s.isShort)

/** Missing ratings, which block freezing: one complaint per indicator and evaluator, with the names. */
function missingRatings(facts: Facts, period: string, scored: readonly Scored[]): Complaint[] {
  const left = new Set(postings(facts).flatMap(p => (leftWithin(p, period) ? [p.id] : [])))
  const lacking = new Map<string, Subject[]>()
  for (const { subject, score } of asked(scored)) {
    for (const item of score.items) {
      for (const evaluator of item.missing) {
        const key = `${item.indicator}\n${evaluator}`
        lacking.set(key, [...(lacking.get(key) ?? []), subject])
      }
    }
  }
  return [...lacking].map(([key, subjects]) => {
    const isTwice = (name: string) => subjects.filter(s => s.name === name).length > 1
    const nameOf = (s: Subject) => (isTwice(s.name) ? `${s.name}（${s.village}）` : s.name)
    const names = subjects.map(nameOf)
    const gone = subjects.find(s => s.kind === 'posting' && left.has(s.id))
    const [indicator, evaluator] = key.split('\n') as [string, string]
    const list = (lang: Lang) => joined(names.slice(0, 20), lang) + (names.length > 20 ? ' …' : '')
    return {
      column: indicator,
      code: 'rating.missing',
      rule: {
        zh: `缺${evaluator}的评分 ${names.length} 个: ${list('zh')}`,
        en: `lacks ${counted(names.length, 'rating')} by ${evaluator}: ${list('en')}`,
      },
      next: gone
        ? {
            zh: `用 cun rating import 补录; 已离任、无人能评的: cun rating excuse ${nameOf(gone)} ${period} --reason 原因`,
            en: `record them with cun rating import; for who has left and nobody can rate: cun rating excuse ${nameOf(gone)} ${period} --reason TEXT`,
          }
        : { zh: '用 cun rating import 补录', en: 'record them with cun rating import' },
    }
  })
}

/** When a period that is not over ends. */
export function notOver(facts: Facts, period: string): Text | undefined {
  const { to } = periodDays(period)
  return facts.asOf <= to
    ? { zh: `${period} 到 ${to} 才结束`, en: `${period} is not over: it ends on ${to}` }
    : undefined
}

/** Refuses a period that is not over, or was over before day one. */
export function requireOver(facts: Facts, period: string): void {
  const open = notOver(facts, period)
  if (open) {
    refuse('input', 'assess.quarter-not-over', open, {
      zh: `先看草稿: cun assess ${period}`,
      en: `see the draft: cun assess ${period}`,
    })
  }
  requireDayOne(facts, period)
}

/** Refuses a period of which no day has come yet, or that was over before day one. */
export function requireBegun(facts: Facts, period: string): void {
  requireDayOne(facts, period)
  const days = periodOf(facts, period)
  if (days.until < days.from) {
    refuse('input', 'assess.not-begun', spanned(period, days), {
      zh: `开始后再看; 已结束的一期: cun assess ${lastPeriod(kindOfPeriod(period), facts.asOf)}`,
      en: `wait until it begins; the last one that is over: cun assess ${lastPeriod(kindOfPeriod(period), facts.asOf)}`,
    })
  }
}

function requireDayOne(facts: Facts, period: string): void {
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
export function requireComplete(facts: Facts, period: string, scored: readonly Scored[]): void {
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
  const unfrozen = unfrozenParts(asked(scored))
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
  const missing = missingRatings(facts, period, scored)
  if (missing.length > 0) {
    refuse(
      'input',
      'assess.ratings-missing',
      { zh: `${period} 不能冻结: 评分不全`, en: `${period} cannot be frozen: ratings are missing` },
      ratedElsewhere(facts, period, missing),
      missing,
    )
  }
}

/** The parts of a period that are rated on what it lacks: a rating is of its own period and counts for no other. */
function ratedElsewhere(facts: Facts, period: string, missing: readonly Complaint[]): Text | undefined {
  const rated = facts.db
    .prepare(
      'select 1 from rating where period = ? and indicator in (select value from json_each(?)) limit 1',
    )
    .pluck()
  const names = JSON.stringify(missing.map(m => m.column))
  const parts = [...periodsWithin('quarter', period), ...periodsWithin('half', period)].filter(
    p => p.length > 4 && kindOfPeriod(p) !== kindOfPeriod(period) && rated.get(p, names) !== undefined,
  )
  return parts.length === 0
    ? undefined
    : {
        zh: `评分只算所评的那一期: ${parts.join('、')} 的评分不计入 ${period}, ${period} 要另评`,
        en: `a rating counts for its own period alone: those of ${parts.join(', ')} do not count for ${period}, which needs its own`,
      }
}

/** Periods whose frozen results an annual result lacks, in order. */
export const unfrozenParts = (scored: readonly Scored[]): string[] =>
  [...new Set(scored.flatMap(s => s.score.items.flatMap(i => i.unfrozen ?? [])))].sort()
