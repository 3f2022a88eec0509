import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Candidate, gradeAll } from '../../src/assessment/score/grade.ts'
import { item as itemOf, type Known } from '../../src/assessment/score/item.ts'
import type { Indicator, Model } from '../../src/assessment/score/model.ts'
import { parameters } from '../../src/assessment/score/parameters.ts'
import { decimal, tenths } from '../../src/assessment/score/ratio.ts'
import type { Rule } from '../../src/assessment/score/rules.ts'
import { score as scoreOf } from '../../src/assessment/score/score.ts'
import type { Fact } from '../../src/kernel/cli/facts.ts'
import type { Measure } from '../../src/kernel/cli/measure.ts'
import { Fault } from '../../src/kernel/errors.ts'

/** Calendar days of the second quarter. */
const days = 91
const item = (indicator: Indicator, known: Known) => itemOf(indicator, known, days)
const score = (model: Model, kind: 'posting' | 'unit', known: Known) => scoreOf(model, kind, known, days)

const measure = (type: Measure['type']): Measure => ({
  name: type,
  label: { zh: type, en: type },
  type,
  subject: 'posting',
  sql: () => '',
  fact: () => ({ subject: 0, part: 0, of: 0, note: '' }),
})

function indicator(
  method: Rule['method'],
  words: string,
  weight: number,
  type: Measure['type'],
  cap?: number,
): Indicator {
  const read = parameters(method, words, weight)
  if (read instanceof Fault) throw new Error(read.rule.en)
  const rule = {
    id: 0,
    indicator: `${method} ${words}`,
    line: null,
    subject: 'posting',
    weight,
    measure: type,
    method,
    parameters: words,
    cap: cap ?? null,
    note: null,
  }
  return { rule: rule as Rule, parameters: read, measure: measure(type) }
}

const facts = (bits: readonly (0 | 1)[], of: 0 | 1): Fact[] =>
  bits.map((part, i) => ({ subject: 1, part, of, register: 'visit', record: i + 1, note: '' }))
const known = (type: string, list: Fact[]) => ({ facts: new Map([[type, list]]), ratings: new Map() })

/** Tenths of a quotient of whole numbers, halves up: the rule of rounding, written without the engine's fractions. */
const half = (num: number, den: number) => Math.floor((20 * num + den) / (2 * den))

const bits = fc.array(fc.constantFrom<0 | 1>(0, 1), { minLength: 1, maxLength: 60 })
const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0)

describe('each method against its own arithmetic', () => {
  test('ratio', () => {
    fc.assert(
      fc.property(
        bits,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 100 }),
        (list, weight, target) => {
          const { points } = item(
            indicator('ratio', `目标=${target}%`, weight, 'rate'),
            known('rate', facts(list, 1)),
          )
          const [part, of] = [sum(list), list.length]
          expect(points).toBe(Math.min(weight * 10, half(weight * part * 100, of * target)))
        },
      ),
    )
  })
  test('each, bonus', () => {
    fc.assert(
      fc.property(bits, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 9 }), (list, cap, per) => {
        const n = sum(list)
        const each = item(indicator('each', `每项=${per}`, cap, 'count'), known('count', facts(list, 0)))
        expect(each.points).toBe(Math.min(cap, n * per) * 10)
        const bonus = item(
          indicator('bonus', `每项=0.${per}`, 0, 'count', cap),
          known('count', facts(list, 0)),
        )
        expect(bonus.points).toBe(Math.min(cap * 10, n * per))
      }),
    )
  })
  test('deduct: what is missed of a rate, what is counted; floored or not', () => {
    fc.assert(
      fc.property(
        bits,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        (list, weight, per) => {
          const missed = list.length - sum(list)
          const rate = item(indicator('deduct', `每次=${per}`, weight, 'rate'), known('rate', facts(list, 1)))
          expect(rate.points).toBe(Math.max(0, weight - missed * per) * 10)
          const open = item(
            indicator('deduct', `每次=${per} 不保底`, weight, 'count'),
            known('count', facts(list, 0)),
          )
          expect(open.points).toBe((weight - sum(list) * per) * 10)
        },
      ),
    )
  })
  test('tier', () => {
    fc.assert(
      fc.property(bits, list => {
        const { points } = item(
          indicator('tier', '≥95%=10 ≥80%=6 ≥0=1', 10, 'rate'),
          known('rate', facts(list, 1)),
        )
        const share = sum(list) * 100
        expect(points).toBe(share >= 95 * list.length ? 100 : share >= 80 * list.length ? 60 : 10)
      }),
    )
  })
})

