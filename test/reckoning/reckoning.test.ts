import { appendFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareDuties, compared, compareScores, type Compared } from './compare.ts'
import { county, type Drawn } from './county.ts'
import { periodOf } from './days.ts'
import { factsOf } from './facts.ts'
import { dayAt } from './people.ts'
import { settingsOf, shippedHolidays } from './read.ts'
import { forget, recorded, withEveryMeasure } from './record.ts'

/** How many counties: 30 in the suite; `npm run reckon -- --counties 1000` is the long form. */
const counties = Number(process.env.RECKON_COUNTIES ?? 30)
const seed = Number(process.env.RECKON_SEED ?? 13)
const shipped = shippedHolidays()

export async function compareCounty(drawn: Drawn, to: Compared): Promise<void> {
  const { run, path, folder } = await recorded(drawn)
  const facts = factsOf(path)
  const settings = await settingsOf(run)
  const known = { facts, settings, shipped, asOf: dayAt(drawn.asOf) }
  await compareDuties(to, run, known)
  const quarter = periodOf(`2024Q${drawn.quarter}`)
  await compareScores(to, run, known, quarter, '0')
  await withEveryMeasure({ folder })
  await compareScores(to, run, known, quarter, '1')
  forget(folder)
}

test('random small counties, reckoned twice', async () => {
  const all = compared()
  await fc.assert(
    fc.asyncProperty(county, async drawn => {
      const to = compared()
      await compareCounty(drawn, to)
      for (const [what, n] of to.counts) all.counts.set(what, (all.counts.get(what) ?? 0) + n)
      expect(to.differences).toEqual([])
    }),
    { numRuns: counties, seed, endOnFailure: !process.env.RECKON_SHRINK },
  )
  if (process.env.RECKON_COUNTIES) appendFileSync(1, [...all.counts].map(([w, n]) => `${w} ${n}\n`).join(''))
}, 3_600_000)
