import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Refusal, refuse } from '../errors.ts'
import {
  anotherBackup,
  backupFolder,
  copyInto,
  disk,
  headDigest,
  keepBackup,
  openCopy,
  stampOf,
  syncFolder,
  unequal,
} from '../store/backup.ts'
import { type Database, openDatabase, pragmas, requireReplaceable } from '../store/database.ts'
import { isUnreadable, keyOf } from '../store/driver.ts'
import { findBatch, headNumber } from '../store/journal.ts'
import { Stale } from '../store/write-batch.ts'
import { removeTemporaryFiles } from '../terminal/temporary-files.ts'
import { counted, type Text } from '../text.ts'
import type { Facts } from './facts.ts'
import type { Call } from './line.ts'
import { passphraseOf } from './passphrase.ts'

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
  mkdirSync(dirname(dbPath), { recursive: true, mode: 0o700 })
  clear()
  removeTemporaryFiles(dirname(dbPath), basename(dbPath))
  let wanted: Database | undefined
  try {
    const source = openCopy(path, await keyFor(call, path))
    const key = keyOf(source)
    try {
      copyInto(source, () => incoming)
    } finally {
      source.close()
    }
    wanted = openDatabase(incoming, migrations, { key })
    requireReplaceable(wanted)
    const faults = verify(wanted)
    if (faults.length > 0) {
      const { where, what } = faults[0]!
      refuse(
        'wrong',
        'backup.does-not-verify',
        {
          zh: `备份 ${path} 核验不符 (${faults.length} 处, 如 ${where}: ${what.zh}), 数据库未改动`,
          en: `the backup ${path} does not verify (${counted(faults.length, 'fault')}, as ${where}: ${what.en}); the database was not touched`,
        },
        anotherBackup,
      )
    }
    const old = existsSync(dbPath) ? readable(call) : undefined
    if (old && findBatch(old, 1)?.digest !== findBatch(wanted, 1)?.digest && !call.global.force) {
      refuse(
        'wrong',
        'backup.of-another-database',
        { zh: `${path} 是另一个库的备份`, en: `${path} is a backup of another database` },
        {
          zh: '核对文件; 确要用它取代现有的库, 加 --force',
          en: 'check the file; add --force to put it in the place of this one all the same',
        },
      )
    }
    if (old && !keyOf(old) !== !key) refuseOtherwiseKept(path, key !== undefined)
    await sure(old, wanted)
    const { at } = call.note('restore')
    const meant = findBatch(wanted, headNumber(wanted))!
    let before: string | undefined
    if (old) {
      requireReplaceable(old)
      wanted.pragma('wal_checkpoint(truncate)')
      if (key) {
        before = takePlace(call, old, wanted, at)
      } else {
        do before = keepBackup(old, at).path
        while (!(await overwrite(old, wanted, before)))
        old.pragma('wal_checkpoint(truncate)')
      }
    } else {
      before = moveAside(dbPath, at)
      takeName(wanted, dbPath)
      call.unlocked(key)
    }
    call.committed()
    // Others may have gone on writing since: the restored head is then below theirs.
    if (findBatch(call.db, meant.number)?.digest !== meant.digest)
      refuse('disk', 'backup.differs', unequal, disk)
    return { before, after: call.db }
  } finally {
    wanted?.close()
    clear()
  }
}

/**
 * Writes a sound database over one that others may have open, in one transaction. False, and nothing written, when
 * somebody has written since it was kept as `kept`.
 */
async function overwrite(old: Database, wanted: Database, kept: string): Promise<boolean> {
  let stale = false
  const until = Date.now() + pragmas.busy_timeout
  try {
    await wanted.backup(old.name, {
      progress({ totalPages, remainingPages }) {
        // Once a page has been written the others are locked out, and what is kept can be compared.
        if (remainingPages < totalPages) {
          stale = !kept.endsWith(`-${headDigest(old)}.db`)
          if (stale) throw new Stale()
          return totalPages
        }
        if (Date.now() > until) throw new Stale()
        return 1
      },
    })
    return true
  } catch (error) {
    if (stale) return false
    throw error
  }
}

/** The passphrase of a backup: most often that of the database it is to replace. */
async function keyFor(call: Call, path: string): Promise<Buffer | undefined> {
  return call.key() && opensWith(path, call.key()!) ? call.key() : passphraseOf(call, path)
}

function refuseOtherwiseKept(path: string, isEncrypted: boolean): never {
  return refuse(
    'wrong',
    'backup.encryption-differs',
    isEncrypted
      ? { zh: `${path} 加了密, 现有的库没有加密`, en: `${path} is encrypted, the database in use is not` }
      : { zh: `${path} 没有加密, 现有的库加了密`, en: `${path} is not encrypted, the database in use is` },
    {
      zh: '恢复到另一个文件: cun --db 新文件 restore 备份',
      en: 'restore it to another file: cun --db NEWFILE restore BACKUP',
    },
  )
}

/** The file under its temporary name becomes the database. */
function takeName(wanted: Database, path: string): void {
  const from = wanted.name
  wanted.pragma('journal_mode = delete')
  wanted.close()
  renameSync(from, path)
  syncFolder(dirname(path))
}

/**
 * An encrypted file takes no pages of another handle: it is replaced whole, once nobody else has it open, which is when
 * SQLite lets its log of writes be left.
 */
function takePlace(call: Call, old: Database, wanted: Database, at: string): string {
  old.pragma('journal_mode = delete')
  old.pragma('locking_mode = exclusive')
  // The lock is taken now and, in this mode, kept.
  old.transaction(() => {}).exclusive()
  const kept = keepBackup(old, at).path
  if (process.platform === 'win32') call.close()
  takeName(wanted, call.dbPath)
  call.close()
  return kept
}

/** The database that stands, or undefined when it cannot be read. */
function readable(facts: Facts): Database | undefined {
  try {
    return facts.db.pragma('quick_check', { simple: true }) === 'ok' ? facts.db : undefined
  } catch (error) {
    if (isUnreadable(error)) return undefined
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

const opensWith = (path: string, key: Buffer): boolean => {
  try {
    openCopy(path, key).close()
    return true
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'wrong') return false
    throw error
  }
}
