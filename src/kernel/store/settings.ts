import { Fault } from '../errors.ts'
import type { Reader, Setting } from '../schema/types.ts'
import type { Database } from './database.ts'

export interface Settings {
  get<T>(setting: Setting<T>): T
  /** The current text, and whether the office has changed it. */
  written(setting: Setting): { text: string; changed: boolean }
}

/** The current settings of a database; without a database, the defaults. */
export function settingsOf(
  db: Database | undefined,
  all: readonly Setting[],
  today: string,
): Settings & Reader {
  const rows = db
    ? (db.prepare('select name, value from setting').all() as { name: string; value: string }[])
    : []
  const set = new Map(rows.map(r => [r.name, r.value]))
  const byName = new Map(all.map(s => [s.name, s]))
  const reader: Reader = { today, get, list: name => get(byName.get(name) as Setting<string[]>) }
  const values = new Map<Setting, unknown>()
  function get<T>(setting: Setting<T>): T {
    if (values.has(setting as Setting)) return values.get(setting as Setting) as T
    const value = setting.field.read(set.get(setting.name) ?? setting.fallback, reader)
    if (value instanceof Fault) throw new Error(`setting ${setting.name}: ${value.rule.en}`)
    values.set(setting as Setting, value)
    return value
  }
  return {
    ...reader,
    written: s => ({ text: set.get(s.name) ?? s.fallback, changed: set.has(s.name) }),
  }
}
