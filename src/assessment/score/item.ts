import type { Fact, Sum } from '../../kernel/cli/facts.ts'
import { both, bothJoined, type Lang, type Text } from '../../kernel/text.ts'
import type { Indicator } from './model.ts'
import type { Test } from './parameters.ts'
import { ofParts, type PartResult } from './parts.ts'
import { proRata } from './pro-rata.ts'
import { isLess, least, minus, most, over, plus, type Ratio, tenths, times, whole, zero } from './ratio.ts'
import { amountText, boundText, decimalText } from './reading.ts'

/** One rating of a subject: evaluator, points, record number. */
export interface Rated {
  readonly evaluator: string
  readonly points: number
  readonly record: number
}

/** Why a subject is excused from the ratings it lacks. */
export interface Excused {
  readonly record: number
  readonly why: string
}

/** The data of one subject that indicators take their numbers from. */
export interface Known {
  /** Facts of each measure, by the measure's name. */
  readonly facts: ReadonlyMap<string, readonly Fact[]>
  /** Ratings of each indicator, by the indicator's name. */
  readonly ratings: ReadonlyMap<string, readonly Rated[]>
  /** Ratings that are missing are not waited for. */
  readonly excused?: Excused
  /** Results of the parts of the period, by part: `Q1`, `H2`. */
  readonly parts?: ReadonlyMap<string, PartResult>
}

/** Result of one indicator for a subject. Points are integer tenths; null if it does not apply. */
export interface Item {
  readonly indicator: string
  readonly line: string | null
  readonly method: string
  readonly measure: string | null
  /** Weight that counts towards 100, in tenths; 0 for an indicator that only adds or deducts. */
  readonly weight: number
  /** The number as shown, e.g. `37/43`, `2`, `31万元`, or the missing evaluators. */
  readonly value: Text
  readonly formula: Text | string
  readonly points: number | null
  /** Of a result made of parts: the part of the weight that belongs to those there are, in tenths. */
  readonly applied?: number
  /** Of a result made of parts: the part of the weight of those in which the subject served, in tenths. */
  readonly served?: number
  /** Evaluators who have not rated yet. */
  readonly missing: readonly string[]
  /** Why ratings that are missing are not waited for: the indicator does not apply. */
  readonly excused?: string
  /** Parts of the period that are over and not frozen yet. */
  readonly unfrozen?: readonly string[]
  /** Totals of the parts that it is made of, in tenths. */
  readonly parts?: readonly { readonly part: string; readonly total: number | null }[]
  readonly facts: readonly Fact[]
}

const notApplicable: Text = { zh: '不适用', en: 'n/a' }

interface Value {
  /** The number itself: a share, a count, an amount in 分, or the weighted points of ratings. */
  readonly number: Ratio
  /** What a deduction counts: the misses of a rate, or else the number itself. */
  readonly missed: Ratio
  readonly shown: Text
}

export function numberOf(
  { measure, rule, parameters }: Indicator,
  known: Known,
): { value?: Value; facts: readonly Fact[] } {
  if (!measure) {
    const rated = known.ratings.get(rule.indicator) ?? []
    const facts = rated.map(r => ({
      subject: 0,
      part: r.points,
      of: 0,
      register: 'rating',
      record: r.record,
      note: r.evaluator,
    }))
    if (parameters.kind === 'manual') return { facts }
    if (rated.length === 0) {
      // A lack that nobody wrote down is none: nothing is deducted.
      return parameters.kind === 'deduct'
        ? { value: { number: zero, missed: zero, shown: both('0') }, facts }
        : { facts }
    }
    const sum = rated.map(r => whole(r.points)).reduce(plus, zero)
    const mean = over(sum, whole(rated.length))
    return { value: { number: mean, missed: mean, shown: both(decimalText(mean)) }, facts }
  }
  const facts = known.facts.get(measure.name) ?? []
  const { part, of } = facts.reduce<Sum>((sum, f) => ({ part: sum.part + f.part, of: sum.of + f.of }), {
    part: 0,
    of: 0,
  })
  if (measure.type === 'rate') {
    if (of === 0 || (measure.isProRata && facts.every(f => f.days === 0))) return { facts }
    const number = over(whole(part), whole(of))
    return { value: { number, missed: whole(of - part), shown: both(`${part}/${of}`) }, facts }
  }
  const number = whole(part)
  const shown = measure.type === 'amount' ? amountText(number) : both(String(part))
  return { value: { number, missed: number, shown }, facts }
}

