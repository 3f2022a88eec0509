import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Compared, compareDuties, compared, compareScores } from './compare.ts'
import { county, type Drawn } from './county.ts'
import { periodOf } from './days.ts'
import { factsOf } from './facts.ts'
import { pending } from './pending.ts'
import { dayAt } from './people.ts'
import type { Run } from './read.ts'
import { frozenOf, settingsOf, shippedHolidays } from './read.ts'
import { demo, forget, recorded, withEveryMeasure, withQuarters } from './record.ts'
import type { Known } from './who.ts'

/** How many counties: 20 in the suite; `npm run reckon -- --counties 1000` is the long form, mutations say their own. */
const counties = Number(process.env.RECKON_COUNTIES ?? process.env.RECKON_SHORT ?? 20)
const seed = Number(process.env.RECKON_SEED ?? 13)
const isLong = process.env.RECKON_COUNTIES !== undefined
const shipped = shippedHolidays()

async function knownOf(run: Run, path: string, asOf: string): Promise<Known> {
  const facts = factsOf(path)
  return { facts, settings: await settingsOf(run), shipped, asOf, frozen: await frozenOf(run, facts, asOf) }
}

/** Duties on one day, a quarter, its half-year and year by the shipped model and by that of every measure. */
async function compareCounty(drawn: Drawn, to: Compared): Promise<void> {
  const { run, path, folder } = await recorded(drawn)
  const known = await knownOf(run, path, dayAt(drawn.asOf))
  await compareDuties(to, run, known)
  const quarter = drawn.quarter
  const all = [`2024Q${quarter}`, `2024H${quarter < 3 ? 1 : 2}`, '2024'].map(periodOf)
  // The short form takes one kind of period of each county, the long form all.
  const periods = isLong ? all : [all[drawn.asOf % 3]!]
  for (const period of periods) await compareScores(to, run, known, period, '0', () => isLong)
  await withEveryMeasure(folder)
  for (const period of periods) await compareScores(to, run, known, period, '1')
  forget(folder)
}

const isPending = (difference: string) => pending.some(p => p.is(difference))

/** What was compared and what is pending, for the long form. */
function report(name: string, { counts, differences }: Compared): void {
  const lines = [...counts].sort().map(([what, n]) => `${n}\t${what}`)
  const all = [...counts.values()].reduce((a, b) => a + b, 0)
  const kinds = pending.map(p => `${differences.filter(p.is).length}\tpending: ${p.rule}`)
  const others = differences.filter(d => !isPending(d))
  const path = process.env.RECKON_REPORT
  const text = [
    `${name}: ${all} rows compared`,
    ...lines,
    ...kinds,
    `${others.length}\tdifferences`,
    ...others,
  ]
  if (path) writeFileSync(path, `${text.join('\n')}\n`, { flag: 'a' })
}

test('random small counties, reckoned twice', async () => {
  const all = compared()
  const property = fc.asyncProperty(county, async drawn => {
    const to = compared()
    await compareCounty(drawn, to)
    for (const [what, n] of to.counts) all.counts.set(what, (all.counts.get(what) ?? 0) + n)
    all.differences.push(...to.differences)
    if (!isLong) expect(to.differences.filter(d => !isPending(d))).toEqual([])
  })
  await fc.assert(property, { numRuns: counties, seed, endOnFailure: true })
  report(`${counties} counties, seed ${seed}`, all)
  expect(all.differences.filter(d => !isPending(d))).toEqual([])
}, 36_000_000)

test('the sample county, reckoned again', async () => {
  const { run, path } = await demo()
  const all = compared()
  const asOfs = isLong ? ['2024-02-29', '2024-03-31', '2024-05-15', '2024-06-30'] : []
  for (const asOf of [...asOfs, '2024-07-26']) {
    const known = await knownOf(run, path, asOf)
    await compareDuties(all, run, known)
    const names = isLong ? ['2024Q2', '2024Q3', '2024H1', '2024'] : ['2024Q2', '2024']
    for (const period of names.map(periodOf)) {
      await compareScores(all, run, known, period, '0', isLong ? undefined : score => score.days < 60)
    }
  }
  report('the sample county', all)
  expect(all.differences.filter(d => !isPending(d))).toEqual([])
}, 36_000_000)

test('a half-year of the sample county made of its quarters, before and after the second is frozen', async () => {
  const { run, path } = await demo()
  expect((await run('cun assess freeze 2024Q2 --as-of 2024-07-20')).code).toBe(0)
  await withQuarters(path)
  const all = compared()
  // The second quarter is not over, over, and frozen.
  for (const asOf of ['2024-06-30', '2024-07-10', '2024-07-26']) {
    const known = await knownOf(run, path, asOf)
    await compareScores(all, run, known, periodOf('2024H1'), '1', s => isLong || s.days < 30)
  }
  report('a half-year made of quarters', all)
  expect(all.differences.filter(d => !isPending(d))).toEqual([])
}, 36_000_000)
