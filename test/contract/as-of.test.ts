import { expect, test } from 'vitest'
import { county, samples } from '../world.ts'

test('the same as-of gives the same bytes on any clock and in any zone', async () => {
  const there = await county()
  await there.run(`cun import ${samples}roster-gb18030.csv --add unit`)
  const outputs = new Set<string>()
  const zone = process.env.TZ
  for (const [tz, now] of [
    ['America/New_York', '2024-07-26T01:00:00Z'],
    ['Asia/Shanghai', '2031-01-01T00:00:00Z'],
    ['Pacific/Kiritimati', '1999-12-31T23:59:59Z'],
  ] as const) {
    process.env.TZ = tz
    outputs.add((await there.run('cun overdue --as-of 2024-06-30', { now: () => new Date(now) })).out)
  }
  process.env.TZ = zone
  expect(outputs.size).toBe(1)
})
