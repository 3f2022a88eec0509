import { goOn } from '../../kernel/cli/ask.ts'
import type { Call } from '../../kernel/cli/line.ts'
import { unpacked } from '../../kernel/store/packed.ts'
import { counted } from '../../kernel/text.ts'
import type { Scored } from './assess.ts'
import type { Content } from './quarter.ts'

const keyOf = ({ subject }: Scored) => `${subject.kind} ${subject.id}`

/** Number of subjects whose score or grade differs, including those in only one edition. */
export function differing(old: readonly Scored[], now: readonly Scored[]): number {
  const then = new Map(old.map(s => [keyOf(s), s]))
  const isOther = (s: Scored) => {
    const before = then.get(keyOf(s))
    then.delete(keyOf(s))
    return !before || before.score.total !== s.score.total || before.grade !== s.grade
  }
  const others = now.filter(isOther).length
  return others + then.size
}

/**
 * Before a quarter is frozen again: tells the last edition, the number of differences and, if its list is
 * published, the notice (`list`); then asks for confirmation.
 */
export async function warnOfFrozen(
  call: Call,
  period: string,
  now: readonly Scored[],
  list: string | undefined,
): Promise<void> {
  const old = call.db
    .prepare(
      'select edition, frozen, reopened, content from quarter where period = ? order by edition desc limit 1',
    )
    .get(period) as { edition: number; frozen: string; reopened: string; content: string } | undefined
  if (!old) return
  const { edition, frozen, reopened } = old
  const count = differing((JSON.parse(unpacked(old.content)) as Content).scored, now)
  call.tell({
    zh: `${period} 第 ${edition} 版已于 ${frozen} 冻结 (${reopened} 重开)${list ? `, 红蓝榜已公布 (${list})` : ''}; 这一版有 ${count} 个对象的得分或等次与它不同`,
    en: `edition ${edition} of ${period} was frozen on ${frozen} (reopened on ${reopened})${list ? `, its list is published (${list})` : ''}; in the new edition ${counted(count, 'subject')} ${count === 1 ? 'has' : 'have'} a different score or grade`,
  })
  await goOn(call, {
    zh: `冻结为第 ${edition + 1} 版?`,
    en: `Freeze it as edition ${edition + 1}?`,
  })
}
