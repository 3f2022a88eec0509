import { goOn } from '../../kernel/cli/ask.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import type { Call } from '../../kernel/cli/line.ts'
import type { Entry } from './redblue.ts'
import { issues, publishedEntries } from './standing.ts'

/** Number of the notice that published a quarter's newest list. */
export const listNumber = (facts: Facts, period: string): string | undefined =>
  issues(facts).get(period)?.number

/**
 * Before the list of a later edition is published: tells the last one and how `now`, all entries kept in this
 * edition, differs from it, then asks for confirmation.
 */
export async function warnOfPublished(
  call: Call,
  period: string,
  edition: number,
  now: readonly Entry[],
): Promise<void> {
  const out = issues(call).get(period)
  if (!out || out.edition >= edition) return
  const old = publishedEntries(call).filter(e => e.period === period)
  const key = (e: Entry) => `${e.kind} ${e.subject}`
  const then = new Map(old.map(e => [key(e), e.colour]))
  const added = now.filter(e => !then.has(key(e))).length
  const turned = now.filter(e => then.has(key(e)) && then.get(key(e)) !== e.colour).length
  const gone = old.length - (now.length - added)
  call.tell({
    zh: `${period} 的红蓝榜已于 ${out.date} 公布 (第 ${out.edition} 版, ${out.number}); 这一版与它相比: 新列入 ${added} 个, 不再列入 ${gone} 个, 换榜 ${turned} 个`,
    en: `the list of ${period} was published on ${out.date} (edition ${out.edition}, ${out.number}); compared with it, this list has ${added} new, ${gone} gone, ${turned} with the other colour`,
  })
  await goOn(call, { zh: '另行公布并印发通报?', en: 'Publish this list as well and issue its notice?' })
}
