import { luck } from './county.ts'
import { type Fact, lateable } from './facts.ts'
import { type Cells, looking, type Office, type Sheet } from './office.ts'
import type { Plan } from './plan.ts'

/** When each fact is typed: at the next office day, or, where a sheet comes late, up to three later. */
export function typing(plan: Plan, days: readonly string[], facts: readonly Fact[]): Map<string, Fact[]> {
  const byDay = new Map<string, Fact[]>()
  const first = new Map<string, number>()
  for (const fact of facts) {
    let at = days.findIndex(d => d >= fact.day)
    if (at < 0) continue
    const draw = luck(plan.seed, `late ${fact.key} ${fact.day}`)
    if (plan.isLate && lateable.has(fact.sheet) && draw(10) === 0) at += 1 + draw(3)
    // On the last day everything that is still outstanding is typed.
    at = Math.min(Math.max(at, first.get(fact.key) ?? 0), days.length - 1)
    first.set(fact.key, at)
    const day = days[at]!
    byDay.set(day, [...(byDay.get(day) ?? []), fact])
  }
  return byDay
}

const order = [
  'training',
  'seminar',
  'dispatch',
  'receipt',
  'visit',
  'briefing',
  'diary',
  'review',
  'activity',
  'stationday',
  'leave',
  'deed',
  'resource',
  'expert',
  'purchase',
  'inspection',
  'exemplar',
  'trip',
  'exchange',
  'rating',
  'milestone',
]

/** Who served twice is rated by record number: a rating does not say by its quarter which term is meant. */
function byNumber(own: Office, fact: Fact): Fact {
  const id = looking(own.there, db =>
    db
      .prepare('select id from posting where name = ? and start = ?')
      .pluck()
      .get(fact.cells.被评人, fact.start),
  )
  return { ...fact, cells: { ...fact.cells, 被评人: `#${id}` } }
}

/** One sheet of each kind and township, the newest row of each record. */
export function sheetsOf(own: Office, typed: readonly Fact[]): Sheet[] {
  const facts = typed.map(fact => (fact.start === undefined ? fact : byNumber(own, fact)))

  const sheets = new Map<string, Map<string, Cells>>()
  for (const { sheet, key, cells } of facts.toSorted(
    (a, b) => order.indexOf(a.sheet) - order.indexOf(b.sheet),
  )) {
    const name = `${sheet}-${cells.乡镇 ?? ''}`
    const rows = sheets.get(name) ?? new Map<string, Cells>()
    sheets.set(name, rows.set(key, cells))
  }
  return [...sheets].map(([name, rows]) => ({ name, rows: [...rows.values()] }))
}

export const wordsOf = ({ key, day }: Fact): string => `${key} ${day}`
