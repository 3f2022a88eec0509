import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assess } from '../../src/assessment/score/assess.ts'
import { explanation } from '../../src/assessment/score/explain.ts'
import { modelInForce } from '../../src/assessment/score/model.ts'
import type { Call } from '../../src/kernel/cli/line.ts'
import { makeCall } from '../../src/kernel/cli/make-call.ts'
import { textsOf } from '../../src/kernel/document/columns.ts'
import { layoutFor } from '../../src/kernel/document/layout.ts'
import type { World } from '../../src/kernel/terminal/world.ts'
import { lines } from '../../src/lines.ts'
import { migrations } from '../../src/migrations.ts'
import { type Place, place } from '../world.ts'

let demo: Place
const calls: Call[] = []
beforeAll(async () => {
  demo = place()
  expect((await demo.run(`cun demo --db ${demo.folder}/cun.db`)).code).toBe(0)
}, 120_000)
afterAll(() => {
  for (const call of calls) call.close()
})

async function draft(period: string, asOf: string) {
  const real = await import('../../src/kernel/terminal/world.ts')
  const world = { ...real.realWorld(), cwd: demo.folder, home: demo.folder, env: {} } as World
  const call = makeCall(world, { db: `${demo.folder}/cun.db`, asOf }, lines, migrations)
  calls.push(call)
  return assess(call, period, await modelInForce(call, period))
}

describe.each([
  ['2024Q1', '2024-04-12'],
  ['2024Q2', '2024-07-05'],
])('%s of the sample county', (period, asOf) => {
  test('the explained points of every subject add up to the score', async () => {
    const { scored } = await draft(period, asOf)
    expect(scored.length).toBeGreaterThan(140)
    for (const one of scored) {
      const { tables } = explanation(one, { period, asOf, state: { zh: '', en: '' } })
      const lines = [...tables[0]!.lines]
      const points = lines.slice(0, -1).reduce((sum, l) => sum + ((l.cells.at(-1) as number | null) ?? 0), 0)
      expect([one.subject.name, points]).toEqual([one.subject.name, lines.at(-1)!.cells.at(-1) ?? 0])
    }
  })

  test('on a narrow terminal the points stay', async () => {
    const { scored } = await draft(period, asOf)
    for (const one of scored) {
      const { tables } = explanation(one, { period, asOf, state: { zh: '', en: '' } })
      for (const lang of ['zh', 'en'] as const) {
        const layout = layoutFor(textsOf(tables[0]!, lang), 80)
        const kept =
          layout.kind === 'columns' ? layout.columns.map(at => tables[0]!.columns[at]!.key) : ['points']
        expect([one.subject.name, kept]).toEqual([one.subject.name, expect.arrayContaining(['points'])])
      }
    }
  })

  test('every fact names a record that is there, or says what is missing', async () => {
    const { scored } = await draft(period, asOf)
    const { db } = calls.at(-1)!
    const seen = new Map<string, Set<number>>()
    for (const f of scored.flatMap(s => s.score.items.flatMap(i => i.facts))) {
      if (f.record === undefined) expect(f.note).toBeTruthy()
      else seen.set(f.register!, (seen.get(f.register!) ?? new Set()).add(f.record))
    }
    expect(seen.size).toBeGreaterThan(8)
    for (const [register, ids] of seen) {
      const there = db
        .prepare(`select count(*) from "${register}" where id in (select value from json_each(?))`)
        .pluck()
        .get(JSON.stringify([...ids]))
      expect([register, there]).toEqual([register, ids.size])
    }
  })
})

test('removing a visit takes from the draft what the formula says, of the person and of every unit it counted for', async () => {
  const before = await draft('2024Q2', '2024-07-05')
  const person = before.scored.find(s => s.subject.kind === 'posting' && s.subject.name === '曹平杰')!
  const covered = person.score.items.find(i => i.indicator === '走访覆盖')!
  const visit = covered.facts.find(f => f.register === 'visit')!
  expect((await demo.run(`cun visit remove ${visit.record} --yes`)).code).toBe(0)
  const after = await draft('2024Q2', '2024-07-05')
  const same = after.scored.find(s => s.subject.id === person.subject.id && s.subject.kind === 'posting')!
  const [part, of] = [covered.facts.reduce((n, f) => n + f.part, 0) - 1, covered.facts.length]
  // Full points at half of the households visited.
  const full = covered.weight
  const expected = Math.min(full, Math.floor((2 * full * part * 2 + of) / (2 * of)))
  expect(same.score.items.find(i => i.indicator === '走访覆盖')!.points).toBe(expected)
  const changed = after.scored.filter((s, i) => s.score.total !== before.scored[i]!.score.total)
  for (const s of changed) expect([person.subject.name, person.subject.unit]).toContain(s.subject.name)
})

test('a measure takes the same few statements however many subjects there are', async () => {
  await draft('2024Q2', '2024-07-05')
  const call = calls.at(-1)!
  const model = await modelInForce(call, '2024Q2')
  let statements = 0
  const prepare = call.db.prepare.bind(call.db)
  call.db.prepare = ((sql: string) => {
    statements++
    return prepare(sql)
  }) as typeof call.db.prepare
  const { scored } = assess(call, '2024Q2', model)
  const measures = new Set(model.indicators.flatMap(i => i.measure ?? [])).size
  expect(scored.length).toBeGreaterThan(140)
  // Each measure reads its facts and, some of them, the roster, the calendar or the settings.
  expect(statements).toBeLessThan(measures * 6)
})
