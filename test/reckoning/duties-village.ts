import { daysBetween, later, plusDays, plusMonths } from './days.ts'
import type { Posting } from './facts.ts'
import { headsToday, type Line, lineOf, type Row, unknown } from './lines.ts'
import { firstDayOf, firstVisit, householdsOf, lastDayOf, teamVisits } from './visits.ts'
import {
  dayOne,
  headOf,
  type Known,
  kindOn,
  one,
  setting,
  settingNumber,
  soFar,
  stayOn,
  staysOf,
} from './who.ts'

/** "a posting that follows another has an accepted handover within N days of start" */
export const handover = (known: Known): Row[] =>
  headsToday(known).flatMap(posting => {
    if (!posting.roles.includes('firstSecretary') || !predecessorOf(known, posting)) return []
    const accepted = known.facts.handover
      .filter(h => h.receiver === posting.id)
      .flatMap(h => soFar(known, h.accepted) ?? [])
      .sort()[0]
    const due = plusDays(posting.start, settingNumber(known, 'handover.days'))
    return [{ who: posting.name, what: '', due, done: accepted ?? null }]
  })

/** "predecessor? overrides the computed one (the village's previous 第一书记)" */
function predecessorOf(known: Known, posting: Posting): Posting | undefined {
  if (posting.predecessor !== null) return one(known.facts.posting, posting.predecessor)
  return known.facts.posting
    .filter(
      p => p.village === posting.village && p.roles.includes('firstSecretary') && p.start < posting.start,
    )
    .sort((a, b) => (a.start < b.start ? 1 : -1))[0]
}

/** "one within N days of arrival" */
export const briefing = (known: Known): Row[] =>
  headsToday(known).map(posting => ({
    who: posting.name,
    what: `#${posting.id}`,
    due: plusDays(posting.start, settingNumber(known, 'briefing.days')),
    done:
      known.facts.briefing
        .filter(b => b.village === posting.village && b.date >= posting.start)
        .map(b => b.date)
        .sort()[0] ?? null,
  }))

/** "every household of the village visited within one calendar month", from the arrival or from when it came. */
export const firstRound = (known: Known): Row[] =>
  headsToday(known).flatMap(posting =>
    householdsOf(known, posting.village, known.asOf).map(household => {
      const first = firstDayOf(posting, stayOn(known, household, known.asOf)!)
      return {
        who: posting.name,
        what: `#${household.id}`,
        due: lastDayOf(known, posting.village, first),
        done: firstVisit(known, household.id, posting.village, first) ?? null,
      }
    }),
  )

/** "A village without a household list: `overdue` prints one line 农户名册未录入." One that had a household has one. */
export const noList = (known: Known): Line[] =>
  headsToday(known).flatMap(posting =>
    known.facts.household.some(h =>
      staysOf(known, h).some(s => s.village === posting.village && (s.from ?? '') <= known.asOf),
    )
      ? []
      : [unknown('visit.firstRound', posting.name)],
  )

/** "due N after the latest of the last fact, the arrival, (the day the household came), and D1" */
export const rounds = (known: Known): Line[] => {
  const months = new Map(
    setting(known, 'visit.rounds')
      .split(/[、,，\s]+/)
      .map(w => w.split('=') as [string, string]),
  )
  return headsToday(known).flatMap(posting =>
    householdsOf(known, posting.village, known.asOf).flatMap(household => {
      const every = months.get(kindOn(known, household, known.asOf))
      if (!every) return []
      const stay = stayOn(known, household, known.asOf)!
      const last = teamVisits(known, household.id, posting.village).sort().at(-1)
      const from = later(firstDayOf(posting, stay), dayOne(known), ...(last ? [last] : []))
      const due = plusMonths(from, Number(every))
      const what = `#${household.id}`
      return [lineOf(known, 'visit.round', { who: posting.name, what, due })]
    }),
  )
}

/** Who it is cannot be told from the rules, only what and when. */
export const anybody = '?'

/** Who has been head of a village so far, who was it last first. */
export const headsSoFar = (known: Known, village: number): Posting[] =>
  known.facts.posting
    .filter(p => p.village === village && p.start <= known.asOf)
    .map(posting => {
      const days = daysBetween(posting.start, soFar(known, posting.end) ?? known.asOf)
      return { posting, last: days.filter(day => headOf(known, village, day)?.id === posting.id).at(-1) }
    })
    .filter(h => h.last !== undefined)
    .sort((a, b) => (a.last! < b.last! ? 1 : -1))
    .map(h => h.posting)

/**
 * "Whoever is 第一书记 on the as-of date answers for the village's open matters, from the accepted date the
 * successor": until then the one before him, also when he has left; of what arose in his own time, he himself. Where
 * no handover is asked for, before day one, matters pass without one. Of a village without anybody, and of a
 * 工作队长 who stands in after a 第一书记 without a handover, the rules do not say enough.
 */
export function answersFor(known: Known, village: number, arose: string): string {
  const now = headOf(known, village, known.asOf)
  if (!now?.roles.includes('firstSecretary')) return anybody
  const heads = headsSoFar(known, village)
  const found = heads.find(head => {
    const isAsked = plusDays(head.start, settingNumber(known, 'handover.days')) >= dayOne(known)
    const isAccepted = known.facts.handover.some(
      h => h.receiver === head.id && h.accepted !== null && h.accepted <= known.asOf,
    )
    const isAsLeader = !head.roles.includes('firstSecretary')
    return isAsLeader || !isAsked || isAccepted || headOf(known, village, arose)?.id === head.id
  })
  const answering = found ?? heads.at(-1)!
  return answering.roles.includes('firstSecretary') ? answering.name : anybody
}

/** "a request open longer than N days" */
export const requests = (known: Known): Row[] =>
  known.facts.visit.flatMap(visit => {
    if (!visit.request || visit.date > known.asOf) return []
    const household = one(known.facts.household, visit.household)
    const closed = soFar(known, visit.closed)
    // What was closed stays done, also when the household has left since.
    const stay =
      stayOn(known, household, known.asOf) ?? (closed === null ? undefined : staysOf(known, household).at(-1))
    const village = stay?.village
    // "Duties are for the 第一书记, the 工作队长 where there is none": where there never was either, nobody has it.
    if (village === undefined || headsSoFar(known, village).length === 0) return []
    const who = answersFor(known, village, visit.date)
    const due = plusDays(visit.date, settingNumber(known, 'visit.request.days'))
    return [{ who, what: `#${visit.id}`, due, done: closed }]
  })
