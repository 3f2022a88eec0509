import { daysBetween } from '../../kernel/calendar.ts'
import type { Fact, Facts } from '../../kernel/cli/facts.ts'
import { type Days, factsOf, type Measure } from '../../kernel/cli/measure.ts'
import { integer } from '../../kernel/schema/fields/number.ts'
import { setting } from '../../kernel/schema/setting.ts'
import { bothJoined, type Text } from '../../kernel/text.ts'
import { daysOf } from '../../roster/county.ts'
import { answering, postings, type Serving, type Span, servingBetween } from '../../roster/serving.ts'
import { gradeAll } from './grade.ts'
import type { Known, Rated } from './item.ts'
import type { Model } from './model.ts'
import type { SubjectKind } from './rules.ts'
import { type Score, score } from './score.ts'

export const minDays = setting({
  name: 'quarter.minDays',
  field: integer(
    { zh: '本季在任不足几天的不定等次 (天)', en: 'minimum days in office to be graded' },
    { max: 92 },
  ),
  fallback: '30',
})

/** Kind of a village without one. */
export const unclassified = '未分类'

/** A scored subject: a person who answered for a village in the period, or a unit with someone in office. */
interface Subject {
  readonly kind: SubjectKind
  readonly id: number
  readonly name: string
  /** A person has one township and one village; a unit's are joined with 、. */
  readonly township: string
  readonly village: string
  readonly villageKind: string
  readonly unit: string
  readonly days: number
}

/** The villages of a subject, joined for each language. */
export const villagesOf = (s: Subject): Text => bothJoined(s.village.split('、'))

export interface Scored {
  readonly subject: Subject
  readonly score: Score
  readonly isShort: boolean
  readonly grade: string | null
  /** Place among subjects of its kind with enough days in office; equal scores share a place. */
  readonly rank: number | null
}

/** All scores of a quarter and the model they follow. */
export interface Assessment {
  readonly period: string
  readonly asOf: string
  readonly model: Model
  readonly scored: readonly Scored[]
}

interface Roster {
  readonly people: readonly Span[]
  readonly serving: readonly Span[]
  readonly villageKinds: ReadonlyMap<number, string>
}

function roster(facts: Facts, { from, until }: Days): Roster {
  const all = until < from ? [] : postings(facts)
  const kinds = facts.db.prepare('select id, kinds from village').all() as {
    id: number
    kinds: string | null
  }[]
  return {
    people: answering(all, from, until),
    serving: servingBetween(all, from, until),
    villageKinds: new Map(
      kinds.map(v => [v.id, v.kinds ? ((JSON.parse(v.kinds) as string[])[0] ?? '') : '']),
    ),
  }
}

const length = (s: Span) => daysBetween(s.from, s.to) + 1

function subjects({ people, serving, villageKinds }: Roster): Subject[] {
  const found = new Map<string, { -readonly [K in keyof Subject]: Subject[K] }>()
  const one = (kind: SubjectKind, id: number, p: Serving, days: number, name: string) => {
    const known = found.get(`${kind} ${id}`)
    if (!known) {
      found.set(`${kind} ${id}`, {
        kind,
        id,
        name,
        township: p.townshipName,
        village: p.villageName,
        villageKind: villageKinds.get(p.village) || unclassified,
        unit: p.unit,
        days,
      })
      return
    }
    known.days += days
    if (!known.village.split('、').includes(p.villageName)) known.village += `、${p.villageName}`
    if (!known.township.split('、').includes(p.townshipName)) known.township += `、${p.townshipName}`
  }
  const ordered = [...people].sort((a, b) => (a.posting.villageCode < b.posting.villageCode ? -1 : 1))
  for (const s of ordered) one('posting', s.posting.id, s.posting, length(s), s.posting.name)
  for (const s of serving) one('unit', s.posting.unitId, s.posting, length(s), s.posting.unit)
  return [...found.values()]
}

/** Facts of postings as facts of their units, for a measure that has none of units. */
function* ofUnits(facts: Iterable<Fact>, all: readonly Serving[]): Generator<Fact> {
  const known = new Map(all.map(p => [p.id, p]))
  for (const fact of facts) {
    const p = known.get(fact.subject)
    if (p) yield { ...fact, subject: p.unitId, by: p.name }
  }
}

