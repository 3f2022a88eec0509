import type { Fact } from '../../kernel/cli/facts.ts'
import type { Text } from '../../kernel/text.ts'
import { over, type Ratio, times, whole } from './ratio.ts'
import { boundText, decimalText } from './reading.ts'

/**
 * The target of a measure with `isProRata` holds for all `length` days of the period. What could be done on some
 * of them only is expected in part: expected = target × Σ days ÷ length. A fact that says no days could be done
 * on all of them. Returns the share of all facts that is expected, and the end of the formula.
 */
export function proRata(
  facts: readonly Fact[],
  target: Ratio,
  length: number,
): { readonly expected: Ratio; readonly formula: Text } {
  const daysOf = (f: Fact) => f.days ?? length
  const sum = (by: (f: Fact) => number) => facts.reduce((total, f) => total + by(f), 0)
  const [part, of, days] = [sum(f => f.part), sum(f => f.of), sum(f => f.of * daysOf(f))]
  const expected = times(target, over(whole(days), whole(of * length)))
  const asked = boundText('rate', target).zh
  const one = daysOf(facts[0]!)
  if (facts.every(f => daysOf(f) === one)) {
    const each = one === length ? asked : `(${asked} × ${one}/${length})`
    const text = `min(1, ${part}/${of} ÷ ${each})`
    return { expected, formula: { zh: text, en: text } }
  }
  const number = decimalText(times(expected, whole(of)))
  return {
    expected,
    formula: {
      zh: `min(1, ${part} ÷ ${number}), 应完成 ${number} = ${asked} × 合计 ${days} 天 ÷ ${length} 天`,
      en: `min(1, ${part} ÷ ${number}), expected ${number} = ${asked} × ${days} days in all ÷ ${length} days`,
    },
  }
}
