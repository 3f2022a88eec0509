import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawn, type Pool, seats } from '../../src/assessment/seats.ts'
import type { Serving } from '../../src/roster/serving.ts'

const pools = (counts: Record<string, number>): Pool[] =>
  Object.entries(counts).map(([code, people]) => ({ code, people }))

/** Reckoned by hand; the shares are in the names. */
test.each([
  // E has 0.5 and then D 0.947 of a seat: one each. 8 seats to 85 people: 3.765, 2.353, 1.882.
  ['small ones have one', { A: 40, B: 25, C: 20, D: 10, E: 5 }, 10, { A: 4, B: 2, C: 2, D: 1, E: 1 }],
  // 1.2, 0.75, 0.6, 0.3, 0.15: too few for one each.
  ['fewer seats than townships', { A: 40, B: 25, C: 20, D: 10, E: 5 }, 3, { A: 1, B: 1, C: 1, D: 0, E: 0 }],
  // 1.5 and 1.5.
  ['a tie goes to the lower code', { B: 5, A: 5 }, 3, { A: 2, B: 1 }],
  // 5.133, 3.267, 1.6.
  ['largest remainder', { A: 77, B: 49, C: 24 }, 10, { A: 5, B: 3, C: 2 }],
  ['one each', { A: 90, B: 9, C: 1 }, 3, { A: 1, B: 1, C: 1 }],
  ['no more seats than people', { A: 2, B: 1 }, 20, { A: 2, B: 1 }],
  ['a township without people has none', { A: 3, B: 0 }, 2, { A: 2 }],
  ['nobody at all', {}, 5, {}],
])('seats: %s', (_, counts, count, expected) => {
  expect(Object.fromEntries(seats(pools(counts), count))).toEqual(expected)
})

const anyPools = fc
  .uniqueArray(fc.record({ code: fc.string({ minLength: 1, maxLength: 4 }), people: fc.nat(60) }), {
    selector: p => p.code,
    maxLength: 15,
  })
  .filter(list => list.some(p => p.people > 0))

test('seats add up, none is empty where the count allows, nobody is drawn twice, order plays no part', () => {
  fc.assert(
    fc.property(anyPools, fc.integer({ min: 1, max: 300 }), (list, count) => {
      const given = seats(list, count)
      const total = list.reduce((sum, p) => sum + p.people, 0)
      const places = list.filter(p => p.people > 0)
      expect([...given.values()].reduce((a, b) => a + b, 0)).toBe(Math.min(count, total))
      for (const p of places) {
        expect(given.get(p.code)).toBeLessThanOrEqual(p.people)
        if (count >= places.length) expect(given.get(p.code)).toBeGreaterThanOrEqual(1)
      }
      expect(Object.fromEntries(seats([...list].reverse(), count))).toEqual(Object.fromEntries(given))
    }),
  )
})

describe('lots', () => {
  const person = (id: number, villageCode: string, start = '2024-01-31') =>
    ({ id, villageCode, townshipCode: villageCode.slice(0, 9), start }) as Serving
  const all = Array.from({ length: 30 }, (_, i) =>
    person(i + 1, `4108822${i < 20 ? '00' : '01'}${String(200 + (i % 15))}`),
  )
  const asked = { count: 9, seed: '7', asOf: '2024-05-10' }

  test('the smallest SHA-256 of seed|day|village code|start in each township', () => {
    const hash = (p: Serving) =>
      createHash('sha256').update(`7|2024-05-10|${p.villageCode}|2024-01-31`).digest('hex')
    const smallest = (code: string, n: number) =>
      all
        .filter(p => p.townshipCode === code)
        .sort((a, b) => (hash(a) < hash(b) ? -1 : hash(a) > hash(b) ? 1 : a.id - b.id))
        .slice(0, n)
        .map(p => p.id)
    const expected = [...smallest('410882200', 6), ...smallest('410882201', 3)]
    expect(
      drawn(all, asked)
        .map(p => p.id)
        .sort(),
    ).toEqual(expected.sort())
  })

  test('between people of one village with the same start, the SHA-256 with the record number decides', () => {
    const hash = (id: number) =>
      createHash('sha256').update(`7|2024-05-10|410882200204|2024-01-31|${id}`).digest('hex')
    const same = Array.from({ length: 12 }, (_, i) => person(i + 1, '410882200204'))
    const expected = same.map(p => p.id).sort((a, b) => (hash(a) < hash(b) ? -1 : 1))
    for (const count of [1, 5, 11]) {
      const ids = drawn(same, { ...asked, count }).map(p => p.id)
      expect(ids).toEqual(expected.slice(0, count).sort((a, b) => a - b))
    }
    // The lower number is not the one that is always drawn.
    expect(expected[0]).not.toBe(1)
  })

  test('the same whatever the order of the roster; another seed draws others', () => {
    const ids = (people: readonly Serving[], seed = '7') => drawn(people, { ...asked, seed }).map(p => p.id)
    expect(ids([...all].reverse())).toEqual(ids(all))
    expect(ids(all, '8')).not.toEqual(ids(all))
  })
})
