import { periodsWithin } from '../../kernel/calendar.ts'
import type { Fact, Facts } from '../../kernel/cli/facts.ts'
import { type Days, factsOf, type Measure, type Read } from '../../kernel/cli/measure.ts'
import { integer } from '../../kernel/schema/fields/number.ts'
import { setting } from '../../kernel/schema/setting.ts'
import { periodOf } from '../../roster/county.ts'
import { servingOn } from '../../roster/posting-unit.ts'
import { postings } from '../../roster/serving.ts'
import { excuses } from './excuse.ts'
import { gradeAll } from './grade.ts'
import type { Known, Rated } from './item.ts'
import type { Model } from './model.ts'
import { joined, type PartResult, partResults, partsAhead } from './parts.ts'
import { ratings } from './ratings.ts'
import type { SubjectKind } from './rules.ts'
import { appliedOf, leastShare, type Score, score } from './score.ts'
import { postingsOf, type Roster, roster, type Subject, subjects } from './subjects.ts'

export const minDays = setting({
  name: 'quarter.minDays',
  field: integer(
    {
      zh: '一季在任不足几天的不定等次 (天; 半年、全年按季数乘)',
      en: 'minimum days in office in a quarter to be graded (half-years and years: times their quarters)',
    },
    { max: 92 },
  ),
  fallback: '30',
})

export interface Scored {
  readonly subject: Subject
  readonly score: Score
  readonly isShort: boolean
  /** Less than `quarter.leastShare` of the points that could apply does. Editions of 0.1 say neither this nor the next. */
  readonly isPartial?: boolean
  /** A village of the subject has no household list, and the model asks for visits. */
  readonly isUnlisted?: boolean
  /** Parts of the period that are not over yet, where its result is made of parts. */
  readonly ahead?: readonly string[]
  readonly grade: string | null
  /** Place among subjects of its kind that are graded; equal scores share a place. */
  readonly rank: number | null
}

/**
 * Whether a score can be graded, placed and compared: enough days, enough points, household lists on record, and
 * every part there that its result is made of.
 */
export const stands = (s: Omit<Scored, 'grade' | 'rank'>): boolean =>
  s.score.total !== null &&
  !s.isShort &&
  !s.isPartial &&
  !s.isUnlisted &&
  !s.ahead &&
  s.score.items.every(i => !i.unfrozen || i.unfrozen.length === 0)

/** All scores of a period and the model they follow. */
export interface Assessment {
  readonly period: string
  readonly asOf: string
  /** First day that counts. */
  readonly from: string
  readonly model: Model
  readonly scored: readonly Scored[]
}

/** Facts of postings as facts of the units of their days, for a measure that has none of units. */
function* ofUnits(call: Facts, facts: Iterable<Fact>): Generator<Fact> {
  const known = new Map(postings(call).map(p => [p.id, p]))
  for (const fact of facts) {
    const p = known.get(fact.subject)
    if (p) yield { ...fact, subject: servingOn(call, p, fact.day ?? call.asOf).unitId, by: p.name }
  }
}

/** Facts and ratings by subject; one query per measure of the model. */
function gather(call: Facts, period: string, days: Days, model: Model, known: Roster): (s: Subject) => Known {
  const facts = new Map<string, Map<number, Map<string, Fact[]>>>()
  const asked = new Map<string, { kind: SubjectKind; measure: Measure }>()
  for (const { rule, measure } of model.indicators) {
    if (measure) asked.set(`${rule.subject} ${measure.name}`, { kind: rule.subject, measure })
  }
  // A measure of postings alone may be asked for both kinds: it is read once.
  const all = [...asked.values()]
  const isShared = (m: Measure) => all.filter(a => a.measure === m).length > 1
  const read = new Map<Measure, Fact[]>()
  const rows: Read = new Map()
  for (const { kind, measure } of all) {
    let found: Iterable<Fact> = read.get(measure) ?? factsOf(call, measure, days, rows)
    if (isShared(measure) && !read.has(measure)) {
      found = [...found]
      read.set(measure, found as Fact[])
    }
    const own = kind === 'unit' && measure.subject === 'posting' ? ofUnits(call, found) : found
    const bySubject = facts.get(kind) ?? new Map<number, Map<string, Fact[]>>()
    facts.set(kind, bySubject)
    // The facts of a subject mostly follow one another.
    let last = Number.NaN
    let list: Fact[] = []
    for (const fact of own) {
      if (fact.subject !== last) {
        last = fact.subject
        const byMeasure = bySubject.get(last) ?? new Map<string, Fact[]>()
        bySubject.set(last, byMeasure)
        list = byMeasure.get(measure.name) ?? []
        byMeasure.set(measure.name, list)
      }
      list.push(fact)
    }
  }
  const rated = ratings(call, period, known.people)
  const excused = excuses(call, period)
  const servedIn = (part: string) =>
    subjects(roster(call, periodOf(call, part))).map(({ subject: s }) => `${s.kind} ${s.id}`)
  const parameters = model.indicators.map(i => i.parameters)
  const parts = partResults(call, period, parameters, servedIn)
  const none: ReadonlyMap<string, never[]> = new Map()
  const shared = new Set(all.filter(a => a.measure.isSummed === false).map(a => a.measure.name))
  return s => {
    const keys = s.kind === 'posting' ? postingsOf(s).map(id => `posting ${id}`) : [`unit ${s.id}`]
    return {
      parts: partsOf(keys.map(key => parts.get(key))),
      facts: factsJoined(
        postingsOf(s).map(id => facts.get(s.kind)?.get(id) ?? none),
        shared,
      ),
      ratings: ratingsJoined(keys.map(key => rated.get(key) ?? none)),
      excused: s.kind === 'posting' ? postingsOf(s).flatMap(id => excused.get(id) ?? [])[0] : undefined,
    }
  }
}