/** Facts and ratings by subject; one query per measure of the model. */
function gather(call: Facts, period: string, days: Days, model: Model, known: Roster): (s: Subject) => Known {
  const facts = new Map<string, Map<number, Map<string, Fact[]>>>()
  const asked = new Map<string, { kind: SubjectKind; measure: Measure }>()
  for (const { rule, measure } of model.indicators) {
    if (measure) asked.set(`${rule.subject} ${measure.name}`, { kind: rule.subject, measure })
  }
  const read = new Map<Measure, Fact[]>()
  for (const { kind, measure } of asked.values()) {
    const all = read.get(measure) ?? [...factsOf(call, measure, days)]
    read.set(measure, all)
    const own = kind === 'unit' && measure.subject === 'posting' ? ofUnits(all, postings(call)) : all
    const bySubject = facts.get(kind) ?? new Map<number, Map<string, Fact[]>>()
    facts.set(kind, bySubject)
    for (const fact of own) {
      const byMeasure = bySubject.get(fact.subject) ?? new Map<string, Fact[]>()
      bySubject.set(fact.subject, byMeasure)
      const list = byMeasure.get(measure.name)
      if (list) list.push(fact)
      else byMeasure.set(measure.name, [fact])
    }
  }
  const rated = ratings(call, period, known)
  const none: ReadonlyMap<string, never[]> = new Map()
  return s => ({
    facts: facts.get(s.kind)?.get(s.id) ?? none,
    ratings: rated.get(`${s.kind} ${s.id}`) ?? none,
  })
}

/** Ratings by subject and indicator; a village's ratings go to each person who answered for it. */
function ratings(facts: Facts, period: string, { people }: Roster): Map<string, Map<string, Rated[]>> {
  const rows = facts.db
    .prepare(
      'select id as record, unit, posting, village, indicator, evaluator, points from rating where period = ? order by id',
    )
    .all(period) as (Rated & {
    unit: number | null
    posting: number | null
    village: number | null
    indicator: string
  })[]
  const found = new Map<string, Map<string, Rated[]>>()
  for (const { unit, posting, village, indicator, ...rated } of rows) {
    const keys =
      unit !== null
        ? [`unit ${unit}`]
        : posting !== null
          ? [`posting ${posting}`]
          : people.filter(s => s.posting.village === village).map(s => `posting ${s.posting.id}`)
    for (const key of new Set(keys)) {
      const of = found.get(key) ?? new Map<string, Rated[]>()
      found.set(key, of)
      of.set(indicator, [...(of.get(indicator) ?? []), rated])
    }
  }
  return found
}

/** Computes a quarter's scores, grades and places from the current facts. */
export function assess(facts: Facts, period: string, model: Model): Assessment {
  const days = daysOf(facts, period)
  const known = roster(facts, days)
  const least = facts.settings.get(minDays)
  const knownOf = gather(facts, period, days, model, known)
  const all = subjects(known).map(subject => ({
    subject,
    score: score(model, subject.kind, knownOf(subject)),
    isShort: subject.days < least,
  }))
  const scored: Scored[] = []
  for (const kind of ['posting', 'unit'] as const) {
    const of = all.filter(s => s.subject.kind === kind)
    if (!model.indicators.some(i => i.rule.subject === kind)) continue
    const grades = gradeAll(
      model.grades.filter(g => g.subject === kind),
      of.map(({ subject, score, isShort }) => ({
        id: subject.id,
        total: score.total,
        isShort,
        isVetoed: score.vetoes.length > 0,
        cap: score.cap?.grade,
        stratum: { all: '', township: subject.township, villageKind: subject.villageKind },
      })),
    )
    const totals = of
      .flatMap(s => (s.isShort || s.score.total === null ? [] : [s.score.total]))
      .sort((a, b) => b - a)
    const places = new Map<number, number>()
    for (const [i, total] of totals.entries()) if (!places.has(total)) places.set(total, i + 1)
    for (const one of of) {
      const { total } = one.score
      const rank = one.isShort || total === null ? null : places.get(total)!
      scored.push({ ...one, grade: grades.get(one.subject.id) ?? null, rank })
    }
  }
  return { period, asOf: facts.asOf, model, scored }
}
