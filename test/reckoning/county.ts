import fc from 'fast-check'

/**
 * A small county, as drawn: days are counted from 2024-01-01, people, households and subsets are numbers that
 * sheets.ts resolves to those that are there on the day.
 */
export interface Drawn {
  readonly dayOne: number
  readonly asOf: number
  readonly quarter: number
  readonly villages: number
  readonly settings: readonly number[]
  readonly leastShare: number
  readonly secretaries: readonly Term[][]
  readonly members: readonly Term[][]
  /** The first of them lie in the first villages, so that few are without a list. */
  readonly households: readonly {
    village: number
    kind: number
    since: number | null
    moves: number | null
    /** Day from which it is of another kind. */
    turns: number | null
    /** Last day on the list. */
    ends: number | null
  }[]
  readonly visits: readonly { household: number; day: number; who: number; closed: Late | null }[]
  readonly gatherings: readonly Gathering[]
  readonly papers: readonly Paper[]
  readonly milestones: readonly { village: number; due: number; done: Late | null }[]
  readonly stationdays: readonly { unit: number; week: number; off: boolean; village: number }[]
  readonly resources: readonly { village: number; amount: number; arrived: number | null }[]
  readonly purchases: readonly { villages: number; amount: number; day: number }[]
  readonly inspections: readonly Inspection[]
  readonly leaves: readonly {
    who: number
    first: number
    length: number
    approved: number
    back: number | null
  }[]
  readonly named: readonly { day: number; who: number; what: number }[]
  readonly exchanges: readonly { township: number; quarter: number; day: number }[]
  readonly ratings: readonly { subject: number; indicator: number; evaluator: number; points: number }[]
  readonly holidays: readonly { day: number; off: boolean }[]
  readonly papersOfVillage: readonly { village: number; day: number; kind: number; accepted: number | null }[]
  /** Who comes from another unit from a day on. */
  readonly transfers: readonly { who: number; unit: number; day: number }[]
  readonly merger: { from: number; into: number; day: number } | null
}

/** How many days after, or not at all. */
type Late = number

export interface Term {
  /** Days since the term before in its village ended. */
  readonly gap: number
  /** Null: it has no end. */
  readonly length: number | null
  readonly unit: number
  /** Somebody who served before comes back. */
  readonly returns: boolean
  readonly role: number
  readonly hasId: boolean
}

interface Gathering {
  readonly day: number
  readonly kind: number
  readonly township: number | null
  readonly came: number
  readonly excused: number
}

interface Paper {
  readonly received: number
  readonly forwarded: number | null
  readonly recipients: number | null
  readonly due: number | null
  readonly signed: readonly { who: number; after: number }[]
}

interface Inspection {
  readonly day: number
  readonly who: number
  readonly status: number
  readonly by: number | null
  readonly done: number | null
  /** On the first day of this leave, of whom it is. */
  readonly leave: number | null
}

const day = fc.integer({ min: -20, max: 365 })
const index = fc.nat(99)
/** A subset: bit n is member n. */
const subset = fc.nat(1023)
/** Null once in `freq` times. */
const maybe = <T>(some: fc.Arbitrary<T>, freq = 2) => fc.option(some, { nil: null, freq })
const few = <T>(some: fc.Arbitrary<T>, maxLength: number) => fc.array(some, { maxLength, size: 'max' })
const term = (isLong: boolean): fc.Arbitrary<Term> =>
  fc.record({
    gap: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 })),
    length: isLong ? maybe(fc.integer({ min: 5, max: 220 }), 4) : maybe(fc.integer({ min: 3, max: 150 }), 3),
    unit: fc.nat(2),
    returns: fc.boolean(),
    role: fc.nat(3),
    hasId: fc.boolean(),
  })

