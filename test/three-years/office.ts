import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { type Place, place, type Ran } from '../world.ts'

/** An office whose clock stands on the day of each command. */
export interface Office {
  readonly there: Place
  /** The slowest command that wrote, in milliseconds, and how long each took. */
  readonly slowest: { words: string; ms: number }
  on(day: string, words: string): Promise<Ran>
  /** Writes sheets and imports them by one command. */
  types(day: string, sheets: readonly Sheet[], options?: string): Promise<void>
}

export interface Sheet {
  readonly name: string
  readonly rows: readonly Cells[]
}

/** A row by its headers; all rows of a sheet have the same. */
export type Cells = Readonly<Record<string, string | number>>

const cell = (value: string | number) =>
  /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value)

const csv = (rows: readonly Cells[]) =>
  [Object.keys(rows[0]!), ...rows.map(r => Object.values(r))]
    .map(line => `${line.map(cell).join(',')}\r\n`)
    .join('')

export function office(): Office {
  const there = place()
  const slowest = { words: '', ms: 0 }
  async function on(day: string, words: string): Promise<Ran> {
    const begun = performance.now()
    const ran = await there.run(words, { now: () => new Date(`${day}T01:30:00Z`) })
    const ms = performance.now() - begun
    if (ran.code !== 0) throw new Error(`${day} $ ${words}\n${ran.both}`)
    if (ms > slowest.ms && words.startsWith('cun import'))
      Object.assign(slowest, { words: `${day} import`, ms })
    return ran
  }
  let count = 0
  async function types(day: string, sheets: readonly Sheet[], options = ''): Promise<void> {
    const files = sheets.filter(s => s.rows.length > 0)
    if (files.length === 0) return
    const names = files.map(({ name, rows }) => {
      const file = `${String(++count).padStart(4, '0')}-${name}.csv`
      there.write(file, csv(rows))
      return file
    })
    await on(day, `cun import ${names.join(' ')} --quiet ${options}`)
  }
  return { there, slowest, on, types }
}

/** Reads the database beside the program. */
export function looking<T>(there: Place, look: (db: Sqlite.Database) => T): T {
  const db = new Sqlite(join(there.folder, 'cun.db'), { readonly: true })
  try {
    return look(db)
  } finally {
    db.close()
  }
}

export interface Head {
  readonly number: number
  readonly digest: string
}

export const headNow = (there: Place): Head =>
  looking(
    there,
    db => db.prepare('select number, digest from batch order by number desc limit 1').get() as Head,
  )

/** The digest of each batch in the journal. */
export const headsOf = (there: Place): Map<number, string> =>
  looking(
    there,
    db => new Map(db.prepare('select number, digest from batch').raw().all() as [number, string][]),
  )
