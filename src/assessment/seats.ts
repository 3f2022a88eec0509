import { createHash } from 'node:crypto'
import type { Serving } from '../roster/serving.ts'

/** A township and its number of people in office. */
export interface Pool {
  readonly code: string
  readonly people: number
}

/**
 * Allots seats by largest remainder (Hamilton), in exact integers; ties go to the lower township code. If the
 * count allows one seat each, a township with a share under one seat gets one, and the others share the rest.
 */
export function seats(pools: readonly Pool[], count: number): Map<string, number> {
  let rest = pools.filter(p => p.people > 0).sort((a, b) => (a.code < b.code ? -1 : 1))
  const given = new Map(rest.map(p => [p.code, 0]))
  const people = () => rest.reduce((sum, p) => sum + p.people, 0)
  let left = Math.min(count, people())
  if (left >= rest.length) {
    for (;;) {
      const total = people()
      const small = rest.filter(p => left * p.people < total)
      if (small.length === 0) break
      for (const p of small) given.set(p.code, 1)
      rest = rest.filter(p => !small.includes(p))
      left -= small.length
    }
  }
  const total = people()
  if (total === 0) return given
  const shares = rest.map(p => ({
    code: p.code,
    whole: Math.floor((left * p.people) / total),
    remainder: (left * p.people) % total,
  }))
  for (const s of shares) given.set(s.code, s.whole)
  const over = left - shares.reduce((sum, s) => sum + s.whole, 0)
  shares.sort((a, b) => b.remainder - a.remainder || (a.code < b.code ? -1 : 1))
  for (const s of shares.slice(0, over)) given.set(s.code, s.whole + 1)
  return given
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const inOrder = (a: Serving, b: Serving) =>
  order(a.villageCode, b.villageCode) || order(a.start, b.start) || a.id - b.id

/**
 * The lots of a posting (SHA-256, hex); anyone who knows the seed can recompute them. The second, with the record
 * number 记录号, decides between people of one village who started on the same day.
 */
const lots = (seed: string, asOf: string, { villageCode, start, id }: Serving): readonly [string, string] => {
  const key = `${seed}|${asOf}|${villageCode}|${start}`
  const lot = (text: string) => createHash('sha256').update(text).digest('hex')
  return [lot(key), lot(`${key}|${id}`)]
}

/** The people drawn: the smallest lots of each township, ordered by township, then village. */
export function drawn(
  people: readonly Serving[],
  asked: { count: number; seed: string; asOf: string },
): Serving[] {
  const byTownship = new Map<string, Serving[]>()
  for (const p of people) byTownship.set(p.townshipCode, [...(byTownship.get(p.townshipCode) ?? []), p])
  const pools = [...byTownship].map(([code, of]) => ({ code, people: of.length }))
  return [...seats(pools, asked.count)].flatMap(([code, n]) =>
    byTownship
      .get(code)!
      .map(p => ({ p, lots: lots(asked.seed, asked.asOf, p) }))
      .sort((a, b) => order(a.lots[0], b.lots[0]) || order(a.lots[1], b.lots[1]))
      .slice(0, n)
      .map(({ p }) => p)
      .sort(inOrder),
  )
}
