import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Place, place } from '../world.ts'
import type { Drawn } from './county.ts'
import { plusDays } from './days.ts'
import { ground, importedOn, type Sheet, settingsOf, units, villages } from './ground.ts'
import { dayAt, peopleOf } from './people.ts'
import { laterSheetsOf, sheetsOf } from './sheets.ts'
import { householdNumber, moveOf } from './sheets-visits.ts'

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

async function importAll(there: Place, sheets: readonly Sheet[]): Promise<void> {
  if (sheets.length === 0) return
  for (const sheet of sheets) there.write(`${sheet.name}.csv`, textOf(sheet))
  const files = sheets.map(s => `${s.name}.csv`).join(' ')
  const { both } = await there.run(`cun import ${files} --accept-valid --as-of ${importedOn}`)
  // A row that a rule refuses is left out; a sheet that is not understood is a fault of the reckoning.
  if (both.includes('未导入')) throw new Error(both)
}

const kinds = ['一般农户', '脱贫户', '监测户']

/**
 * Households become of another kind, end, and move after the last day in their village; one that no row brought, or
 * that cannot, stays.
 */
async function moveAll(there: Place, drawn: Drawn): Promise<void> {
  for (const [index, { village }] of drawn.households.entries()) {
    const number = householdNumber(index)
    const { turns, ends } = drawn.households[index]!
    const change = `cun household change ${villages[village]}${number}`
    // A day before the household came is refused: then it stays as it is.
    if (turns !== null)
      await there.run(
        `${change} --kind ${kinds[(drawn.households[index]!.kind + 1) % 3]} --on ${dayAt(turns)} --as-of ${importedOn}`,
      )
    if (ends !== null)
      await there.run(`${change} --end ${dayAt(ends)} --end-reason 迁出 --as-of ${importedOn}`)
    const move = moveOf(drawn, index)
    if (!move) continue
    const words = `${villages[village]}${householdNumber(index)} --into ${villages[move.into]}`
    await there.run(`cun household move ${words} --on ${plusDays(move.until, 1)} --as-of ${importedOn}`)
  }
}

/** People come from another unit from a day on; who was not imported does not. */
async function transferAll(there: Place, drawn: Drawn): Promise<void> {
  const people = peopleOf(drawn).length
  for (const { who, unit, day } of people === 0 ? [] : drawn.transfers) {
    const words = `cun posting change ${1 + (who % people)} --unit ${units[unit]} --on ${dayAt(day)}`
    await there.run(`${words} --as-of ${importedOn}`)
  }
}

export async function recorded(drawn: Drawn) {
  base ??= makeBase()
  const { start } = await base
  const there = place()
  const path = join(there.folder, 'cun.db')
  copyFileSync(start, path)
  for (const [name, value] of settingsOf(drawn)) await ask(there, `cun settings set ${name} ${value}`)
  await importAll(there, sheetsOf(drawn))
  await moveAll(there, drawn)
  await transferAll(there, drawn)
  const { merger } = drawn
  // Refused where people are still posted in the village: then there is none.
  if (merger && merger.from !== merger.into) {
    const names = `${villages[merger.from]} --into ${villages[merger.into]}`
    await there.run(`cun village merge ${names} --on ${dayAt(merger.day)} --yes --as-of ${importedOn}`)
  }
  await importAll(there, laterSheetsOf(drawn))
  return { run: (words: string) => there.run(words), path, folder: there.folder }
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

/** Brings a model in force by which a half-year is made of its quarters, version 1. */
export async function withQuarters(path: string): Promise<void> {
  const there = place()
  const made = (kind: string) => `各季得分,${kind},100,分期,一季度=40 二季度=60,半年`
  const grade = (name: string, from: number, words: string) => `${name},派驻,${from},等次,${words},半年`
  const rows = [
    made('派驻'),
    made('派出单位'),
    grade('优', 75, '占比=20%'),
    grade('中', 60, ''),
    grade('差', 0, ''),
  ]
  there.write('quarters.csv', textOf({ name: '', header: '指标,对象,分值,方法,参数,周期', rows }))
  await ask(there, `cun model import quarters.csv --db ${path} --as-of 2024-07-20`)
}

const everyMeasure = new URL('every-measure.csv', import.meta.url).pathname

export const forget = (folder: string) => rmSync(folder, { recursive: true, force: true })