/** Points weighted by evaluator; null until every evaluator has rated, and where the subject is excused from it. */
function manual(indicator: Indicator, known: Known, facts: readonly Fact[]): Omit<Item, keyof Head> {
  if (indicator.parameters.kind !== 'manual') throw new Error(`${indicator.rule.indicator} is not manual`)
  const { full, evaluators } = indicator.parameters
  const rated = new Map((known.ratings.get(indicator.rule.indicator) ?? []).map(r => [r.evaluator, r]))
  const missing = evaluators.filter(e => !rated.has(e.name)).map(e => e.name)
  if (missing.length > 0 && known.excused) {
    const { record, why } = known.excused
    const note = { zh: `免评: ${why}`, en: `excused: ${why}` }
    const fact = { subject: 0, part: 0, of: 0, register: 'excuse', record, note, isLeftOut: true as const }
    return {
      value: { zh: `不适用 (${note.zh})`, en: `n/a (${note.en})` },
      formula: '',
      points: null,
      missing: [],
      excused: why,
      facts: [...facts.map(f => ({ ...f, isLeftOut: true as const })), fact],
    }
  }
  if (missing.length > 0) {
    const names = bothJoined(missing)
    return {
      value: { zh: `缺评分: ${names.zh}`, en: `not rated: ${names.en}` },
      formula: '',
      points: null,
      missing,
      facts,
    }
  }
  const mean = evaluators
    .map(e => times(whole(rated.get(e.name)!.points), over(whole(e.weight), whole(100))))
    .reduce(plus, zero)
  const weight = whole(indicator.rule.weight ?? 0)
  return {
    value: bothJoined(evaluators.map(e => `${e.name} ${rated.get(e.name)!.points}`)),
    formula: `${decimalText(weight)} × (${evaluators.map(e => `${rated.get(e.name)!.points}×${e.weight}%`).join(' + ')}) ÷ ${decimalText(full)}`,
    points: tenths(times(weight, least(whole(1), over(mean, full)))),
    missing,
    facts,
  }
}

const worded = (by: (lang: Lang) => string): Text => ({ zh: by('zh'), en: by('en') })

interface Head {
  indicator: string
  line: string | null
  method: string
  measure: string | null
  weight: number
}

/**
 * Computes one indicator of a subject: its number, its formula with that number, its points. `days`: calendar
 * days of the whole period.
 */
export function item(indicator: Indicator, known: Known, days: number): Item {
  const { measure, rule, parameters: p } = indicator
  const weight = whole(rule.weight ?? 0)
  const isBase = !['bonus', 'veto', 'gradeCap'].includes(p.kind)
  const head: Head = {
    indicator: rule.indicator,
    line: rule.line,
    method: rule.method,
    measure: rule.measure,
    weight: isBase ? tenths(weight) : 0,
  }
  if (p.kind === 'parts') return { ...head, ...ofParts(weight, p, known.parts ?? new Map()) }
  const { value, facts } = numberOf(indicator, known)
  if (p.kind === 'manual') return { ...head, ...manual(indicator, known, facts) }
  const gives = (points: Ratio | null, formula: Text | string): Item => ({
    ...head,
    value: value?.shown ?? notApplicable,
    formula,
    points: points === null ? null : tenths(points),
    missing: [],
    facts,
  })
  const w = decimalText(weight)
  const capped = (points: Ratio, cap: number | null) => (cap === null ? points : least(points, whole(cap)))
  if (!value) {
    // Without ratings or anything due, a base indicator does not apply; a bonus, veto or grade cap adds 0.
    return gives(isBase ? null : zero, '')
  }
  const { number, missed, shown } = value
  switch (p.kind) {
    case 'ratio': {
      if (measure?.isProRata) {
        const { expected, formula } = proRata(facts, p.target, days)
        return gives(
          times(weight, least(whole(1), over(number, expected))),
          worded(lang => `${w} × ${formula[lang]}`),
        )
      }
      const target = boundText(measure?.type, p.target)
      return gives(
        times(weight, least(whole(1), over(number, p.target))),
        worded(lang => `${w} × min(1, ${shown[lang]} ÷ ${target[lang]})`),
      )
    }
    case 'each': {
      const cap = rule.cap ?? rule.weight ?? 0
      return gives(
        capped(times(number, p.per), cap),
        worded(lang => `min(${cap}, ${shown[lang]} × ${decimalText(p.per)})`),
      )
    }
    case 'bonus':
      return gives(
        capped(times(number, p.per), rule.cap),
        worded(lang => `min(${rule.cap}, ${shown[lang]} × ${decimalText(p.per)})`),
      )
    case 'deduct': {
      const lost = capped(times(missed, p.per), rule.cap)
      const left = minus(weight, lost)
      const isPenalty = tenths(weight) === 0
      const text = `${w} − ${decimalText(missed)} × ${decimalText(p.per)}`
      return p.isFloored && !isPenalty ? gives(most(left, zero), `max(0, ${text})`) : gives(left, text)
    }
    case 'tier': {
      const step = p.steps.find(s => !isLess(number, s.from))
      const from = step && boundText(measure?.type, step.from)
      return gives(
        step?.points ?? zero,
        worded(lang =>
          step ? `${shown[lang]} ≥ ${from![lang]} → ${decimalText(step.points)}` : `${shown[lang]} → 0`,
        ),
      )
    }
    case 'veto':
    case 'gradeCap':
      return gives(zero, '')
    case 'grade':
      throw new Error('a grade gives no points')
  }
}

export const holds = (test: Test, number: Ratio) => isLess(number, test.bound) !== test.isLeast
