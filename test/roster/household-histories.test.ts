import fc from 'fast-check'
import { expect, test } from 'vitest'
import { history, type Step } from './household-history.ts'
import { dayAfter, listOn, turningDays } from './household-model.ts'
import { listedOn, ok, smallCounty, today, villages } from './household-place.ts'

/** Histories of the short form; HISTORIES=500 for the long one. */
const runs = Number(process.env.HISTORIES ?? 3)

const day = fc.integer({ min: 0, max: 40 }).map(n => dayAfter('2024-01-01', n * 20))
const nth = fc.nat(1000)
const ofKind = <K extends Step['do'], T extends object>(
  weight: number,
  name: K,
  rest: { [F in keyof T]: fc.Arbitrary<T[F]> },
) => ({ weight, arbitrary: fc.record({ do: fc.constant(name), ...rest }) as unknown as fc.Arbitrary<Step> })
const what = fc.array(fc.nat(9), { minLength: 12, maxLength: 12 })
const step = fc.oneof(
  ofKind(4, 'change', { who: nth, field: nth, value: nth, day }),
  ofKind(2, 'correct', { who: nth, field: nth, value: nth }),
  ofKind(2, 'move', { who: nth, to: nth, day }),
  ofKind(1, 'end', { who: nth, day }),
  ofKind(1, 'goOn', { who: nth }),
  ofKind(1, 'add', { where: nth, day, isAlways: fc.boolean() }),
  ofKind(3, 'list', { where: nth, day, what, isRenumbered: fc.boolean() }),
  ofKind(3, 'undo', { which: nth }),
  ofKind(1, 'erase', { who: nth }),
)

test('after every step of a history, every day says what a plain model says', async () => {
  const counts = new Map<string, number>()
  const count = (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1)
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 8, maxLength: 16 }),
      fc.array(day, { minLength: 3, maxLength: 3 }),
      async (steps, days) => {
        const there = await smallCounty()
        const run = history(there, count)
        for (const where of [0, 0, 0, 1, 1, 2])
          await run.do({ do: 'add', where, day: '2024-01-01', isAlways: where !== 2 })
        for (const [i, s] of steps.entries()) {
          await run.do(s)
          for (const day of [days[i % days.length]!, today]) {
            const found = await listedOn(there, day)
            expect([s.do, day, found]).toEqual([s.do, day, listOn(run.county(), day)])
            count('list')
          }
        }
        await ok(there, 'cun check')

        // Exports of one day after another, imported into an empty database, tell the same.
        const copy = await smallCounty()
        const turns = ['2023-12-31', ...turningDays(run.county())]
        for (const [i, turn] of turns.entries()) {
          await ok(there, `cun household export --as-of ${turn} --out day.csv --force`)
          const [header, ...rows] = there.read('day.csv').trim().split('\n')
          for (const village of villages) {
            const own = rows.filter(row => row.includes(village))
            copy.write('day.csv', `${[header, ...own].join('\n')}\n`)
            const how = i === 0 ? '' : ` --complete --village ${village} --on ${turn} --yes`
            await ok(copy, `cun household import day.csv --ignore-columns 入册日期${how}`)
          }
        }
        for (const day of [...turns, ...days]) {
          expect([day, await listedOn(copy, day)]).toEqual([day, listOn(run.county(), day)])
          count('copied list')
        }
      },
    ),
    { numRuns: runs },
  )
  console.log(`${runs} histories:`, Object.fromEntries(counts))
  for (const what of ['done', 'list', 'copied list']) expect(counts.get(what)).toBeGreaterThan(0)
})
