import { Fault, Unknown } from '../errors.ts'
import { calledBy, calledHeader, calledWithin } from '../schema/register.ts'
import type { Register, Row } from '../schema/types.ts'
import { narrow, nearest } from '../text.ts'
import type { Database } from './database.ts'

/**
 * How the records of one register are called: from what people write to the record, and back. Built from one
 * query; nothing is ever guessed, an unclear name is a fault that lists who might be meant.
 */
export interface Directory {
  /**
   * The record meant by the texts of the register's `by` columns. `parent` is the record within which the
   * name is looked for, `on` the day on which it must answer.
   */
  find(texts: readonly (string | undefined)[], parent?: number, on?: string): number | Fault
  /**
   * The record as others name it: short, and one that `find` takes back. With a parent, as a row that names
   * that parent would write it.
   */
  label(id: number, parent?: number): string
  /** What an export writes into the register's `by` columns. */
  texts(id: number): string[]
  parent(id: number): number | undefined
  /** Every record. */
  ids(): Iterable<number>
  /** Every way in which a record is written, without its parent. */
  spellings(id: number): string[]
  /** First and last day on which the record answers to its name; undefined where it always does. */
  term(id: number): readonly [from: string | null, until: string | null] | undefined
  /** Every record that lies within one of another register, at whatever remove; undefined when none can. */
  inside(register: Register, id: number): number[] | undefined
}

export const foldName = (text: string) =>
  /^[\u4E00-\u9FFF\d]*$/.test(text) ? text : narrow(text).replace(/\s+/g, '').toLowerCase()

export interface Directories {
  of(register: Register): Directory
}

/** Directories of one state of the database, each built when first asked for. */
export function directories(db: Database): Directories {
  const known = new Map<Register, Directory>()
  const of = (register: Register): Directory => {
    let found = known.get(register)
    if (!found) {
      const within = calledWithin(register)
      found = build(db, register, within && { column: within[0], directory: of(within[1]()) })
      known.set(register, found)
    }
    return found
  }
  return { of }
}

/** The one record of a spelling, or the records by parent: most names are asked for within a known one. */
type Spelt = number | Map<number | undefined, number | number[]>

function indexed(
  rows: Iterable<Row>,
  spellings: (row: Row) => readonly string[],
  parentOf: (id: number) => number | undefined,
): ReadonlyMap<string, Spelt> {
  const index = new Map<string, Spelt>()
  for (const row of rows) {
    for (const text of spellings(row)) {
      const known = index.get(text)
      if (known === undefined) index.set(text, row.id)
      if (known === undefined || known === row.id) continue
      const places = typeof known === 'number' ? new Map([[parentOf(known), known]]) : known
      if (places !== known) index.set(text, places)
      const parent = parentOf(row.id)
      const same = places.get(parent)
      if (same === undefined) places.set(parent, row.id)
      else if (Array.isArray(same) ? same.at(-1) !== row.id : same !== row.id)
        places.set(parent, [same, row.id].flat())
    }
  }
  return index
}

