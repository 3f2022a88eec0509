import { pastOf } from '../../src/kernel/schema/dated.ts'
import type { Register } from '../../src/kernel/schema/types.ts'
import { lines } from '../../src/lines.ts'
import { addDays } from './county.ts'
import type { Fact } from './facts.ts'
import { type Named, naming, type Values } from './named.ts'
import { headsOf, looking, type Office } from './office.ts'
import type { Kept } from './papers.ts'
import { lists, reads } from './reads.ts'
import { type Changed, changedRows, concerning } from './rows.ts'

/** What a batch changed, by the day from which it holds; null: the register gives it no day. */
export interface Change {
  readonly register: string
  /** Of earlier values: that of the record that had them. */
  readonly record: number
  readonly typed: string
  readonly since: string | null
  /** The record is new, or a household's last day was typed: a list shows both from whatever day it is. */
  readonly isListed: boolean
  /** Whom it concerns. */
  readonly of: Named
  /** The period that a record without a day is for. */
  readonly period?: unknown
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

/** Every change in the journal of an office, what was lost as if it were one, and all names on record. */
export function changesOf(
  office: Office,
  lost: readonly Fact[],
): { changes: Change[]; gone: Change[]; all: Named } {
  return looking(office.there, db => {
    const { all, said, of } = naming(db, registers)
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
    const changes = entries.map((e): Change => {
      const register = registers.get(e.register)
      const before = e.before ? (JSON.parse(e.before) as Values) : null
      const after = e.after ? (JSON.parse(e.after) as Values) : (now.get(`${e.register} ${e.record}`) ?? null)
      const said = {
        register: e.register,
        record: ((register?.earlierOf && (after ?? before)?.record) ?? e.record) as number,
        typed: e.typed,
        isListed: e.action === 'add' && !register?.fields.record,
        of: register ? of(register, before, after) : none,
        period: (after ?? before)?.period,
      }
      if (!register) return { ...said, since: null }
      // Of what was erased the journal keeps no values; `erased` tells of it.
      if (e.action === 'change' && !before) return { ...said, since: never }
      if (e.action !== 'change' || !before || !after)
        return { ...said, since: dayOf(register, after ?? before ?? {}) }
      // On its last day a household is still on the list.
      const end = register.name === 'household' && !before.end ? (after.end as string | null) : null
      if (end) return { ...said, since: addDays(end, 1), isListed: true }
      return { ...said, since: changedSince(register, e, before, after, pasts) }
    })
    const gone = lost.map(({ sheet, day, cells }): Change => {
      const words = new Set(Object.values(cells).flatMap(cell => String(cell).split('、')))
      const register = sheet === 'activity' ? 'participation' : sheet
      return { register, record: 0, typed: never, since: day, isListed: false, of: said(words) }
    })
    return { changes, gone, all }
  })
}

const none: Named = { townships: new Set(), names: new Set() }

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

export interface Found {
  readonly why: Why
  readonly by: readonly string[]
  /** How many rows differ. */
  readonly rows: number
  /** Those of them that no record concerns. */
  readonly unexplained: readonly string[]
}

export interface Judge {
  /** Why a paper may differ when it is printed as of its day, as `now` does. */
  asOf(paper: Kept, now: string): Found | undefined
  /** Why it may differ as known on its day. */
  known(paper: Kept, now: string): Why | undefined
}

export function judge(office: Office, erased: readonly string[], lost: readonly Fact[]): Judge {
  const { changes, gone, all } = changesOf(office, lost)
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
      const isGone = known(paper, now)
      if (isGone === 'erased') return { why: isGone, by: [], rows: 0, unexplained: [] }
      const mine = new Set(reads[paper.kind])
      const later = (isGone ? [...changes, ...gone] : changes).filter(
        c => mine.has(c.register) && c.typed > paper.day,
      )
      const late = later.filter(c => c.since !== null && c.since <= paper.day)
      const dayless = later.filter(
        c => c.since === null && (c.period === undefined || paper.words.includes(String(c.period))),
      )
      const own = lists.get(paper.kind)
      const listed = own ? later.filter(c => c.isListed) : []
      const reasons = [...new Set([...late, ...dayless, ...listed])]
      const isExplained = (row: Changed) => {
        const concerns = concerning(row, all)
        return reasons.some(c =>
          own && c.register.startsWith(own)
            ? c.record === row.id
            : (row.about?.has(c.register) ?? true) && concerns(c.of),
        )
      }
      const rows = changedRows(nameless(paper.text), nameless(now))
      const unexplained = rows.filter(row => !isExplained(row)).map(row => row.text)
      const found = (why: Why, some: readonly Change[]) => ({
        why,
        by: [...new Set(some.map(c => c.register))],
        rows: rows.length,
        unexplained,
      })
      if (isGone) return found(isGone, reasons)
      if (late.length > 0) return found('typed late', late)
      if (dayless.length > 0) return found('without a day', dayless)
      return listed.length > 0 ? found('listed later', listed) : undefined
    },
  }
}
