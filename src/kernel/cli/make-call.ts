import { isAbsolute, join, resolve } from 'node:path'
import { dayInChina, timeInChina } from '../calendar.ts'
import { safeJson } from '../document/json.ts'
import { Fault, refuse } from '../errors.ts'
import { withPast } from '../schema/dated.ts'
import { settingRegister } from '../schema/setting.ts'
import type { Reader } from '../schema/types.ts'
import { keepBackup } from '../store/backup.ts'
import { type Database, type Migration, openDatabase } from '../store/database.ts'
import { lastDay } from '../store/dated.ts'
import { showDay, showStored } from '../store/day-view.ts'
import { type Known, knownOn } from '../store/known.ts'
import { type Directories, directories } from '../store/names.ts'
import { refusePast } from '../store/past.ts'
import { type Settings, settingsOf } from '../store/settings.ts'
import type { World } from '../terminal/world.ts'
import { refuseWord } from './arguments.ts'
import { carryOver } from './carry-over.ts'
import { gathering } from './done.ts'
import type { Facts } from './facts.ts'
import { flagIn, nameOf } from './flags.ts'
import { type Global, type GlobalOption, globalOptions } from './global-options.ts'
import type { Call, Line } from './line.ts'
import { otherDays } from './other-days.ts'
import { passphraseOf } from './passphrase.ts'
import { langOf, screenOf } from './screen.ts'

/** From this size in MB, copying the database takes noticeable time. */
const LARGE = 20

/** Opens the database of a call when it is first used. */
export type Open = (path: string, key: Buffer | undefined) => Database

/** Parses the global options, each with its field; `today` by the clock. Refuses an unknown language or a bad value. */
export function readGlobal(global: Global, today: string): Global {
  if (global.lang && !['zh', 'en'].includes(global.lang)) {
    refuse(
      'usage',
      'usage.unknown-language',
      { zh: `没有语言 ${global.lang}`, en: `there is no language ${global.lang}` },
      { zh: '用 --lang zh 或 --lang en', en: 'use --lang zh or --lang en' },
    )
  }
  // Without a database, so no global option may depend on its settings.
  const read: Record<string, unknown> = { ...global }
  for (const { flags, field } of globalOptions as readonly GlobalOption[]) {
    const text = read[nameOf(flags)]
    if (!field || typeof text !== 'string') continue
    const value = field.read(text, settingsOf(undefined, [], today))
    read[nameOf(flags)] = value instanceof Fault ? refuseWord(flagIn(flags), text, value) : value
  }
  return read as Global
}

