import { earlier, later, numberOf, type Period, plusDays, weekdayOf } from './days.ts'
import type { Facts, Household, Inspection, Past, Posting, Village } from './facts.ts'
import type { ScoreRow } from './read.ts'

/** All that a reckoning knows: the records, the settings as text, the day used as today. */
export interface Known {
  readonly facts: Facts
  readonly settings: ReadonlyMap<string, string>
  /** The holiday table shipped with the program, by day: off or work. */
  readonly shipped: ReadonlyMap<string, string>
  readonly asOf: string
  /** What was frozen: period → scores. */
  readonly frozen?: ReadonlyMap<string, readonly ScoreRow[]>
}

export function setting(known: Known, name: string): string {
  const value = known.settings.get(name)
  if (value === undefined) throw new Error(`no setting ${name}`)
  return value
}

export const settingNumber = (known: Known, name: string) => Number(setting(known, name))
export const dayOne = (known: Known) => setting(known, 'duties.since')

export function one<R extends { id: number }>(records: readonly R[], id: number): R {
  const found = records.find(r => r.id === id)
  if (!found) throw new Error(`no record ${id}`)
  return found
}

/** A day that lies after today is not known yet. */
export const soFar = (known: Known, day: string | null): string | null =>
  day !== null && day <= known.asOf ? day : null

/** Both days of a term count; an end after today is not known yet, a start after today does not exist. */
export function isInOffice(known: Known, posting: Posting, day: string): boolean {
  if (posting.start > known.asOf || posting.start > day) return false
  const end = soFar(known, posting.end)
  return end === null || day <= end
}

export const inOffice = (known: Known, day: string) =>
  known.facts.posting.filter(p => isInOffice(known, p, day))

/** "The 第一书记 in office that day; where there is none, the 工作队长 in office that day." */
export function headOf(known: Known, village: number, day: string): Posting | undefined {
  const there = inOffice(known, day).filter(p => p.village === village)
  return (
    there.find(p => p.roles.includes('firstSecretary')) ?? there.find(p => p.roles.includes('teamLeader'))
  )
}

/** Every unit with anyone in office in a village on a day, each once. */
export const unitsIn = (known: Known, village: number, day: string): number[] => [
  ...new Set(
    inOffice(known, day)
      .filter(p => p.village === village)
      .map(p => unitOn(known, p, day)),
  ),
]

export const townshipOf = (known: Known, village: number) => one(known.facts.village, village).township

/** "A person is one by ID number; without one by name + unit." */
export const isSamePerson = (known: Known, a: Posting, b: Posting) =>
  a.idNumber || b.idNumber
    ? a.idNumber === b.idNumber
    : a.name === b.name && unitOn(known, a, known.asOf) === unitOn(known, b, known.asOf)

/** A village merged on or before a day is the village that it was merged into, and so on. */
export function villageOn(known: Known, id: number, day: string): Village {
  let village = one(known.facts.village, id)
  while (village.mergedInto !== null && village.mergedOn! <= day) {
    village = one(known.facts.village, village.mergedInto)
  }
  return village
}

/** Where a household belonged, and from when to when; null: from or for ever. In the order of time. */
export interface Stay {
  readonly village: number
  readonly from: string | null
  readonly to: string | null
}

/**
 * "It belonged to that village up to and including `until`" (the day after the row before it on); after the last
 * row to `household.village`; to none before `since` or after `end`. Two stays in one village that touch are one.
 */
export function staysOf(known: Known, household: Household): Stay[] {
  if (!staysOfAll.has(known)) staysOfAll.set(known, new Map())
  const kept = staysOfAll.get(known)!
  if (!kept.has(household.id)) kept.set(household.id, reckonStays(known, household))
  return kept.get(household.id)!
}

const staysOfAll = new WeakMap<Known, Map<number, Stay[]>>()

