import { daysBetween, later, type Period, plusDays, plusMonths } from './days.ts'
import type { Fact, Span, Subject } from './fact.ts'
import type { Household, Posting } from './facts.ts'
import {
  headOf,
  inOffice,
  type Known,
  one,
  pastOf,
  type Stay,
  settingNumber,
  stayOn,
  staysOf,
  unitsIn,
} from './who.ts'

const visitsTo = new WeakMap<Known, Map<number, { day: string; village: number }[]>>()

/** The days on which the team of a village visited a household: the visitor is posted in that village. */
export function teamVisits(known: Known, household: number, village: number): string[] {
  if (!visitsTo.has(known)) {
    const all = new Map<number, { day: string; village: number }[]>()
    const villageOf = new Map(known.facts.posting.map(p => [p.id, p.village]))
    for (const v of known.facts.visit) {
      if (v.date > known.asOf) continue
      if (!all.has(v.household)) all.set(v.household, [])
      all.get(v.household)!.push({ day: v.date, village: villageOf.get(v.posting)! })
    }
    visitsTo.set(known, all)
  }
  const found = visitsTo.get(known)!.get(household) ?? []
  return found.filter(v => v.village === village).map(v => v.day)
}

/** "First day = max(posting.start, day from which the household belongs to the village)." */
export const firstDayOf = (posting: Posting, stay: Stay) =>
  stay.from === null ? posting.start : later(posting.start, stay.from)

/** "Last day = first day + visit.firstRound.months (large villages have their own setting)." */
export function lastDayOf(known: Known, village: number, first: string): string {
  const { firstRound, households: now } = one(known.facts.village, village)
  // A merger changes the number from its day on.
  const before = pastOf(known.facts.villagepast, village).find(p => known.asOf <= p.until)
  const households = before ? before.households : now
  if (firstRound) return plusDays(first, firstRound)
  const large = settingNumber(known, 'visit.firstRound.largeVillage')
  const isLarge = large > 0 && (households ?? 0) >= large
  return plusMonths(
    first,
    settingNumber(known, isLarge ? 'visit.firstRound.largeMonths' : 'visit.firstRound.months'),
  )
}

/** The households that belong to a village on a day. */
export const householdsOf = (known: Known, village: number, day: string): Household[] =>
  known.facts.household.filter(h => stayOn(known, h, day)?.village === village)

/** The first visit of the team from a day on. */
export const firstVisit = (known: Known, household: number, village: number, from: string) =>
  teamVisits(known, household, village)
    .filter(day => day >= from)
    .sort()[0]

/**
 * "For each head posting and household of its village: the household still belongs there on L, the posting is head
 * on L; L in [F, to]; decided = done <= L or L < asOf. Of a unit: credited by day L."
 */
export function firstRounds(known: Known, period: Period, span: Span): Fact[] {
  const facts: Fact[] = []
  for (const posting of known.facts.posting) {
    if (posting.start > known.asOf || !isEverHead(posting)) continue
    for (const household of known.facts.household) {
      for (const stay of staysOf(known, household)) {
        if (stay.village !== posting.village) continue
        const first = firstDayOf(posting, stay)
        const last = lastDayOf(known, posting.village, first)
        if (last < span.first || last > period.to || (stay.to !== null && last > stay.to)) continue
        if (headOf(known, posting.village, last)?.id !== posting.id) continue
        const done = firstVisit(known, household.id, posting.village, first)
        const inTime = done !== undefined && done <= last
        if (!inTime && last >= known.asOf) continue
        const counts = { part: inTime ? 1 : 0, of: 1 }
        facts.push({ subject: { kind: 'posting', id: posting.id }, ...counts })
        facts.push({ subject: { kind: 'village', id: posting.village }, ...counts })
        for (const id of unitsIn(known, posting.village, last)) {
          facts.push({ subject: { kind: 'unit', id }, ...counts })
        }
      }
    }
  }
  return facts
}

const isEverHead = (posting: Posting) =>
  posting.roles.includes('firstSecretary') || posting.roles.includes('teamLeader')

/**
 * "The days in [F, until] on which the subject is head of / has somebody in the village and the household belongs
 * to it; if there are any: of 1; part 1 if the team visited it on one of these days."
 */
export function coverage(known: Known, _: Period, span: Span): Fact[] {
  const found = new Map<string, { subject: Subject; days: number; isVisited: boolean }>()
  for (const day of daysBetween(span.first, span.last)) {
    const subjectsIn = new Map<number, Subject[]>()
    for (const { village } of inOffice(known, day)) {
      const head = headOf(known, village, day)
      const units = unitsIn(known, village, day).map(id => ({ kind: 'unit' as const, id }))
      subjectsIn.set(village, [...(head ? [{ kind: 'posting' as const, id: head.id }] : []), ...units])
    }
    for (const household of known.facts.household) {
      const village = stayOn(known, household, day)?.village
      if (village === undefined) continue
      const isVisited = teamVisits(known, household.id, village).includes(day)
      for (const subject of subjectsIn.get(village) ?? []) {
        const key = `${subject.kind} ${subject.id} ${household.id}`
        const before = found.get(key) ?? { subject, days: 0, isVisited: false }
        found.set(key, { subject, days: before.days + 1, isVisited: before.isVisited || isVisited })
      }
    }
  }
  return [...found.values()].map(f => ({
    subject: f.subject,
    part: f.isVisited ? 1 : 0,
    of: 1,
    days: f.days,
  }))
}
