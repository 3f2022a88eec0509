import { numberOf, type Period } from './days.ts'
import type { Subject } from './fact.ts'
import {
  decimal,
  divide,
  type Fraction,
  isLess,
  least,
  minus,
  most,
  over,
  plus,
  tenths,
  times,
  whole,
} from './fraction.ts'
import { isRate, measures } from './measures.ts'
import { conditions, evaluators, hasWord, isFor, parameter, type Rule, weightOf } from './model.ts'
import { parts } from './parts.ts'
import { keyOf, termsOf } from './subjects.ts'
import { type Known, spanOf } from './who.ts'

/** What a measure comes to for one subject. */
export interface Sum {
  readonly part: number
  readonly of: number
  readonly days: number
}

export interface Item {
  readonly rule: Rule
  /** The sums of its measure; none where it takes ratings, or where a rate has no facts. */
  readonly sum: Sum | undefined
  /** In tenths; null where it does not apply or only bounds the grade. */
  readonly points: number | null
  /** How much of its weight applied: of a result made of parts, what belongs to the parts there are. */
  readonly applicable: Fraction
  /** How much of its weight could apply: of a result made of parts, what belongs to those in which it served. */
  readonly open: Fraction
}

export interface Score {
  readonly subject: Subject
  readonly days: number
  readonly items: readonly Item[]
  /** Tenths by line, of what has a weight. */
  readonly lines: ReadonlyMap<string, number>
  /** Tenths that rescaling, bonuses and penalties add. */
  readonly extra: number
  /** Tenths; null where nothing applies. */
  readonly total: number | null
  /** The weights that applied, of 100. */
  readonly applicable: Fraction
  /** The weights of what could apply: "parts in which it did not serve at all do not count against it". */
  readonly open: Fraction
  readonly isVetoed: boolean
}

export type Sums = ReadonlyMap<string, ReadonlyMap<string, Sum>>

/** Every measure named, summed by subject: "sum of numerators ÷ sum of denominators". */
export function sumsOf(known: Known, period: Period, names: readonly string[]): Sums {
  const span = spanOf(known, period)
  const all = new Map<string, Map<string, Sum>>()
  for (const name of names) {
    const sums = new Map<string, Sum>()
    for (const fact of span ? measures[name]!(known, period, span) : []) {
      const before = sums.get(keyOf(fact.subject)) ?? { part: 0, of: 0, days: 0 }
      sums.set(keyOf(fact.subject), {
        part: before.part + fact.part,
        of: before.of + (fact.of ?? 0),
        days: before.days + (fact.days ?? 0),
      })
    }
    all.set(name, sums)
  }
  return all
}

/** The sum of a measure over the postings of a person; absences follow the person, so each posting has them all. */
function sumOf(sums: Sums, measure: string, subject: Subject): Sum | undefined {
  const of = sums.get(measure)!
  if (measure === 'inspection.absences' || !subject.terms) return of.get(keyOf(subject))
  const all = subject.terms.flatMap(id => of.get(keyOf({ kind: 'posting', id })) ?? [])
  if (all.length === 0) return undefined
  const add = (by: (s: Sum) => number) => all.reduce((sum, s) => sum + by(s), 0)
  return { part: add(s => s.part), of: add(s => s.of), days: add(s => s.days) }
}

/** The value of a measure: a rate as a fraction, a count or an amount as it is. */
const measured = (rule: Rule, sum: Sum): Fraction =>
  isRate(rule.measure!) ? over(BigInt(sum.part), BigInt(sum.of)) : whole(sum.part)

/** Ratings of the rule's own name that a subject has for a period; of two by one evaluator that of the later posting. */
function ratingsOf(known: Known, rule: Rule, subject: Subject, period: Period) {
  const all = known.facts.rating.filter(r => r.period === period.name && r.indicator === rule.indicator)
  if (subject.kind === 'unit') return all.filter(r => r.unit === subject.id)
  const own = termsOf(subject).flatMap(id => all.filter(r => r.posting === id))
  return own.filter((r, i) => !own.slice(i + 1).some(later => later.evaluator === r.evaluator))
}

const numberText = (n: number) => decimal(String(n))

/** The number a rule works on: of its measure, else the ratings added up; undefined: it does not apply. */
function numberOfRule(known: Known, rule: Rule, subject: Subject, period: Period, sum: Sum | undefined) {
  if (rule.measure) return sum && measured(rule, sum)
  const ratings = ratingsOf(known, rule, subject, period)
  if (ratings.length === 0) return undefined
  return ratings.reduce((all, r) => plus(all, numberText(r.points)), whole(0))
}

/** "Weight × min(1, part/of ÷ target); visit.coverage: weight × min(1, part ÷ (target × sum of days ÷ N))." */
function ratio(rule: Rule, value: Fraction, sum: Sum | undefined, period: Period): Fraction {
  const target = decimal(parameter(rule, '目标') ?? '100%')
  if (rule.measure === 'visit.coverage' && sum) {
    const all = numberOf(period.to) - numberOf(period.from) + 1
    const expected = times(target, over(BigInt(sum.days), BigInt(all)))
    return times(weightOf(rule), least(whole(1), divide(whole(sum.part), expected)))
  }
  return times(weightOf(rule), least(whole(1), divide(value, target)))
}

