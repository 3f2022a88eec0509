import fc from 'fast-check'
import { expect, test } from 'vitest'
import { split } from '../../src/resources/purchase.ts'

test.each([
  [31_000_000, 1, [31_000_000]],
  [30_000, 2, [15_000, 15_000]],
  [20_000_000, 3, [6_666_667, 6_666_667, 6_666_666]],
  [10_000, 3, [3_334, 3_333, 3_333]],
  [2, 3, [1, 1, 0]],
  [0, 2, [0, 0]],
])('%i 分 in %i parts', (fen, parts, expected) => expect(split(fen, parts)).toEqual(expected))

test('parts make up the whole, differ by one 分 at most, and the first are never the smaller', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 40), fc.integer({ min: 1, max: 400 }), (fen, count) => {
      const parts = split(fen, count)
      expect(parts).toHaveLength(count)
      expect(parts.reduce((a, b) => a + b, 0)).toBe(fen)
      expect(parts[0]! - parts.at(-1)!).toBeLessThanOrEqual(1)
      expect(parts).toEqual([...parts].sort((a, b) => b - a))
    }),
  )
})
