import { existsSync, mkdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import type { Database as Sqlite } from 'better-sqlite3'
import { refuse } from './refuse.ts'
import { both } from './text.ts'

export type Database = Sqlite

/** One step of the schema, in one sequence for all lines; a released one is never changed. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
}

/** "cun1": marks the file as ours before anything is written to it. */
export const applicationId = 0x63756e31

/**
 * Set on every connection and read back by a test. WAL at FULL loses no acknowledged batch at power loss,
 * which the driver's own default (NORMAL) does.
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
  journal_size_limit: 67_108_864,
  cache_size: -16_000,
} as const

function driver(): typeof import('better-sqlite3') {
  const require = createRequire(import.meta.url)
  const { version } = require('better-sqlite3/package.json') as { version: string }
  if (Number(process.versions.napi) < 10 && Number(version.split('.')[0]) >= 13) {
    refuse(
      'wrong',
      {
        zh: `Node ${process.version} 用不了已安装的数据库驱动 (${version})`,
        en: `Node ${process.version} cannot run the installed database driver (${version})`,
      },
      {
        zh: '在本机用这个 Node 重新执行 npm ci, 或改用 Node 22.14 以上',
        en: 'run npm ci again with this Node, or use Node 22.14 or later',
      },
    )
  }
  return require('better-sqlite3') as typeof import('better-sqlite3')
}

/** Opens a county's database, bringing its schema up to date; creates it only when told to. */
export function openDatabase(path: string, migrations: readonly Migration[], create = false): Database {
  const there = path !== ':memory:' && existsSync(path)
  if (!there && !create) {
    return refuse(
      'missing',
      { zh: `没有数据库 ${path}`, en: `there is no database ${path}` },
      {
        zh: '新建: cun init --name 县名 --code 区划代码; 别处的库: --db 文件, 或设 CUN_DB',
        en: 'make one with cun init --name NAME --code CODE, or name another with --db FILE or CUN_DB',
      },
    )
  }
  if (there && create && !isUnfinished(path)) {
    return refuse(
      'create',
      { zh: `已有文件 ${path}, 不覆盖`, en: `${path} exists already and is not overwritten` },
      { zh: '换一个 --db 文件名', en: 'choose another file with --db' },
    )
  }
  if (create && path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const Driver = driver()
  const db = new Driver(path)
  try {
    check(db, path, migrations, create)
    for (const [name, value] of Object.entries(pragmas)) db.pragma(`${name} = ${value}`)
    migrate(db, migrations)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Left behind by a making that was cut off: empty, or ours with not one batch. Making it again finishes it. */
function isUnfinished(path: string): boolean {
  if (statSync(path).size === 0) return true
  const db = new (driver())(path)
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

function check(db: Database, path: string, migrations: readonly Migration[], create: boolean): void {
  const id = db.pragma('application_id', { simple: true })
  const version = db.pragma('user_version', { simple: true }) as number
  if (!create && id !== applicationId) {
    refuse(
      'wrong',
      { zh: `${path} 不是 cun 的数据库`, en: `${path} is not a cun database` },
      { zh: '核对 --db 或 CUN_DB 所指的文件', en: 'check the file that --db or CUN_DB names' },
    )
  }
  const newest = migrations.at(-1)?.number ?? 0
  if (version > newest) {
    refuse(
      'wrong',
      {
        zh: `数据库版本 ${version} 比本程序 (${newest}) 新`,
        en: `the database has version ${version}, newer than this program (${newest})`,
      },
      { zh: '升级 cun 后再用', en: 'upgrade cun' },
    )
  }
}

/** Applies what is missing, all of it or nothing. */
export function migrate(db: Database, migrations: readonly Migration[]): void {
  const version = () => db.pragma('user_version', { simple: true }) as number
  if (version() === (migrations.at(-1)?.number ?? 0)) return
  db.transaction(() => {
    for (const step of migrations.slice(version())) {
      db.exec(step.sql)
      db.pragma(`user_version = ${step.number}`)
    }
    db.pragma(`application_id = ${applicationId}`)
    const broken = db.pragma('foreign_key_check') as unknown[]
    if (broken.length > 0) {
      refuse('wrong', both(`foreign_key_check: ${broken.length}`), {
        zh: '数据库未改动; 运行 cun check',
        en: 'nothing was changed; run cun check',
      })
    }
  }).immediate()
}
