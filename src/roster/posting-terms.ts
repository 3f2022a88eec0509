import { Fault } from '../kernel/errors.ts'
import type { Candidate } from '../kernel/schema/types.ts'
import type { Database } from '../kernel/store/database.ts'
import { foldName } from '../kernel/store/name-index.ts'
import type { Text } from '../kernel/text.ts'

/** The part of a posting that decides whether two postings conflict. */
interface Posted {
  readonly id: number
  readonly name: string
  readonly idNumber: string | null
  readonly unit: number
  readonly village: number
  readonly roles: readonly string[]
  readonly start: string
  readonly end: string | null
}

interface Term {
  readonly posting: Posted
  readonly place: Text
}

/** By ID number; if either has none, by name and unit. */
const samePerson = (a: Posted, b: Posted) =>
  a.idNumber && b.idNumber
    ? a.idNumber === b.idNumber
    : foldName(a.name) === foldName(b.name) && a.unit === b.unit

const meet = (a: Posted, b: Posted) => a.start <= (b.end ?? '9999') && b.start <= (a.end ?? '9999')

/** On any day a village has one 第一书记 and a person one village. The complaint goes to the later row. */
export function overlaps(candidates: readonly Candidate<Posted>[], db: Database): void {
  const changing = new Set(candidates.flatMap(c => (c.before ? [c.before.id] : [])))
  const villages = new Map(
    (db.prepare('select id, name from village').all() as { id: number; name: string }[]).map(v => [
      v.id,
      v.name,
    ]),
  )
  const inVillage = new Map<number, Term[]>()
  const ofName = new Map<string, Term[]>()
  const enter = (term: Term) => {
    push(inVillage, term.posting.village, term)
    push(ofName, foldName(term.posting.name), term)
    if (term.posting.idNumber) push(ofName, term.posting.idNumber, term)
  }
  for (const row of db.prepare('select * from posting').iterate() as Iterable<Posted & { roles: unknown }>) {
    if (changing.has(row.id)) continue
    const roles = JSON.parse(String(row.roles)) as Posted['roles']
    enter({ posting: { ...row, roles }, place: { zh: `记录 ${row.id}`, en: `record ${row.id}` } })
  }
  const first = (p: Posted) => p.roles.includes('firstSecretary')
  const term = (p: Posted) => `${p.start}—${p.end ?? ''}`
  for (const { record, place, complain } of candidates) {
    const person = [
      ...(ofName.get(foldName(record.name)) ?? []),
      ...(ofName.get(record.idNumber ?? '') ?? []),
    ].find(t => samePerson(t.posting, record) && meet(t.posting, record))
    if (person) {
      const { posting: p, place: at } = person
      complain(
        'village',
        new Fault(
          'posting.two-villages',
          {
            zh: `${record.name}这段时间已派驻${villages.get(p.village)} (${at.zh}, ${term(p)}); 一人同时只驻一村`,
            en: `conflicts with the posting of ${record.name} to ${villages.get(p.village)} (${at.en}, ${term(p)}); a person serves in one village at a time`,
          },
          {
            zh: '核对人和村; 已调离的, 先填前一任期的实际结束时间',
            en: 'check person and village; if the person has moved, first give the end of the earlier term',
          },
        ),
      )
      continue
    }
    const rival = first(record)
      ? (inVillage.get(record.village) ?? []).find(t => first(t.posting) && meet(t.posting, record))
      : undefined
    if (rival) {
      const { posting: p, place: at } = rival
      complain(
        'village',
        new Fault(
          'posting.two-heads',
          {
            zh: `这段时间已有第一书记${p.name} (${at.zh}, ${term(p)}); 一村同时只有一名第一书记, 首尾两天都算在任`,
            en: `already has a first secretary at that time, ${p.name} (${at.en}, ${term(p)}); a village has one at a time, first and last day included`,
          },
          {
            zh: '核对村和驻村职务; 前任已离任的, 先填其实际结束时间',
            en: 'check village and role; if the earlier first secretary has left, first give the end of that term',
          },
        ),
      )
      continue
    }
    enter({ posting: record, place })
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
