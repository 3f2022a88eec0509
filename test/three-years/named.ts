import type Sqlite from 'better-sqlite3'
import { pastOf } from '../../src/kernel/schema/dated.ts'
import type { Register } from '../../src/kernel/schema/types.ts'

export type Values = Record<string, unknown>

/** Whom and what a record concerns, by all names they ever had. */
export interface Named {
  readonly townships: ReadonlySet<string>
  /** Villages, units and people. */
  readonly names: ReadonlySet<string>
}

/** Registers by whose records a row of a paper is told from others; a reference to any other says nothing of it. */
const tellers = new Set(['township', 'village', 'unit', 'posting', 'household', 'strategy', 'handover'])

/** Everybody concerns these: who did not come is counted too, and a paper is for all. */
const general = new Set(['training', 'seminar', 'dispatch'])

const idsIn = (value: unknown): number[] =>
  value == null
    ? []
    : Array.isArray(value)
      ? value
      : typeof value === 'number'
        ? [value]
        : JSON.parse(String(value))

/** Finds the names of records in a database, and all names that there are. */
export function naming(db: Sqlite.Database, registers: ReadonlyMap<string, Register>) {
  const kept = new Map<string, Values[]>()
  /** What is on record of a record, and its earlier values. */
  function statesOf(name: string, id: number): Values[] {
    const key = `${name} ${id}`
    let states = kept.get(key)
    if (!states) {
      states = db.prepare(`select * from "${name}" where id = ?`).all(id) as Values[]
      const past = pastOf(registers.get(name)!)
      if (past)
        states.push(...(db.prepare(`select * from "${past.name}" where record = ?`).all(id) as Values[]))
      kept.set(key, states)
    }
    return states
  }
  function collect(register: Register, values: Values, into: { townships: Set<string>; names: Set<string> }) {
    if (typeof values.name === 'string' && tellers.has(register.earlierOf?.name ?? register.name))
      (/^township/.test(register.name) ? into.townships : into.names).add(values.name)
    for (const [field, { target }] of Object.entries(register.fields)) {
      const to = target?.()
      if (!to || !tellers.has(to.name)) continue
      for (const id of idsIn(values[field]))
        for (const state of statesOf(to.name, id)) collect(to, { ...state, record: undefined }, into)
    }
    return into
  }
  const none = () => ({ townships: new Set<string>(), names: new Set<string>() })
  /** Of the places, units and people that have one of these names, or any if none are given. */
  function said(words?: ReadonlySet<unknown>): Named {
    const into = none()
    for (const name of ['township', 'village', 'unit', 'posting'])
      for (const id of db.prepare(`select id from "${name}"`).pluck().all() as number[]) {
        const states = statesOf(name, id)
        if (words && !states.some(s => words.has(s.name))) continue
        for (const state of states) collect(registers.get(name)!, { ...state, record: undefined }, into)
      }
    return into
  }
  const postedIn = db.prepare('select name from posting where village = ?').pluck()
  /** A village concerns those who are posted there too. */
  function of(register: Register, ...states: (Values | null)[]): Named {
    const into = none()
    if (general.has(register.name)) return into
    for (const values of states) {
      if (!values) continue
      collect(register, values, into)
      if ((register.earlierOf ?? register).name === 'village')
        for (const name of postedIn.all(values.record ?? values.id)) into.names.add(name as string)
    }
    return into
  }
  return { all: said(), said, of }
}
