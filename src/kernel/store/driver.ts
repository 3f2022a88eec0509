import { createRequire } from 'node:module'
import type { Database, Options } from 'better-sqlite3'
import { refuse } from '../errors.ts'

type Driver = typeof import('better-sqlite3')

const require = createRequire(import.meta.url)

/** The maintained build of the driver that encrypts; an office installs it itself. */
export const cipherPackage = 'better-sqlite3-multiple-ciphers'

interface Loaded {
  readonly driver: Driver
  /** The binary, if built locally or by a version before 13: without it the driver searches slowly. */
  readonly nativeBinding?: string
}

function builtOf(name: string): string | undefined {
  try {
    return require.resolve(`${name}/build/Release/better_sqlite3.node`)
  } catch {
    return undefined
  }
}

/** Loads a driver build. Refuses one that would crash: from version 13, binaries need Node-API 10. */
function load(name: string): Loaded {
  const nativeBinding = builtOf(name)
  if (nativeBinding) return { driver: require(name) as Driver, nativeBinding }
  if (Number(process.versions.napi) < 10 && Number(versionOf(name).split('.')[0]) >= 13) unfit(name)
  return { driver: require(name) as Driver }
}

const versionOf = (name: string) => (require(`${name}/package.json`) as { version: string }).version

/** The driver was built for another Node, e.g. when Node has changed since. */
const unfit = (name: string): never =>
  refuse(
    'wrong',
    'database.driver-unfit',
    {
      zh: `Node ${process.version} 用不了已安装的数据库驱动 (${name} ${versionOf(name)})`,
      en: `Node ${process.version} cannot run the installed database driver (${name} ${versionOf(name)})`,
    },
    {
      zh: '用这个 Node 重新安装 cun (在源码文件夹中为 npm ci), 或改回安装时的 Node',
      en: 'install cun again with this Node (npm ci in its source), or go back to the Node it was installed with',
    },
  )

const loaded = new Map<string, Loaded>()

function driverOf(name: string): Loaded {
  const found = loaded.get(name) ?? load(name)
  loaded.set(name, found)
  return found
}

/** Whether the office has installed the build that encrypts. */
export function canEncrypt(): boolean {
  try {
    require.resolve(`${cipherPackage}/package.json`)
    return true
  } catch {
    return false
  }
}

const keys = new WeakMap<Database, Buffer>()

/** The passphrase of an encrypted connection. */
export const keyOf = (db: Database): Buffer | undefined => keys.get(db)

function opened(name: string, path: string, options: Options): Database {
  const { driver, nativeBinding } = driverOf(name)
  try {
    return new driver(path, nativeBinding === undefined ? options : { ...options, nativeBinding })
  } catch (error) {
    // The driver loads its binary when it opens the first file.
    if ((error as { code?: string }).code === 'ERR_DLOPEN_FAILED') unfit(name)
    throw error
  }
}

/** Opens a file, with a passphrase when it is encrypted. A wrong one fails only at the first read. */
export function connect(path: string, options: Options = {}, key?: Buffer): Database {
  const db = opened(key ? cipherPackage : 'better-sqlite3', path, options)
  if (!key) return db
  try {
    ;(db as Database & { key(passphrase: Buffer): number }).key(key)
    keys.set(db, key)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** An empty database in memory, of the build that has the other open: it can attach the other's file. */
export const memoryBeside = (db: Database): Database =>
  opened(keyOf(db) ? cipherPackage : 'better-sqlite3', ':memory:', {})

/** Whether the file is not a database, is damaged, or is encrypted with another passphrase. */
export const isUnreadable = (error: unknown): boolean =>
  /^SQLITE_(NOTADB|CORRUPT)/.test((error as { code?: string }).code ?? '')
