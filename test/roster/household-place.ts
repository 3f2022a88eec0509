import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { type Place, place, type Ran } from '../world.ts'
import { fields } from './household-model.ts'

export const villages = ['东村', '西村', '北村'] as const
export const today = '2026-06-30'
export const clock = { now: () => new Date(`${today}T01:30:00Z`) }

export async function smallCounty(): Promise<Place> {
  const there = place()
  await ok(there, 'cun init --name 甲县 --code 410882 --since 2023-01-01')
  await ok(there, 'cun township add --name 紫陵镇 --code 410882103')
  for (const [i, name] of villages.entries())
    await ok(there, `cun village add --name ${name} --code 41088210320${i + 1}`)
  return there
}

export async function ok(there: Place, words: string): Promise<Ran> {
  const ran = await there.run(words, clock)
  if (ran.code !== 0) throw new Error(`${words}\n${ran.both}`)
  return ran
}

/** The list as the program has it, as `listOn` of the model. */
export async function listedOn(there: Place, day: string): Promise<string[]> {
  const { out } = await ok(there, `cun household list --as-of ${day} --format json`)
  const rows = JSON.parse(out).tables[0].rows as Record<string, unknown>[]
  return rows.map(r => fields.map(f => String(r[f])).join(' ')).sort()
}

/** Everything stored of households. */
export function stored(there: Place): string {
  const db = new Sqlite(join(there.folder, 'cun.db'), { readonly: true })
  const rows = ['household', 'householdpast'].map(t => db.prepare(`select * from ${t} order by id`).all())
  db.close()
  return JSON.stringify(rows)
}

/** The number of the household with a head that no other has. */
export function idOf(there: Place, head: string): number {
  const db = new Sqlite(join(there.folder, 'cun.db'), { readonly: true })
  const id = db.prepare('select id from household where head = ?').pluck().get(head) as number
  db.close()
  return id
}