test('a formula says its bounds in the unit of its number', () => {
  const amount = (fen: number) => known('amount', [{ ...facts([0], 0)[0]!, part: fen }])
  const tier = indicator('tier', '≥10万元=6 ≥3万元=3 ≥0=0', 6, 'amount')
  expect(item(tier, amount(6_000_000))).toMatchObject({
    value: { zh: '6万元', en: '60,000 yuan' },
    formula: { zh: '6万元 ≥ 3万元 → 3', en: '60,000 yuan ≥ 30,000 yuan → 3' },
    points: 30,
  })
  // One 分 below the bound is not written as the bound.
  expect(item(tier, amount(9_999_999)).formula).toEqual({
    zh: '99999.99元 ≥ 3万元 → 3',
    en: '99,999.99 yuan ≥ 30,000 yuan → 3',
  })
  expect(item(indicator('ratio', '目标=5万元', 6, 'amount'), amount(1_234_550)).formula).toEqual({
    zh: '6 × min(1, 12345.50元 ÷ 5万元)',
    en: '6 × min(1, 12,345.5 yuan ÷ 50,000 yuan)',
  })
  // Under 1万元, or with a third decimal of 万元, it is in 元.
  for (const [fen, zh] of [
    [0, '0元'],
    [999_900, '9999元'],
    [2_075_000, '20750元'],
    [2_070_000, '2.07万元'],
    [3_168_333, '31683.33元'],
  ] as const)
    expect(item(tier, amount(fen)).value.zh).toBe(zh)
  const rate = item(indicator('tier', '≥95%=10 ≥80%=6', 10, 'rate'), known('rate', facts([1, 1, 1, 1, 0], 1)))
  expect(rate.formula).toMatchObject({ zh: '4/5 ≥ 80% → 6', en: '4/5 ≥ 80% → 6' })
})

describe('a target pro rata to the days', () => {
  const perWeight = indicator('ratio', '目标=50%', 12, 'rate')
  const visits = { ...perWeight, measure: { ...perWeight.measure!, isProRata: true as const } }
  const some = (list: readonly (readonly [part: 0 | 1, days?: number])[]) =>
    known(
      'rate',
      list.map(([part, days]) => ({ subject: 1, part, of: 1, note: '', days })),
    )
  const of = (part: number, all: number, days?: number) =>
    Array.from({ length: all }, (_, i) => [i < part ? 1 : 0, days] as const)

  test('30 of 91 days: 3 of 20 are as good as 50 % of a third', () => {
    // 12 × 3/20 ÷ (50% × 30/91) = 10.92
    expect(item(visits, some(of(3, 20, 30)))).toMatchObject({
      value: { zh: '3/20' },
      formula: { zh: '12 × min(1, 3/20 ÷ (50% × 30/91))', en: '12 × min(1, 3/20 ÷ (50% × 30/91))' },
      points: 109,
    })
    expect(item(visits, some(of(11, 20, 30))).points).toBe(120)
  })
  test('all days, or none said: the target itself', () => {
    const formula = { zh: '12 × min(1, 4/20 ÷ 50%)' }
    expect(item(visits, some(of(4, 20, 91)))).toMatchObject({ formula, points: 48 })
    expect(item(visits, some(of(4, 20)))).toMatchObject({ formula, points: 48 })
  })
  test('different days: the expected number is said', () => {
    // 10 households for 91 days, 10 for 10: 50 % × 1010 ÷ 91 = 5.5495; 12 × 3 ÷ 5.5495 = 6.487
    expect(item(visits, some([...of(3, 10, 91), ...of(0, 10, 10)]))).toMatchObject({
      value: { zh: '3/20' },
      formula: {
        zh: '12 × min(1, 3 ÷ 5.5495), 应完成 5.5495 = 50% × 合计 1010 天 ÷ 91 天',
        en: '12 × min(1, 3 ÷ 5.5495), expected 5.5495 = 50% × 1010 days in all ÷ 91 days',
      },
      points: 65,
    })
  })
  test('no day at all does not apply', () => {
    expect(item(visits, some(of(0, 5, 0)))).toMatchObject({ value: { zh: '不适用' }, points: null })
  })
  test('against whole numbers', () => {
    const days = fc.array(fc.tuple(fc.constantFrom<0 | 1>(0, 1), fc.integer({ min: 0, max: 91 })), {
      minLength: 1,
      maxLength: 40,
    })
    fc.assert(
      fc.property(days, list => {
        const [part, sum] = [list.filter(([p]) => p).length, list.reduce((t, [, d]) => t + d, 0)]
        const expected = sum === 0 ? null : Math.min(120, half(12 * part * 2 * 91, sum))
        expect(item(visits, some(list)).points).toBe(expected)
      }),
    )
  })
  test('another measure asks for its target whatever the days', () => {
    expect(item(perWeight, some(of(4, 20, 30)))).toMatchObject({
      formula: { zh: '12 × min(1, 4/20 ÷ 50%)' },
      points: 48,
    })
  })
})

