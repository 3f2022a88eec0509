import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Place, place } from '../world.ts'
import type { Drawn } from './county.ts'
import { ground, importedOn, type Sheet, settingsOf } from './ground.ts'
import { sheetsOf } from './sheets.ts'

/** Counties are recorded through the program's own import: one command for all sheets of one. */

let base: Promise<{ there: Place; start: string }> | undefined

async function ask(there: Place, words: string): Promise<void> {
  const { code, both } = await there.run(words)
  if (code !== 0) throw new Error(`${words}\n${both}`)
}

const textOf = (sheet: Sheet) => `${[sheet.header, ...sheet.rows].join('\r\n')}\r\n`

/** A database with townships, villages and units, which every county begins from. */
async function makeBase() {
  const there = place()
  await ask(there, 'cun init --name 示例县 --code 410882 --since 2024-01-01 --as-of 2024-01-01')
  for (const sheet of ground) there.write(`${sheet.name}.csv`, textOf(sheet))
  await ask(there, `cun import ${ground.map(s => `${s.name}.csv`).join(' ')} --as-of ${importedOn}`)
  return { there, start: join(there.folder, 'cun.db') }
}

export async function recorded(drawn: Drawn) {
  base ??= makeBase()
  const { start } = await base
  const there = place()
  const path = join(there.folder, 'cun.db')
  copyFileSync(start, path)
  for (const [name, value] of settingsOf(drawn)) await ask(there, `cun settings set ${name} ${value}`)
  const sheets = sheetsOf(drawn)
  for (const sheet of sheets) there.write(`${sheet.name}.csv`, textOf(sheet))
  const files = sheets.map(s => `${s.name}.csv`).join(' ')
  const { code, both } = await there.run(`cun import ${files} --accept-valid --as-of ${importedOn}`)
  return { run: (words: string) => there.run(words), path, imported: { code, both }, folder: there.folder }
}

/** The sample county. */
export async function demo() {
  const there = place()
  const path = join(there.folder, 'cun.db')
  await ask(there, `cun demo --db ${path}`)
  return { run: (words: string) => there.run(words), path }
}

/** Brings the model of every measure and every method in force, version 1. */
export async function withEveryMeasure(folder: string): Promise<void> {
  await ask(place(folder), `cun model import ${everyMeasure} --as-of ${importedOn}`)
}

const everyMeasure = new URL('every-measure.csv', import.meta.url).pathname

export const forget = (folder: string) => rmSync(folder, { recursive: true, force: true })
