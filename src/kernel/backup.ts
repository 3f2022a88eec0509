import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { findBatch, head } from './batch.ts'
import type { Call } from './call.ts'
import { applicationId, type Database, driver, mayWrite, openDatabase } from './database.ts'
import { Refusal, refuse } from './refuse.ts'
import type { Text } from './text.ts'

/** A backup as its name tells it: when, after which batch, and the head of the chain then. */
export interface Backup {
  readonly path: string
  readonly name: string
  readonly at: string
  readonly batch: number
  readonly head: string
}

export const backupFolder = (database: string) => `${database}.backups`

const NAME = /-(\d{8}-\d{6})-b(\d{6,})-([0-9a-f]{12})\.db$/

/** Backups beside a database, the newest last: by batch, not by the clock, which may be wrong. */
export function backupsOf(database: string): Backup[] {
  const folder = backupFolder(database)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .flatMap(name => {
      const found = NAME.exec(name)
      return found
        ? [{ path: join(folder, name), name, at: found[1]!, batch: Number(found[2]), head: found[3]! }]
        : []
    })
    .sort((a, b) => a.batch - b.batch || (a.at < b.at ? -1 : 1))
}

/** What a copy must have in common with its source: version, head of the chain, and the rows of every table. */
function fingerprint(db: Database): string {
  const tables = db
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name")
    .pluck()
    .all() as string[]
  const counts = tables.map(t => [t, db.prepare(`select count(*) from "${t}"`).pluck().get()])
  const number = head(db)
  return JSON.stringify([
    db.pragma('application_id', { simple: true }),
    db.pragma('user_version', { simple: true }),
    number,
    findBatch(db, number)?.digest ?? '',
    counts,
  ])
}

function syncPath(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

const syncFolder = (path: string) => {
  if (process.platform !== 'win32') syncPath(path)
}

/**
 * Copies a database whole into another file: under a temporary name, opened and compared, synced, renamed. Nobody
 * ever sees half of it, and a copy that is not equal never gets its name.
 */
export function copyInto(db: Database, path: string): void {
  const temporary = `${path}.${process.pid}.tmp`
  rmSync(temporary, { force: true })
  try {
    db.prepare('vacuum into ?').run(temporary)
    const copy = new (driver())(temporary, { readonly: true })
    try {
      const sound = copy.pragma('quick_check', { simple: true })
      if (sound !== 'ok' || fingerprint(copy) !== fingerprint(db)) {
        refuse('disk', unequal, disk)
      }
    } finally {
      copy.close()
    }
    syncPath(temporary)
    renameSync(temporary, path)
    syncFolder(dirname(path))
  } catch (error) {
    rmSync(temporary, { force: true })
    const { code } = error as NodeJS.ErrnoException
    if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code?.startsWith('SQLITE_IOERR')) {
      refuse(
        'disk',
        {
          zh: '备份时磁盘已满或出错, 什么也没有写入',
          en: 'the disk is full or failing: no backup, nothing was written',
        },
        disk,
      )
    }
    throw error
  }
}

const unequal: Text = {
  zh: '备份与原库不一致, 未保存',
  en: 'the copy differs from the database and was not kept',
}

const disk: Text = { zh: '腾出空间或检查磁盘后再试', en: 'free some room or check the disk, then try again' }

/** `2024-07-26 09:30:00` as file names have it: `20240726-093000`. */
const stampOf = (at: string) => at.replaceAll(/[-:]/g, '').replace(' ', '-')

