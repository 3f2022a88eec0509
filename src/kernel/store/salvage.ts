import { existsSync, renameSync, rmSync } from 'node:fs'
import { openCopy } from './backup.ts'
import { type Database, type Migration, openDatabase } from './database.ts'

interface Salvaged {
  readonly table: string
  readonly rows: number
  /** Ranges of record numbers that could not be read, e.g. `120-187`. */
  readonly lost: readonly string[]
}

const isDamage = (error: unknown) =>
  /^SQLITE_(CORRUPT|IOERR|NOTADB)/.test((error as { code?: string }).code ?? '')

/**
 * Copies every readable record of a damaged database into a new one; the damaged one is only read. The digest
 * chain is copied too, so verifying the new one shows what is missing.
 */
export function salvage(
  path: string,
  out: string,
  migrations: readonly Migration[],
  key?: Buffer,
): Salvaged[] {
  const temporary = `${out}.${process.pid}.tmp`
  const clear = () => {
    for (const end of ['', '-wal', '-shm']) rmSync(temporary + end, { force: true })
  }
  const source = openCopy(path, key)
  try {
    const made = openDatabase(temporary, migrations, { create: true, key })
    try {
      // Tables are copied one by one, and rows that others refer to may be lost.
      made.pragma('foreign_keys = 0')
      const tables = made
        .prepare(
          "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name",
        )
        .pluck()
        .all() as string[]
      const found = made.transaction(() => tables.map(table => salvageTable(source, made, table)))()
      made.pragma('journal_mode = delete')
      made.close()
      renameSync(temporary, out)
      return found
    } finally {
      made.close()
    }
  } finally {
    source.close()
    if (existsSync(temporary)) clear()
  }
}

function salvageTable(source: Database, made: Database, table: string): Salvaged {
  const columnsOf = (db: Database) =>
    db.prepare('select name from pragma_table_info(?)').pluck().all(table) as string[]
  const there = new Set(columnsOf(source))
  const columns = columnsOf(made).filter(c => there.has(c))
  if (columns.length === 0) return { table, rows: 0, lost: [] }
  const list = columns.map(c => `"${c}"`).join(', ')
  const read = source
    .prepare(`select ${list} from "${table}" where rowid between ? and ? order by rowid`)
    .raw()
  const write = made.prepare(
    `insert or ignore into "${table}" (${list}) values (${columns.map(() => '?').join(', ')})`,
  )
  let rows = 0
  const lost: [from: number, to: number][] = []
  const take = (from: number, to: number): void => {
    try {
      for (const row of read.all(from, to)) rows += write.run(...(row as unknown[])).changes
    } catch (error) {
      if (!isDamage(error)) throw error
      if (from < to) {
        const middle = Math.floor((from + to) / 2)
        take(from, middle)
        take(middle + 1, to)
      } else if (lost.at(-1)?.[1] === from - 1) lost.at(-1)![1] = to
      else lost.push([from, to])
    }
  }
  take(1, lastNumber(source, table))
  return { table, rows, lost: lost.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)) }
}

/** The highest record number, from the first source that can still be read. */
function lastNumber(source: Database, table: string): number {
  for (const sql of [
    `select max(rowid) from "${table}" where ? is not null`,
    'select seq from sqlite_sequence where name = ?',
    'select max(record) from history where register = ?',
  ]) {
    try {
      const last = source.prepare(sql).pluck().get(table)
      if (typeof last === 'number') return last
    } catch (error) {
      if (!isDamage(error)) throw error
    }
  }
  return 0
}
