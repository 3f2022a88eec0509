import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database as Sqlite } from 'better-sqlite3'
import { refuse } from '../errors.ts'
import { counted, type Text } from '../text.ts'
import { connect } from './driver.ts'
import { hazardOf } from './location.ts'
import { definePacked } from './packed.ts'
import { isPast, refusePast } from './past.ts'

export type Database = Sqlite

/** One step of the schema, in one sequence for the whole program; a released step never changes. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
}

/** "cun1": marks the file as a cun database. */
export const applicationId = 0x63756e31

/**
 * Set on every connection; a test reads them back. WAL at FULL loses no acknowledged batch at power loss; the
 * driver's own default (NORMAL) does.
 */
export const pragmas = {
  journal_mode: 'wal',
  synchronous: 2,
  foreign_keys: 1,
  busy_timeout: 15_000,
  trusted_schema: 0,
  cell_size_check: 1,
  mmap_size: 0,
  secure_delete: 1,
  // In memory: sort files and statement journals hold personal data and must reach no other file.
  temp_store: 2,
  journal_size_limit: 67_108_864,
  cache_size: -16_000,
} as const

const settled = Object.entries(pragmas)
  .map(([name, value]) => `pragma ${name} = ${value};`)
  .join('')

const versionOf = (db: Database) => db.pragma('user_version', { simple: true }) as number
const newestOf = (migrations: readonly Migration[]) => migrations.at(-1)?.number ?? 0
const pending = (db: Database, migrations: readonly Migration[]) => versionOf(db) < newestOf(migrations)

const keepLocal: Text = {
  zh: '把数据库放在本机硬盘的普通文件夹里使用; 要交给别人, 用 cun backup --out 文件',
  en: 'keep the database in an ordinary folder on this computer; to pass it on use cun backup --out FILE',
}

/** Refuses to write to an unsafe place, or to a journal with a lost batch: new batches would hide it. */
export function requireWritable(db: Database): void {
  requireReplaceable(db)
  const { batches, newest, digest } = db
    .prepare(
      `select count(*) as batches, max(coalesce(max(number), 0), (select coalesce(max(batch), 0) from history)) as newest,
         (select digest from batch order by number desc limit 1) as digest from batch`,
    )
    .get() as { batches: number; newest: number; digest: string | null }
  if (batches === newest && digest !== '') return
  refuse(
    'wrong',
    'database.history-incomplete',
    {
      zh: `经过不完整: 最新是第 ${newest} 批, 只有 ${batches} 批; 未写入`,
      en: `the history is incomplete: newest batch ${newest}, batch count ${batches}; nothing was written`,
    },
    {
      zh: '运行 cun check; 用 cun restore 恢复最近的备份',
      en: 'run cun check; restore the newest backup with cun restore',
    },
  )
}

/** Refuses to write where that is unsafe: a newer file, a network share, a synchronised folder. */
export function requireReplaceable(db: Database): void {
  if (isPast(db)) refusePast()
  if (db.readonly) {
    refuse(
      'wrong',
      'database.newer-version',
      {
        zh: `数据库由更新的 cun 写过 (版本 ${versionOf(db)}), 只能读`,
        en: `a newer cun has written this database (version ${versionOf(db)}); it is read-only`,
      },
      { zh: '升级 cun 后再写入', en: 'upgrade cun to write' },
    )
  }
  const hazard = db.name === ':memory:' ? undefined : hazardOf(db.name)
  if (hazard) refuse('wrong', 'database.not-local', hazard, keepLocal)
}

interface Opening {
  readonly create?: boolean
  /** Called before a migration, with the database as it was. */
  readonly beforeMigration?: (db: Database) => void
  /** The passphrase of an encrypted file. */
  readonly key?: Buffer
  /** The command that creates a database, for the refusal when there is none. */
  readonly creates?: Text
}

