import { daysBetween, type Period, periodOf } from './days.ts'
import type { Subject } from './fact.ts'
import { decimal, isLess, over, roundedDown, times, whole } from './fraction.ts'
import { isFor, parameter, partsOf, type Rule, weightOf } from './model.ts'
import { held, type Score } from './scores.ts'
import { keyOf, subjectsOf, termsOf } from './subjects.ts'
import {
  headOf,
  inOffice,
  type Known,
  one,
  settingNumber,
  spanOf,
  staysOf,
  townshipOf,
  unitOn,
} from './who.ts'

export interface Graded {
  readonly score: Score
  /** Null: none. */
  readonly grade: string | null
  readonly place: number | null
}

/** "时间过短", too few applicable points, or a village without a household list: no grade and no place. */
function isComparable(known: Known, period: Period, model: readonly Rule[], score: Score): boolean {
  // "Days in office in a quarter, for half-years and years times their quarters."
  const quarters = /Q/.test(period.name) ? 1 : /H/.test(period.name) ? 2 : 4
  const least = settingNumber(known, 'quarter.minDays') * quarters
  if (score.total === null || score.days < least) return false
  const share = times(score.open, whole(settingNumber(known, 'quarter.leastShare')))
  if (isLess(times(score.applicable, whole(100)), share)) return false
  const isVisited = model.some(
    r => r.subject === score.subject.kind && isFor(r, period.name) && r.measure?.startsWith('visit.'),
  )
  return !isVisited || villagesOf(known, period, score.subject).every(v => hasList(known, v))
}

/**
 * "A result made of parts has no grade and no place before every part is over", and before each is frozen in which
 * the subject served: whose result waits for one.
 */
function waiting(
  known: Known,
  period: Period,
  model: readonly Rule[],
  kind: string,
): (s: Subject) => boolean {
  const parts = model
    .filter(r => r.method === 'parts' && r.subject === kind && isFor(r, period.name))
    .flatMap(r => partsOf(r, period).map(([name]) => periodOf(name)))
  if (parts.some(part => part.to >= known.asOf)) return () => true
  const unfrozen = parts.filter(part => !known.frozen?.has(part.name))
  const served = new Set(unfrozen.flatMap(part => subjectsOf(known, part).map(s => keyOf(s.subject))))
  return subject => termsOf(subject).some(id => served.has(keyOf({ kind: subject.kind, id })))
}

/** "A village of the subject": where it was head, or had somebody, on some day of the period. */
export function villagesOf(known: Known, period: Period, subject: Subject): number[] {
  const span = spanOf(known, period)
  const found = new Set<number>()
  for (const day of span ? daysBetween(span.first, span.last) : []) {
    for (const posting of inOffice(known, day)) {
      const isIts =
        subject.kind === 'unit'
          ? unitOn(known, posting, day) === subject.id
          : termsOf(subject).includes(posting.id) && headOf(known, posting.village, day)?.id === posting.id
      if (isIts) found.add(posting.village)
    }
  }
  return [...found]
}

const hasList = (known: Known, village: number) =>
  known.facts.household.some(h => staysOf(known, h).some(s => s.village === village))

/** The grades of one kind of subject, best first. */
export const gradesOf = (model: readonly Rule[], kind: string, period: Period): Rule[] =>
  model
    .filter(r => r.method === 'grade' && r.subject === kind && isFor(r, period.name))
    .sort((a, b) => (isLess(weightOf(a), weightOf(b)) ? 1 : -1))

/** 占比=30% 分层=乡镇: of all that are graded in a township. */
function stratumOf(known: Known, rule: Rule, { subject }: Score): string {
  const word = parameter(rule, '分层') ?? '全部'
  if (word === '全部' || subject.kind !== 'posting') return ''
  const { village } = one(known.facts.posting, subject.id)
  return word === '乡镇'
    ? String(townshipOf(known, village))
    : (one(known.facts.village, village).kinds ?? []).join('、')
}

/**
 * "Grades follow the least score, then caps, then the share of a stratum. The share is rounded down; those who tie
 * with the first one beyond it fall with him."
 */
function gradeAll(known: Known, period: Period, model: readonly Rule[], scores: readonly Score[]) {
  const index = new Map<Score, number>()
  const grades = gradesOf(model, scores[0]?.subject.kind ?? '', period)
  if (grades.length === 0) return index
  for (const score of scores) {
    const total = over(BigInt(score.total!), 10n)
    const least = grades.findIndex(g => !isLess(total, weightOf(g)))
    let grade = least === -1 ? grades.length - 1 : least
    for (const item of score.items) {
      if (item.rule.method !== 'grade-cap') continue
      for (const name of held(known, item, score.subject, period)) {
        grade = Math.max(
          grade,
          grades.findIndex(g => g.indicator === name),
        )
      }
    }
    index.set(score, score.isVetoed ? grades.length - 1 : grade)
  }
  grades.forEach((rule, at) => {
    const share = parameter(rule, '占比')
    if (!share) return
    for (const stratum of new Set(scores.map(s => stratumOf(known, rule, s)))) {
      const all = scores.filter(s => stratumOf(known, rule, s) === stratum)
      const allowed = roundedDown(times(decimal(share), whole(all.length)))
      const those = all.filter(s => index.get(s) === at).sort((a, b) => b.total! - a.total!)
      const beyond = those[allowed]
      if (!beyond) continue
      for (const score of those) if (score.total! <= beyond.total!) index.set(score, at + 1)
    }
  })
  return index
}

/** Scores with grades and places: of units, and of persons where a setting ranks them. Equal scores share a place. */
export function graded(
  known: Known,
  period: Period,
  model: readonly Rule[],
  scores: readonly Score[],
): Graded[] {
  return ['posting', 'unit'].flatMap(kind => {
    const all = scores.filter(s => s.subject.kind === kind)
    const waits = waiting(known, period, model, kind)
    const comparable = all.filter(s => !waits(s.subject) && isComparable(known, period, model, s))
    const index = gradeAll(known, period, model, comparable)
    const grades = gradesOf(model, kind, period)
    const isRanked = kind === 'unit' || ['是', 'yes'].includes(known.settings.get('rank.persons') ?? '')
    return all.map(score => {
      const at = index.get(score)
      const isPlaced = isRanked && comparable.includes(score)
      return {
        score,
        grade: at === undefined ? null : (grades[at]?.indicator ?? null),
        place: isPlaced ? 1 + comparable.filter(s => s.total! > score.total!).length : null,
      }
    })
  })
}
