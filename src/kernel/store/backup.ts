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
import { refuse } from '../errors.ts'
import { removeTemporaryFiles } from '../terminal/temporary-files.ts'
import type { Text } from '../text.ts'
import { applicationId, type Database } from './database.ts'
import { connect, isUnreadable, keyOf } from './driver.ts'
import { findBatch, headNumber } from './journal.ts'

/** A backup, parsed from its file name: time, last batch, and the start of the chain head's digest. */
export interface Backup {
  readonly path: string
  readonly name: string
  readonly at: string
  readonly batch: number
  readonly head: string
}

export const backupFolder = (database: string) => `${database}.backups`

const NAME = /-(\d{8}-\d{6})-b(\d{6,})-([0-9a-f]{12})\.db$/

/** Backups beside a database, in the order of their making. */
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
    .sort((a, b) => (a.at === b.at ? a.batch - b.batch : a.at < b.at ? -1 : 1))
}

/**
 * The backups of this database's chain, by batch, which is the order of their making even if the clock was
 * wrong; and those of a chain that a restore abandoned, whose numbers mean other batches.
 */
export function backupsByChain(
  db: Database,
  all = backupsOf(db.name),
): { own: Backup[]; abandoned: Backup[] } {
  const isOwn = (b: Backup) => digestAt(db, b.batch) === b.head
  return {
    own: all.filter(isOwn).sort((a, b) => a.batch - b.batch),
    abandoned: all.filter(b => !isOwn(b)),
  }
}

/** What a copy must share with its source: version, chain head, and the row count of every table. */
function fingerprint(db: Database): string {
  const tables = db
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name")
    .pluck()
    .all() as string[]
  const counts = tables.map(t => [t, db.prepare(`select count(*) from "${t}"`).pluck().get()])
  const number = headNumber(db)
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

export const syncFolder = (path: string) => {
  if (process.platform !== 'win32') syncPath(path)
}

/**
 * Copies a whole database into another file: under a temporary name, checked and compared, synced, renamed.
 * So the file is complete or absent, and equal. When another process writes meanwhile, starts again and calls
 * `pathOf` again. Returns the path.
 */
export function copyInto(db: Database, pathOf: () => string): string {
  for (;;) {
    const before = fingerprint(db)
    const path = pathOf()
    removeTemporaryFiles(dirname(path), basename(path))
    if (copyAs(db, path, before)) return path
  }
}

/** Returns false and keeps nothing when the database has changed since `before`. */
function copyAs(db: Database, path: string, before: string): boolean {
  const temporary = `${path}.${process.pid}.tmp`
  rmSync(temporary, { force: true })
  try {
    db.prepare('vacuum into ?').run(temporary)
    const copy = connect(temporary, { readonly: true }, keyOf(db))
    try {
      const sound = copy.pragma('quick_check', { simple: true })
      if (sound !== 'ok' || fingerprint(copy) !== before) {
        if (sound === 'ok' && fingerprint(db) !== before) return false
        refuse('disk', 'backup.differs', unequal, disk)
      }
    } finally {
      copy.close()
    }
    syncPath(temporary)
    renameSync(temporary, path)
    syncFolder(dirname(path))
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code?.startsWith('SQLITE_IOERR')) {
      refuse(
        'disk',
        'backup.disk-failing',
        {
          zh: '备份时磁盘已满或出错, 什么也没有写入',
          en: 'the disk is full or failing; no backup was made, nothing was written',
        },
        disk,
      )
    }
    throw error
  } finally {
    rmSync(temporary, { force: true })
  }
}

export const unequal: Text = {
  zh: '备份与原库不一致, 未保存',
  en: 'the copy differs from the database and was not kept',
}

export const disk: Text = {
  zh: '腾出空间或检查磁盘后再试',
  en: 'free some space or check the disk, then try again',
}

export const anotherBackup: Text = {
  zh: '换一个备份: cun backup list',
  en: 'choose another backup: cun backup list',
}

/** `2024-07-26 09:30:00` as in file names: `20240726-093000`. */
export const stampOf = (at: string) => at.replaceAll(/[-:]/g, '').replace(' ', '-')

/** Makes a backup (`at`: `2024-07-26 09:30:00`), or returns the one of the same head, and rotates. */
export function keepBackup(db: Database, at: string): Backup {
  const made = makeBackup(db, at)
  const { own, abandoned } = backupsByChain(db)
  for (const old of [...expendable(own), ...expendable(abandoned)])
    if (old.path !== made.path) rmSync(old.path, { force: true })
  return made
}

/** Like `keepBackup`, but deletes none: before a restore, which makes older ones the newest of their chain. */
export function makeBackup(db: Database, at: string): Backup {
  const same = backupsOf(db.name).find(b => b.batch === headNumber(db) && b.head === headDigest(db))
  if (same) return same
  const folder = backupFolder(db.name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  removeTemporaryFiles(folder)
  const stem = basename(db.name).replace(/\.db$/, '')
  const path = copyInto(db, () => {
    const number = String(headNumber(db)).padStart(6, '0')
    return join(folder, `${stem}-${stampOf(at)}-b${number}-${headDigest(db)}.db`)
  })
  return backupsOf(db.name).find(b => b.path === path)!
}

/** The first twelve characters of a batch's digest, as in backup file names. */
const digestAt = (db: Database, batch: number) =>
  (findBatch(db, batch)?.digest ?? '').slice(0, 12).padEnd(12, '0')

export const headDigest = (db: Database) => digestAt(db, headNumber(db))

/** Of backups in order, those to delete: all but the last ten, the last of each of 14 days and of each of 12 months. */
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

/** Opens a copy for reading; refuses a file that is not a cun database. */
export function openCopy(path: string, key?: Buffer): Database {
  const wrong = () =>
    refuse(
      'wrong',
      'backup.not-a-database',
      { zh: `${path} 不是 cun 的数据库, 或已损坏`, en: `${path} is not a cun database, or is damaged` },
      anotherBackup,
    )
  const db = connect(path, { readonly: true, fileMustExist: true }, key)
  try {
    if (db.pragma('application_id', { simple: true }) !== applicationId) wrong()
    return db
  } catch (error) {
    db.close()
    if (isUnreadable(error)) wrong()
    throw error
  }
}
