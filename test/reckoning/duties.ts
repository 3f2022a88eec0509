import { daysBetween, earlier, later, plusDays, plusMonths, quarterOf } from './days.ts'
import type { Posting } from './facts.ts'
import { signingsOf } from './measures.ts'
import { firstDayOf, firstVisit, householdsOf, lastDayOf, teamVisits } from './visits.ts'
import {
  dayOne,
  headOf,
  inOffice,
  isConfirmed,
  isInOffice,
  isInRhythm,
  isStationDay,
  type Known,
  one,
  setting,
  settingNumber,
  soFar,
  stayOn,
  townshipOf,
  villageOn,
} from './who.ts'

/** One line of `overdue --all --each`. `what` identifies the fact: a number, a household, a quarter. */
export interface Line {
  readonly duty: string
  readonly who: string
  readonly what: string
  /** Null where it cannot be computed. */
  readonly due: string | null
  readonly status: string
}

interface Row {
  readonly who: string
  readonly what: string
  readonly due: string
  readonly done?: string | null
}

/** "Overdue means last day < asOf": today is never missed. */
function statusOf(known: Known, due: string, done: string | null): string {
  if (done !== null) return done <= due ? 'done' : 'done late'
  if (due < known.asOf) return 'overdue'
  return due === known.asOf ? 'due soon' : 'not yet due'
}

/** One-time duties: "whose last day is before D1 are not raised"; what is done after today is not done yet. */
const once = (known: Known, duty: string, rows: readonly Row[]): Line[] =>
  rows.flatMap(({ who, what, due, done }) =>
    due < dayOne(known)
      ? []
      : [{ duty, who, what, due, status: statusOf(known, due, soFar(known, done ?? null)) }],
  )

const headsToday = (known: Known): Posting[] =>
  known.facts.posting.filter(p => headOf(known, p.village, known.asOf)?.id === p.id)

const countyOffice = (known: Known) => `${setting(known, 'county.name')}委组织部`

/** "forward within N days of receipt"; the county answers. */
const forward = (known: Known): Row[] =>
  known.facts.dispatch
    .filter(d => d.received <= known.asOf)
    .map(d => ({
      who: countyOffice(known),
      what: `#${d.id}`,
      due: plusDays(d.received, settingNumber(known, 'dispatch.forward.days')),
      done: d.forwarded,
    }))

/** "sign within N days": of who is in office on the last day, and today, since who left has no duties. */
const sign = (known: Known): Row[] =>
  signingsOf(known)
    .filter(({ posting }) => isInOffice(known, posting, known.asOf))
    .map(({ paper, posting, last, done }) => ({ who: posting.name, what: paper.title, due: last, done }))

/** "a posting that follows another has an accepted handover within N days of start" */
const handover = (known: Known): Row[] =>
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
const briefing = (known: Known): Row[] =>
  headsToday(known).map(posting => ({
    who: posting.name,
    what: '',
    due: plusDays(posting.start, settingNumber(known, 'briefing.days')),
    done:
      known.facts.briefing
        .filter(b => b.village === posting.village && b.date >= posting.start)
        .map(b => b.date)
        .sort()[0] ?? null,
  }))

/** "every household of the village visited within one calendar month", from the arrival or from when it came. */
const firstRound = (known: Known): Row[] =>
  headsToday(known).flatMap(posting =>
    householdsOf(known, posting.village, known.asOf).map(household => {
      const first = firstDayOf(posting, stayOn(known, household, known.asOf)!)
      return {
        who: posting.name,
        what: household.number ?? household.head,
        due: lastDayOf(known, posting.village, first),
        done: firstVisit(known, household.id, posting.village, first) ?? null,
      }
    }),
  )

/** "A village without a household list: `overdue` prints one line 农户名册未录入." */
const noList = (known: Known): Line[] =>
  headsToday(known).flatMap(posting =>
    householdsOf(known, posting.village, known.asOf).length > 0
      ? []
      : [{ duty: 'visit.firstRound', who: posting.name, what: '', due: null, status: 'cannot be computed' }],
  )

