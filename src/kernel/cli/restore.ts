import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Refusal, refuse } from '../errors.ts'
import {
  anotherBackup,
  backupFolder,
  copyInto,
  disk,
  headDigest,
  makeBackup,
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
 * Replaces the call's database with a backup. First copies the backup beside it, migrates and fully verifies
 * it. The current database is kept as a backup or, if damaged, moved aside. A sound one is overwritten by the
 * driver in one transaction, so that other windows see either the old or the new and never write to a half.
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
          en: `the backup ${path} does not verify (${counted(faults.length, 'fault')}, e.g. ${where}: ${what.en}); the database was not touched`,
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
          en: 'check the file; to replace this database with it anyway, add --force',
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
        call.unlocked(key)
      } else {
        do before = makeBackup(old, at).path
        while (!(await overwrite(old, wanted, before)))
        old.pragma('wal_checkpoint(truncate)')
      }
    } else {
      before = moveAside(dbPath, at)
      takeName(wanted, dbPath)
      call.unlocked(key)
    }
    call.committed()
    // Other windows may have written since, so compare that batch, not the last one.
    if (findBatch(call.db, meant.number)?.digest !== meant.digest)
      refuse('disk', 'backup.differs', unequal, disk)
    return { before, after: call.db }
  } finally {
    wanted?.close()
    clear()
  }
}

/**
 * Overwrites a database that others may have open, in one transaction. Returns false and writes nothing if
 * someone wrote after the backup `kept`. Throws `Stale` if the database stays locked.
 */
async function overwrite(old: Database, wanted: Database, kept: string): Promise<boolean> {
  let stale = false
  const until = Date.now() + pragmas.busy_timeout
  try {
    await wanted.backup(old.name, {
      progress({ totalPages, remainingPages }) {
        // After the first page the others are locked out, so `kept` can be compared.
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

/** The passphrase of a backup: the current database's if it fits, else read or asked for. */
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

/** Renames the temporary file to the path of the database. */
function takeName(wanted: Database, path: string): void {
  const from = wanted.name
  wanted.pragma('journal_mode = delete')
  wanted.close()
  renameSync(from, path)
  syncFolder(dirname(path))
}

/**
 * Replaces an encrypted file whole, because another handle cannot write its pages. Leaving WAL mode succeeds
 * only if nobody else has the file open. Returns the path of the backup kept.
 */
function takePlace(call: Call, old: Database, wanted: Database, at: string): string {
  old.pragma('journal_mode = delete')
  old.pragma('locking_mode = exclusive')
  // Takes the lock, which exclusive mode then keeps.
  old.transaction(() => {}).exclusive()
  const kept = makeBackup(old, at).path
  if (process.platform === 'win32') call.close()
  takeName(wanted, call.dbPath)
  call.close()
  return kept
}

/** The current database, or undefined if it cannot be read. */
function readable(facts: Facts): Database | undefined {
  try {
    return facts.db.pragma('quick_check', { simple: true }) === 'ok' ? facts.db : undefined
  } catch (error) {
    if (isUnreadable(error)) return undefined
    if (error instanceof Refusal && error.kind === 'wrong') return undefined
    throw error
  }
}

/** Moves a damaged database and its sidecars (`-wal`, `-shm`) to the backup folder. */
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
