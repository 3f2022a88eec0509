/** Exact fractions: points are rounded once, at the end. */
export interface Fraction {
  readonly top: bigint
  readonly bottom: bigint
}

export function over(top: bigint, bottom: bigint): Fraction {
  return bottom < 0n ? { top: -top, bottom: -bottom } : { top, bottom }
}

export const whole = (n: number | bigint): Fraction => ({ top: BigInt(n), bottom: 1n })

/** A decimal as written, also with % (95% = 0.95) or 万元 (in 分), 元 (in 分). */
export function decimal(text: string): Fraction {
  const [, sign, before, after = '', unit] = /^(-?)(\d+)(?:\.(\d+))?(%|万元|元)?$/.exec(text) ?? fail(text)
  const value = over(BigInt(before! + after) * (sign ? -1n : 1n), 10n ** BigInt(after.length))
  if (unit === '%') return divide(value, whole(100))
  if (unit === '万元') return times(value, whole(1_000_000))
  if (unit === '元') return times(value, whole(100))
  return value
}

function fail(text: string): never {
  throw new Error(`not a decimal: ${text}`)
}

export const times = (a: Fraction, b: Fraction) => over(a.top * b.top, a.bottom * b.bottom)
export const divide = (a: Fraction, b: Fraction) => over(a.top * b.bottom, a.bottom * b.top)
export const plus = (a: Fraction, b: Fraction) =>
  over(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom)
export const minus = (a: Fraction, b: Fraction) => plus(a, over(-b.top, b.bottom))
export const isLess = (a: Fraction, b: Fraction) => a.top * b.bottom < b.top * a.bottom
export const least = (a: Fraction, b: Fraction) => (isLess(b, a) ? b : a)
export const most = (a: Fraction, b: Fraction) => (isLess(a, b) ? b : a)

const floor = (a: Fraction) => {
  const down = a.top / a.bottom
  return a.top < 0n && a.top % a.bottom !== 0n ? down - 1n : down
}

/** In tenths, halves up. */
export const tenths = (a: Fraction): number => Number(floor(plus(times(a, whole(10)), over(1n, 2n))))
export const roundedDown = (a: Fraction): number => Number(floor(a))
