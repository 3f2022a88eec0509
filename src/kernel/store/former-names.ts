import { daysOf } from '../calendar.ts'
import { Fault } from '../errors.ts'
import { datedFields, pastOf } from '../schema/dated.ts'
import type { Register, Row } from '../schema/types.ts'
import type { Database } from './database.ts'
import { foldName } from './name-index.ts'

interface Former {
  readonly id: number
  /** Written down without a day. */
  readonly isUndated?: true
  /** Its name then, and all its spellings. */
  readonly name?: string
  readonly texts: readonly string[]
  readonly parent: number | undefined
  /** It is within the same parent still. */
  readonly stayed: boolean
  /** The day before the first on which it had them; empty if always before. */
  readonly after: string
  readonly until: string
  /** Folded spellings, by column. */
  readonly names: readonly (readonly string[])[]
}

interface Naming {
  readonly by: readonly string[]
  readonly spell: (row: Row, column: number) => string[]
  readonly within:
    | {
        readonly column: string
        readonly directory: { find(texts: readonly string[]): number | Fault }
      }
    | undefined
}

interface FormerNames {
  /** Whether there are any. */
  exist(): boolean
  /** The names that a record had, and their spellings, longest first. */
  of(id: number): { readonly names: readonly string[]; readonly spellings: readonly string[] }
  /** The only record of which they are written down as former names, whatever the day. */
  written(given: readonly (string | undefined)[], parent?: number): number | undefined
  /** The record that had the names, within the parent it had then, on a day or in a period. */
  had(given: readonly (string | undefined)[], parent?: number, on?: string): number | undefined
  /** The records that ever had them; for names within a parent that it has left since, only on a day that fits. */
  ever(given: readonly (string | undefined)[], parent?: number, on?: string): readonly number[]
}

/** Names that records of a register had before a change from a day on: sheets of that time still say them. */
export function formerNames(db: Database, register: Register, naming: Naming): FormerNames {
  const past = pastOf(register)
  const { by, within } = naming
  const dated = new Set(datedFields(register))
  const isNamed = by.some(name => dated.has(name)) || (within && dated.has(within.column))
  const isKept = past !== undefined && isNamed
  const undated = register.naming?.former
  if (!isKept && !undated) {
    const none = () => undefined
    return {
      exist: () => false,
      of: () => ({ names: [], spellings: [] }),
      written: none,
      had: none,
      ever: () => [],
    }
  }
  let known: ReadonlyMap<string, readonly Former[]> | undefined
  const index = () => {
    known ??= indexed([
      ...(isKept ? read(db, register, naming) : []),
      ...(undated ? readUndated(db, register, naming) : []),
    ])
    return known
  }
  /** Those that had the names, the place before a number included: `张老湾村003`. */
  function named(given: readonly (string | undefined)[], parent: number | undefined): readonly Former[] {
    const fits = (texts: readonly (string | undefined)[], place: number | undefined) => {
      const first = texts.findIndex(text => !!text)
      if (first < 0) return []
      return (index().get(`${first} ${foldName(texts[first]!)}`) ?? []).filter(
        f =>
          (place === undefined || f.parent === undefined || f.parent === place) &&
          texts.every((text, i) => !text || f.names[i]!.includes(foldName(text))),
      )
    }
    const plain = fits(given, parent)
    if (plain.length > 0 || !within || !given[0]) return plain
    const whole = foldName(given[0])
    for (let cut = whole.length - 1; cut > 0; cut--) {
      const rest = whole.slice(cut)
      if (!by.some((_, i) => index().has(`${i} ${rest}`))) continue
      const place = within.directory.find([whole.slice(0, cut)])
      if (place instanceof Fault) continue
      for (const i of by.keys()) {
        const found = fits(
          by.map((_, column) => (column === i ? rest : undefined)),
          place,
        )
        if (found.length > 0) return found
      }
    }
    return []
  }
  const one = (found: readonly Former[]) => {
    const ids = new Set(found.map(f => f.id))
    return ids.size === 1 ? [...ids][0] : undefined
  }
  const moves = within !== undefined && dated.has(within.column)
  let byId: Map<number, Former[]> | undefined
  const formersOf = (id: number): readonly Former[] => {
    if (!byId) {
      byId = new Map()
      for (const f of new Set([...index().values()].flat())) byId.set(f.id, [...(byId.get(f.id) ?? []), f])
    }
    return byId.get(id) ?? []
  }
  return {
    exist: () => index().size > 0,
    of: id => ({
      names: formersOf(id).flatMap(f => f.name ?? []),
      spellings: formersOf(id)
        .flatMap(f => f.texts)
        .sort((a, b) => b.length - a.length),
    }),
    written: (given, parent) =>
      index().size === 0 ? undefined : one(named(given, parent).filter(f => f.isUndated)),
    had(given, parent, on) {
      if (on === undefined || index().size === 0) return undefined
      const { from, to } = daysOf(on)
      return one(named(given, parent).filter(f => f.after < to && from <= f.until))
    },
    ever(given, parent, on) {
      if (index().size === 0) return []
      const found = named(given, parent).filter(
        f => !moves || f.stayed || on === undefined || daysOf(on).from <= f.until,
      )
      return [...new Set(found.map(f => f.id))]
    },
  }
}

