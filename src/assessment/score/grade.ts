import type { Grade } from './model.ts'

/** One of those to be graded together. */
export interface Candidate {
  readonly id: number
  /** Tenths; null where there is no score. */
  readonly total: number | null
  /** Too few days to be graded. */
  readonly isShort: boolean
  readonly isVetoed: boolean
  readonly cap?: string
  readonly stratum: Readonly<Record<Grade['stratum'], string>>
}

/**
 * Grades by least score, then limits by caps, then by the share a grade may have of its stratum: the number is
 * rounded down, and those whose score equals that of the first one beyond it fall with him, so that equal
 * scores never get different grades.
 */
export function gradeAll(grades: readonly Grade[], candidates: readonly Candidate[]): Map<number, string> {
  if (grades.length === 0) return new Map()
  const graded = new Map<number, number>()
  const eligible = candidates.filter(c => c.total !== null && !c.isShort)
  for (const c of eligible) {
    const byScore = grades.findIndex(g => c.total! >= g.from * 10)
    const byCap = grades.findIndex(g => g.name === c.cap)
    const lowest = grades.length - 1
    graded.set(c.id, c.isVetoed ? lowest : Math.max(byScore < 0 ? lowest : byScore, byCap))
  }
  for (const [place, grade] of grades.entries()) {
    if (grade.share === undefined) continue
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
