import { daysOf } from '../calendar.ts'
import { Fault } from '../errors.ts'
import { namingFields, namingParent } from '../schema/register.ts'
import type { Register, Row } from '../schema/types.ts'
import { narrow } from '../text.ts'
import type { Database } from './database.ts'
import type { Directory } from './directory.ts'
import { formerIn, formerNames } from './former-names.ts'
import { nameFaults } from './name-faults.ts'
import { foldName, nameIndex } from './name-index.ts'
import { numberIndex } from './numbers.ts'
import { findPast } from './past-names.ts'

export interface Directories {
  of(register: Register): Directory
}

/** Directories of one state of the database, each built on first use. */
export function directories(db: Database): Directories {
  const known = new Map<Register, Directory>()
  const of = (register: Register): Directory => {
    let found = known.get(register)
    if (!found) {
      const within = namingParent(register)
      found = build(
        db,
        register,
        within && { column: within[0], register: within[1](), directory: of(within[1]()) },
      )
      known.set(register, found)
    }
    return found
  }
  return { of }
}

function build(
  db: Database,
  register: Register,
  within: { column: string; register: Register; directory: Directory } | undefined,
): Directory {
  const by = namingFields(register)
  const { spellings } = register.naming ?? {}
  const [, last] = register.term ?? []
  const during =
    register.naming?.during ??
    (last === undefined
      ? undefined
      : (row: Row): readonly [null, string | null] => [null, row[last] as string | null])
  const rows = new Map<number, Row>()
  const spell = (row: Row, i: number): string[] => {
    const value = row[by[i]!]
    if (i === 0 && spellings) return spellings(row).filter((s): s is string => !!s)
    return value == null ? [] : [register.fields[by[i]!]!.write(value, 'zh')]
  }
  const columns =
    spellings || register.naming?.during
      ? '*'
      : ['id', ...by, ...(within ? [within.column] : []), ...(last === undefined ? [] : [last])]
          .map(c => `"${c}"`)
          .join(', ')
  const all = db.prepare(`select ${columns} from "${register.name}"`).all() as Row[]
  for (const row of all) rows.set(row.id, row)
  const parentOf = (id: number) =>
    within ? ((rows.get(id)?.[within.column] as number | null | undefined) ?? undefined) : undefined
  const { hits, only } = nameIndex(rows, by.length, spell, parentOf)
  /** The parent's name; empty when the record has no parent. */
  const placeName = (id: number) => {
    const parent = parentOf(id)
    return parent === undefined ? '' : within!.directory.label(parent)
  }
  const texts = (id: number) =>
    by.map(name => {
      const value = rows.get(id)?.[name]
      return value == null ? '' : register.fields[name]!.write(value, 'zh')
    })
  const first = (id: number) => texts(id).filter(t => t !== '')[0] ?? `#${id}`

  // A day or a year is not a name: the same one within another parent is another record.
  const isNamed = !['date', 'year', 'quarter', 'period'].includes(register.fields[by[0]!]!.kind)

  /** With its parent's name: `name（parent）` if `naming.by` is declared, else `parent003`. */
  function qualified(id: number): string {
    const place = placeName(id)
    if (place === '') return `#${id}`
    return register.naming?.by ? `${first(id)}（${place}）` : `${place}${first(id)}`
  }
  /** A day or a year means nothing without its parent. */
  const dated = (id: number) => `${first(id)}（${placeName(id)}）`
  function label(id: number, parent?: number): string {
    if (!rows.has(id)) return `#${id}`
    const name = first(id)
    if (!within || parentOf(id) === parent) return name
    if (!isNamed) return dated(id)
    const alone = parent === undefined && register.naming?.by && hits(0, foldName(name)).length === 1
    return alone ? name : qualified(id)
  }

  /** The records that match the texts, and the parent if the text itself names one. */
  function named(given: readonly (string | undefined)[]): {
    ids: number[]
    parent?: number
    qualified: boolean
  } {
    let ids: number[] | undefined
    for (const [i, text] of given.entries()) {
      if (!text) continue
      const whole = hits(i, foldName(text))
      const found = whole.length > 0 || i > 0 ? whole : otherColumns(text)
      ids = ids ? ids.filter(id => found.includes(id)) : [...found]
    }
    if (ids?.length || !within || !given[0]) return { ids: ids ?? [], qualified: false }
    const bracket = /^(.+?)[（(](.+)[)）]$/.exec(given[0].trim())
    if (bracket) {
      const parent = within.directory.find([bracket[2]])
      if (!(parent instanceof Fault)) {
        return { ids: hits(0, foldName(bracket[1]!)), parent, qualified: true }
      }
    }
    const whole = foldName(given[0])
    for (let cut = whole.length - 1; cut > 0; cut--) {
      const rest = by.flatMap((_, i) => hits(i, whole.slice(cut)))
      if (rest.length === 0) continue
      const parent = within.directory.find([whole.slice(0, cut)])
      if (!(parent instanceof Fault)) return { ids: rest, parent, qualified: true }
    }
    return { ids: [], qualified: false }
  }
  const otherColumns = (text: string) => by.slice(1).flatMap((_, i) => hits(i + 1, foldName(text)))

  const term = (id: number) => {
    const row = rows.get(id)
    return row && during?.(row)
  }
  const inForce = (id: number, on: string) => {
    const [first, last] = term(id)!
    if (on.length === 10) return (first === null || first <= on) && (last === null || on <= last)
    const { from, to } = daysOf(on)
    return (first ?? '') <= to && from <= (last ?? '9999')
  }

  /** Fast path for nearly every row of a sheet: the only record in a parent that matches every text. */
  function plainly(
    given: readonly (string | undefined)[],
    parent: number | undefined,
    on?: string,
  ): number | undefined {
    let sure: number | undefined
    for (const [i, text] of given.entries()) {
      if (!text) continue
      const found = only(i, foldName(text), parent)
      if (found === undefined || (sure !== undefined && found !== sure)) return undefined
      sure = found
    }
    return sure === undefined || (on && during && !inForce(sure, on)) ? undefined : sure
  }

  function find(given: readonly (string | undefined)[], parent?: number, on?: string): number | Fault {
    const had = former.had(given, parent, on)
    if (had !== undefined) return had
    const sure = parent === undefined && within ? undefined : plainly(given, parent, on)
    if (sure !== undefined) return sure
    const record = /^#(\d+)$/.exec(narrow(given[0] ?? '').trim())
    if (record) return rows.has(Number(record[1])) ? Number(record[1]) : faults.unknown([], undefined)
    const { ids, parent: stated, qualified } = named(given)
    const place = qualified ? stated : parent
    const there = place === undefined ? ids : ids.filter(id => parentOf(id) === place)
    if (there.length === 0) {
      const past = former.ever(given, place, on)
      if (past.length > 0) return past.length === 1 ? past[0]! : faults.ambiguous(past)
      if (ids.length === 0) return faults.unknown(given, parent)
      const isFar = new Set(ids.map(parentOf)).size > 3
      return isNamed && !isFar ? faults.elsewhere(ids, place!) : faults.noneThere(given[0]!, place!)
    }
    const then = on && during ? there.filter(id => inForce(id, on)) : there
    if (then.length === 0) return former.written(given, place) ?? faults.notInForce(there, on!)
    if (then.length === 1) return then[0]!
    const exact = then.filter(id => spell(rows.get(id)!, 0).includes(given[0]!.trim()))
    return exact.length === 1 ? exact[0]! : faults.ambiguous(then)
  }

  function earlier(given: readonly (string | undefined)[], parent?: number, on?: string): number | Fault {
    if (/^#\d+$/.test(narrow(given[0] ?? '').trim())) return find(given)
    const { ids, parent: stated, qualified } = named(given)
    if (ids.length === 0) return faults.unknown(given, parent)
    const all = ids.map(id => ({ id, place: parentOf(id), until: term(id)?.[1], row: rows.get(id)! }))
    const place = qualified ? stated : parent
    const found = findPast(all, { register, place, isOnlyThere: qualified, on })
    if (found.length === 0) return faults.notEnded(ids, on ?? '')
    return found.length === 1 ? found[0]! : faults.ambiguous(found)
  }

  const former = formerNames(db, register, { by, spell, within })

  const faults = nameFaults({
    register,
    first,
    qualified,
    placeName,
    placeNamed: within && (id => within.directory.label(id)),
    term,
    successor(id) {
      const [field] = register.naming?.successor ?? []
      const into = field && (rows.get(id)?.[field] as number | null)
      return into ? label(into) : undefined
    },
    namesWithin: function* (parent) {
      for (const id of rows.keys()) if (parent === undefined || parentOf(id) === parent) yield first(id)
    },
  })
  function inside(above: Register, id: number): number[] | undefined {
    if (!within) return undefined
    const parents = within.register === above ? [id] : within.directory.inside(above, id)
    if (!parents) return undefined
    const among = new Set(parents)
    return [...rows.keys()].filter(r => among.has(parentOf(r)!))
  }
  return {
    find,
    findPast: earlier,
    formerly(id, text) {
      const row = rows.get(id)
      if (!row || first(id) === text || !former.exist()) return undefined
      const now = by.flatMap((_, i) => spell(row, i))
      return formerIn(text, now, former.of(id))
    },
    withoutZeros: numberIndex(rows, spell, parentOf),
    label,
    texts,
    parent: parentOf,
    inside,
    term,
    ids: () => rows.keys(),
    spellings: id => by.flatMap((_, i) => spell(rows.get(id)!, i)),
  }
}
