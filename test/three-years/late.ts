import { pastOf } from '../../src/kernel/schema/dated.ts'
import type { Register } from '../../src/kernel/schema/types.ts'
import { lines } from '../../src/lines.ts'
import { addDays } from './county.ts'
import { headsOf, looking, type Office } from './office.ts'
import type { Kept } from './papers.ts'
import { lists, reads } from './reads.ts'

/** What a batch changed, by the day from which it holds; null: the register gives it no day. */
export interface Change {
  readonly register: string
  readonly typed: string
  readonly since: string | null
  /** The record is new, or a household's last day was typed: a list shows both from whatever day it is. */
  readonly isListed: boolean
}

const registers = new Map<string, Register>(
  lines
    .flatMap(l => l.registers ?? [])
    .flatMap(r => [r, pastOf(r)].filter(one => one !== undefined))
    .map(r => [r.name, r]),
)

/** Of a change that explains nothing. */
const never = '9999-12-31'

/** Days that lie ahead when they are typed, and say nothing of when the record began. */
const ahead = new Set(['due', 'plannedEnd', 'rectifyBy', 'lastDay'])

type Values = Record<string, unknown>

const daysOf = (register: Register, values: Values): string[] =>
  Object.entries(register.fields)
    .filter(([name, field]) => field.kind === 'date' && !ahead.has(name) && values[name])
    .map(([name]) => values[name] as string)

/** The day of a record: its first date, or the year it is for. */
function dayOf(register: Register, values: Values): string | null {
  if (values.until && register.fields.record) return addDays(values.until as string, 1)
  if (register.fields.year && values.year) return `${values.year}-01-01`
  return daysOf(register, values).sort()[0] ?? null
}

interface Entry {
  readonly register: string
  readonly record: number
  readonly batch: number
  readonly typed: string
  readonly action: 'add' | 'change' | 'remove'
  readonly before: string | null
  readonly after: string | null
}

/** Every change in the journal of an office. */
export function changesOf(office: Office): Change[] {
  return looking(office.there, db => {
    const now = new Map<string, Values>()
    for (const name of registers.keys())
      for (const row of db.prepare(`select * from "${name}"`).all() as Values[])
        now.set(`${name} ${row.id}`, row)
    const entries = db
      .prepare(
        `select h.register, h.record, h.batch, substr(b.at, 1, 10) as typed, h.action, h.before,
           (select l.before from history l where l.register = h.register and l.record = h.record and l.id > h.id
            order by l.id limit 1) as after
         from history h join batch b on b.number = h.batch order by h.id`,
      )
      .all() as Entry[]
    const pasts = new Map<string, string>()
    for (const e of entries) {
      const register = registers.get(e.register)
      if (!register?.fields.until || !register.fields.record || e.action === 'remove') continue
      const row = (e.after ? JSON.parse(e.after) : now.get(`${e.register} ${e.record}`)) as Values
      if (row) pasts.set(`${e.batch} ${e.register} ${row.record}`, addDays(row.until as string, 1))
    }
    return entries.map(e => {
      const register = registers.get(e.register)
      const said = {
        register: e.register,
        typed: e.typed,
        isListed: e.action === 'add' && !register?.fields.record,
      }
      if (!register) return { ...said, since: null }
      const before = e.before ? (JSON.parse(e.before) as Values) : null
      const after = e.after ? (JSON.parse(e.after) as Values) : (now.get(`${e.register} ${e.record}`) ?? null)
      // Of what was erased the journal keeps no values; `erased` tells of it.
      if (e.action === 'change' && !before) return { ...said, since: never }
      if (e.action !== 'change' || !before || !after)
        return { ...said, since: dayOf(register, after ?? before ?? {}) }
      // On its last day a household is still on the list.
      const end = register.name === 'household' && !before.end ? (after.end as string | null) : null
      if (end) return { ...said, since: addDays(end, 1), isListed: true }
      return { ...said, since: changedSince(register, e, before, after, pasts) }
    })
  })
}

/** From which day a change holds: that of its dated values, of the dates it sets, or of the record. */
function changedSince(
  register: Register,
  e: Entry,
  before: Values,
  after: Values,
  pasts: ReadonlyMap<string, string>,
): string | null {
  const changed = Object.entries(register.fields).filter(
    ([name, field]) => !field.derived && (before[name] ?? null) !== (after[name] ?? null),
  )
  if (changed.length === 0) return never
  const from = pasts.get(`${e.batch} ${pastOf(register)?.name} ${e.record}`)
  const plain = changed.filter(([, field]) => !(field.dated && from))
  const days = plain.flatMap(([name, field]) =>
    field.kind === 'date' && !ahead.has(name) ? [before[name], after[name]].filter(d => d != null) : [],
  ) as string[]
  if (from) days.push(from)
  return days.sort()[0] ?? dayOf(register, after)
}

/** Why a kept paper may differ; none: it may not. */
export type Why = 'given up' | 'erased' | 'typed late' | 'without a day' | 'listed later'

export interface Judge {
  /** Why a paper may differ when it is printed as of its day, as `now` does. */
  asOf(paper: Kept, now: string): { why: Why; by: readonly string[] } | undefined
  /** Why it may differ as known on its day. */
  known(paper: Kept, now: string): Why | undefined
}

export function judge(office: Office, erased: readonly string[]): Judge {
  const changes = changesOf(office)
  const heads = headsOf(office.there)
  /** With erased names as the erasure left them, all alike. */
  const nameless = (text: string) =>
    erased.reduce((said, name) => said.replaceAll(name, '已删除'), text.replace(/已删除[A-Z]+/g, '已删除'))
  const known = (paper: Kept, now: string): Why | undefined => {
    if (nameless(paper.text) === nameless(now)) return 'erased'
    // A database put back holds no longer what the paper was printed from.
    return heads.get(paper.head.number) === paper.head.digest ? undefined : 'given up'
  }
  return {
    known,
    asOf(paper, now) {
      if (paper.kind === 'frozen' || paper.kind === 'notice') return undefined
      const gone = known(paper, now)
      if (gone) return { why: gone, by: [] }
      const mine = new Set(reads[paper.kind])
      const later = changes.filter(c => mine.has(c.register) && c.typed > paper.day)
      const of = (some: readonly Change[], why: Why) =>
        some.length > 0 ? { why, by: [...new Set(some.map(c => c.register))] } : undefined
      return (
        of(
          later.filter(c => c.since !== null && c.since <= paper.day),
          'typed late',
        ) ??
        of(
          later.filter(c => c.since === null),
          'without a day',
        ) ??
        of(lists.has(paper.kind) ? later.filter(c => c.isListed) : [], 'listed later')
      )
    },
  }
}