/** The former name that a text says, perhaps after the name of a place; undefined if it says one of today. */
export function formerIn(
  text: string,
  now: readonly string[],
  former: { readonly names: readonly string[]; readonly spellings: readonly string[] },
): string | undefined {
  const said = foldName(text)
  const is = (name: string) => said === foldName(name)
  const ends = (name: string) => said.endsWith(foldName(name))
  // A unit keeps its old name among its other names, and yet it is a former one.
  const name = former.names.find(is)
  if (name !== undefined) return name
  if (now.some(is)) return undefined
  return former.spellings.find(is) ?? (now.some(ends) ? undefined : former.spellings.find(ends))
}

function read(db: Database, register: Register, { by, spell, within }: Naming): Former[] {
  const past = pastOf(register)!
  const ids = db.prepare(`select distinct record from "${past.name}"`).pluck().all() as number[]
  if (ids.length === 0) return []
  const rows = db
    .prepare(`select * from "${register.name}" where id in (select value from json_each(?))`)
    .all(JSON.stringify(ids)) as Row[]
  const earlier = db.prepare(`select * from "${past.name}" order by record, until`).all() as Row[]
  const byId = new Map(rows.map(r => [r.id, r]))
  const dated = datedFields(register)
  let last: Row | undefined
  return earlier.flatMap(p => {
    const row = byId.get(p.record as number)
    const after = last?.record === p.record ? (last!.until as string) : ''
    last = p
    if (!row) return []
    const then = { ...row, ...Object.fromEntries(dated.map(name => [name, p[name]])) }
    return {
      id: row.id,
      parent: within && ((then[within.column] as number | null) ?? undefined),
      stayed: !within || then[within.column] === row[within.column],
      after,
      until: p.until as string,
      name: typeof then[by[0]!] === 'string' ? (then[by[0]!] as string) : undefined,
      ...spelled(by.map((_, i) => spell(then, i))),
    }
  })
}

const spelled = (texts: readonly (readonly string[])[]) => ({
  texts: texts.flat(),
  names: texts.map(of => of.map(foldName)),
})

function readUndated(db: Database, register: Register, { by, within }: Naming): Former[] {
  const former = register.naming!.former!
  const rows = db.prepare(`select * from "${register.name}"`).all() as Row[]
  return rows.flatMap(row => {
    const names = former(row)
    if (names.length === 0) return []
    const parent = within && ((row[within.column] as number | null) ?? undefined)
    // No day fits: on a day, a name of that day decides.
    const never = { after: '', until: '' }
    return [
      {
        id: row.id,
        isUndated: true,
        parent,
        stayed: true,
        ...never,
        ...spelled(by.map((_, i) => (i === 0 ? names : []))),
      },
    ]
  })
}

function indexed(all: readonly Former[]): ReadonlyMap<string, readonly Former[]> {
  const found = new Map<string, Former[]>()
  for (const former of all) {
    for (const [i, names] of former.names.entries()) {
      for (const name of new Set(names)) {
        const key = `${i} ${name}`
        const there = found.get(key)
        if (there) there.push(former)
        else found.set(key, [former])
      }
    }
  }
  return found
}
