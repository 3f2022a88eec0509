import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { test } from 'vitest'
import { compared } from './compare.ts'
import { county } from './county.ts'
import { compareCounty } from './reckoning.test.ts'
test('try', async () => {
  const all: string[] = []
  let i = 0
  const t = performance.now()
  for (const drawn of fc.sample(county, { numRuns: 80, seed: 5 })) {
    const to = compared()
    try {
    await compareCounty(drawn, to)
    } catch (e) { to.differences.push(String(e)) }
    all.push(...to.differences.map(d => `${i} [D1 ${drawn.dayOne}] ${d}`))
    i++
  }
  console.log(performance.now() - t)
  writeFileSync('/tmp/rk/try.txt', all.join('\n'))
}, 600000)
