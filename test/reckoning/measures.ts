import { daysBetween, earlier, plusDays, quarterOf, quartersOf } from './days.ts'
import { type Fact, type Measure, ofVillage, own, type Span, type Subject } from './fact.ts'
import type { Gathering } from './facts.ts'
import { coverage, firstRounds } from './visits.ts'
import {
  countsAs,
  headOf,
  inOffice,
  isInOffice,
  isOnLeave,
  isSamePerson,
  isStationDay,
  type Known,
  one,
  peopleOf,
  setting,
  settingNumber,
  soFar,
  spanOf,
  stayOn,
  townshipOf,
  unitOn,
  unitsIn,
  villageOn,
} from './who.ts'

const isWithin = (day: string | null, span: Span): day is string =>
  day !== null && span.first <= day && day <= span.last

/** A gathering "whose attendees are recorded": who was expected and not left out came or did not come. */
const gatherings =
  (of: (known: Known) => readonly Gathering[]): Measure =>
  (known, _, span) =>
    of(known).flatMap(gathering => {
      if (!isWithin(gathering.date, span) || !gathering.attendees?.length) return []
      const { date, attendees, excused } = gathering
      return inOffice(known, date)
        .filter(p => gathering.level !== 'township' || townshipOf(known, p.village) === gathering.township)
        .flatMap(posting => {
          const came = attendees.includes(posting.id)
          if (!came && (excused?.includes(posting.id) || isOnLeave(known, posting.id, date))) return []
          return own(known, posting, date, came ? 1 : 0, 1)
        })
    })

/** Who is asked to sign which paper until when: "only who is in office on L"; and when each did, so far. */
export function signingsOf(known: Known) {
  return known.facts.dispatch.flatMap(paper => {
    const forwarded = soFar(known, paper.forwarded)
    if (paper.received > known.asOf || forwarded === null) return []
    const last = paper.due ?? plusDays(forwarded, settingNumber(known, 'dispatch.sign.days'))
    const asked = paper.recipients?.length
      ? known.facts.posting.filter(p => paper.recipients!.includes(p.id))
      : inOffice(known, forwarded)
    return asked
      .filter(p => isInOffice(known, p, last))
      .map(posting => {
        const receipt = known.facts.receipt.find(r => r.dispatch === paper.id && r.posting === posting.id)
        return { paper, posting, last, done: soFar(known, receipt?.date ?? null) }
      })
  })
}

/** "L in [F, to]; decided = signed or L < asOf; part 1 if signed <= L." */
const signed: Measure = (known, period, span) =>
  signingsOf(known).flatMap(({ posting, last, done }) => {
    if (last < span.first || last > period.to || (done === null && last >= known.asOf)) return []
    return own(known, posting, last, done !== null && done <= last ? 1 : 0, 1)
  })

/** "请假 is left out; part 1 for 在岗 or 公出." */
const onPost: Measure = (known, _, span) =>
  known.facts.inspection.flatMap(inspection => {
    const status = countsAs(known, inspection)
    if (!isWithin(inspection.date, span) || status === null || status === 'leave') return []
    const inspected = one(known.facts.posting, inspection.posting)
    return own(known, inspected, inspection.date, status === 'absent' ? 0 : 1, 1)
  })

/** "From 1 January of the period's year to until; of a person over all postings of that person." */
const absences: Measure = (known, period, span) =>
  known.facts.inspection.flatMap(inspection => {
    const { date } = inspection
    if (date < `${period.to.slice(0, 4)}-01-01` || date > span.last) return []
    if (countsAs(known, inspection) !== 'absent') return []
    const absent = one(known.facts.posting, inspection.posting)
    const facts: Fact[] = [{ subject: { kind: 'unit', id: unitOn(known, absent, date) }, part: 1 }]
    for (const posting of known.facts.posting) {
      if (isSamePerson(known, posting, absent))
        facts.push({ subject: { kind: 'posting', id: posting.id }, part: 1 })
    }
    return facts
  })

/** "Records dated in [F, until], 1 for each participant or person named." */
const named =
  (of: (known: Known) => readonly { date: string; people: readonly number[] }[]): Measure =>
  (known, _, span) =>
    of(known)
      .filter(r => isWithin(r.date, span))
      .flatMap(r => r.people.flatMap(id => own(known, one(known.facts.posting, id), r.date, 1)))

/** "Number of different kinds taken part in; of a unit: different kinds over all its postings." */
const kinds: Measure = (known, _, span) => {
  const taken = new Map<string, Fact>()
  for (const { date, kind, postings } of known.facts.participation) {
    if (!isWithin(date, span)) continue
    for (const id of postings) {
      for (const fact of own(known, one(known.facts.posting, id), date, 1)) {
        taken.set(`${fact.subject.kind} ${fact.subject.id} ${kind}`, fact)
      }
    }
  }
  return [...taken.values()]
}

/** "Day = due, in [F, to]; decided = done <= asOf or due < asOf; part 1 if done <= due." */
const milestones: Measure = (known, period, span) =>
  known.facts.milestone.flatMap(({ strategy, due, done }) => {
    const day = soFar(known, done)
    if (due < span.first || due > period.to || (day === null && due >= known.asOf)) return []
    const village = villageOn(known, one(known.facts.strategy, strategy).village, due)
    return ofVillage(known, village.id, due, day !== null && day <= due ? 1 : 0, 1)
  })

