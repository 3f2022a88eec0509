import { addDays } from '../calendar.ts'
import { Fault } from '../errors.ts'
import type { Reader, Setting } from '../schema/types.ts'
import type { Database } from './database.ts'
import { firstDay, lastDay } from './dated.ts'

/** A value as text, with the first and the last day on which it holds. */
export interface SettingStage {
  readonly text: string
  readonly since: string
  readonly until: string
}

export interface Settings {
  get<T>(setting: Setting<T>): T
  /** The text of the day, whether it is not the default, and since when it holds if it was another before. */
  written(setting: Setting): { text: string; changed: boolean; since?: string }
}

/** The values of a setting over time, oldest first. */
export function stagesOf(db: Database, { name, fallback }: Setting): SettingStage[] {
  return allStages(db).get(name) ?? [{ text: fallback, since: firstDay, until: lastDay }]
}

/** The values over time of the settings that the office has set, by name. */
function allStages(db: Database): Map<string, SettingStage[]> {
  const rows = db
    .prepare(
      `select s.name, p.value as text, p.until from main.settingpast p join main.setting s on s.id = p.record
       union all select name, value, ? from main.setting order by 1, 3`,
    )
    .all(lastDay) as { name: string; text: string; until: string }[]
  const found = new Map<string, SettingStage[]>()
  for (const { name, text, until } of rows) {
    const stages = found.get(name) ?? []
    const before = stages.at(-1)
    stages.push({ text, since: before ? addDays(before.until, 1) : firstDay, until })
    found.set(name, stages)
  }
  return found
}

/**
 * The settings of a day; without a database, the defaults. `kept` are texts, by name, that hold instead, such as
 * those a frozen quarter keeps: one that its setting does not take any more is passed over.
 */
export function settingsOf(
  db: Database | undefined,
  all: readonly Setting[],
  day: string,
  kept: Readonly<Record<string, string>> = {},
): Settings & Reader {
  const stages = db ? allStages(db) : new Map<string, SettingStage[]>()
  const ofDay = (s: Setting) => stages.get(s.name)?.find(stage => stage.until >= day)
  const byName = new Map(all.map(s => [s.name, s]))
  const listNamed = (name: string) => byName.get(name) as Setting<string[]>
  const reader: Reader = {
    today: day,
    get,
    list: (name, on) => (on === undefined ? get(listNamed(name)) : wordsOn(name, on)),
  }
  const values = new Map<Setting, unknown>()
  const words = new Map<string, readonly string[]>()
  function get<T>(setting: Setting<T>): T {
    if (values.has(setting as Setting)) return values.get(setting as Setting) as T
    const own = kept[setting.name]
    const before = own === undefined ? undefined : setting.field.read(own, reader)
    const value =
      before === undefined || before instanceof Fault
        ? setting.field.read(ofDay(setting as Setting)?.text ?? setting.fallback, reader)
        : before
    if (value instanceof Fault) throw new Error(`setting ${setting.name}: ${value.rule.en}`)
    values.set(setting as Setting, value)
    return value
  }
  /** The words of a list on another day, or on any. */
  function wordsOn(name: string, on: string): readonly string[] {
    const key = `${name} ${on}`
    const found = words.get(key)
    if (found) return found
    const setting = listNamed(name)
    const always = [{ text: setting.fallback, since: firstDay, until: lastDay }]
    const then = (stages.get(name) ?? always).filter(s => on === 'ever' || (s.since <= on && on <= s.until))
    const all = [...new Set(then.flatMap(s => setting.field.read(s.text, reader) as string[]))]
    words.set(key, all)
    return all
  }
  return {
    ...reader,
    written(s) {
      const stage = ofDay(s)
      const own = kept[s.name]
      if (own !== undefined) return { text: own, changed: own !== s.fallback }
      const since = stage && stage.since > firstDay ? stage.since : undefined
      const text = stage?.text ?? s.fallback
      return { text, changed: text !== s.fallback, since }
    },
  }
}