/** "due N after the latest of the last fact, the arrival, (the day the household came), and D1" */
const rounds = (known: Known): Line[] => {
  const months = new Map(
    setting(known, 'visit.rounds')
      .split(/[、,，\s]+/)
      .map(w => w.split('=') as [string, string]),
  )
  return headsToday(known).flatMap(posting =>
    householdsOf(known, posting.village, known.asOf).flatMap(household => {
      const every = months.get(household.kind)
      if (!every) return []
      const stay = stayOn(known, household, known.asOf)!
      const last = teamVisits(known, household.id, posting.village).sort().at(-1)
      const from = later(firstDayOf(posting, stay), dayOne(known), ...(last ? [last] : []))
      const due = plusMonths(from, Number(every))
      const what = household.number ?? household.head
      const status = statusOf(known, due, null)
      return [{ duty: 'visit.round', who: posting.name, what, due, status }]
    }),
  )
}

/** Who it is cannot be told from the rules, only what and when. */
export const anybody = '?'

/** Who has been head of a village so far, who was it last first. */
const headsSoFar = (known: Known, village: number): Posting[] =>
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
 * no handover is asked for, of a 工作队长 or before day one, matters pass without one. A village without anybody: the
 * rules do not say.
 */
function answersFor(known: Known, village: number, arose: string | null): string {
  if (!headOf(known, village, known.asOf)) return anybody
  const heads = headsSoFar(known, village)
  const found = heads.find(head => {
    const isAsked =
      head.roles.includes('firstSecretary') &&
      plusDays(head.start, settingNumber(known, 'handover.days')) >= dayOne(known)
    const isAccepted = known.facts.handover.some(
      h => h.receiver === head.id && h.accepted !== null && h.accepted <= known.asOf,
    )
    return !isAsked || isAccepted || (arose !== null && headOf(known, village, arose)?.id === head.id)
  })
  return (found ?? heads.at(-1)!).name
}

/** "a request open longer than N days" */
const requests = (known: Known): Row[] =>
  known.facts.visit.flatMap(visit => {
    if (!visit.request || visit.date > known.asOf) return []
    const household = one(known.facts.household, visit.household)
    const closed = soFar(known, visit.closed)
    const village = stayOn(known, household, known.asOf)?.village
    // "Duties are for the 第一书记, the 工作队长 where there is none": where there never was either, nobody has it.
    if (village === undefined || headsSoFar(known, village).length === 0) return []
    const who = answersFor(known, village, visit.date)
    const due = plusDays(visit.date, settingNumber(known, 'visit.request.days'))
    return [{ who, what: `#${visit.id}`, due, done: closed }]
  })

/** "the township reviews each posting's diary at least every N days" */
const review = (known: Known): Line[] =>
  headsToday(known).map(posting => {
    const last = known.facts.review
      .filter(r => r.posting === posting.id && r.date <= known.asOf)
      .map(r => r.until)
      .sort()
      .at(-1)
    const from = later(posting.start, dayOne(known), ...(last ? [last] : []))
    const due = plusDays(from, settingNumber(known, 'diary.review.days'))
    const who = one(known.facts.township, townshipOf(known, posting.village)).name
    return { duty: 'diary.review', who, what: posting.name, due, status: statusOf(known, due, null) }
  })

const milestones = (known: Known): Row[] =>
  known.facts.milestone.map(m => {
    const plan = one(known.facts.strategy, m.strategy)
    const village = villageOn(known, plan.village, known.asOf).id
    return { who: answersFor(known, village, null), what: `#${m.id}`, due: m.due, done: m.done }
  })

