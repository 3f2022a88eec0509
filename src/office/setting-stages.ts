import { addDays } from '../kernel/calendar.ts'
import { pastOf } from '../kernel/schema/dated.ts'
import { settingRegister } from '../kernel/schema/setting.ts'
import type { Row, Setting } from '../kernel/schema/types.ts'
import type { Database } from '../kernel/store/database.ts'
import { firstDay, lastDay, pastRows } from '../kernel/store/dated.ts'
import { decode } from '../kernel/store/records.ts'
import type { SettingStage } from '../kernel/store/settings.ts'
import type { Pen } from '../kernel/store/write-batch.ts'

/** The stage of a day with another text, and the values over time that result. */
export interface Reset {
  readonly changed: SettingStage
  readonly was: string
  readonly stages: readonly SettingStage[]
}

/**
 * Values over time, changed from a day on: up to the next change, if one was typed before. Without a day, the value
 * of `today` was a mistake and is replaced wherever it held.
 */
export function reset(
  stages: readonly SettingStage[],
  text: string,
  on: string | undefined,
  today: string,
): Reset {
  const day = on ?? today
  const at = stages.findIndex(s => s.until >= day)
  const old = stages[at]!
  const changed = { text, since: on === undefined ? old.since : day, until: old.until }
  const before = changed.since > old.since ? [{ ...old, until: addDays(day, -1) }] : []
  const all = [...stages.slice(0, at), ...before, changed, ...stages.slice(at + 1)]
  const apart: SettingStage[] = []
  for (const stage of all) {
    const last = apart.at(-1)
    if (last?.text === stage.text) apart[apart.length - 1] = { ...last, until: stage.until }
    else apart.push(stage)
  }
  return { changed, was: old.text, stages: apart }
}

/** Stores the values over time. The default alone is no record, unless it was `chosen`. */
export function writeStages(
  db: Database,
  pen: Pen,
  { name, fallback }: Setting,
  stages: readonly SettingStage[],
  chosen: boolean,
): void {
  const past = pastOf(settingRegister)!
  const row = db.prepare('select * from setting where name = ?').get(name) as Row | undefined
  const before = row && decode(settingRegister, row)
  const value = stages.at(-1)!.text
  const earlier = stages.slice(0, -1)
  const stored = before ? (pastRows(db, settingRegister, [before.id]).get(before.id) ?? []) : []
  const isDefault = !chosen && earlier.length === 0 && value === fallback
  const kept = new Map(earlier.map(s => [s.until, s.text]))
  for (const old of stored) {
    const text = kept.get(old.until as string)
    kept.delete(old.until as string)
    if (text === undefined) pen.remove(past, old)
    else if (text !== old.value) pen.change(past, old, { ...old, value: text })
  }
  if (before && isDefault) pen.remove(settingRegister, before)
  else if (before && before.value !== value) pen.change(settingRegister, before, { ...before, value })
  const record = before?.id ?? (isDefault ? 0 : pen.add(settingRegister, [{ name, value }])[0]!)
  pen.add(
    past,
    [...kept].map(([until, text]) => ({ record, until, value: text })),
  )
}

/** Whether a value holds on every day. */
export const isAlways = ({ since, until }: SettingStage): boolean => since === firstDay && until === lastDay
