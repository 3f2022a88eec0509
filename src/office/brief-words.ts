import { perCent, type Share } from '../kernel/document/document.ts'
import type { Lang, Text } from '../kernel/text.ts'

/** One figure of the brief: its wording (`said`) and the bare number (amounts in 元). */
export interface Figure {
  readonly line: string
  readonly item: Text
  readonly said: Text
  /** Null where it counts a round and there is none. */
  readonly value: number | null
  readonly scope: Text
}

/** 21 → `20 余次`: papers round a count above 10 down to tens. */
export const andMore = (n: number): string => (n > 10 && n % 10 > 0 ? `${n - (n % 10)} 余次` : `${n} 次`)

/** A share for use in a sentence; n/a if its denominator is 0. */
export const rate = (share: Share, lang: Lang): string => {
  const percent = perCent(share)
  return percent === undefined ? { zh: '不适用', en: 'n/a' }[lang] : `${percent}%`
}
