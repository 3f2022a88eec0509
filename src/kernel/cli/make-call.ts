import { isAbsolute, join, resolve } from 'node:path'
import { dayInChina, timeInChina } from '../calendar.ts'
import { Fault, refuse } from '../errors.ts'
import { readDate } from '../schema/fields/date.ts'
import { settingRegister } from '../schema/setting.ts'
import type { Reader } from '../schema/types.ts'
import { keepBackup } from '../store/backup.ts'
import { type Database, type Migration, openDatabase } from '../store/database.ts'
import { type Directories, directories } from '../store/names.ts'
import { type Settings, settingsOf } from '../store/settings.ts'
import { noProgress, progressOf } from '../terminal/progress.ts'
import type { World } from '../terminal/world.ts'
import { type Lang, say, visible } from '../text.ts'
import type { Call, Global, Line } from './line.ts'
import { passphraseOf } from './passphrase.ts'

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
      'usage.unknown-language',
      { zh: `没有语言 ${global.lang}`, en: `there is no language ${global.lang}` },
      { zh: '用 --lang zh 或 --lang en', en: 'use --lang zh or --lang en' },
    )
  }
  const lang = langOf(world, global.lang)
  const asOf = global.asOf === undefined ? dayInChina(world.now()) : readDate(global.asOf)
  if (asOf instanceof Fault) {
    return refuse(
      'usage',
      asOf.code,
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
