import type { Drawn } from './county.ts'
import { type Sheet, units } from './ground.ts'
import type { Served } from './people.ts'

/** Ratings of the quarter, its half-year and its year, on the indicators of both models that take them. */
export function ratingsOf(drawn: Drawn, people: readonly Served[]): Sheet[] {
  const indicators = ['群众满意度', '民主测评', '资料缺项', '违规扣分', '群众投诉']
  const evaluators = ['村党组织', '党员群众代表', '乡镇党委']
  const periods = [`2024Q${drawn.quarter}`, `2024H${drawn.quarter < 3 ? 1 : 2}`, '2024']
  const seen = new Set<string>()
  const rows = drawn.ratings.flatMap(({ subject, indicator, evaluator, points }) => {
    // Of two terms of one person the record number says which is meant.
    const isUnit = subject % 3 === 0 || people.length === 0
    const who = isUnit ? `${units[subject % units.length]},` : `,#${1 + (subject % people.length)}`
    const name = indicators[indicator]!
    const given = indicator < 2 ? (points / 10).toFixed(1) : String(points % 4)
    const key = `${who} ${name} ${indicator < 2 ? evaluator : 0}`
    if (seen.has(key)) return []
    seen.add(key)
    return periods.map(p => `${p},${who},${name},${evaluators[evaluator]},${given}`)
  })
  return [{ name: '评分', header: '考核期,被评单位,被评人,评价指标,评价主体,得分', rows }]
}