export function makeCall(
  world: World,
  global: Global,
  lines: readonly Line[],
  migrations: readonly Migration[],
  passphrase?: Buffer,
  open?: Open,
): Call {
  const lang = langOf(world, global.lang)
  const asOf = global.asOf ?? global.known ?? dayInChina(world.now())
  const declared = lines.flatMap(l => l.settings ?? [])
  const registers = [...lines.flatMap(l => l.registers ?? []), ...withPast([settingRegister])]
  const path = (name: string) => (isAbsolute(name) ? name : resolve(world.cwd, name))
  const local = path('cun.db')
  const dbPath = path(
    global.db ?? (world.env.CUN_DB || (world.size(local) === undefined ? join(world.home, 'cun.db') : local)),
  )
  const now = () => timeInChina(world.now())
  let key = passphrase
  let db: Database | undefined
  let isStored = false
  let isKept = false
  const opened = () => {
    if (db) return db
    db = open?.(dbPath, key)
    if (!db) {
      db = openDatabase(dbPath, migrations, {
        beforeMigration: old => void keepBackup(old, now()),
        key,
        creates: lines.flatMap(l => l.creates ?? [])[0],
      })
      const carried = lines.flatMap(l => l.carried ?? [])
      const batch = carryOver(db, carried, registers, command => ({ command, who: world.user, at: now() }))
      if (batch > 0) {
        screen.tell({
          zh: `升级: 原来的设置已转为记录 (第 ${batch} 批), 见 cun history show ${batch}`,
          en: `upgrade: a former setting is a record now (batch ${batch}): cun history show ${batch}`,
        })
      }
    }
    if (!isStored && !global.known) showDay(db, registers, asOf)
    return db
  }
  let past: Known | undefined
  const known = () => {
    if (global.known && !past) {
      past = knownOn(opened(), registers, global.known)
      showDay(past.db, registers, asOf)
    }
    return past
  }
  /** What is shown: the database, or what it was on the day of `--known`. */
  const shown = () => known()?.db ?? opened()
  // Caches: filled on first use, cleared after each write.
  let names: Directories | undefined
  let values: (Settings & Reader) | undefined
  let found = new Map<(facts: Facts) => unknown, unknown>()
  const settings = () => {
    values ??= settingsOf(shown(), declared, asOf)
    return values
  }
  const others = otherDays({
    declared,
    registers,
    shown,
    shows: () => (isStored ? lastDay : asOf),
    names: () => facts.directories,
    // Another connection to what is shown.
    again: () =>
      global.known
        ? knownOn(opened(), registers, global.known).db
        : (open?.(dbPath, key) ?? openDatabase(dbPath, migrations, { key })),
  })
  const changed = () => {
    others.forget()
    names = undefined
    values = undefined
    found = new Map()
  }
  const facts: Facts = {
    asOf,
    registers,
    get db() {
      return shown()
    },
    settings: {
      today: asOf,
      get: setting => settings().get(setting),
      list: (name, on) => settings().list(name, on),
      written: setting => settings().written(setting),
    },
    directories: {
      of(register) {
        names ??= directories(shown())
        return names.of(register)
      },
    },
    asStored() {
      if (isStored) return
      isStored = true
      showStored(shown())
      changed()
    },
    valuesOn: others.valuesOn,
    once(find) {
      if (!found.has(find)) found.set(find, find(facts))
      return found.get(find) as ReturnType<typeof find>
    },
  }
  const isForScripts = global.format === 'json' || global.format === 'jsonl'
  const done = gathering(opened)
  const { end, ...screen } = screenOf(world, lang, global.quiet, isForScripts ? done.said : undefined)
  const copying = <T>(work: () => T): T => {
    const megabytes = Math.round((world.size(dbPath) ?? 0) / 1e6)
    const copied = screen.progress({ what: { zh: `备份 ${megabytes} MB`, en: `backing up ${megabytes} MB` } })
    if (megabytes >= LARGE) copied.uncounted()
    const result = work()
    copied.end()
    return result
  }
  const call: Call = {
    ...screen,
    asOf,
    registers,
    get db() {
      return shown()
    },
    settings: facts.settings,
    directories: facts.directories,
    asStored: facts.asStored,
    valuesOn: facts.valuesOn,
    once: facts.once,
    global,
    lines,
    migrations,
    dbPath,
    create(passphrase) {
      key = passphrase
      db = openDatabase(dbPath, migrations, { create: true, key })
      return db
    },
    itself: opened,
    known,
    key: () => key,
    async unlock() {
      key ??= await passphraseOf(call, dbPath)
    },
    unlocked(passphrase) {
      key = passphrase
    },
    elsewhere: (other, passphrase, on = world) => makeCall(on, other, lines, migrations, passphrase, open),
    imported: done.imported,
    whatWasDone: () => (isForScripts ? done.take() : undefined),
    close() {
      end()
      try {
        const all = call.whatWasDone()
        if (all) world.out(`${safeJson(JSON.stringify(all))}\n`)
      } finally {
        others.close()
        past?.db.close()
        db?.close()
      }
      past = undefined
      db = undefined
    },
    changed,
    committed(batch) {
      world.committed()
      changed()
      if (batch === undefined) return
      done.wrote(batch)
      // Writing dropped what shows the values of as-of; what is said afterwards still reads them.
      if (db && !isStored && !global.known) showDay(db, registers, asOf)
    },
    keep() {
      if (global.known) refusePast()
      if (!db || isKept) return
      copying(() => keepBackup(db!, now()))
      isKept = true
    },
    copying,
    path,
    note: command => ({ command, who: world.user, at: now() }),
  }
  return call
}
