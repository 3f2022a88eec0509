import { daysOf } from '../calendar.ts'
import { Fault } from '../errors.ts'
import { datedFields, pastOf } from '../schema/dated.ts'
import type { Register, Row } from '../schema/types.ts'
import type { Database } from './database.ts'
import { foldName } from './name-index.ts'

interface Former {
  readonly id: number
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
  /** The record that had the names, within the parent it had then, on a day or in a period. */
  had(given: readonly (string | undefined)[], parent?: number, on?: string): number | undefined
  /** The only record that ever had them; for names within a parent that it has left since, only on a day that fits. */
  ever(given: readonly (string | undefined)[], parent?: number, on?: string): number | undefined
}

/** Names that records of a register had before a change from a day on: sheets of that time still say them. */
export function formerNames(db: Database, register: Register, naming: Naming): FormerNames {
  const past = pastOf(register)
  const { by, within } = naming
  const dated = new Set(datedFields(register))
  const isNamed = by.some(name => dated.has(name)) || (within && dated.has(within.column))
  if (!past || !isNamed) return { had: () => undefined, ever: () => undefined }
  let known: ReadonlyMap<string, readonly Former[]> | undefined
  const index = () => {
    known ??= indexed(read(db, register, naming))
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
  return {
    had(given, parent, on) {
      if (on === undefined || index().size === 0) return undefined
      const { from, to } = daysOf(on)
      return one(named(given, parent).filter(f => f.after < to && from <= f.until))
    },
    ever(given, parent, on) {
      if (index().size === 0) return undefined
      return one(
        named(given, parent).filter(
          f => !moves || f.stayed || on === undefined || daysOf(on).from <= f.until,
        ),
      )
    },
  }
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
      names: by.map((_, i) => spell(then, i).map(foldName)),
    }
  })
}

function indexed(all: readonly Former[]): ReadonlyMap<string, readonly Former[]> {
  const found = new Map<string, Former[]>()
  for (const former of all) {
    for (const [i, names] of former.names.entries()) {
      for (const name of new Set(names)) {
        const key = `${i} ${name}`
        found.set(key, [...(found.get(key) ?? []), former])
      }
    }
  }
  return found
}
