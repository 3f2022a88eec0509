import { daysBetween, earlier, later, plusDays, quarterOf } from './days.ts'
import {
  answersFor,
  briefing,
  firstRound,
  handover,
  headsSoFar,
  noList,
  requests,
  rounds,
} from './duties-village.ts'
import { countyOffice, headsToday, type Line, lineOf, once, type Row, unknown } from './lines.ts'
import { signingsOf } from './measures.ts'
import {
  dayOne,
  inOffice,
  isConfirmed,
  isInOffice,
  isInRhythm,
  isStationDay,
  type Known,
  one,
  peopleOf,
  setting,
  settingNumber,
  townshipOf,
  villageOn,
} from './who.ts'

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
    .map(({ paper, posting, last, done }) => ({ who: posting.name, what: `#${paper.id}`, due: last, done }))

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
    return lineOf(known, 'diary.review', { who, what: `#${posting.id}`, due })
  })

const milestones = (known: Known): Row[] =>
  known.facts.milestone.map(m => {
    const plan = one(known.facts.strategy, m.strategy)
    const village = villageOn(known, plan.village, known.asOf).id
    return {
      who: answersFor(known, village, `${plan.year}-01-01`),
      what: `#${m.id}`,
      due: m.due,
      done: m.done,
    }
  })

/** "each unit with a posting in office, each station day", of the last `stationday.days` days and of the next round of weeks. */
const stationDays = (known: Known): Row[] => {
  const perVillage = ['村', 'village'].includes(setting(known, 'stationday.per'))
  const since = plusDays(known.asOf, -settingNumber(known, 'stationday.days'))
  const until = plusDays(known.asOf, 7 * settingNumber(known, 'stationday.weeks'))
  return daysBetween(since, until).flatMap(day => {
    if (!isStationDay(known, day)) return []
    return known.facts.unit.flatMap(({ id, name }) => {
      const there = peopleOf(known, id, day)
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
    isConfirmed(known, year) ? [] : [unknown('stationday', countyOffice(known))],
  )
}

/** "duty: report back", so many days after the last day of leave. */
const reportBack = (known: Known): Row[] =>
  known.facts.leave
    .filter(
      l =>
        l.firstDay <= known.asOf &&
        l.approvedOn <= known.asOf &&
        isInOffice(known, one(known.facts.posting, l.posting), known.asOf),
    )
    .map(l => ({
      who: one(known.facts.posting, l.posting).name,
      what: `#${l.id}`,
      due: plusDays(l.lastDay, settingNumber(known, 'leave.returnDays')),
      done: l.returned,
    }))

/** "Rectification due": of who was inspected; once he has left, an open matter of the village. */
const rectify = (known: Known): Row[] =>
  known.facts.inspection.flatMap(i => {
    if (i.rectifyBy === null || i.date > known.asOf) return []
    const posting = one(known.facts.posting, i.posting)
    const isThere = isInOffice(known, posting, known.asOf)
    if (!isThere && headsSoFar(known, posting.village).length === 0) return []
    const who = isThere ? posting.name : answersFor(known, posting.village, i.date)
    return [{ who, what: `#${i.id}`, due: i.rectifyBy, done: i.rectified }]
  })

/** "each township each quarter": this one and the last, with someone in office there since day one. */
const exchanges = (known: Known): Row[] => {
  const now = quarterOf(known.asOf)
  return [quarterOf(plusDays(now.from, -1)), now].flatMap(quarter => {
    const days = daysBetween(later(quarter.from, dayOne(known)), earlier(quarter.to, known.asOf))
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
    return [{ who: who.name, what: `#${r.id}`, due: r.due, done: r.closed }]
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
