import { kindOfPeriod, periodDays, periodsWithin } from '../../kernel/calendar.ts'
import type { Fact, Facts } from '../../kernel/cli/facts.ts'
import type { Text } from '../../kernel/text.ts'
import { editionInForce } from './in-force.ts'
import { type Parameters, partNames } from './parameters.ts'
import { over, plus, type Ratio, tenths, times, whole, zero } from './ratio.ts'
import { decimalText } from './reading.ts'

/** What a part (`Q1` of `2024`) gives a subject: its frozen total, or nothing. */
export interface PartResult {
  readonly period: string
  /**
   * `short`: too few days in office there. `ungraded`: too few points applied, or a household list was missing.
   * `unfrozen`: over, not frozen, and the subject served in it.
   */
  readonly state: 'counts' | 'short' | 'ungraded' | 'unfrozen'
  /** Tenths; null unless it counts. */
  readonly total: number | null
  readonly edition: number
  /** Record number of the frozen result. */
  readonly record: number
  /** Where the subject served, on how many days, and what it got there, if it counts. */
  readonly served: readonly Served[]
}

interface Served {
  readonly village: string
  readonly days: number
  /** Tenths; null unless it counts. */
  readonly total: number | null
}

/**
 * The part of a person with several postings: the mean of the totals that count, weighted by days. Too few days, or no
 * grade, in one of them leaves that one out.
 */
export function joined(results: readonly PartResult[]): PartResult | undefined {
  const [first] = results
  if (!first || results.length === 1) return first
  const served = results.flatMap(r => r.served)
  const counting = served.flatMap(s => (s.total === null ? [] : [{ ...s, total: s.total }]))
  if (counting.length === 0) return { ...(results.find(r => r.state !== 'short') ?? first), served }
  const days = counting.reduce((all, s) => all + s.days, 0)
  const sum = counting.reduce((all, s) => all + s.days * s.total, 0)
  const total = tenths(over(whole(sum), whole(days * 10)))
  return { ...first, state: 'counts', total, served }
}

/** As much of a frozen result as a longer period needs. */
interface Kept {
  readonly scored: readonly {
    readonly subject: {
      readonly kind: string
      readonly id: number
      readonly village: string
      readonly days: number
    }
    readonly isShort: boolean
    readonly isPartial?: boolean
    readonly isUnlisted?: boolean
    readonly score: { readonly total: number | null }
  }[]
}

/** Why a part does not count. */
const left = {
  short: { zh: '时间过短', en: 'too short' },
  ungraded: { zh: '不定等次', en: 'not graded' },
  unfrozen: { zh: '未冻结', en: 'not frozen' },
}

/** The parts named by rules that are not over yet. */
export function partsAhead(facts: Facts, period: string, all: readonly Parameters[]): string[] {
  return partsOf(period, all).filter(at => periodDays(at).to >= facts.asOf)
}

/** The periods within a period that rules name as its parts. */
function partsOf(period: string, all: readonly Parameters[]): string[] {
  const wanted = new Set(all.flatMap(p => (p.kind === 'parts' ? p.parts.map(({ part }) => part) : [])))
  return [...periodsWithin('quarter', period), ...periodsWithin('half', period)].filter(
    // A part is shorter than what it is a part of.
    at => wanted.has(at.slice(4)) && kindOfPeriod(at) !== kindOfPeriod(period),
  )
}

type OfParts = Extract<Parameters, { kind: 'parts' }>

/**
 * Results of the parts within a period, by subject (`unit 7`) and part. `servedIn` gives the subjects of a
 * period; only those who served in it lack the result of a part that is over and not frozen.
 */
export function partResults(
  facts: Facts,
  period: string,
  all: readonly Parameters[],
  servedIn: (period: string) => Iterable<string>,
): Map<string, Map<string, PartResult>> {
  const found = new Map<string, Map<string, PartResult>>()
  const put = (subject: string, part: string, result: PartResult) => {
    const of = found.get(subject) ?? new Map<string, PartResult>()
    found.set(subject, of.set(part, result))
  }
  for (const at of partsOf(period, all)) {
    const part = at.slice(4)
    const frozen = editionInForce(facts, at)
    if (frozen) {
      const { edition, id: record } = frozen
      for (const { subject, isShort, isPartial, isUnlisted, score } of (JSON.parse(frozen.content) as Kept)
        .scored) {
        const state = isShort
          ? 'short'
          : isPartial || isUnlisted || score.total === null
            ? 'ungraded'
            : 'counts'
        const total = state === 'counts' ? score.total : null
        const { village, days } = subject
        const served = [{ village, days, total }]
        put(`${subject.kind} ${subject.id}`, part, { period: at, state, total, edition, record, served })
      }
    } else if (periodDays(at).to < facts.asOf) {
      for (const subject of servedIn(at))
        put(subject, part, { period: at, state: 'unfrozen', total: null, edition: 0, record: 0, served: [] })
    }
  }
  return found
}

