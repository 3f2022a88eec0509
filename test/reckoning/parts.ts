import type { Period } from './days.ts'
import type { Subject } from './fact.ts'
import { divide, over, plus, tenths, times, whole } from './fraction.ts'
import { partsOf, type Rule, weightOf } from './model.ts'
import type { ScoreRow } from './read.ts'
import { termsOf } from './subjects.ts'
import { type Known, one, settingNumber } from './who.ts'

/**
 * "A year made of its quarters": the mean of what was frozen, by weight, of those graded or placed; with their weights,
 * and those of the parts in which it served. A part of two postings is the mean by days of those that count.
 */
export function parts(known: Known, rule: Rule, subject: Subject, year: Period) {
  let all = whole(0)
  let weights = whole(0)
  let served = whole(0)
  for (const [period, weight] of partsOf(rule, year)) {
    const rows = known.frozen?.get(period)?.filter(r => isOf(known, r, subject)) ?? []
    if (rows.length > 0) served = plus(served, weight)
    const counting = rows.filter(row => {
      const quarters = /H/.test(period) ? 2 : 1
      if (row.total === null || row.days < settingNumber(known, 'quarter.minDays') * quarters) return false
      // "Below a share there is no grade and no place": nor is there a part of a year.
      return (row.kind === 'posting' ? row.grade : row.place) !== ''
    })
    if (counting.length === 0) continue
    const days = counting.reduce((sum, row) => sum + row.days, 0)
    const sum = counting.reduce((of, row) => of + row.days * row.total!, 0)
    const total = tenths(over(BigInt(sum), BigInt(days) * 10n))
    all = plus(all, times(over(BigInt(total), 10n), weight))
    weights = plus(weights, weight)
  }
  const isAny = weights.top > 0n
  const points = isAny ? times(divide(weightOf(rule), whole(100)), divide(all, weights)) : undefined
  return { points, weights, served }
}

function isOf(known: Known, row: ScoreRow, subject: Subject): boolean {
  if (row.kind !== subject.kind) return false
  if (subject.kind === 'unit') return row.name === one(known.facts.unit, subject.id).name
  return termsOf(subject).some(id => {
    const posting = one(known.facts.posting, id)
    const village = one(known.facts.village, posting.village).name
    return row.name === posting.name && row.village.split(', ').includes(village)
  })
}
