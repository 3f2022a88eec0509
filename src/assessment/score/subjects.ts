import type { Facts } from '../../kernel/cli/facts.ts'
import type { Days } from '../../kernel/cli/measure.ts'
import { bothJoined, type Text } from '../../kernel/text.ts'
import { byUnit, servingOn } from '../../roster/posting-unit.ts'
import { isUnmoved, movedStays } from '../../roster/residence.ts'
import {
  answering,
  daysCovered,
  postings,
  type Serving,
  type Span,
  servingBetween,
} from '../../roster/serving.ts'
import type { SubjectKind } from './rules.ts'

/** Kind of a village without one. */
export const unclassified = '未分类'

/** A scored subject: a person who answered for a village in the period, or a unit with someone in office. */
export interface Subject {
  readonly kind: SubjectKind
  readonly id: number
  readonly name: string
  /** Of a person. Editions of 0.1 do not say it. */
  readonly role?: 'firstSecretary' | 'teamLeader'
  /** Of a person that of the last posting; a unit's are joined with 、. Villages, and units of a person, are joined. */
  readonly township: string
  readonly village: string
  readonly villageKind: string
  readonly unit: string
  /** Of a person the days as head of the village, of a unit those with anyone in office; each day once. */
  readonly days: number
  /** Of a person with several postings in the period: the days of each as head, oldest first. `id` is the last one. */
  readonly terms?: readonly Term[]
}

/** Days on which one of several postings of a person answered for its village. */
export interface Term {
  readonly posting: number
  readonly township: string
  readonly village: string
  readonly unit: string
  readonly from: string
  readonly to: string
}

/** The postings of a person's subject, oldest first. */
export const postingsOf = (s: Subject): number[] => [
  ...new Set((s.terms ?? []).map(t => t.posting).concat(s.id)),
]

/** Whether a subject is the person of a posting. */
export const holdsTerm = (s: Subject, posting: number): boolean =>
  s.kind === 'posting' && postingsOf(s).includes(posting)

/** The villages of a subject, joined for each language. */
export const villagesOf = (s: Subject): Text => bothJoined(s.village.split('、'))

/** Who served in a period, and what their scores need to know of the villages. */
export interface Roster {
  readonly people: readonly Span[]
  /** With the unit of their days. */
  readonly serving: readonly Span[]
  readonly villageKinds: ReadonlyMap<number, string>
  /** Villages to which a household ever belonged. */
  readonly listed: ReadonlySet<number>
}

export function roster(facts: Facts, { from, until }: Days): Roster {
  const all = until < from ? [] : postings(facts)
  const kinds = facts.db.prepare('select id, kinds from village').all() as {
    id: number
    kinds: string | null
  }[]
  return {
    // A person is named with the unit of the last of the days.
    people: answering(all, from, until).map(s => ({ ...s, posting: servingOn(facts, s.posting, s.to) })),
    serving: byUnit(facts, servingBetween(all, from, until)),
    villageKinds: new Map(
      kinds.map(v => [v.id, v.kinds ? ((JSON.parse(v.kinds) as string[])[0] ?? '') : '']),
    ),
    listed: new Set([
      ...(facts.db
        .prepare(`select distinct h.village from household h where ${isUnmoved('h')}`)
        .pluck()
        .all() as number[]),
      ...movedStays(facts).map(s => s.village),
    ]),
  }
}

/**
 * Those who are scored, each with the days on which it served. `byPerson`: the postings of one person are one
 * subject; otherwise each is one.
 */
export function subjects(
  { people, serving, villageKinds }: Roster,
  byPerson = false,
): { readonly subject: Subject; readonly spans: readonly Span[] }[] {
  const found = new Map<string, Span[]>()
  const put = (key: string, span: Span) => {
    const of = found.get(key)
    if (of) of.push(span)
    else found.set(key, [span])
  }
  const ordered = [...people].sort((a, b) => (a.posting.villageCode < b.posting.villageCode ? -1 : 1))
  for (const s of ordered) put(`posting ${byPerson ? s.posting.person : s.posting.id}`, s)
  const persons = [...found.values()].map(spans => ({
    subject: personOf(
      [...spans].sort((a, b) => (a.from < b.from ? -1 : 1)),
      villageKinds,
    ),
    spans,
  }))
  found.clear()
  for (const s of serving) put(`unit ${s.posting.unitId}`, s)
  const units = [...found.values()].map(spans => ({ subject: unitOf(spans, villageKinds), spans }))
  return [...persons, ...units]
}

const joinedBy = (spans: readonly Span[], by: (p: Serving) => string) =>
  [...new Set(spans.map(s => by(s.posting)))].join('、')

const kindOf = (p: Serving, kinds: ReadonlyMap<number, string>) => kinds.get(p.village) || unclassified

/** `spans`: oldest first. */
function personOf(spans: readonly Span[], kinds: ReadonlyMap<number, string>): Subject {
  const p = spans.at(-1)!.posting
  const hasSeveral = spans.some(s => s.posting.id !== p.id)
  return {
    kind: 'posting',
    id: p.id,
    name: p.name,
    role: p.roles.includes('firstSecretary') ? 'firstSecretary' : 'teamLeader',
    township: p.townshipName,
    village: joinedBy(spans, s => s.villageName),
    villageKind: kindOf(p, kinds),
    // Of each posting that of its last days, however often it was interrupted.
    unit: joinedBy([...new Map(spans.map(s => [s.posting.id, s])).values()], s => s.unit),
    days: daysCovered(spans),
    ...(hasSeveral ? { terms: spans.map(termOf) } : {}),
  }
}

const termOf = ({ posting: p, from, to }: Span): Term => ({
  posting: p.id,
  township: p.townshipName,
  village: p.villageName,
  unit: p.unit,
  from,
  to,
})

function unitOf(spans: readonly Span[], kinds: ReadonlyMap<number, string>): Subject {
  const p = spans[0]!.posting
  return {
    kind: 'unit',
    id: p.unitId,
    name: p.unit,
    township: joinedBy(spans, s => s.townshipName),
    village: joinedBy(spans, s => s.villageName),
    villageKind: kindOf(p, kinds),
    unit: p.unit,
    days: daysCovered(spans),
  }
}