const dated =
  (of: (known: Known) => readonly { village: number; day: string | null; part: number }[]): Measure =>
  (known, _, span) =>
    of(known).flatMap(({ village, day, part }) =>
      isWithin(day, span) ? ofVillage(known, village, day, part) : [],
    )

/** "Split equally in 分; what remains goes one 分 each to the lowest codes." */
const shares = (known: Known) =>
  known.facts.purchase.flatMap(({ date, villages, amount }) => {
    const each = Math.floor(amount / villages.length)
    const remains = amount - each * villages.length
    return villages
      .map(id => one(known.facts.village, id))
      .sort((a, b) => (a.code < b.code ? -1 : 1))
      .map((v, i) => ({ village: v.id, day: date, part: each + (i < remains ? 1 : 0) }))
  })

/**
 * "L = visit.date + N; decided = closed <= asOf or L < asOf"; of who had somebody there when it was raised, and from
 * then to the last day without a gap: "a fact counts only on the days on which they had somebody there".
 */
const requests: Measure = (known, period, span) =>
  known.facts.visit.flatMap(visit => {
    if (!visit.request) return []
    const last = plusDays(visit.date, settingNumber(known, 'visit.request.days'))
    const closed = soFar(known, visit.closed)
    if (last < span.first || last > period.to || visit.date > known.asOf) return []
    if (closed === null && last >= known.asOf) return []
    const village = stayOn(known, one(known.facts.household, visit.household), visit.date)?.village
    if (village === undefined) return []
    const days = daysBetween(visit.date, earlier(last, known.asOf))
    const isThere = ({ kind, id }: Subject) =>
      kind === 'village' ||
      days.every(day =>
        kind === 'posting'
          ? headOf(known, village, day)?.id === id
          : unitsIn(known, village, day).includes(id),
      )
    const inTime = closed !== null && closed <= last ? 1 : 0
    return ofVillage(known, village, visit.date, inTime, 1).filter(f => isThere(f.subject))
  })

/** "Days kept ÷ expected days in [F, until]; the as-of day counts only if kept." */
const stationDays: Measure = (known, _, span) => {
  const perVillage = ['村', 'village'].includes(setting(known, 'stationday.per'))
  return daysBetween(span.first, span.last).flatMap(day => {
    if (!isStationDay(known, day)) return []
    return known.facts.unit.flatMap(({ id }) => {
      const villages = [...new Set(peopleOf(known, id, day).map(p => p.village))]
      const asked = perVillage ? villages.map(v => [v]) : villages.length > 0 ? [villages] : []
      return asked.flatMap(any => {
        const isKept = known.facts.stationday.some(
          s => s.unit === id && s.date === day && any.includes(s.village),
        )
        if (!isKept && day === known.asOf) return []
        return [{ subject: { kind: 'unit' as const, id }, part: isKept ? 1 : 0, of: 1 }]
      })
    })
  })
}

/** "Each quarter in the period with somebody in office there; counts if held by asOf or if the quarter is over." */
const exchanges: Measure = (known, period) =>
  quartersOf(period).flatMap(quarter => {
    const span = spanOf(known, quarter)
    if (!span) return []
    return known.facts.township.flatMap(({ id }) => {
      const isAnyone = daysBetween(span.first, span.last).some(day =>
        inOffice(known, day).some(p => townshipOf(known, p.village) === id),
      )
      const held = known.facts.exchange.some(
        e => e.township === id && e.quarter === quarter.name && e.date <= known.asOf,
      )
      if (!isAnyone || (!held && quarterOf(known.asOf).name === quarter.name)) return []
      return [{ subject: { kind: 'township' as const, id }, part: held ? 1 : 0, of: 1 }]
    })
  })

const rates: Record<string, Measure> = {
  'training.policy': gatherings(k => k.facts.training.filter(t => t.series === 'policy')),
  'training.skills': gatherings(k => k.facts.training.filter(t => t.series === 'skills')),
  'seminar.attendance': gatherings(k => k.facts.seminar),
  'dispatch.signed': signed,
  'inspection.onPost': onPost,
  'milestone.inTime': milestones,
  'visit.requests': requests,
  'visit.inTime': firstRounds,
  'visit.coverage': coverage,
  'stationday.kept': stationDays,
  'exchange.held': exchanges,
}

const counts: Record<string, Measure> = {
  'trip.count': named(k => k.facts.trip.map(t => ({ date: t.date, people: t.participants }))),
  'exemplar.count': named(k => k.facts.exemplar.map(e => ({ date: e.date, people: [e.posting] }))),
  'participation.kinds': kinds,
  'inspection.absences': absences,
  'expert.support': dated(k => k.facts.expert.map(e => ({ village: e.village, day: e.date, part: 1 }))),
  'deed.done': dated(k =>
    k.facts.deed.flatMap(d =>
      soFar(k, d.confirmedOn) ? [{ village: d.village, day: d.date, part: 1 }] : [],
    ),
  ),
}

/** In 分. */
const amounts: Record<string, Measure> = {
  'resource.arrived': dated(k =>
    k.facts.resource.map(r => ({ village: r.village, day: r.arrived, part: r.amount ?? 0 })),
  ),
  'purchase.amount': dated(shares),
}

export const measures: Record<string, Measure> = { ...rates, ...counts, ...amounts }
export const isRate = (measure: string) => measure in rates
export const isAmount = (measure: string) => measure in amounts
