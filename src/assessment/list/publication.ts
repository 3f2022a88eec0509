import { addDays, earlier } from '../../kernel/calendar.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Row } from '../../kernel/schema/types.ts'
import { bothJoined, counted } from '../../kernel/text.ts'
import { requireFrozen } from '../score/asked.ts'
import { colours, type Entry } from './redblue.ts'
import { open, refuseIfEarlier, toDecide } from './redblue-entries.ts'
import { followDays, objectionDays } from './redblue-settings.ts'
import { followByRule, issues } from './standing.ts'

/** The first day on which an entry may be published: the one after its objection period. */
export function publishableFrom(facts: Facts, proposed: string): string {
  const days = facts.settings.get(objectionDays)
  return days === 0 ? proposed : addDays(proposed, days + 1)
}

/**
 * The kept entries of the colours that a notice names, with number and date set, not yet written. None if the
 * notice only says that nobody is left on a list published before.
 */
export function publishEntries(
  facts: Facts,
  period: string,
  named: readonly Entry['colour'][],
  number: string,
  on: string,
): Entry[] {
  const day = earlier(on, facts.asOf)
  refuseIfEarlier(facts, period, day)
  const entries = open(facts, period)
  const waiting = entries.filter(e => named.includes(e.colour) && !e.published && e.decision !== 'dropped')
  if (waiting.length === 0 && !replacesAll(facts, period, entries)) refuseAsEmpty(period, named, entries)
  const undecided = waiting.filter(e => !e.decision)
  if (undecided.length > 0) {
    const names = bothJoined(undecided.map(e => e.name))
    refuse(
      'input',
      'redblue.undecided',
      {
        zh: `${period} 还有 ${undecided.length} 个未决定: ${names.zh}`,
        en: `${period} has ${counted(undecided.length, 'undecided entry', 'undecided entries')}: ${names.en}`,
      },
      toDecide(period, undecided),
    )
  }
  refuseIfObjectable(facts, period, waiting, day)
  return waiting.map(e => ({ ...e, published: on, number }))
}

/** True if nobody is left on the list of this edition while that of an earlier one is in force. */
function replacesAll(facts: Facts, period: string, entries: readonly Entry[]): boolean {
  const issued = issues(facts).get(period)
  return (
    issued !== undefined &&
    issued.edition < requireFrozen(facts, period).edition &&
    entries.every(e => e.decision === 'dropped')
  )
}

function refuseAsEmpty(period: string, named: readonly Entry['colour'][], entries: readonly Entry[]): never {
  const see = { zh: `查看: cun redblue list ${period}`, en: `see cun redblue list ${period}` }
  const done = entries.find(e => named.includes(e.colour) && e.published)
  const [zh, en] =
    named.length > 1 ? ['红蓝榜', 'list'] : [colours[named[0]!].zh, `${colours[named[0]!].en} list`]
  if (done) {
    return refuse(
      'input',
      'redblue.already-published',
      {
        zh: `${period} 的${zh}已于 ${done.published} 公布 (${done.number})`,
        en: `the ${en} of ${period} was published on ${done.published} (${done.number})`,
      },
      {
        zh: `${see.zh}; 重印: cun notice print ${done.number}`,
        en: `${see.en}; to reprint: cun notice print ${done.number}`,
      },
    )
  }
  if (entries.length === 0) {
    return refuse(
      'input',
      'redblue.not-proposed',
      { zh: `${period} 还没有提出红蓝榜`, en: `no list is proposed for ${period}` },
      { zh: `先执行 cun redblue propose ${period}`, en: `first run cun redblue propose ${period}` },
    )
  }
  return refuse(
    'input',
    'redblue.nobody-to-publish',
    { zh: `${period} 的${zh}上没有可公布的`, en: `there is nobody to publish on the ${en} of ${period}` },
    {
      zh: `${see.zh}; 表扬通报只公布红榜, 批评通报只公布蓝榜, 情况通报公布两榜`,
      en: `${see.en}; a praise notice publishes the red list only, a criticism the blue list only, an information both`,
    },
  )
}

/** Refuses entries whose objection period is not over, and names the day on which that of all of them is. */
function refuseIfObjectable(facts: Facts, period: string, waiting: readonly Entry[], day: string): void {
  const early = waiting.filter(e => publishableFrom(facts, e.proposed) > day)
  if (early.length === 0) return
  const from = early
    .map(e => publishableFrom(facts, e.proposed))
    .sort()
    .at(-1)!
  const names = bothJoined(early.map(e => e.name))
  const days = facts.settings.get(objectionDays)
  refuse(
    'input',
    'redblue.objection-period',
    {
      zh: `异议期 ${days} 天未满, ${from} 起可以公布: ${names.zh}`,
      en: `the objection period of ${counted(days, 'day')} is not over; to be published from ${from}: ${names.en}`,
    },
    {
      zh: `有异议的: cun redblue object ${period} 名称 --by 谁 --reason 理由; ${from} 再公布`,
      en: `to object: cun redblue object ${period} NAME --by WHO --reason TEXT; publish on ${from}`,
    },
  )
}

/** Fields that publishing sets; `times` is how many quarters running an entry is blue. */
export const publication = (facts: Facts, e: Entry, times: number): Partial<Row> => ({
  number: e.number,
  published: e.published,
  name: e.kind === 'unit' ? e.name : null,
  follow: e.colour === 'red' ? 'praise' : followByRule(times),
  due: e.colour === 'red' ? null : addDays(e.published!, facts.settings.get(followDays)),
})
