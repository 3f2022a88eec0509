import type { Grade } from './model.ts'

/** One subject of those graded together. */
export interface Candidate {
  readonly id: number
  /** Tenths; null without a score. */
  readonly total: number | null
  /** Gets no grade: too few days or points, or no household list. */
  readonly isUngraded: boolean
  readonly isVetoed: boolean
  readonly cap?: string
  readonly stratum: Readonly<Record<Grade['stratum'], string>>
}

/**
 * Grades by minimum score, then applies vetoes and caps, then limits each grade to its share of the stratum,
 * rounded down. Subjects over the limit fall one grade, with all who have the same score as the first of
 * them: equal scores never get different grades by the limit. Returns grade names by id.
 */
export function gradeAll(grades: readonly Grade[], candidates: readonly Candidate[]): Map<number, string> {
  if (grades.length === 0) return new Map()
  const graded = new Map<number, number>()
  const eligible = candidates.filter(c => c.total !== null && !c.isUngraded)
  for (const c of eligible) {
    const byScore = grades.findIndex(g => c.total! >= g.from * 10)
    const byCap = grades.findIndex(g => g.name === c.cap)
    const lowest = grades.length - 1
    graded.set(c.id, c.isVetoed ? lowest : Math.max(byScore < 0 ? lowest : byScore, byCap))
  }
  for (const [place, grade] of grades.entries()) {
    // Nobody can fall below the lowest grade: its share means nothing.
    if (grade.share === undefined || place === grades.length - 1) continue
    for (const stratum of new Set(eligible.map(c => c.stratum[grade.stratum]))) {
      const there = eligible.filter(c => c.stratum[grade.stratum] === stratum)
      const most = Math.floor((there.length * grade.share) / 100)
      const holders = there.filter(c => graded.get(c.id) === place).sort((a, b) => b.total! - a.total!)
      if (holders.length <= most) continue
      const cut = holders[most]!.total!
      for (const c of holders) if (c.total! <= cut) graded.set(c.id, place + 1)
    }
  }
  return new Map([...graded].map(([id, place]) => [id, grades[place]!.name]))
}