export const county: fc.Arbitrary<Drawn> = fc.record({
  dayOne: fc.oneof(fc.constant(-31), fc.integer({ min: -60, max: 250 })),
  asOf: fc.integer({ min: 20, max: 365 }),
  quarter: fc.integer({ min: 1, max: 4 }),
  villages: fc.integer({ min: 2, max: 4 }),
  leastShare: fc.constantFrom(0, 0, 20, 60),
  settings: few(fc.nat(12), 4),
  secretaries: fc.array(few(term(true), 3), { minLength: 4, maxLength: 4 }),
  members: fc.array(few(term(false), 2), { minLength: 4, maxLength: 4 }),
  households: few(
    fc.record({
      village: fc.nat(3),
      kind: fc.nat(2),
      since: maybe(fc.integer({ min: -100, max: 330 })),
      moves: maybe(fc.integer({ min: -10, max: 365 })),
      turns: maybe(fc.integer({ min: -10, max: 365 })),
      ends: maybe(fc.integer({ min: 20, max: 365 }), 4),
    }),
    10,
  ).map(all => all.map((h, i) => (i < 4 ? { ...h, village: i } : h))),
  visits: few(
    fc.record({ household: index, day, who: index, closed: maybe(fc.integer({ min: -20, max: 60 }), 3) }),
    30,
  ),
  gatherings: few(
    fc.record({ day, kind: fc.nat(2), township: maybe(fc.nat(1)), came: subset, excused: subset }),
    6,
  ),
  papers: few(
    fc.record({
      received: day,
      forwarded: maybe(fc.nat(6), 5),
      recipients: maybe(subset),
      due: maybe(fc.integer({ min: 1, max: 12 })),
      signed: few(fc.record({ who: index, after: fc.nat(8) }), 5),
    }),
    4,
  ),
  milestones: few(
    fc.record({ village: fc.nat(3), due: day, done: maybe(fc.integer({ min: -30, max: 20 }), 2) }),
    8,
  ),
  stationdays: few(fc.record({ unit: fc.nat(2), week: fc.nat(52), off: fc.boolean(), village: index }), 20),
  resources: few(fc.record({ village: fc.nat(3), amount: fc.nat(30_000_000), arrived: maybe(day, 4) }), 4),
  purchases: few(fc.record({ villages: subset, amount: fc.integer({ min: 1, max: 4_000_000 }), day }), 4),
  inspections: few(
    fc.record({
      day,
      who: index,
      status: fc.nat(6),
      by: maybe(fc.integer({ min: 1, max: 30 })),
      done: maybe(fc.nat(40), 2),
      leave: maybe(index),
    }),
    12,
  ),
  leaves: few(
    fc.record({
      who: index,
      first: day,
      length: fc.integer({ min: 1, max: 9 }),
      approved: fc.integer({ min: -4, max: 2 }),
      back: maybe(fc.integer({ min: -2, max: 5 }), 3),
    }),
    6,
  ),
  named: few(fc.record({ day, who: subset, what: fc.nat(6) }), 12),
  exchanges: few(
    fc.record({ township: fc.nat(1), quarter: fc.integer({ min: 1, max: 4 }), day: fc.nat(89) }),
    5,
  ),
  ratings: few(
    fc.record({
      subject: index,
      indicator: fc.nat(4),
      evaluator: fc.nat(2),
      points: fc.integer({ min: 0, max: 1000 }),
    }),
    12,
  ),
  holidays: few(fc.record({ day, off: fc.boolean() }), 3),
  papersOfVillage: few(
    fc.record({
      village: fc.nat(3),
      day,
      kind: fc.nat(2),
      accepted: maybe(fc.integer({ min: 0, max: 20 }), 3),
    }),
    10,
  ),
  transfers: few(fc.record({ who: index, unit: fc.nat(2), day: fc.integer({ min: -10, max: 365 }) }), 4),
  merger: maybe(fc.record({ from: fc.nat(3), into: fc.nat(3), day: fc.integer({ min: 30, max: 300 }) })),
})
