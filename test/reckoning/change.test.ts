import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sumsOf } from '../../src/kernel/cli/facts.ts'
import { makeCall } from '../../src/kernel/cli/make-call.ts'
import { type Measure, factsOf as measured } from '../../src/kernel/cli/measure.ts'
import type { World } from '../../src/kernel/terminal/world.ts'
import { lines } from '../../src/lines.ts'
import { migrations } from '../../src/migrations.ts'
import { periodOf } from '../../src/roster/county.ts'
import { county } from './county.ts'
import { plusDays } from './days.ts'
import { type Facts, factsOf } from './facts.ts'
import { importedOn, villages } from './ground.ts'
import { forget, recorded } from './record.ts'
import { headOf, type Known, stayOn, unitOn, unitsIn } from './who.ts'

/** How many counties: 8 in the suite; `npm run reckon` takes more. */
const counties = Math.max(8, Number(process.env.RECKON_COUNTIES ?? 0) / 10)
const periods = ['2024Q1', '2024Q2', '2024Q3', '2024Q4']
const measures: readonly Measure[] = lines.flatMap(l => l.measures ?? [])

/** Every number of every subject and quarter: `visit.coverage unit 3 2024Q2` → `5/9`. */
function numbers(path: string, folder: string): Map<string, string> {
  const world = { env: {}, cwd: folder, home: folder } as unknown as World
  const call = makeCall(world, { db: path, asOf: importedOn }, lines, migrations)
  const found = new Map<string, string>()
  for (const period of periods) {
    for (const m of measures) {
      for (const [subject, { part, of }] of sumsOf(measured(call, m, periodOf(call, period))))
        found.set(`${m.name} ${m.subject} ${subject} ${period}`, `${part}/${of}`)
    }
  }
  call.close()
  return found
}

/** The keys whose numbers differ. */
function changed(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const keys = new Set([...before.keys(), ...after.keys()])
  return [...keys].filter(key => before.get(key) !== after.get(key)).sort()
}

const quarterOf = (day: string) => `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`
const isCounted = (known: Known, day: string) =>
  day >= known.settings.get('duties.since')! && day <= importedOn

/** Those credited with what happened in a village on a day: its head, each unit there, the village. */
function creditedOn(known: Known, measure: string, village: number, day: string): string[] {
  if (!isCounted(known, day)) return []
  const head = headOf(known, village, day)
  return [
    ...(head ? [`${measure} posting ${head.id} ${quarterOf(day)}`] : []),
    ...unitsIn(known, village, day).map(unit => `${measure} unit ${unit} ${quarterOf(day)}`),
    `${measure} village ${village} ${quarterOf(day)}`,
  ].sort()
}

/** What may change when a visit goes: visit measures of those in its village, in the quarters it can reach. */
function reachedBy(known: Known, visit: Facts['visit'][number]): (key: string) => boolean {
  const household = known.facts.household.find(h => h.id === visit.household)!
  const village = stayOn(known, household, visit.date)?.village ?? household.village
  const there = known.facts.posting.filter(p => p.village === village)
  // Its own day, and the last days of a request (30 days) and of a first round (up to two months).
  const reached = [0, 30, 62].map(days => plusDays(visit.date, days))
  const subjects = new Set(
    there.flatMap(p => [`posting ${p.id}`, ...reached.map(day => `unit ${unitOn(known, p, day)}`)]),
  )
  const quarters = new Set(reached.map(quarterOf))
  return key => {
    const [measure, kind, id, period] = key.split(' ')
    return measure!.startsWith('visit.') && subjects.has(`${kind} ${id}`) && quarters.has(period!)
  }
}

test('one record changes the subjects and quarters it belongs to, and no others', async () => {
  const tried = new Map<string, number>()
  const count = (what: string) => tried.set(what, (tried.get(what) ?? 0) + 1)
  const property = fc.asyncProperty(county, fc.nat(), async (drawn, which) => {
    const { run, path, folder } = await recorded(drawn)
    const facts = factsOf(path)
    const since = (await run('cun settings list --format json')).out
    const dayOne = (JSON.parse(since).tables[0].rows as { name: string; value: string }[]).find(
      s => s.name === 'duties.since',
    )!.value
    const known = {
      facts,
      settings: new Map([['duties.since', dayOne]]),
      asOf: importedOn,
    } as unknown as Known
    const before = numbers(path, folder)
    /** Removes a record, compares, brings it back. */
    const without = async (register: string, id: number, check: (keys: string[]) => void) => {
      const removed = await run(`cun ${register} remove ${id} --yes`)
      if (removed.code !== 0) throw new Error(removed.both)
      check(changed(before, numbers(path, folder)))
      await run('cun undo --yes')
      count(register)
    }
    const pick = <T>(all: readonly T[]): T | undefined => all[which % Math.max(1, all.length)]
    const visit = pick(facts.visit)
    if (visit) {
      const isReached = reachedBy(known, visit)
      await without('visit', visit.id, keys => expect(keys.filter(k => !isReached(k))).toEqual([]))
    }
    const expert = pick(facts.expert)
    if (expert) {
      const expected = creditedOn(known, 'expert.support', expert.village, expert.date)
      await without('expert', expert.id, keys => expect(keys).toEqual(expected))
    }
    const inspection = pick(facts.inspection.filter(i => i.status === 'onPost'))
    if (inspection) {
      const key = `inspection.onPost posting ${inspection.posting} ${quarterOf(inspection.date)}`
      const expected = isCounted(known, inspection.date) ? [key] : []
      await without('inspection', inspection.id, keys => expect(keys).toEqual(expected))
    }
    expect(changed(before, numbers(path, folder))).toEqual([])
    forget(folder)
  })
  await fc.assert(property, { numRuns: counties, seed: 13, endOnFailure: true })
  expect([...tried.keys()].sort()).toEqual(['expert', 'inspection', 'visit'])
}, 3_600_000)

test('villages merged in June change no number of the first quarter', async () => {
  let merged = 0
  const property = fc.asyncProperty(county, fc.nat({ max: 2 }), async (drawn, from) => {
    const { run, path, folder } = await recorded(drawn)
    const first = (all: ReadonlyMap<string, string>) =>
      new Map([...all].filter(([key]) => key.endsWith('2024Q1')))
    const before = first(numbers(path, folder))
    const into = (from + 1) % 3
    for (const p of factsOf(path).posting) {
      const name = factsOf(path).village.find(v => v.id === p.village)!.name
      if (name === villages[from] && (p.end === null || p.end > '2024-06-09') && p.start < '2024-06-09')
        await run(`cun posting change ${p.id} --end 2024-06-09 --end-reason 调整`)
    }
    const { code } = await run(
      `cun village merge ${villages[from]} --into ${villages[into]} --on 2024-06-10 --yes --as-of ${importedOn}`,
    )
    if (code === 0) merged++
    expect(changed(before, first(numbers(path, folder)))).toEqual([])
    forget(folder)
  })
  await fc.assert(property, { numRuns: counties, seed: 13, endOnFailure: true })
  expect(merged).toBeGreaterThan(counties / 4)
}, 3_600_000)
