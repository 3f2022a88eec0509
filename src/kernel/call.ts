import { isAbsolute, join, resolve } from 'node:path'
import { keepBackup } from './backup.ts'
import { dayInChina, timeInChina } from './calendar.ts'
import { type Directories, directories } from './called.ts'
import type { Database, Migration } from './database.ts'
import { openDatabase } from './database.ts'
import { readDate } from './dates.ts'
import type { Reader } from './field.ts'
import type { Line } from './line.ts'
import { passphraseOf } from './passphrase.ts'
import { noProgress, type Progress, progressOf, type Work } from './progress.ts'
import { Fault, refuse } from './refuse.ts'
import type { Register } from './register.ts'
import { type Settings, settingRegister, settingsOf } from './settings.ts'
import { type Lang, say, type Text, visible } from './text.ts'
import type { World } from './world.ts'

export interface Global {
  readonly db?: string
  readonly asOf?: string
  readonly lang?: string
  readonly format?: string
  readonly out?: string
  readonly force?: boolean
  readonly open?: boolean
  readonly quiet?: boolean
  readonly yes?: boolean
  readonly unmask?: boolean
  readonly reason?: string
  readonly encoding?: string
  readonly bom?: boolean
  readonly pager?: boolean
}

/** One running command: what was asked, the world it runs in, and the county's database once it is needed. */
export interface Call {
  readonly world: World
  readonly global: Global
  readonly lang: Lang
  /** The day that stands for today: `--as-of`, or the day in China by the clock. */
  readonly asOf: string
  readonly lines: readonly Line[]
  /** Every register that the journal knows, the settings included. */
  readonly registers: readonly Register[]
  readonly settings: Settings & Reader
  readonly db: Database
  readonly migrations: readonly Migration[]
  /** Names and records of the database as it stands; made anew after each write. */
  readonly directories: Directories
  /** The open database or, where it is to be created, its place. */
  readonly dbPath: string
  /** Makes the database; encrypted, when a passphrase is given. */
  create(key?: Buffer): Database
  /** The passphrase of the database, once `unlock` has found it encrypted. */
  readonly key: Buffer | undefined
  /** Before the database is first used: asks for the passphrase of an encrypted one. */
  unlock(): Promise<void>
  /** The database has been replaced by one of this passphrase, or of none. */
  unlocked(key: Buffer | undefined): void
  /** The same program at work on another database, with other global options. */
  elsewhere(global: Global, key?: Buffer): Call
  close(): void
  /** What a function finds in the database as it stands, found once however many ask; not to be changed by them. */
  once<T>(find: (call: Call) => T): T
  /** The database changed: what was looked up before no longer holds. */
  changed(): void
  /** This command has written: what was looked up no longer holds, and Ctrl-C comes too late. */
  committed(): void
  /** Keeps a copy of the database as it stands, before it is written to by much at once. */
  keep(): void
  /** Does what copies the database, and says so where that takes long. */
  copying<T>(work: () => T): T
  /** Says something to the person, on stderr. */
  tell(text: Text): void
  /** Says how far a long piece of work is, on stderr, if that is a terminal; whatever is told next takes it away. */
  progress(work: Work): Progress
  path(name: string): string
  note(command: string): { command: string; who: string; at: string }
}

/** Megabytes of a database that is not copied in a moment. */
const LARGE = 20

/** `--lang`, else CUN_LANG, else the locale; what is none of the two languages there is asked no further: Chinese. */
export const langOf = ({ env }: World, asked: string | undefined): Lang => {
  const isLang = asked === 'zh' || asked === 'en'
  const wish = (isLang && asked) || env.CUN_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || 'zh'
  return /^en/i.test(wish) ? 'en' : 'zh'
}

export function makeCall(
  world: World,
  global: Global,
  lines: readonly Line[],
  migrations: readonly Migration[],
  known?: Buffer,
): Call {
  if (global.lang && !['zh', 'en'].includes(global.lang)) {
    refuse(
      'usage',
      { zh: `没有语言 ${global.lang}`, en: `there is no language ${global.lang}` },
      { zh: '用 --lang zh 或 --lang en', en: 'use --lang zh or --lang en' },
    )
  }
  const lang = langOf(world, global.lang)
  const asOf = global.asOf === undefined ? dayInChina(world.now()) : readDate(global.asOf)
  if (asOf instanceof Fault) {
    return refuse(
      'usage',
      { zh: `--as-of ${global.asOf}: ${asOf.rule.zh}`, en: `--as-of ${global.asOf} ${asOf.rule.en}` },
      asOf.next,
    )
  }
  const declared = lines.flatMap(l => l.settings ?? [])
  const path = (name: string) => (isAbsolute(name) ? name : resolve(world.cwd, name))
  let db: Database | undefined
  let dirs: Directories | undefined
  let settings: (Settings & Reader) | undefined
  let found = new Map<(call: Call) => unknown, unknown>()
  let key = known
  let progress = noProgress
  const now = () => timeInChina(world.now())
  const local = path('cun.db')
  const dbPath = path(
    global.db ?? (world.env.CUN_DB || (world.size(local) === undefined ? join(world.home, 'cun.db') : local)),
  )
  return {
    world,
    global,
    lang,
    asOf,
    lines,
    registers: [...lines.flatMap(l => l.registers ?? []), settingRegister],
    get settings() {
      settings ??= settingsOf(this.db, declared, asOf)
      return settings
    },
    get db() {
      db ??= openDatabase(dbPath, migrations, {
        beforeMigration: old => void keepBackup(old, now()),
        key,
      })
      return db
    },
    get directories() {
      dirs ??= directories(this.db)
      return dirs
    },
    dbPath,
    migrations,
    create(passphrase) {
      key = passphrase
      db = openDatabase(dbPath, migrations, { create: true, key })
      return db
    },
    get key() {
      return key
    },
    async unlock() {
      key ??= await passphraseOf(this, dbPath)
    },
    unlocked(passphrase) {
      key = passphrase
    },
    elsewhere: (other, passphrase) => makeCall(world, other, lines, migrations, passphrase),
    close() {
      progress.end()
      db?.close()
      db = undefined
    },
    once<T>(find: (call: Call) => T): T {
      if (!found.has(find)) found.set(find, find(this))
      return found.get(find) as T
    },
    changed() {
      dirs = undefined
      settings = undefined
      found = new Map()
    },
    committed() {
      world.committed()
      this.changed()
    },
    keep() {
      if (db) this.copying(() => keepBackup(db!, now()))
    },
    copying(work) {
      const megabytes = Math.round((world.size(dbPath) ?? 0) / 1e6)
      const what = { zh: `备份 ${megabytes} MB`, en: `backing up ${megabytes} MB` }
      const copied = this.progress({ what })
      if (megabytes >= LARGE) copied.uncounted()
      const result = work()
      copied.end()
      return result
    },
    tell(text) {
      progress.end()
      if (!global.quiet) world.err(`${visible(say(text, lang))}\n`)
    },
    progress(work) {
      progress.end()
      progress = world.terminal.err && !global.quiet ? progressOf(world, lang, work) : noProgress
      return progress
    },
    path,
    note: command => ({ command, who: world.user, at: now() }),
  }
}
