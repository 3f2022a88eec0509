import type { Call, Options } from '../../kernel/cli/line.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Scored } from '../score/assess.ts'
import type { Frozen } from '../score/quarter.ts'
import { frozenState } from '../score/result.ts'
import { blueBelow, blueCount, redCount, redFrom } from './redblue.ts'

export interface Proposal {
  readonly subject: number
  readonly colour: 'red' | 'blue'
  readonly facts: string
  readonly basis: string
}

const points = (tenths: number) => (tenths / 10).toFixed(1)

/** What tells most for or against: full marks on a red entry, the greatest losses on a blue one. */
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

function count(options: Options, name: 'red' | 'blue', usual: number): number {
  if (options[name] === undefined) return usual
  const n = Number(options[name])
  return Number.isInteger(n) && n >= 0
    ? n
    : refuse(
        'usage',
        'redblue.not-a-count',
        { zh: `--${name} ${options[name]} 不是个数`, en: `--${name} ${options[name]} is no number` },
        { zh: `写要列入的个数, 如 --${name} 3`, en: `give how many are to stand, as --${name} 3` },
      )
}

/**
 * Who is to stand on the lists, by rule: the first n and the last n of those long enough in office, within the
 * thresholds of the settings. Equal scores at the edge stand or fall together: all are proposed.
 */
export function proposals(
  call: Call,
  frozen: Frozen,
  kind: 'unit' | 'posting',
  options: Options,
): Proposal[] {
  const ranked = frozen.content.scored.filter(s => s.subject.kind === kind && s.rank !== null)
  const { settings } = call
  const [reds, blues] = [
    count(options, 'red', settings.get(redCount)),
    count(options, 'blue', settings.get(blueCount)),
  ]
  const [from, below] = [settings.get(redFrom) * 10, settings.get(blueBelow) * 10]
  const total = (s: Scored) => s.score.total!
  const red = ranked.filter(s => s.rank! <= reds && total(s) >= from)
  const blue = ranked.filter(
    s =>
      !red.includes(s) &&
      ranked.filter(o => total(o) < total(s)).length < blues &&
      (below === 0 || total(s) < below),
  )
  const basis = `${frozen.period} 季度考核${frozenState(frozen.edition, frozen.frozen).zh}, 模型第 ${frozen.version} 版, 数据摘要 ${frozen.digest.slice(0, 16)}`
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
