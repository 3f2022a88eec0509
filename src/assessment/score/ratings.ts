import type { Facts } from '../../kernel/cli/facts.ts'
import type { Span } from '../../roster/serving.ts'
import type { Rated } from './item.ts'

/** Ratings by subject and indicator; a village's ratings go to each of the people who answered for it. */
export function ratings(
  facts: Facts,
  period: string,
  people: readonly Span[],
): Map<string, Map<string, Rated[]>> {
  const rows = facts.db
    .prepare(
      'select id as record, unit, posting, village, indicator, evaluator, points from rating where period = ? order by id',
    )
    .all(period) as (Rated & {
    unit: number | null
    posting: number | null
    village: number | null
    indicator: string
  })[]
  const found = new Map<string, Map<string, Rated[]>>()
  for (const { unit, posting, village, indicator, ...rated } of rows) {
    const keys =
      unit !== null
        ? [`unit ${unit}`]
        : posting !== null
          ? [`posting ${posting}`]
          : people.filter(s => s.posting.village === village).map(s => `posting ${s.posting.id}`)
    for (const key of new Set(keys)) {
      const of = found.get(key) ?? new Map<string, Rated[]>()
      found.set(key, of)
      of.set(indicator, [...(of.get(indicator) ?? []), rated])
    }
  }
  return found
}
