import { goOn } from '../../kernel/cli/ask.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import type { Call } from '../../kernel/cli/line.ts'
import { type Entry, entriesOf } from './redblue.ts'

/** Entries of the newest edition with a published list. */
function publishedList(facts: Facts, period: string): Entry[] {
  const all = entriesOf(facts, period).filter(e => e.published && e.decision === 'kept')
  const newest = Math.max(...all.map(e => e.edition))
  return all.filter(e => e.edition === newest)
}

/** Number of the notice that published a quarter's newest list. */
export const listNumber = (facts: Facts, period: string): string | undefined =>
  publishedList(facts, period)[0]?.number ?? undefined

/** Before a list is published again: tells the last one and the differences, then asks for confirmation. */
export async function warnOfPublished(call: Call, period: string, now: readonly Entry[]): Promise<void> {
  const old = publishedList(call, period)
  const [out] = old
  if (!out) return
  const key = (e: Entry) => `${e.kind} ${e.subject}`
  const then = new Map(old.map(e => [key(e), e.colour]))
  const added = now.filter(e => !then.has(key(e))).length
  const turned = now.filter(e => then.has(key(e)) && then.get(key(e)) !== e.colour).length
  const gone = old.length - (now.length - added)
  call.tell({
    zh: `${period} 的红蓝榜已于 ${out.published} 公布 (第 ${out.edition} 版, ${out.number}); 这一版与它相比: 新列入 ${added} 个, 不再列入 ${gone} 个, 换榜 ${turned} 个`,
    en: `the list of ${period} was published on ${out.published} (edition ${out.edition}, ${out.number}); compared with it, this list has ${added} new, ${gone} gone, ${turned} with the other colour`,
  })
  await goOn(call, { zh: '另行公布并印发通报?', en: 'Publish this list as well and issue its notice?' })
}
