import { type Period, periodOf } from './days.ts'
import { decimal, type Fraction, whole } from './fraction.ts'

/** One row of a score model, as `model export` prints it in English. */
export interface Rule {
  readonly indicator: string
  readonly line: string | null
  readonly subject: 'posting' | 'unit'
  readonly weight: string | null
  readonly measure: string | null
  readonly method: string
  readonly parameters: string | null
  readonly cap: string | null
  /** Kinds of period that it is for: quarter, half-year, year; empty for all. */
  readonly period: string
}

/** Words of the parameters: 目标=95%, 每项=2, 每次=2 不保底, ≥3=较差, <98%=较好, 占比=30% 分层=乡镇. */
const words = (rule: Rule) => (rule.parameters ?? '').split(/[\s、]+/).filter(w => w !== '')

export function parameter(rule: Rule, name: string): string | undefined {
  return words(rule)
    .find(w => w.startsWith(`${name}=`))
    ?.slice(name.length + 1)
}

export const hasWord = (rule: Rule, word: string) => words(rule).includes(word)
export const weightOf = (rule: Rule): Fraction => (rule.weight ? decimal(rule.weight) : whole(0))

/** Conditions in their order: ≥3=较差 is at least 3, <98%=较好 less than 98 %. */
export const conditions = (rule: Rule): { isLess: boolean; bound: Fraction; gives: string }[] =>
  words(rule).flatMap(word => {
    const [, sign, bound, gives] = /^([≥<])([^=]+)(?:=(.+))?$/.exec(word) ?? []
    return sign ? [{ isLess: sign === '<', bound: decimal(bound!), gives: gives ?? '' }] : []
  })

/** 村党组织=40 党员群众代表=60 满分=100: weights of evaluators. */
export const evaluators = (rule: Rule): [name: string, weight: Fraction][] =>
  words(rule).flatMap(word => {
    const [name, weight] = word.split('=')
    return name === '满分' ? [] : [[name!, decimal(weight!)] satisfies [string, Fraction]]
  })

/** Whether a rule is for a kind of period: 2024Q2, 2024H1 or 2024. */
export function isFor(rule: Rule, period: string): boolean {
  const kind = period[4] === 'Q' ? 'quarter' : period[4] === 'H' ? 'half-year' : 'year'
  return rule.period === '' || rule.period.split(/, ?/).includes(kind)
}

/** 一季度=25 … or 上半年=30 下半年=70: weights of the parts of a year, or of a half-year those that lie in it. */
export function partsOf(rule: Rule, whole: Period): [period: string, weight: Fraction][] {
  const names = { 一季度: 'Q1', 二季度: 'Q2', 三季度: 'Q3', 四季度: 'Q4', 上半年: 'H1', 下半年: 'H2' }
  return Object.entries(names).flatMap(([name, period]) => {
    const weight = parameter(rule, name)
    const part = periodOf(`${whole.name.slice(0, 4)}${period}`)
    const isWithin = part.from >= whole.from && part.to <= whole.to && part.name !== whole.name
    return weight === undefined || !isWithin
      ? []
      : [[part.name, decimal(weight)] satisfies [string, Fraction]]
  })
}
