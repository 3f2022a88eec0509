import { goOn } from '../../kernel/cli/ask.ts'
import type { Call } from '../../kernel/cli/line.ts'
import { counted } from '../../kernel/text.ts'
import type { Scored } from '../score/assess.ts'
import type { Content } from '../score/quarter.ts'
import { type Entry, entriesOf } from './redblue.ts'

const keyOf = ({ subject }: Scored) => `${subject.kind} ${subject.id}`

/** How many are scored or graded otherwise, those who are in one of the two only among them. */
function differing(old: readonly Scored[], now: readonly Scored[]): number {
  const then = new Map(old.map(s => [keyOf(s), s]))
  const isOther = (s: Scored) => {
    const before = then.get(keyOf(s))
    then.delete(keyOf(s))
    return !before || before.score.total !== s.score.total || before.grade !== s.grade
  }
  const others = now.filter(isOther).length
  return others + then.size
}

/** Before a quarter is frozen again: which edition there was, whether its list is out, and how much differs. */
export async function warnOfFrozen(call: Call, period: string, now: readonly Scored[]): Promise<void> {
  const old = call.db
    .prepare(
      'select edition, frozen, reopened, content from quarter where period = ? order by edition desc limit 1',
    )
    .get(period) as { edition: number; frozen: string; reopened: string; content: string } | undefined
  if (!old) return
  const { edition, frozen, reopened } = old
  const count = differing((JSON.parse(old.content) as Content).scored, now)
  const out = published(call, period)[0]
  call.tell({
    zh: `${period} 第 ${edition} 版已于 ${frozen} 冻结 (${reopened} 重开)${out ? `, 红蓝榜已公布 (${out.number})` : ''}; 这一版有 ${count} 个对象的得分或等次与它不同`,
    en: `edition ${edition} of ${period} was frozen on ${frozen} (reopened on ${reopened})${out ? `, its list is published (${out.number})` : ''}; in this one ${counted(count, 'subject')} ${count === 1 ? 'has' : 'have'} another score or grade`,
  })
  await goOn(call, {
    zh: `冻结为第 ${edition + 1} 版?`,
    en: `Freeze it as edition ${edition + 1}?`,
  })
}

/** Entries of the newest edition whose list is out. */
function published(call: Call, period: string): Entry[] {
  const all = entriesOf(call, period).filter(e => e.published && e.decision === 'kept')
  const newest = Math.max(...all.map(e => e.edition))
  return all.filter(e => e.edition === newest)
}

/** Before a list is published again: which one is out, and how many entries differ. */
export async function warnOfPublished(call: Call, period: string, now: readonly Entry[]): Promise<void> {
  const old = published(call, period)
  const [out] = old
  if (!out) return
  const key = (e: Entry) => `${e.kind} ${e.subject}`
  const then = new Map(old.map(e => [key(e), e.colour]))
  const added = now.filter(e => !then.has(key(e))).length
  const turned = now.filter(e => then.has(key(e)) && then.get(key(e)) !== e.colour).length
  const gone = old.length - (now.length - added)
  call.tell({
    zh: `${period} 的红蓝榜已于 ${out.published} 公布 (第 ${out.edition} 版, ${out.number}); 这一版与它相比: 新列入 ${added} 个, 不再列入 ${gone} 个, 换榜 ${turned} 个`,
    en: `the list of ${period} was published on ${out.published} (edition ${out.edition}, ${out.number}); against it this one has ${added} new, ${gone} gone, ${turned} of the other colour`,
  })
  await goOn(call, { zh: '另行公布并印发通报?', en: 'Publish it anew and issue its notice?' })
}
