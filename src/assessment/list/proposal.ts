import { periodWords } from '../../kernel/calendar.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import type { Scored } from '../score/assess.ts'
import type { Frozen } from '../score/quarter.ts'
import { frozenState } from '../score/result.ts'
import { blueBelow, blueCount, redCount, redFrom } from './redblue.ts'

interface Proposal {
  readonly subject: number
  readonly colour: 'red' | 'blue'
  readonly facts: string
  readonly basis: string
}

const points = (tenths: number) => (tenths / 10).toFixed(1)

/** The three most telling indicators: full marks for a red entry, the greatest losses for a blue one. */
function telling(one: Scored, colour: 'red' | 'blue'): string {
  const items = one.score.items.filter(i => i.weight > 0 && i.points !== null)
  if (colour === 'red') {
    const full = items.filter(i => i.points === i.weight).sort((a, b) => b.weight - a.weight)
    return full
      .slice(0, 3)
      .map(i => `${i.indicator} ${i.value.zh}`)
      .join('、')
  }
  return items
    .map(i => ({ i, lost: i.weight - i.points! }))
    .filter(x => x.lost > 0)
    .sort((a, b) => b.lost - a.lost)
    .slice(0, 3)
    .map(({ i, lost }) => `${i.indicator} ${i.value.zh} (失 ${points(lost)} 分)`)
    .join('、')
}

/**
 * Proposes entries by rule: the first n and the last n of those with enough days in office, within the
 * thresholds of the settings. Equal scores at the edge are all proposed.
 */
export function proposals(
  facts: Facts,
  frozen: Frozen,
  kind: 'unit' | 'posting',
  { red: reds, blue: blues }: { readonly red?: number; readonly blue?: number },
): Proposal[] {
  const ranked = frozen.content.scored.filter(s => s.subject.kind === kind && s.rank !== null)
  const { settings } = facts
  const [from, below] = [settings.get(redFrom) * 10, settings.get(blueBelow) * 10]
  const total = (s: Scored) => s.score.total!
  const red = ranked.filter(s => s.rank! <= (reds ?? settings.get(redCount)) && total(s) >= from)
  const blue = ranked.filter(
    s =>
      !red.includes(s) &&
      ranked.filter(o => total(o) < total(s)).length < (blues ?? settings.get(blueCount)) &&
      (below === 0 || total(s) < below),
  )
  const basis = `${frozen.period} ${periodWords(frozen.period).of.zh}考核${frozenState(frozen.edition, frozen.frozen).zh}, 模型第 ${frozen.version} 版, 数据摘要 ${frozen.digest.slice(0, 16)}`
  const entry = (s: Scored, colour: 'red' | 'blue'): Proposal => {
    const why = telling(s, colour)
    return {
      subject: s.subject.id,
      colour,
      facts: `得分 ${points(total(s))}, 第 ${s.rank} 名 (共 ${ranked.length} 个)${why ? `; ${why}` : ''}`,
      basis,
    }
  }
  const order = (a: Scored, b: Scored) => a.rank! - b.rank!
  return [
    ...red.sort(order).map(s => entry(s, 'red')),
    ...blue.sort((a, b) => order(b, a)).map(s => entry(s, 'blue')),
  ]
}
