import { integer } from '../../kernel/schema/fields/number.ts'
import { setting } from '../../kernel/schema/setting.ts'
import type { Text } from '../../kernel/text.ts'
import { holds, type Item, item, type Known, numberOf } from './item.ts'
import type { Model } from './model.ts'
import { tenths } from './ratio.ts'
import type { SubjectKind } from './rules.ts'

export const leastShare = setting({
  name: 'quarter.leastShare',
  field: integer(
    {
      zh: '适用分值不足满分百分之几的不定等次、不排名次 (%)',
      en: 'minimum share of the full points that must apply to be graded and ranked (%)',
    },
    { max: 100 },
  ),
  fallback: '60',
})

export interface Score {
  readonly items: readonly Item[]
  /** Tenths added by rescaling the applicable indicators to the full weight. */
  readonly rescaled: number
  /** Tenths; null if no indicator applies. */
  readonly total: number | null
  /** Indicators that vetoed the score and made it 0. */
  readonly vetoes: readonly string[]
  /** The best grade still possible, and why. */
  readonly cap?: { readonly grade: string; readonly why: Text | string }
}

/** How many of the full points applied to a subject, in tenths. */
export interface Applied {
  readonly points: number
  readonly full: number
  /** Those of the full points that could apply: without parts in which the subject did not serve at all. */
  readonly open: number
}

export function appliedOf(items: readonly Item[]): Applied {
  const based = items.filter(i => i.weight > 0)
  return {
    points: sum(based, appliedPoints),
    full: sum(based, i => i.weight),
    open: sum(based, i => i.served ?? i.weight),
  }
}

/** Of an item with a weight: the points of it that applied, in tenths; of one made of parts those of its parts. */
export const appliedPoints = (i: Item): number => (i.points === null ? 0 : (i.applied ?? i.weight))

/** The weights that are left where what does not apply is left out, in tenths: the sum is rescaled from them. */
export const openWeight = (items: readonly Item[]): number =>
  sum(items, i => (i.points === null ? 0 : i.weight))

const sum = (of: readonly Item[], by: (i: Item) => number) => of.reduce((total, i) => total + by(i), 0)

/**
 * Computes the score of one subject. Indicators that do not apply are left out, not counted as 0, and the
 * rest is rescaled to the full weight. Each is rounded to tenths, so that points add up to the total shown.
 * `days`: calendar days of the whole period.
 */
export function score(model: Model, kind: SubjectKind, known: Known, days: number): Score {
  const indicators = model.indicators.filter(i => i.rule.subject === kind)
  const items = indicators.map(i => item(i, known, days))
  const { full } = appliedOf(items)
  const open = openWeight(items)
  const base = sum(
    items.filter(i => i.weight > 0),
    i => i.points ?? 0,
  )
  const rescaled =
    open > 0 && open < full ? tenths({ num: BigInt(base * full), den: BigInt(open * 10) }) - base : 0
  const extra = sum(
    items.filter(i => i.weight === 0),
    i => i.points ?? 0,
  )
  const vetoes: string[] = []
  let cap: Score['cap']
  for (const indicator of indicators) {
    const { parameters: p, rule } = indicator
    if (p.kind !== 'veto' && p.kind !== 'gradeCap') continue
    const { value } = numberOf(indicator, known)
    if (!value) continue
    if (p.kind === 'veto') {
      if (holds(p.test, value.number)) vetoes.push(rule.indicator)
      continue
    }
    // If several steps hold, the worst grade they name is the cap.
    for (const step of p.steps.filter(s => holds(s.test, value.number))) {
      const order = (name: string) => model.grades.findIndex(g => g.subject === kind && g.name === name)
      if (!cap || order(step.grade) > order(cap.grade)) {
        const { zh, en } = value.shown
        cap = {
          grade: step.grade,
          why: { zh: `${rule.indicator} ${zh}`, en: `${rule.indicator} ${en}` },
        }
      }
    }
  }
  const total = open === 0 ? null : vetoes.length > 0 ? 0 : base + rescaled + extra
  return { items, rescaled, total, vetoes, cap }
}