type By<T> = ReadonlyMap<string, T>

/** The parts of one person, joined over the postings. */
function partsOf(all: readonly (By<PartResult> | undefined)[]): By<PartResult> {
  const names = new Set(all.flatMap(of => [...(of?.keys() ?? [])]))
  return new Map([...names].map(part => [part, joined(all.flatMap(of => of?.get(part) ?? []))!]))
}

/** The facts of one person over the postings. What follows the person, e.g. absences, each posting has: it counts once. */
function factsJoined(all: readonly By<readonly Fact[]>[], shared: ReadonlySet<string>): By<readonly Fact[]> {
  if (all.length === 1) return all[0]!
  const found = new Map<string, Fact[]>()
  for (const of of all)
    for (const [name, facts] of of) found.set(name, [...(found.get(name) ?? []), ...facts])
  for (const name of shared) {
    const once = new Map(found.get(name)?.map(f => [`${f.register} ${f.record}`, f]))
    if (once.size > 0) found.set(name, [...once.values()])
  }
  return found
}

/** The ratings of one person: of two by one evaluator the one in the later posting counts. */
function ratingsJoined(all: readonly By<readonly Rated[]>[]): By<readonly Rated[]> {
  if (all.length === 1) return all[0]!
  const found = new Map<string, Map<string, Rated>>()
  for (const of of all) {
    for (const [name, rated] of of) {
      const known = found.get(name) ?? new Map<string, Rated>()
      found.set(name, known)
      for (const r of rated) known.set(r.evaluator, r)
    }
  }
  return new Map([...found].map(([name, of]) => [name, [...of.values()]]))
}

/** Computes the scores, grades and places of a period from the current facts. */
export function assess(facts: Facts, period: string, model: Model): Assessment {
  const days = periodOf(facts, period)
  const known = roster(facts, days)
  const { settings } = facts
  const knownOf = gather(facts, period, days, model, known)
  const aheadOf = (kind: SubjectKind) => {
    const rules = model.indicators.filter(i => i.rule.subject === kind)
    const ahead = partsAhead(
      facts,
      period,
      rules.map(i => i.parameters),
    )
    return ahead.length > 0 ? ahead : undefined
  }
  const ahead = { posting: aheadOf('posting'), unit: aheadOf('unit') }
  const all = subjects(known, isByPerson(model)).map(({ subject, spans }) => {
    const of = score(model, subject.kind, knownOf(subject), days.length)
    const { points, open } = appliedOf(of.items)
    return {
      subject,
      score: of,
      isShort: subject.days < settings.get(minDays) * periodsWithin('quarter', period).length,
      isPartial: points * 100 < open * settings.get(leastShare),
      isUnlisted: asksForVisits(model, subject.kind) && spans.some(s => !known.listed.has(s.posting.village)),
      ahead: ahead[subject.kind],
    }
  })
  const scored: Scored[] = []
  for (const kind of ['posting', 'unit'] as const) {
    const of = all.filter(s => s.subject.kind === kind)
    if (!model.indicators.some(i => i.rule.subject === kind)) continue
    const grades = gradeAll(
      model.grades.filter(g => g.subject === kind),
      of.map(one => ({
        id: one.subject.id,
        total: one.score.total,
        isUngraded: !stands(one),
        isVetoed: one.score.vetoes.length > 0,
        cap: one.score.cap?.grade,
        stratum: { all: '', township: one.subject.township, villageKind: one.subject.villageKind },
      })),
    )
    const totals = of
      .filter(stands)
      .map(s => s.score.total!)
      .sort((a, b) => b - a)
    const places = new Map<number, number>()
    for (const [i, total] of totals.entries()) if (!places.has(total)) places.set(total, i + 1)
    for (const one of of) {
      const rank = stands(one) ? places.get(one.score.total!)! : null
      scored.push({ ...one, grade: grades.get(one.subject.id) ?? null, rank })
    }
  }
  return { period, asOf: facts.asOf, from: days.from, model, scored }
}

/** A result that is made of parts is of the person, whichever postings the parts were served in. */
export const isByPerson = (model: Model) =>
  model.indicators.some(i => i.rule.subject === 'posting' && i.parameters.kind === 'parts')

const asksForVisits = (model: Model, kind: SubjectKind) =>
  model.indicators.some(i => i.rule.subject === kind && i.measure?.name.startsWith('visit.'))
