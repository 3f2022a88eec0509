import { periodWords } from '../../kernel/calendar.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import { bothJoined, shellWord, type Text } from '../../kernel/text.ts'
import { posting } from '../../roster/posting.ts'
import type { Scored } from '../score/assess.ts'
import { type Frozen, frozenState } from '../score/quarter.ts'
import { colours, type Entry } from './redblue.ts'
import { blueBelow, blueCount, redCount, redFrom } from './redblue-settings.ts'
import { losses, points, telling } from './telling.ts'

type Colour = Entry['colour']

/** The largest number of entries of each colour, and the score (tenths) that red reaches and blue does not. */
export interface Rule {
  readonly red: { readonly most: number; readonly from: number }
  readonly blue: { readonly most: number; readonly below: number }
}

/** Outcome of the rule for one colour, best first for red, worst first for blue. */
export interface Choice<T> {
  readonly chosen: readonly T[]
  /** Equal at the edge, and too many: a person chooses among them. */
  readonly tied: readonly T[]
}

interface Ranked {
  readonly total: number
  readonly hasLosses: boolean
}

const hasPoints = (ranked: readonly Ranked[]) => ranked.some(r => r.total > 0)

/** The first `most`. If a tie at the edge would make them more than `most`, those tied are left out. */
function top<T extends Ranked>(ordered: readonly T[], most: number): Choice<T> {
  const edge = ordered[most]?.total
  const after = ordered.findIndex(r => r.total === edge)
  if (edge === undefined || after === most) return { chosen: ordered.slice(0, most), tied: [] }
  return { chosen: ordered.slice(0, after), tied: ordered.filter(r => r.total === edge) }
}

/**
 * Red are the best that reach a score and have points at all; blue the last that stay below a score and have
 * lost points to mend. Nobody is blue merely for being last, nobody is both, and where nobody has points the
 * records are missing, so nobody is blue.
 */
export function choose<T extends Ranked>(
  ranked: readonly T[],
  { red, blue }: Rule,
): Record<Colour, Choice<T>> {
  const best = ranked.filter(r => r.total >= red.from && r.total > 0).sort((a, b) => b.total - a.total)
  const reds = top(best, red.most)
  const last = ranked
    .filter(r => hasPoints(ranked) && r.total < blue.below && r.hasLosses)
    .filter(r => !reds.chosen.includes(r) && !reds.tied.includes(r))
    .sort((a, b) => a.total - b.total)
  return { red: reds, blue: top(last, blue.most) }
}

interface Proposal {
  readonly subject: number
  readonly colour: Colour
  readonly facts: string
  readonly basis: string
}

/** The basis of every entry that the rule proposes from this edition. */
export const basisOf = (frozen: Frozen): string =>
  `${frozen.period} ${periodWords(frozen.period).of.zh}考核${frozenState(frozen.edition, frozen.frozen).zh}, 模型第 ${frozen.version} 版, 数据摘要 ${frozen.digest.slice(0, 16)}`

const nouns = {
  unit: { zh: '单位', en: 'units' },
  posting: { zh: '个人', en: 'persons' },
} as const

/** Largest numbers given on the command line instead of the settings. */
export interface Numbers {
  readonly red?: number
  readonly blue?: number
}

interface Known extends Ranked {
  readonly scored: Scored
}

/** Proposes entries by the rule of the settings, and says of each colour why it names fewer than it may. */
export function proposals(
  facts: Facts,
  frozen: Frozen,
  kind: Entry['kind'],
  numbers: Numbers,
): { readonly found: Proposal[]; readonly notes: Text[] } {
  const { settings } = facts
  const tenths = (score: number) => Math.round(score * 10)
  const rule: Rule = {
    red: { most: numbers.red ?? settings.get(redCount), from: tenths(settings.get(redFrom)) },
    blue: { most: numbers.blue ?? settings.get(blueCount), below: tenths(settings.get(blueBelow)) },
  }
  const all = frozen.content.scored.filter(s => s.subject.kind === kind)
  const ranked: Known[] = all
    .filter(s => s.rank !== null)
    .map(scored => ({ scored, total: scored.score.total!, hasLosses: losses(scored).length > 0 }))
  const chosen = choose(ranked, rule)
  const basis = basisOf(frozen)
  const found = (['red', 'blue'] as const).flatMap(colour =>
    chosen[colour].chosen.map(({ scored, total }): Proposal => {
      const why = telling(scored, colour)
      return {
        subject: scored.subject.id,
        colour,
        facts: `得分 ${points(total)}, 第 ${scored.rank} 名 (共 ${ranked.length} 个)${why ? `; ${why}` : ''}`,
        basis,
      }
    }),
  )
  const notes = (['red', 'blue'] as const).flatMap(colour => {
    const { most } = rule[colour]
    const { chosen: listed, tied } = chosen[colour]
    if (listed.length >= most) return []
    const why = unlisted(ranked, rule, colour, tied.length)
    const { zh, en } = colours[colour]
    const few = {
      zh: `${zh}提出 ${listed.length} 个, 最多 ${most} 个: 有名次的${nouns[kind].zh} ${ranked.length} 个${why.map(w => `, ${w.zh}`).join('')}`,
      en: `${en} list: ${listed.length} proposed, at most ${most}; ${ranked.length} ranked ${nouns[kind].en}${why.map(w => `, ${w.en}`).join('')}`,
    }
    return tied.length > 0 ? [few, tie(facts, frozen.period, colour, most, tied)] : [few]
  })
  return { found, notes: notes.length > 0 ? [...notes, ...unranked(frozen.period, kind, all)] : [] }
}

