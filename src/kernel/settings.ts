import type { Database } from './database.ts'
import { type Field, type Reader, text } from './field.ts'
import { Fault } from './refuse.ts'
import { type Register, register } from './register.ts'

/** A threshold or list of the office: read by a field like any other value, with a default. */
export interface Setting<T = unknown> {
  readonly name: string
  /** What it decides, in the words of the settings list. The field's label is its name on paper. */
  readonly field: Field<T>
  /** The default, as the office would write it. */
  readonly fallback: string
  /** Asked when it is set: what is wrong with a value that can be read, as the other settings stand. */
  wrong?(value: T, reader: Reader): Fault | undefined
}

export const setting = <T>(declared: Setting<T>): Setting<T> => declared

/** Where changed settings are kept: a register like any other, so that a change is a batch and can be undone. */
export const settingRegister: Register = register({
  name: 'setting',
  label: { zh: '设置', en: 'setting' },
  about: {
    zh: '一项改过的设置。',
    en: 'One setting that the office has changed.',
  },
  key: ['name'],
  filledBy: 'county',
  fields: {
    name: text({ zh: '名称', en: 'name' }),
    value: text({ zh: '值', en: 'value' }),
  },
  list: ['name', 'value'],
  example: {},
})

export interface Settings {
  get<T>(setting: Setting<T>): T
  /** The text in force, and whether the office set it. */
  written(setting: Setting): { text: string; changed: boolean }
}

/** The settings of a database as they stand. Without one, every setting has its default. */
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
