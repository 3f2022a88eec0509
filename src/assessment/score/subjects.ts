import type { Facts } from '../../kernel/cli/facts.ts'
import type { Days } from '../../kernel/cli/measure.ts'
import { bothJoined, type Text } from '../../kernel/text.ts'
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
  /** A person has one township and one village; a unit's are joined with 、. */
  readonly township: string
  readonly village: string
  readonly villageKind: string
  readonly unit: string
  /** Of a person the days as head of the village, of a unit those with anyone in office; each day once. */
  readonly days: number
}

/** Whether a subject is the person of a posting. */
export const holdsTerm = (s: Subject, posting: number): boolean => s.kind === 'posting' && s.id === posting

/** The villages of a subject, joined for each language. */
export const villagesOf = (s: Subject): Text => bothJoined(s.village.split('、'))

/** Who served in a period, and what their scores need to know of the villages. */
export interface Roster {
  readonly people: readonly Span[]
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
    people: answering(all, from, until),
    serving: servingBetween(all, from, until),
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

/** Those who are scored, each with the days on which it served. */
export function subjects({
  people,
  serving,
  villageKinds,
}: Roster): { readonly subject: Subject; readonly spans: readonly Span[] }[] {
  const found = new Map<string, { -readonly [K in keyof Subject]: Subject[K] }>()
  const spans = new Map<string, Span[]>()
  const one = (kind: SubjectKind, id: number, span: Span, name: string) => {
    const p: Serving = span.posting
    const key = `${kind} ${id}`
    spans.set(key, [...(spans.get(key) ?? []), span])
    const known = found.get(key)
    if (!known) {
      found.set(key, {
        kind,
        id,
        name,
        role:
          kind === 'unit' ? undefined : p.roles.includes('firstSecretary') ? 'firstSecretary' : 'teamLeader',
        township: p.townshipName,
        village: p.villageName,
        villageKind: villageKinds.get(p.village) || unclassified,
        unit: p.unit,
        days: 0,
      })
      return
    }
    if (!known.village.split('、').includes(p.villageName)) known.village += `、${p.villageName}`
    if (!known.township.split('、').includes(p.townshipName)) known.township += `、${p.townshipName}`
  }
  const ordered = [...people].sort((a, b) => (a.posting.villageCode < b.posting.villageCode ? -1 : 1))
  for (const s of ordered) one('posting', s.posting.id, s, s.posting.name)
  for (const s of serving) one('unit', s.posting.unitId, s, s.posting.unit)
  return [...found].map(([key, subject]) => {
    const of = spans.get(key)!
    return { subject: { ...subject, days: daysCovered(of) }, spans: of }
  })
}