const part = (n: number, zh: string, en: string): Text[] =>
  n > 0 ? [{ zh: `${zh} ${n} 个`, en: `${n} ${en}` }] : []

/** Why ranked subjects are not proposed for a colour, with counts. */
function unlisted(ranked: readonly Known[], { red, blue }: Rule, colour: Colour, tied: number): Text[] {
  const many = (is: (r: Known) => boolean) => ranked.filter(is).length
  const [from, below] = [String(red.from / 10), String(blue.below / 10)]
  const isLow = (r: Known) => r.total < red.from
  const isHigh = (r: Known) => r.total >= blue.below
  const why = {
    red: [
      ...part(many(isLow), `不到 ${from} 分`, `below ${from}`),
      ...part(
        many(r => !isLow(r) && r.total <= 0),
        '0 分',
        'with 0',
      ),
    ],
    blue: hasPoints(ranked)
      ? [
          ...part(many(isHigh), `不低于 ${below} 分`, `not below ${below}`),
          ...part(
            many(r => !isHigh(r) && !r.hasLosses),
            '没有失分可改',
            'with nothing to mend',
          ),
        ]
      : [{ zh: '都没有得分, 先看记录是否录全', en: 'all without points: see whether records are missing' }],
  }[colour]
  return [...why, ...part(tied, '并列待人定', 'tied and left to a person')]
}

/** Who has no place, and so stands on neither list. */
function unranked(period: string, kind: Entry['kind'], all: readonly Scored[]): Text[] {
  const without = all.filter(s => s.rank === null)
  if (without.length === 0) return []
  const short = without.filter(s => s.isShort).length
  const empty = without.filter(s => !s.isShort && s.score.total === null).length
  const why = [
    ...part(short, '时间过短', 'too few days in office'),
    ...part(empty, '没有得分', 'without a score'),
  ]
  const { zh, en } = nouns[kind]
  return [
    {
      zh: `另有没有名次的${zh} ${without.length} 个${why.map(w => `, ${w.zh}`).join('')}; 见 cun assess ${period}`,
      en: `${without.length} ${en} without a place${why.map(w => `, ${w.en}`).join('')}; see cun assess ${period}`,
    },
  ]
}

const shown = 10

/** Names those who tie at the edge, and the command that proposes one of them by hand. */
function tie(facts: Facts, period: string, colour: Colour, most: number, tied: readonly Known[]): Text {
  const names = tied.map(({ scored: { subject } }) =>
    subject.kind === 'unit' ? subject.name : facts.directories.of(posting).label(subject.id),
  )
  const some = bothJoined(names.slice(0, shown))
  const more = names.length - shown
  const flag = tied[0]!.scored.subject.kind === 'unit' ? '--unit' : '--posting'
  const command = `cun redblue propose ${period} ${flag} ${shellWord(names[0]!)} --${colour} --facts`
  const score = points(tied[0]!.total)
  return {
    zh: `并列: ${some.zh}${more > 0 ? ` 等 ${names.length} 个` : ''} 同为 ${score} 分, 都列入就超过 ${most} 个\n→ 由人选定, 逐个提名: ${command} 内容`,
    en: `tied: ${some.en}${more > 0 ? ` and ${more} more` : ''} have ${score} each; all of them would pass ${most}\n→ choose, and propose by hand: ${command} TEXT`,
  }
}
