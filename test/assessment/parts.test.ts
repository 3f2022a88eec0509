import { describe, expect, test } from 'vitest'
import { parameters } from '../../src/assessment/score/parameters.ts'
import { joined, ofParts, type PartResult } from '../../src/assessment/score/parts.ts'
import { whole } from '../../src/assessment/score/ratio.ts'
import { appliesTo, partsFault } from '../../src/assessment/score/rule-periods.ts'
import { completed } from '../../src/assessment/score/rules.ts'
import { Fault } from '../../src/kernel/errors.ts'

const read = (words: string) => {
  const p = parameters('parts', words, 100)
  return p instanceof Fault || p.kind !== 'parts' ? `✗ ${p instanceof Fault ? p.rule.zh : p.kind}` : p
}

describe('parts as they are written', () => {
  test.each([
    ['上半年=30 下半年=70', 'H1=30 H2=70'],
    ['下半年=70%、上半年=30%', 'H1=30 H2=70'],
    ['一季度=25 二季度=25 三季度=25 四季度=25', 'Q1=25 Q2=25 Q3=25 Q4=25'],
    ['第三季度=40, Q4=60', 'Q3=40 Q4=60'],
    ['四季度=100', 'Q4=100'],
    ['一季度=50 二季度=40', '✗ 各期的权重合计 90, 应为 100'],
    ['上半年=50 三季度=50', '✗ 看不懂'],
    ['一季度=50 第一季度=50', '✗ 看不懂'],
    ['一月=100', '✗ 看不懂'],
    ['上半年=0 下半年=100', '✗ 看不懂'],
    ['', '✗ 看不懂'],
    ['≥1=好', '✗ 看不懂'],
  ])('%s → %s', (words, expected) => {
    const p = read(words)
    expect(typeof p === 'string' ? p : p.parts.map(({ part, weight }) => `${part}=${weight}`).join(' ')).toBe(
      expected,
    )
  })
})

const counts = (total: number, days = 92, village = ''): PartResult => ({
  period: '',
  state: 'counts',
  total,
  edition: 1,
  record: 1,
  served: [{ village, days, total }],
})
const none = (state: 'short' | 'ungraded' | 'unfrozen'): PartResult => ({
  period: '2024Q4',
  state,
  total: null,
  edition: 0,
  record: 0,
  served: state === 'unfrozen' ? [] : [{ village: '', days: 20, total: null }],
})
const quarters = '一季度=25 二季度=25 三季度=25 四季度=25'

/** Totals in tenths; the points, how much of the weight applies, and how much could, reckoned by hand, in tenths. */
describe('a result made of parts', () => {
  test.each<[string, string, number, Record<string, PartResult>, number | null, number, number]>([
    [
      '30 % of 80 + 70 % of 90',
      '上半年=30 下半年=70',
      100,
      { H1: counts(800), H2: counts(900) },
      870,
      1000,
      1000,
    ],
    [
      'the mean of four',
      quarters,
      100,
      { Q1: counts(900), Q2: counts(801), Q3: counts(883), Q4: counts(0) },
      646,
      1000,
      1000,
    ],
    ['one part alone', '上半年=30 下半年=70', 100, { H2: counts(905) }, 905, 700, 700],
    ['two of four', quarters, 100, { Q3: counts(920), Q4: counts(960) }, 940, 500, 500],
    ['80 points for it', quarters, 80, { Q3: counts(920), Q4: counts(960) }, 752, 400, 400],
    ['two parts within a half-year', quarters, 100, { Q1: counts(700), Q2: counts(901) }, 801, 500, 500],
    ['a total over 100', '四季度=100', 100, { Q4: counts(1020) }, 1020, 1000, 1000],
    ['a short part is left out', quarters, 100, { Q3: counts(800), Q4: none('short') }, 800, 250, 500],
    ['so is one without a grade', quarters, 100, { Q3: counts(800), Q4: none('ungraded') }, 800, 250, 500],
    [
      'an unfrozen part is left out of the draft',
      quarters,
      100,
      { Q3: counts(800), Q4: none('unfrozen') },
      800,
      250,
      500,
    ],
    ['only short parts', quarters, 100, { Q4: none('short') }, null, 0, 250],
    ['none at all', quarters, 100, {}, null, 0, 0],
  ])('%s', (_, words, weight, results, points, applied, served) => {
    const p = read(words)
    if (typeof p === 'string') throw new Error(p)
    const made = ofParts(whole(weight), p, new Map(Object.entries(results)))
    expect([made.points, made.applied, made.served]).toEqual([points, applied, served])
    expect(made.unfrozen).toEqual(Object.values(results).some(r => r.state === 'unfrozen') ? ['2024Q4'] : [])
  })
})

/** State and total of a part that one person served in several postings; tenths, reckoned by hand. */
test.each<[string, PartResult[], string | undefined, number | null | undefined]>([
  ['none', [], undefined, undefined],
  ['one posting', [counts(900, 40)], 'counts', 900],
  ['two that count: (61 × 97.6 + 30 × 56.0) ÷ 91', [counts(976, 61), counts(560, 30)], 'counts', 839],
  ['halves go up: (45 × 90.1 + 45 × 90.0) ÷ 90', [counts(901, 45), counts(900, 45)], 'counts', 901],
  ['the one that is too short is left out', [counts(700, 70), none('short')], 'counts', 700],
  ['so is one without a grade', [none('ungraded'), counts(700, 31)], 'counts', 700],
  ['both too short', [none('short'), none('short')], 'short', null],
  ['one too short, one without a grade', [none('short'), none('ungraded')], 'ungraded', null],
  ['not frozen', [none('unfrozen'), none('unfrozen')], 'unfrozen', null],
])('a part of one person: %s', (_, results, state, total) => {
  const made = joined(results)
  expect([made?.state, made?.total]).toEqual([state, total])
})

test.each([
  [quarters, ['year'], true],
  [quarters, ['half', 'year'], true],
  [quarters, ['quarter', 'year'], false],
  [quarters, null, false],
  ['上半年=30 下半年=70', ['year'], true],
  ['上半年=30 下半年=70', ['half'], false],
] as const)('%s in a row for %j: %s', (words, period, isRight) =>
  expect(partsFault({ period }, parameters('parts', words, 100)) === undefined).toBe(isRight),
)

test('a rule stored before the column was there scores every kind of period', () => {
  const old = completed({ indicator: '走访', subject: 'posting', method: 'ratio', weight: 100 })
  expect(old.period).toBeNull()
  for (const kind of ['quarter', 'half', 'year'] as const) expect(appliesTo(old, kind)).toBe(true)
  expect(appliesTo({ ...old, period: ['year'] }, 'quarter')).toBe(false)
})
