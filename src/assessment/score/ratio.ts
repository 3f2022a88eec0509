import { narrow } from '../../kernel/text.ts'

/** An exact fraction: scores decide rewards, so floating point is not used. `den` is above 0. */
export interface Ratio {
  readonly num: bigint
  readonly den: bigint
}

export const whole = (n: number): Ratio => exact(String(n))!
export const zero: Ratio = { num: 0n, den: 1n }

export const plus = (a: Ratio, b: Ratio): Ratio => ({
  num: a.num * b.den + b.num * a.den,
  den: a.den * b.den,
})
export const minus = (a: Ratio, b: Ratio): Ratio => plus(a, { num: -b.num, den: b.den })
export const times = (a: Ratio, b: Ratio): Ratio => ({ num: a.num * b.num, den: a.den * b.den })
export const over = (a: Ratio, b: Ratio): Ratio => ({ num: a.num * b.den, den: a.den * b.num })
export const isLess = (a: Ratio, b: Ratio): boolean => a.num * b.den < b.num * a.den
export const least = (a: Ratio, b: Ratio): Ratio => (isLess(b, a) ? b : a)
export const most = (a: Ratio, b: Ratio): Ratio => (isLess(a, b) ? b : a)

function exact(text: string): Ratio | undefined {
  const found = /^(-?\d{1,12})(?:\.(\d{1,6}))?$/.exec(text)
  if (!found) return undefined
  const decimals = found[2] ?? ''
  return { num: BigInt(found[1]! + decimals), den: 10n ** BigInt(decimals.length) }
}

const units: Record<string, Ratio> = {
  '%': { num: 1n, den: 100n },
  元: { num: 100n, den: 1n },
  万元: { num: 1_000_000n, den: 1n },
}

/** Parses `2`, `0.5`, `90%`; `300元` and `5万元` become 分. Undefined if not a number. */
export function decimal(text: string): Ratio | undefined {
  const found = /^(.*?)(%|万元|元)?$/.exec(narrow(text).trim())!
  const value = exact(found[1]!)
  return value && found[2] ? times(value, units[found[2]]!) : value
}

/** Rounds to tenths of a point, halves up, as offices round scores. */
export function tenths({ num, den }: Ratio): number {
  const doubled = 20n * num + den
  const floor = doubled >= 0n ? doubled / (2n * den) : -((-doubled + 2n * den - 1n) / (2n * den))
  return Number(floor)
}