/** Opens a database and migrates its schema; creates it only with `create`. */
export function openDatabase(
  path: string,
  migrations: readonly Migration[],
  { create = false, beforeMigration = () => {}, key, creates }: Opening = {},
): Database {
  const there = path !== ':memory:' && existsSync(path)
  if (!there && !create) {
    return refuse(
      'missing',
      'database.missing',
      { zh: `没有数据库 ${path}`, en: `there is no database ${path}` },
      {
        zh: `${creates ? `新建: ${creates.zh}; ` : ''}别处的库: --db 文件, 或设 CUN_DB`,
        en: `${creates ? `create one with ${creates.en}, or ` : ''}name another with --db FILE or CUN_DB`,
      },
    )
  }
  if (there && statSync(path).isDirectory()) {
    return refuse(
      'wrong',
      'database.is-a-folder',
      { zh: `${path} 是文件夹, 不是数据库`, en: `${path} is a folder, not a database` },
      { zh: '写明其中的文件, 如 --db 文件夹/cun.db', en: 'name a file in it, e.g. --db FOLDER/cun.db' },
    )
  }
  if (there && create && !isUnfinished(path, key)) {
    return refuse(
      'create',
      'database.exists',
      { zh: `已有文件 ${path}, 不覆盖`, en: `${path} already exists and is not overwritten` },
      { zh: '换一个 --db 文件名', en: 'choose another file with --db' },
    )
  }
  const hazard = create ? hazardOf(path) : undefined
  if (hazard) refuse('wrong', 'database.not-local', hazard, keepLocal)
  if (create && path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const db = connect(path, {}, key)
  try {
    check(db, path, create)
    // A file of a newer program opens read-only: writing would lose what is new in it.
    if (versionOf(db) > newestOf(migrations)) {
      db.close()
      return connect(path, { readonly: true }, key)
    }
    db.exec(settled)
    const isOld = there && pending(db, migrations)
    if (isOld) beforeMigration(db)
    migrate(db, migrations)
    if (isOld) giveBackSpace(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Rewrites the file without the room that a migration freed. Not when others use it, or the disk is full. */
function giveBackSpace(db: Database): void {
  try {
    db.exec('vacuum')
  } catch (error) {
    if (!/^SQLITE_(BUSY|LOCKED|FULL)/.test((error as { code?: string }).code ?? '')) throw error
  }
}

/** Left by an interrupted creation: empty, or ours without a batch. Creating it again completes it. */
function isUnfinished(path: string, key?: Buffer): boolean {
  if (statSync(path).size === 0) return true
  const db = connect(path, {}, key)
  try {
    if (db.pragma('application_id', { simple: true }) === applicationId)
      return db.prepare('select count(*) from batch').pluck().get() === 0
    return db.prepare('select count(*) from sqlite_schema').pluck().get() === 0
  } catch {
    return false
  } finally {
    db.close()
  }
}

function check(db: Database, path: string, create: boolean): void {
  const id = db.pragma('application_id', { simple: true })
  if (!create && id !== applicationId) {
    refuse(
      'wrong',
      'database.not-of-cun',
      { zh: `${path} 不是 cun 的数据库`, en: `${path} is not a cun database` },
      { zh: '核对 --db 或 CUN_DB 所指的文件', en: 'check the file that --db or CUN_DB names' },
    )
  }
}

/** Applies the missing migrations, all or none. */
export function migrate(db: Database, migrations: readonly Migration[]): void {
  if (!pending(db, migrations)) return
  definePacked(db)
  db.transaction(() => {
    const before = rowCounts(db)
    for (const step of migrations.slice(versionOf(db))) {
      db.exec(step.sql)
      db.pragma(`user_version = ${step.number}`)
    }
    db.pragma(`application_id = ${applicationId}`)
    const after = rowCounts(db)
    const lost = [...before].find(([table, count]) => (after.get(table) ?? 0) < count)
    if (lost) {
      const [table, count] = lost
      const left = after.get(table) ?? 0
      refuse(
        'wrong',
        'database.upgrade-loses-records',
        {
          zh: `升级会使 ${table} 由 ${count} 条变成 ${left} 条, 数据库未改动`,
          en: `the upgrade would keep ${left} of ${counted(count, 'row')} in ${table}; nothing was changed`,
        },
        {
          zh: '照旧使用原来的版本, 并报告给开发者',
          en: 'keep using the version you had, and report this to the developers',
        },
      )
    }
    const broken = db.pragma('foreign_key_check') as unknown[]
    if (broken.length > 0) {
      refuse(
        'wrong',
        'database.upgrade-breaks-references',
        {
          zh: `升级之后有 ${broken.length} 处引用落空, 数据库未改动`,
          en: `after the upgrade ${counted(broken.length, 'reference')} would be broken; nothing was changed`,
        },
        { zh: '用原来的版本运行 cun check', en: 'run cun check with the version you had' },
      )
    }
  }).immediate()
}

/** Row counts of every table: a migration may move rows, never lose them. */
function rowCounts(db: Database): Map<string, number> {
  const tables = db
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
    .pluck()
    .all() as string[]
  return new Map(tables.map(t => [t, db.prepare(`select count(*) from "${t}"`).pluck().get() as number]))
}