function build(
  db: Database,
  register: Register,
  within: { column: string; directory: Directory } | undefined,
): Directory {
  const by = calledBy(register)
  const { spellings, during } = register.called ?? {}
  const rows = new Map<number, Row>()
  const spell = (row: Row, i: number): string[] => {
    const value = row[by[i]!]
    if (i === 0 && spellings) return spellings(row).filter((s): s is string => !!s)
    return value == null ? [] : [register.fields[by[i]!]!.write(value, 'zh')]
  }
  const columns =
    spellings || during
      ? '*'
      : ['id', ...by, ...(within ? [within.column] : [])].map(c => `"${c}"`).join(', ')
  const all = db.prepare(`select ${columns} from "${register.name}"`).all() as Row[]
  for (const row of all) rows.set(row.id, row)
  // One column's spellings, made when first looked through: to say how a record is called few are needed.
  const indices: (ReadonlyMap<string, Spelt> | undefined)[] = []
  const indexOf = (i: number) => {
    indices[i] ??= indexed(rows.values(), row => spell(row, i).map(foldName), parentOf)
    return indices[i]
  }
  /** Records of a spelling, all of them or those within one parent. */
  const hits = (i: number, text: string, parent?: number): number[] => {
    const spelt = indexOf(i).get(text)
    if (spelt === undefined) return []
    if (typeof spelt === 'number') return parent === undefined || parentOf(spelt) === parent ? [spelt] : []
    return (parent === undefined ? [...spelt.values()] : [spelt.get(parent) ?? []]).flat()
  }
  /** The only record of a spelling within one parent. */
  const only = (i: number, text: string, parent: number | undefined): number | undefined => {
    const spelt = indexOf(i).get(text)
    if (typeof spelt === 'number') return parentOf(spelt) === parent ? spelt : undefined
    const found = spelt?.get(parent)
    return typeof found === 'number' ? found : undefined
  }
  const parentOf = (id: number) =>
    within ? ((rows.get(id)?.[within.column] as number | null | undefined) ?? undefined) : undefined
  /** The name of the record within which one lies; nothing where it lies in none. */
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

  // A day or a year is no name: the same one elsewhere is another record, not this one misplaced.
  const isNamed = !['date', 'year', 'quarter', 'either'].includes(register.fields[by[0]!]!.kind)

  /** With its parent's name: `name（parent）`, and for what is only a number in it `parent003`. */
  function qualified(id: number): string {
    const place = placeName(id)
    if (place === '') return `#${id}`
    return register.called?.by ? `${first(id)}（${place}）` : `${place}${first(id)}`
  }
  /** A day or a year says nothing without its place. */
  const dated = (id: number) => `${first(id)}（${placeName(id)}）`
  function label(id: number, parent?: number): string {
    if (!rows.has(id)) return `#${id}`
    const name = first(id)
    if (!within || parentOf(id) === parent) return name
    if (!isNamed) return dated(id)
    const alone = parent === undefined && register.called?.by && hits(0, foldName(name)).length === 1
    return alone ? name : qualified(id)
  }

  /** Candidates by the texts alone, and the parent the text itself names, if it does. */
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
    const [from, until] = term(id)!
    return (from ?? '') <= on && on <= (until ?? '9999')
  }

  /** The one record within a parent that fits as written: the answer for nearly every row of a sheet. */
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
    const sure = parent === undefined && within ? undefined : plainly(given, parent, on)
    if (sure !== undefined) return sure
    const record = /^#(\d+)$/.exec(narrow(given[0] ?? '').trim())
    if (record) return rows.has(Number(record[1])) ? Number(record[1]) : unknown([], undefined)
    const { ids, parent: stated, qualified } = named(given)
    if (ids.length === 0) return unknown(given, parent)
    const place = qualified ? stated : parent
    const there = place === undefined ? ids : ids.filter(id => parentOf(id) === place)
    if (there.length === 0) {
      const isFar = new Set(ids.map(parentOf)).size > 3
      return isNamed && !isFar ? elsewhere(ids, place!) : noneThere(given[0]!, place!)
    }
    const then = on && during ? there.filter(id => inForce(id, on)) : there
    if (then.length === 0) return notInForce(there, on!)
    if (then.length === 1) return then[0]!
    const exact = then.filter(id => spell(rows.get(id)!, 0).includes(given[0]!.trim()))
    return exact.length === 1 ? exact[0]! : ambiguous(then)
  }

  const noun = register.label
  function unknown(given: readonly (string | undefined)[], parent: number | undefined): Fault {
    const text = given.find(t => t) ?? ''
    const names: string[] = []
    if (text) {
      for (const [id] of rows) if (parent === undefined || parentOf(id) === parent) names.push(first(id))
    }
    const like = nearest(foldName(text), names)
    return new Unknown(
      'reference.unknown',
      { zh: `名册中没有这个${noun.zh}`, en: `is no ${noun.en} on record` },
      like.length > 0
        ? { zh: `是不是 ${like.join('、')}? 核对写法`, en: `did you mean ${like.join(', ')}?` }
        : {
            zh: `核对写法; 确是新的, 先登记${noun.zh}`,
            en: `check the spelling; if it is new, record the ${noun.en} first`,
          },
    )
  }
  function noneThere(text: string, parent: number): Fault {
    const there = within!.directory.label(parent)
    return new Unknown(
      'reference.not-there',
      { zh: `${there}没有 ${text} 的${noun.zh}`, en: `${there} has no ${noun.en} of ${text}` },
      {
        zh: `核对${calledHeader(register).zh}; 还没有的, 先登记${noun.zh}`,
        en: `check it, or record the ${noun.en} first`,
      },
    )
  }
  function elsewhere(ids: readonly number[], parent: number): Fault {
    const there = within!.directory.label(parent)
    const places = [...new Set(ids.map(id => placeName(id) || '—'))].slice(0, 5)
    return new Fault(
      'reference.elsewhere',
      {
        zh: `不在${there}, 而在${places.join('、')}`,
        en: `is not in ${there} but in ${places.join(', ')}`,
      },
      {
        zh: `两者改一; 确指后者的, 写作 ${qualified(ids[0]!)}`,
        en: `correct one of the two; if the latter is meant, write ${qualified(ids[0]!)}`,
      },
    )
  }
  function notInForce(ids: readonly number[], on: string): Fault {
    const terms = ids.slice(0, 3).map(id => {
      const [from, until] = term(id)!
      return `${from ?? ''}—${until ?? ''}`
    })
    return new Fault(
      'reference.not-in-force',
      { zh: `${on} 不在期内 (${terms.join('; ')})`, en: `is not in force on ${on} (${terms.join('; ')})` },
      { zh: '核对日期, 或改正起止时间', en: 'check the date, or correct start and end' },
    )
  }
  function ambiguous(ids: readonly number[]): Fault {
    const labels = ids
      .slice(0, 5)
      .map(id => (within ? `${placeName(id) || '—'}: ${first(id)} (#${id})` : `#${id} ${first(id)}`))
    const number = `#${ids[0]!}`
    // Namesakes in one place are told apart by their numbers alone.
    const places = within && new Set(ids.map(id => qualified(id)))
    return new Fault(
      'reference.ambiguous',
      {
        zh: `有 ${ids.length} 个同名: ${labels.join('; ')}`,
        en: `fits ${ids.length} records: ${labels.join('; ')}`,
      },
      places && places.size > 1
        ? {
            zh: `写明${calledHeader(parentRegister(register)).zh}, 或写作 ${qualified(ids[0]!)}`,
            en: `give the ${calledHeader(parentRegister(register)).en}, or write ${qualified(ids[0]!)}`,
          }
        : { zh: `写记录号, 如 ${number}`, en: `give the record number, as ${number}` },
    )
  }
  function inside(above: Register, id: number): number[] | undefined {
    if (!within) return undefined
    const parents = parentRegister(register) === above ? [id] : within.directory.inside(above, id)
    if (!parents) return undefined
    const among = new Set(parents)
    return [...rows.keys()].filter(r => among.has(parentOf(r)!))
  }
  return {
    find,
    label,
    texts,
    parent: parentOf,
    inside,
    term,
    ids: () => rows.keys(),
    spellings: id => by.flatMap((_, i) => spell(rows.get(id)!, i)),
  }
}

const parentRegister = (register: Register) => calledWithin(register)![1]()