/** Copies that a program was killed over, unless it still runs. */
function clearStray(folder: string): void {
  for (const name of readdirSync(folder)) {
    const process = /\.(\d+)\.tmp(?:-journal)?$/.exec(name)?.[1]
    if (process && !isRunning(Number(process))) rmSync(join(folder, name), { force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Keeps the database as it stands; where there is a backup of the same head already, it is given instead. `at` is `2024-07-26 09:30:00`.
 */
export function keepBackup(db: Database, at: string): Backup {
  const number = head(db)
  const digest = (findBatch(db, number)?.digest ?? '').slice(0, 12).padEnd(12, '0')
  const same = backupsOf(db.name).find(b => b.batch === number && b.head === digest)
  if (same) return same
  const folder = backupFolder(db.name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  clearStray(folder)
  const name = `${basename(db.name).replace(/\.db$/, '')}-${stampOf(at)}-b${String(number).padStart(6, '0')}-${digest}.db`
  copyInto(db, join(folder, name))
  const all = backupsOf(db.name)
  for (const old of expendable(all)) if (old.name !== name) rmSync(old.path, { force: true })
  return all.find(b => b.name === name)!
}

/** What rotation lets go: all but the last ten, the last of each of 14 days, and the last of each of 12 months. */
export function expendable(all: readonly Backup[]): Backup[] {
  const lastOf = (key: (b: Backup) => string, most: number) =>
    [...new Map(all.map(b => [key(b), b])).values()].slice(-most)
  const kept = new Set([
    ...all.slice(-10),
    ...lastOf(b => b.at.slice(0, 8), 14),
    ...lastOf(b => b.at.slice(0, 6), 12),
  ])
  return all.filter(b => !kept.has(b))
}

/**
 * Puts a backup in the place of the call's database. The backup is copied beside it, brought up to date and verified
 * whole before anything is touched; what stands is kept as a backup or, when it is damaged, moved aside. A sound
 * database is written over through the driver, in one transaction, so that other windows that have it open see
 * the old or the new and write to neither half.
 */
export async function restoreFrom(
  call: Call,
  path: string,
  {
    verify,
    sure,
  }: {
    verify: (db: Database) => readonly { readonly where: string; readonly what: Text }[]
    sure: (old: Database | undefined, wanted: Database) => Promise<void>
  },
): Promise<{ before: string | undefined; after: Database }> {
  const { dbPath, migrations } = call
  const incoming = `${dbPath}.${process.pid}.new`
  const clear = () => {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(incoming + end, { force: true })
  }
  clear()
  mkdirSync(dirname(dbPath), { recursive: true, mode: 0o700 })
  let wanted: Database | undefined
  try {
    const source = openCopy(path)
    try {
      copyInto(source, incoming)
    } finally {
      source.close()
    }
    wanted = openDatabase(incoming, migrations)
    mayWrite(wanted)
    const faults = verify(wanted)
    if (faults.length > 0) {
      const { where, what } = faults[0]!
      refuse(
        'wrong',
        {
          zh: `备份 ${path} 核验不符 (${faults.length} 处, 如 ${where}: ${what.zh}), 数据库未改动`,
          en: `the backup ${path} does not verify (${faults.length} faults, as ${where}: ${what.en}); the database was not touched`,
        },
        anotherBackup,
      )
    }
    const old = existsSync(dbPath) ? readable(call) : undefined
    if (old && findBatch(old, 1)?.digest !== findBatch(wanted, 1)?.digest && !call.global.force) {
      refuse(
        'wrong',
        { zh: `${path} 是另一个库的备份`, en: `${path} is a backup of another database` },
        {
          zh: '核对文件; 确要用它取代现有的库, 加 --force',
          en: 'check the file; add --force to put it in the place of this one all the same',
        },
      )
    }
    await sure(old, wanted)
    const { at } = call.note('restore')
    const meant = fingerprint(wanted)
    let before: string | undefined
    if (old) {
      mayWrite(old)
      before = keepBackup(old, at).path
      wanted.pragma('wal_checkpoint(truncate)')
      await wanted.backup(dbPath)
      old.pragma('wal_checkpoint(truncate)')
    } else {
      before = moveAside(dbPath, at)
      wanted.pragma('journal_mode = delete')
      wanted.close()
      renameSync(incoming, dbPath)
      syncFolder(dirname(dbPath))
    }
    call.committed()
    if (fingerprint(call.db) !== meant) refuse('disk', unequal, disk)
    return { before, after: call.db }
  } finally {
    wanted?.close()
    clear()
  }
}

/** The database that stands, or undefined when it cannot be read. */
function readable(call: Call): Database | undefined {
  try {
    return call.db.pragma('quick_check', { simple: true }) === 'ok' ? call.db : undefined
  } catch (error) {
    if (/^SQLITE_(NOTADB|CORRUPT)/.test((error as { code?: string }).code ?? '')) return undefined
    if (error instanceof Refusal && error.kind === 'wrong') return undefined
    throw error
  }
}

/** Keeps a damaged database under another name, with what its sidecars hold. */
function moveAside(database: string, at: string): string | undefined {
  if (!existsSync(database)) return undefined
  const folder = backupFolder(database)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const aside = join(folder, `${basename(database)}.replaced-${stampOf(at)}`)
  for (const end of ['', '-wal', '-shm']) {
    if (existsSync(database + end)) renameSync(database + end, aside + end)
  }
  return aside
}

const anotherBackup: Text = {
  zh: '换一个备份: cun backup list',
  en: 'take another backup: cun backup list',
}

/** A file that claims to be a database of cun, opened for reading; refused plainly when it is none. */
export function openCopy(path: string): Database {
  const Driver = driver()
  const wrong = () =>
    refuse(
      'wrong',
      { zh: `${path} 不是 cun 的数据库, 或已损坏`, en: `${path} is not a cun database, or is damaged` },
      anotherBackup,
    )
  let db: Database | undefined
  try {
    db = new Driver(path, { readonly: true, fileMustExist: true })
    if (db.pragma('application_id', { simple: true }) !== applicationId) wrong()
    return db
  } catch (error) {
    db?.close()
    if (/^SQLITE_(NOTADB|CORRUPT)/.test((error as { code?: string }).code ?? '')) wrong()
    throw error
  }
}