/** The points of an indicator made of parts: the mean of their totals by weight, over the parts there are. */
export function ofParts(
  weight: Ratio,
  { parts }: OfParts,
  results: ReadonlyMap<string, PartResult>,
): {
  value: Text
  formula: string
  points: number | null
  applied: number
  served: number
  missing: readonly string[]
  unfrozen: readonly string[]
  parts: readonly { part: string; total: number | null }[]
  facts: Fact[]
} {
  const known = parts.flatMap(p => {
    const result = results.get(p.part)
    return result ? [{ ...p, ...result, name: partNames[p.part]! }] : []
  })
  const isMoved = new Set(known.flatMap(p => p.served.map(s => s.village))).size > 1
  const counting = known.flatMap(p => (p.total === null ? [] : [{ ...p, total: p.total }]))
  const score = (total: number) => over(whole(total), whole(10))
  const sum = counting.map(p => times(score(p.total), whole(p.weight))).reduce(plus, zero)
  const weightsOf = (all: readonly { readonly weight: number }[]) =>
    all.reduce((total, p) => total + p.weight, 0)
  const weights = weightsOf(counting)
  const mean = weights === 0 ? null : over(sum, whole(weights))
  const said = known.map(p => {
    if (p.total !== null)
      return {
        zh: `${p.name} ${decimalText(score(p.total))}`,
        en: `${p.part} ${decimalText(score(p.total))}`,
      }
    const { zh, en } = left[p.state as keyof typeof left]
    return { zh: `${p.name}${zh}`, en: `${p.part} ${en}` }
  })
  const share = decimalText(weight) === '100' ? '' : `${decimalText(weight)}% × `
  return {
    value:
      said.length > 0
        ? { zh: said.map(s => s.zh).join('、'), en: said.map(s => s.en).join(', ') }
        : { zh: '不适用', en: 'n/a' },
    formula:
      mean === null
        ? ''
        : `${share}(${counting.map(p => `${decimalText(score(p.total))}×${p.weight}`).join(' + ')}) ÷ ${weights}`,
    applied: tenths(over(times(weight, whole(weights)), whole(100))),
    served: tenths(over(times(weight, whole(weightsOf(known))), whole(100))),
    points: mean && tenths(times(over(weight, whole(100)), mean)),
    missing: [],
    unfrozen: known.filter(p => p.state === 'unfrozen').map(p => p.period),
    parts: parts.map(p => ({ part: p.part, total: results.get(p.part)?.total ?? null })),
    facts: counting.map(p => ({
      subject: 0,
      part: p.total / 10,
      of: 0,
      register: 'quarter',
      record: p.record,
      note: {
        zh: `${p.period} 第 ${p.edition} 版, 权重 ${p.weight}${isMoved ? servedText(p.served).zh : ''}`,
        en: `${p.period} edition ${p.edition}, weight ${p.weight}${isMoved ? servedText(p.served).en : ''}`,
      },
    })),
  }
}

/** Where a part was served; of several that count also the days and the totals of which it is the mean. */
function servedText(served: readonly Served[]): Text {
  const counting = served.flatMap(s => (s.total === null ? [] : [{ ...s, total: s.total }]))
  const points = (s: { total: number }) => decimalText(over(whole(s.total), whole(10)))
  if (counting.length === 1) return { zh: `; ${counting[0]!.village}`, en: `; ${counting[0]!.village}` }
  return {
    zh: `; 按天数平均: ${counting.map(s => `${s.village} ${s.days} 天 ${points(s)}`).join('、')}`,
    en: `; mean by days: ${counting.map(s => `${s.village} ${s.days} days ${points(s)}`).join(', ')}`,
  }
}
