import { addDays, addMonths, daysBetween } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { argument } from '../kernel/cli/line.ts'
import { refuse } from '../kernel/errors.ts'
import { bothJoined, nearest, type Text } from '../kernel/text.ts'
import { attendance } from '../policy/gathering.ts'
import { posting } from '../roster/posting.ts'
import { postings, type Serving } from '../roster/serving.ts'

/** One person over the years: the postings begun by as-of, oldest first. */
export interface Person {
  readonly name: string
  readonly terms: readonly Serving[]
}

export const personArg = argument({
  name: '<name>',
  zh: '姓名',
  label: { zh: '姓名, 或 姓名（村）', en: 'name, or name（village）' },
  of: () => posting,
})

/** The person of a name, a name with a village in brackets, an ID number, or `#12`, the number of a posting. */
export function personNamed(facts: Facts, said: string): Person {
  const wanted = said.trim().replace('(', '（').replace(')', '）')
  const all = postings(facts)
  const ids = new Map(
    facts.db.prepare('select id, "idNumber" from posting where "idNumber" is not null').raw().all() as [
      number,
      string,
    ][],
  )
  const placed = (p: Serving) => `${p.name}（${p.villageName}）`
  const found = all.filter(p => [p.name, placed(p), `#${p.id}`, ids.get(p.id)].includes(wanted))
  const persons = [...new Set(found.map(p => p.person))]
  if (persons.length === 1) {
    const terms = all.filter(p => p.person === persons[0]).sort((a, b) => (a.start < b.start ? -1 : 1))
    return { name: terms.at(-1)!.name, terms }
  }
  if (persons.length > 1) {
    const some = persons.slice(0, 5).map(person => found.filter(p => p.person === person).at(-1)!)
    const names = bothJoined(some.map(p => `${placed(p)} #${p.id}`))
    return refuse(
      'input',
      'person.ambiguous',
      {
        zh: `${said} 有 ${persons.length} 人: ${names.zh}`,
        en: `${persons.length} people are called ${said}: ${names.en}`,
      },
      { zh: `写作 #${some[0]!.id} (派驻记录号)`, en: `write #${some[0]!.id}, the number of the posting` },
    )
  }
  const like = nearest(
    wanted,
    all.map(p => p.name),
  )
  return refuse(
    'input',
    'person.unknown',
    {
      zh: `截至 ${facts.asOf} 派驻名册中没有 ${said}`,
      en: `as of ${facts.asOf} nobody called ${said} was ever posted`,
    },
    like.length > 0
      ? { zh: `是不是 ${like.join('、')}?`, en: `did you mean ${like.join(', ')}?` }
      : { zh: '核对写法: cun posting list', en: 'check the spelling with cun posting list' },
  )
}

/** A time served, in whole calendar months and the days left over. */
export interface Length {
  readonly months: number
  readonly days: number
}

/**
 * Both days count: 1 January to 31 May are 5 months. A month that has no such day is over with its last day: one
 * from 31 January ends on 28 or 29 February.
 */
export function lengthOf(from: string, to: string): Length {
  const end = addDays(to, 1)
  const after = (months: number) => {
    const day = addMonths(from, months)
    return day.slice(8) === from.slice(8) ? day : addDays(day, 1)
  }
  let months = 0
  while (after(months + 1) <= end) months++
  return { months, days: daysBetween(after(months), end) }
}

/** Terms that follow each other without a day between are one time; of several times 30 days make a month. */
export function lengthOfAll(terms: readonly { readonly from: string; readonly to: string }[]): Length {
  const times: { from: string; to: string }[] = []
  for (const { from, to } of terms) {
    const last = times.at(-1)
    if (last && addDays(last.to, 1) === from) last.to = to
    else times.push({ from, to })
  }
  const all = times.map(t => lengthOf(t.from, t.to))
  const days = all.reduce((sum, l) => sum + l.days, 0)
  const months = all.reduce((sum, l) => sum + l.months, 0)
  return times.length < 2 ? { months, days } : { months: months + Math.floor(days / 30), days: days % 30 }
}

export function lengthText({ months, days }: Length): Text {
  const part = (n: number, word: string) => (n === 0 ? [] : [`${n} ${word}${n === 1 ? '' : 's'}`])
  const zh = [months > 0 ? `${months} 个月` : '', days > 0 ? `${days} 天` : ''].filter(Boolean)
  return {
    zh: zh.join(' ') || '0 天',
    en: [...part(months, 'month'), ...part(days, 'day')].join(' ') || '0 days',
  }
}

/** The last day of a term that counts by as-of. */
export const lastDay = (facts: Facts, { end }: Serving): string => end ?? facts.asOf

/** How often a person was expected and came, by kind of gathering. */
export interface Attended {
  readonly kind: 'policy' | 'skills' | 'seminar'
  readonly year: string
  readonly expected: number
  readonly came: number
  readonly away: number
}

/** Trainings and seminars with recorded attendance, by year and kind. */
export function attended(facts: Facts, { terms }: Person): Attended[] {
  const ids = new Set(terms.map(t => t.id))
  const from = terms[0]!.start
  const held = facts.db
    .prepare(
      `select 'training ' || id, date, series from training
       union all select 'seminar ' || id, date, 'seminar' from seminar`,
    )
    .raw()
    .all() as [string, string, Attended['kind']][]
  const known = new Map(held.map(([key, date, kind]) => [key, { year: date.slice(0, 4), kind }]))
  const found = new Map<string, Attended>()
  for (const table of ['training', 'seminar'] as const) {
    for (const { gathering, posting, state } of attendance(facts, table, from, facts.asOf)) {
      if (!ids.has(posting)) continue
      const { year, kind } = known.get(`${table} ${gathering}`)!
      const key = `${year} ${kind}`
      const sum = found.get(key) ?? { kind, year, expected: 0, came: 0, away: 0 }
      found.set(key, {
        ...sum,
        expected: sum.expected + 1,
        came: sum.came + Number(state === 'attended'),
        away: sum.away + Number(state === 'excused' || state === 'leave'),
      })
    }
  }
  const kinds = ['policy', 'skills', 'seminar']
  return [...found.values()].sort(
    (a, b) => a.year.localeCompare(b.year) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind),
  )
}

/** Rows of a query about a person's postings: `:ids` is their JSON, `:asOf` the day. */
export function ofPerson<R>(facts: Facts, { terms }: Person, sql: string): R[] {
  return facts.db.prepare(sql).all({ ids: JSON.stringify(terms.map(t => t.id)), asOf: facts.asOf }) as R[]
}
