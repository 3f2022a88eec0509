import type { Fact, MeasureType } from '../../kernel/cli/facts.ts'
import { thousands, wanYuan } from '../../kernel/schema/fields/number.ts'
import { both, type Text } from '../../kernel/text.ts'
import { over, type Ratio, times, whole } from './ratio.ts'

/** A number with at most four decimals. */
export const decimalText = (n: Ratio): string => {
  const value = Number(n.num) / Number(n.den)
  return String(Number(value.toFixed(4)))
}

/** An amount in 分 as text: `6万元`, `60,000 yuan`; `99999.99元`, `99,999.99 yuan`. */
export const amountText = (fen: Ratio): Text => ({
  zh:
    fen.num % fen.den === 0n
      ? wanYuan(Number(fen.num / fen.den)).join('')
      : `${decimalText(over(fen, whole(100)))}元`,
  en: `${thousands(Number(decimalText(over(fen, whole(100)))))} yuan`,
})

/** A bound as text, in the unit of the measure compared with it; ratings have no type. */
export function boundText(type: MeasureType | undefined, bound: Ratio): Text {
  if (type === 'amount') return amountText(bound)
  return both(type === 'rate' ? `${decimalText(times(bound, whole(100)))}%` : decimalText(bound))
}

/** What a fact counts, e.g. `1/1`. */
export function countsText({ part, of, isLeftOut }: Fact): Text {
  return isLeftOut ? { zh: '不计', en: 'left out' } : both(of > 0 ? `${part}/${of}` : String(part))
}