test('changing one record changes the score by exactly what the formula says', () => {
  const model: Model = {
    version: 0,
    rules: [],
    grades: [],
    indicators: [
      indicator('ratio', '目标=90%', 60, 'rate'),
      indicator('each', '每项=3', 25, 'count'),
      { ...indicator('ratio', '目标=1', 15, 'amount') },
    ],
  }
  const total = (rate: readonly number[], count: readonly number[]) => {
    const base =
      Math.min(600, half(60 * sum(rate) * 100, rate.length * 90)) + Math.min(25, sum(count) * 3) * 10
    return base
  }
  fc.assert(
    fc.property(bits, bits, fc.nat(), (rate, count, at) => {
      const of = (r: readonly (0 | 1)[]) =>
        score(model, 'posting', {
          facts: new Map([
            ['rate', facts(r, 1)],
            ['count', facts(count, 0)],
          ]),
          ratings: new Map(),
        }).total!
      const flipped = rate.map((b, i) => (i === at % rate.length ? ((1 - b) as 0 | 1) : b))
      expect(of(flipped) - of(rate)).toBe(total(flipped, count) - total(rate, count))
    }),
  )
})

describe('a lack that nobody wrote down is none', () => {
  const rated = (points: Readonly<Record<string, number>>) => ({
    facts: new Map(),
    ratings: new Map(
      Object.entries(points).map(([name, p]) => [name, [{ evaluator: '乡镇党委', points: p, record: 1 }]]),
    ),
  })
  const byHand = (method: Rule['method'], words: string, weight: number, name: string): Indicator => {
    const { rule, parameters } = indicator(method, words, weight, 'count')
    return { rule: { ...rule, indicator: name, measure: null }, parameters }
  }
  const model: Model = {
    version: 0,
    rules: [],
    grades: [],
    indicators: [
      byHand('manual', '乡镇党委=100', 50, '群众测评'),
      byHand('deduct', '每次=5', 50, '资料缺项'),
    ],
  }
  test('both rated 60: one lack on record gives 75.0, none gives more, not 60.0', () => {
    const one = score(model, 'posting', rated({ 群众测评: 60, 资料缺项: 1 }))
    const none = score(model, 'posting', rated({ 群众测评: 60 }))
    expect([one.total, none.total]).toEqual([750, 800])
    expect([none.rescaled, none.items[1]]).toMatchObject([
      0,
      { points: 500, value: { zh: '0' }, formula: 'max(0, 50 − 0 × 5)' },
    ])
  })
  test('a pure penalty that nobody gave takes nothing', () => {
    const { points } = item(byHand('deduct', '每次=5', 0, '缺名册'), rated({}))
    expect(points).toBe(0)
  })
  test('of a measure, a rate without facts still does not apply', () => {
    expect(item(indicator('deduct', '每次=5', 50, 'rate'), known('rate', [])).points).toBe(null)
  })
  test('a bonus that nobody gave adds nothing, a veto that nobody rated takes nothing', () => {
    expect(item(byHand('bonus', '每项=2', 0, '受表彰'), rated({})).points).toBe(0)
    const vetoed = { ...model, indicators: [...model.indicators, byHand('veto', '≥1', 0, '违纪')] }
    expect(score(vetoed, 'posting', rated({ 群众测评: 60 }))).toMatchObject({ total: 800, vetoes: [] })
  })
})

