import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { place } from '../world.ts'
import { compareDuties, compared, compareScores } from './compare.ts'
import { periodOf } from './days.ts'
import { factsOf } from './facts.ts'
import { settingsOf, shippedHolidays } from './read.ts'
import type { Known } from './who.ts'

test('the sample county, reckoned again', async () => {
  const there = place()
  const db = join(there.folder, 'cun.db')
  copyFileSync('/tmp/rk/d.db', db)
  const run = (words: string) => there.run(words, { env: { CUN_DB: db } })
  const facts = factsOf(db)
  const settings = await settingsOf(run)
  const to = compared()
  for (const asOf of ['2024-02-29', '2024-05-15', '2024-07-26']) {
    const known: Known = { facts, settings, shipped: shippedHolidays(), asOf }
    await compareDuties(to, run, known)
    if (asOf !== '2024-07-26') continue
    for (const name of ['2024Q2']) await compareScores(to, run, known, periodOf(name), '0')
  }
  console.log([...to.counts].map(([k, n]) => `${k} ${n}`).join('\n'))
  console.log(to.differences.length)
  const { writeFileSync } = await import('node:fs')
  writeFileSync('/tmp/rk/diff.txt', to.differences.join('\n'))
  expect(to.differences.slice(0, 3)).toEqual([])
}, 600_000)
