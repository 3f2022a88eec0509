import type { Scored } from '../score/assess.ts'
import type { Item } from '../score/item.ts'

export const points = (tenths: number) => (tenths / 10).toFixed(1)

/** What a measure counts, in the words of an official paper: of a rate, the number asked and the number done. */
const words: Readonly<Record<string, (part: number, of: number) => string>> = {
  'training.policy': (part, of) => `应到 ${of} 人次、实到 ${part} 人次`,
  'training.skills': (part, of) => `应到 ${of} 人次、实到 ${part} 人次`,
  'seminar.attendance': (part, of) => `应到 ${of} 人次、实到 ${part} 人次`,
  'dispatch.signed': (part, of) => `应签收 ${of} 件、按期签收 ${part} 件`,
  'visit.coverage': (part, of) => ` ${of} 户中走访 ${part} 户`,
  'visit.inTime': (part, of) => `应访 ${of} 户、按期 ${part} 户`,
  'visit.requests': (part, of) => `应办 ${of} 件、办结 ${part} 件`,
  'milestone.inTime': (part, of) => `到期 ${of} 个、按期完成 ${part} 个`,
  'stationday.kept': (part, of) => `应到 ${of} 天、实到 ${part} 天`,
  'inspection.onPost': (part, of) => `抽查 ${of} 人次、在岗 ${part} 人次`,
  'exchange.held': (part, of) => `应开展 ${of} 次、已开展 ${part} 次`,
  'inspection.absences': part => `无故不在岗 ${part} 次`,
  'exemplar.count': part => ` ${part} 人`,
  'expert.support': part => ` ${part} 次`,
  'trip.count': part => ` ${part} 人次`,
  'participation.kinds': part => ` ${part} 种`,
  'deed.done': part => ` ${part} 件`,
}

/** An indicator and what was done, e.g. `周二蹲点日应到 13 天、实到 12 天`. */
export function told({ indicator, measure, facts, value }: Item): string {
  const sum = (by: 'part' | 'of') => facts.reduce((total, f) => total + f[by], 0)
  const found = measure === null ? undefined : words[measure]
  if (found) {
    const said = found(sum('part'), sum('of'))
    // An indicator called 在岗抽查 does not say 抽查 twice.
    return indicator.endsWith(said.slice(0, 2)) ? indicator + said.slice(2) : indicator + said
  }
  return `${indicator} ${value.zh}`
}

const lost = ({ weight, points }: Item) => (points === null ? 0 : Math.max(0, weight - points))

/** What there is to mend: indicators that apply and have lost points, the greatest losses first. */
export const losses = (one: Scored): { readonly item: Item; readonly lost: number }[] =>
  one.score.items
    .map(item => ({ item, lost: lost(item) }))
    .filter(l => l.lost > 0)
    .sort((a, b) => b.lost - a.lost)

/** The three most telling indicators: full marks for a red entry, the greatest losses for a blue one. */
export function telling(one: Scored, colour: 'red' | 'blue'): string {
  if (colour === 'blue') {
    return losses(one)
      .slice(0, 3)
      .map(l => `${told(l.item)} (失 ${points(l.lost)} 分)`)
      .join('; ')
  }
  return one.score.items
    .filter(i => i.weight > 0 && i.points === i.weight)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, 3)
    .map(told)
    .join('; ')
}