test('what does not apply is left out and the rest rescaled, never counted as nought', () => {
  const model: Model = {
    version: 0,
    rules: [],
    grades: [],
    indicators: [indicator('ratio', '目标=100%', 70, 'rate'), indicator('each', '每项=1', 30, 'count')],
  }
  const without = score(model, 'posting', known('count', facts([1, 1, 1, 1, 1, 1, 1], 0)))
  // 7 of 30 points: 7 ÷ 30 × 100 = 23.3
  expect([without.items[0]!.points, without.rescaled, without.total]).toEqual([null, 163, 233])
  const points = without.items.reduce((t, i) => t + (i.points ?? 0), 0)
  expect(points + without.rescaled).toBe(without.total)
})

describe('numbers are exact', () => {
  test.each([
    ['0.05', 1],
    ['0.04', 0],
    ['1.25', 13],
    ['-0.05', 0],
    ['-0.06', -1],
    ['8.449999', 84],
  ])('%s in tenths', (text, expected) => expect(tenths(decimal(text)!)).toBe(expected))
  test.each([
    ['90%', '90/100'],
    ['5万元', '5000000/1'],
    ['１．５', '15/10'],
    ['abc', undefined],
  ])('%s', (text, expected) => {
    const read = decimal(text)
    expect(read && `${read.num}/${read.den}`).toBe(expected)
  })
})

describe('grades', () => {
  const grades = [
    { name: '好', subject: 'posting', from: 85, share: 30, stratum: 'all' },
    { name: '较好', subject: 'posting', from: 70, stratum: 'all' },
    { name: '一般', subject: 'posting', from: 0, stratum: 'all' },
  ] as const
  const one = (id: number, total: number | null, more: Partial<Candidate> = {}): Candidate => ({
    id,
    total,
    isUngraded: false,
    isVetoed: false,
    stratum: { all: '', township: '', villageKind: '' },
    ...more,
  })
  const of = (list: Candidate[]) => [...gradeAll(grades, list)].map(([id, g]) => `${id}${g}`).join(' ')
  test('by least score', () => expect(of([one(1, 700), one(2, 699)])).toBe('1较好 2一般'))
  test('at most 30 % of ten are 好; the fourth falls', () => {
    const ten = [990, 980, 970, 960, 900, 600, 500, 400, 300, 200].map((t, i) => one(i + 1, t))
    expect(of(ten)).toBe('1好 2好 3好 4较好 5较好 6一般 7一般 8一般 9一般 10一般')
  })
  test('equal scores at the cut fall together', () => {
    const ten = [990, 980, 970, 970, 900, 600, 500, 400, 300, 200].map((t, i) => one(i + 1, t))
    expect(of(ten).slice(0, 17)).toBe('1好 2好 3较好 4较好 5较好')
  })
  test('a cap, a veto, too short', () => {
    const list = [
      one(1, 990, { cap: '一般' }),
      one(2, 990, { isVetoed: true }),
      one(3, 990, { isUngraded: true }),
      one(4, null),
    ]
    expect(of(list)).toBe('1一般 2一般')
  })
})