/** "each unit with a posting in office, each station day", of the last `stationday.days` days and of the next round of weeks. */
const stationDays = (known: Known): Row[] => {
  const perVillage = ['村', 'village'].includes(setting(known, 'stationday.per'))
  const since = plusDays(known.asOf, -settingNumber(known, 'stationday.days'))
  const until = plusDays(known.asOf, 7 * settingNumber(known, 'stationday.weeks'))
  return daysBetween(since, until).flatMap(day => {
    if (!isStationDay(known, day)) return []
    return known.facts.unit.flatMap(({ id, name }) => {
      const there = inOffice(known, day).filter(p => p.unit === id)
      const villages = [...new Set(there.map(p => p.village))]
      const asked = perVillage ? villages.map(v => [v]) : villages.length > 0 ? [villages] : []
      return asked.map(any => {
        const kept = known.facts.stationday.some(
          s => s.unit === id && s.date === day && any.includes(s.village),
        )
        return { who: name, what: '', due: day, done: kept ? day : null }
      })
    })
  })
}

/** "A year the calendar does not cover is reported as unconfirmed": one line of the county for each. */
const unconfirmed = (known: Known): Line[] => {
  const since = plusDays(known.asOf, -settingNumber(known, 'stationday.days'))
  const until = plusDays(known.asOf, 7 * settingNumber(known, 'stationday.weeks'))
  const days = daysBetween(later(since, dayOne(known)), until).filter(d => isInRhythm(known, d))
  const years = new Set(days.map(d => d.slice(0, 4)))
  return [...years].flatMap(year =>
    isConfirmed(known, year)
      ? []
      : [{ duty: 'stationday', who: countyOffice(known), what: '', due: null, status: 'cannot be computed' }],
  )
}

/** "duty: report back", so many days after the last day of leave. */
const reportBack = (known: Known): Row[] =>
  known.facts.leave
    .filter(
      l => l.firstDay <= known.asOf && isInOffice(known, one(known.facts.posting, l.posting), known.asOf),
    )
    .map(l => ({
      who: one(known.facts.posting, l.posting).name,
      what: `#${l.id}`,
      due: plusDays(l.lastDay, settingNumber(known, 'leave.returnDays')),
      done: l.returned,
    }))

const rectify = (known: Known): Row[] =>
  known.facts.inspection.flatMap(i =>
    i.rectifyBy === null || i.date > known.asOf
      ? []
      : [
          {
            who: one(known.facts.posting, i.posting).name,
            what: `#${i.id}`,
            due: i.rectifyBy,
            done: i.rectified,
          },
        ],
  )

/** "each township each quarter": this one and the last, with someone in office there. */
const exchanges = (known: Known): Row[] => {
  const now = quarterOf(known.asOf)
  return [quarterOf(plusDays(now.from, -1)), now].flatMap(quarter => {
    const days = daysBetween(quarter.from, earlier(quarter.to, known.asOf))
    return known.facts.township.flatMap(({ id, name }) => {
      const isAnyone = days.some(day => inOffice(known, day).some(p => townshipOf(known, p.village) === id))
      if (!isAnyone) return []
      const held = known.facts.exchange.find(e => e.township === id && e.quarter === quarter.name)
      return [{ who: name, what: quarter.name, due: quarter.to, done: held?.date ?? null }]
    })
  })
}

/** "duty: blue follow-up due", of published entries. */
const follow = (known: Known): Row[] =>
  known.facts.redblue.flatMap(r => {
    if (r.due === null || r.published === null || r.published > known.asOf) return []
    const who = r.unit === null ? one(known.facts.posting, r.posting!) : one(known.facts.unit, r.unit)
    const what = one(known.facts.quarter, r.quarter).period
    return [{ who: who.name, what, due: r.due, done: r.closed }]
  })

const oneTime: Record<string, (known: Known) => Row[]> = {
  'dispatch.forward': forward,
  'dispatch.sign': sign,
  handover,
  briefing,
  'visit.firstRound': firstRound,
  'visit.request': requests,
  milestone: milestones,
  stationday: stationDays,
  'leave.return': reportBack,
  'inspection.rectify': rectify,
  exchange: exchanges,
  'redblue.follow': follow,
}

/** All fourteen duties. */
export const dutiesOf = (known: Known): Line[] => [
  ...Object.entries(oneTime).flatMap(([duty, rows]) => once(known, duty, rows(known))),
  ...noList(known),
  ...unconfirmed(known),
  ...rounds(known),
  ...review(known),
]