function reckonStays(known: Known, household: Household): Stay[] {
  const rows = pastOf(known.facts.householdpast, household.id)
  const stays: Stay[] = []
  let from: string | null = null
  const end = household.end ?? null
  for (const { village, until } of [...rows, { village: household.village, until: null }]) {
    const row = { village, until: end === null ? until : until === null || end < until ? end : until }
    const begins = household.since ? (from ? later(from, household.since) : household.since) : from
    const before = stays.at(-1)
    const isThere =
      (begins === null || end === null || begins <= end) &&
      (row.until === null || begins === null || begins <= row.until)
    if (isThere) {
      if (before?.village === row.village) stays[stays.length - 1] = { ...before, to: row.until }
      else stays.push({ village: row.village, from: begins, to: row.until })
    }
    from = until === null ? null : plusDays(until, 1)
  }
  return stays
}

/** What a record was before, oldest first. */
export const pastOf = <P extends Past>(all: readonly P[], record: number): P[] =>
  all.filter(p => p.record === record).sort((a, b) => (a.until < b.until ? -1 : 1))

/** The kind that a household had on a day. */
export const kindOn = (known: Known, household: Household, day: string): string =>
  pastOf(known.facts.householdpast, household.id).find(p => day <= p.until)?.kind ?? household.kind

/** The unit that a person came from on a day; a change after today is not known yet. */
export const unitOn = (known: Known, posting: Posting, day: string): number =>
  pastOf(known.facts.postingpast, posting.id).find(p => earlier(day, known.asOf) <= p.until)?.unit ??
  posting.unit

/** Whether a unit has somebody in office on a day, and whom. */
export const peopleOf = (known: Known, unit: number, day: string) =>
  inOffice(known, day).filter(p => unitOn(known, p, day) === unit)

/** The stay of a household on a day, if it belonged anywhere. */
export const stayOn = (known: Known, household: Household, day: string): Stay | undefined =>
  staysOf(known, household).find(s => (s.from === null || s.from <= day) && (s.to === null || day <= s.to))

/** Approved leave: "approvedOn <= day, firstDay <= day <= min(lastDay, returned or lastDay)". */
export const isOnLeave = (known: Known, posting: number, day: string): boolean =>
  known.facts.leave.some(
    l =>
      l.posting === posting &&
      l.approvedOn <= day &&
      l.firstDay <= day &&
      day <= l.lastDay &&
      (l.returned === null || day <= l.returned),
  )

/** What an inspection counts as: "不在岗 on a day of approved leave counts as 请假". */
export const countsAs = (known: Known, inspection: Inspection) =>
  inspection.status === 'absent' && isOnLeave(known, inspection.posting, inspection.date)
    ? 'leave'
    : inspection.status

/** 'off', 'work' or what the weekday says; the rows of the office come before those shipped. */
function isWorkday(known: Known, day: string): boolean {
  const kind = known.facts.holiday.find(h => h.date === day)?.kind ?? known.shipped.get(day)
  return kind ? kind === 'work' : weekdayOf(day) <= 5
}

/** "A year the calendar does not cover is unconfirmed": its 1 January and 1 October must be in a table. */
export const isConfirmed = (known: Known, year: string) =>
  ['01-01', '10-01'].every(end => {
    const day = `${year}-${end}`
    return known.shipped.has(day) || known.facts.holiday.some(h => h.date === day)
  })

/** The weekday and the rhythm of the settings: in whole weeks since 1900-01-01. */
export const isInRhythm = (known: Known, day: string) =>
  weekdayOf(day) === settingNumber(known, 'stationday.weekday') &&
  Math.floor(numberOf(day) / 7) % settingNumber(known, 'stationday.weeks') === 0

/** "Every Tuesday that is a working day, by the public-holiday calendar with make-up days". */
export const isStationDay = (known: Known, day: string): boolean =>
  isInRhythm(known, day) && isConfirmed(known, day.slice(0, 4)) && isWorkday(known, day)

/** From where and until when facts of a period are counted: day one and today bound it. */
export function spanOf(known: Known, period: Period): { first: string; last: string } | undefined {
  if (period.from > known.asOf || dayOne(known) > period.to) return undefined
  const first = later(period.from, dayOne(known))
  const last = known.asOf < period.to ? known.asOf : period.to
  return { first, last }
}