/** "deduct: per occurrence, floor at 0 or 不保底"; without a weight a pure penalty, to its cap. */
function deduct(rule: Rule, value: Fraction): Fraction {
  const taken = times(value, decimal(parameter(rule, '每次')!))
  const bound = rule.cap ? least(taken, decimal(rule.cap)) : taken
  const left = minus(weightOf(rule), bound)
  const isPenalty = !isLess(whole(0), weightOf(rule))
  return isPenalty || hasWord(rule, '不保底') ? left : most(whole(0), left)
}

/** "manual: ratings, evaluator weights such as 70/20/10"; without one of them it is not rated. */
function manual(known: Known, rule: Rule, subject: Subject, period: Period): Fraction | undefined {
  const ratings = ratingsOf(known, rule, subject, period)
  let all = whole(0)
  for (const [name, weight] of evaluators(rule)) {
    const rating = ratings.find(r => r.evaluator === name)
    if (!rating) return undefined
    all = plus(all, times(numberText(rating.points), divide(weight, whole(100))))
  }
  return times(weightOf(rule), divide(all, decimal(parameter(rule, '满分') ?? '100')))
}

const holds = (value: Fraction, condition: { isLess: boolean; bound: Fraction }) =>
  isLess(value, condition.bound) === condition.isLess

function itemOf(known: Known, rule: Rule, subject: Subject, period: Period, sums: Sums): Item {
  const found = rule.measure ? sumOf(sums, rule.measure, subject) : undefined
  // "A rate without facts is 不适用"; a count without records is 0.
  const sum = rule.measure && !isRate(rule.measure) ? (found ?? { part: 0, of: 0, days: 0 }) : found
  const value = numberOfRule(known, rule, subject, period, sum)
  const given = (points: Fraction | undefined): Item => ({
    rule,
    sum,
    points: points === undefined ? null : tenths(points),
    applicable: points === undefined ? whole(0) : weightOf(rule),
    open: weightOf(rule),
  })
  if (rule.method === 'parts') {
    const { points, weights, served } = parts(known, rule, subject, period)
    const share = (of: Fraction) => divide(times(weightOf(rule), of), whole(100))
    return { ...given(points), applicable: share(weights), open: share(served) }
  }
  if (rule.method === 'manual') return given(manual(known, rule, subject, period))
  // "`deduct` without a measure and without a rating = nothing to deduct = full points."
  if (rule.method === 'deduct') {
    return given(value || !rule.measure ? deduct(rule, value ?? whole(0)) : undefined)
  }
  if (!value || rule.method === 'veto' || rule.method === 'grade-cap') return given(undefined)
  if (rule.method === 'ratio') return given(ratio(rule, value, sum, period))
  if (rule.method === 'tier') {
    const tier = conditions(rule).find(c => holds(value, c))
    return given(tier ? decimal(tier.gives) : whole(0))
  }
  const each = times(value, decimal(parameter(rule, '每项')!))
  return given(least(each, rule.cap ? decimal(rule.cap) : weightOf(rule)))
}

/** The conditions of a veto or a grade cap that hold for a subject. */
export function held(known: Known, item: Item, subject: Subject, period: Period): string[] {
  const value = numberOfRule(known, item.rule, subject, period, item.sum)
  return value ? conditions(item.rule).flatMap(c => (holds(value, c) ? [c.gives] : [])) : []
}

export function scoreOf(
  known: Known,
  period: Period,
  model: readonly Rule[],
  sums: Sums,
  { subject, days }: { subject: Subject; days: number },
): Score {
  const items = model
    .filter(rule => rule.subject === subject.kind && rule.method !== 'grade' && isFor(rule, period.name))
    .map(rule => itemOf(known, rule, subject, period, sums))
  const lines = new Map<string, number>()
  let weighed = 0
  let added = 0
  let applicable = whole(0)
  let open = whole(0)
  let could = whole(0)
  for (const { rule, points, applicable: part, open: most } of items) {
    if (weightOf(rule).top > 0n) could = plus(could, most)
    if (points === null) continue
    if (weightOf(rule).top > 0n) {
      weighed += points
      applicable = plus(applicable, part)
      open = plus(open, weightOf(rule))
      lines.set(rule.line ?? '', (lines.get(rule.line ?? '') ?? 0) + points)
    } else added += points
  }
  const isVetoed = items.some(i => i.rule.method === 'veto' && held(known, i, subject, period).length > 0)
  const isAny = open.top > 0n
  // "What does not apply is left out and the sum rescaled once": 74.7 ÷ 80 × 100 − 74.7.
  const share = divide(open, whole(100))
  const points = over(BigInt(weighed), 10n)
  const rescaled = isAny ? tenths(minus(divide(points, share), points)) : 0
  // "veto": nothing is left, and the row still adds up.
  const extra = isVetoed ? -weighed : rescaled + added
  const total = isAny ? weighed + extra : null
  return { subject, days, items, lines, extra, total, applicable, open: could, isVetoed }
}
