import { appendFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Compared, compare, type Differing, firstDifference, labelOf, report } from './compare.ts'
import type { Why } from './late.ts'
import { live } from './life.ts'
import { long, type Plan, short } from './plan.ts'
import { wordsOf } from './typing.ts'

/**
 * A county lives through its months; papers are kept as they were printed and printed again at the end. The short
 * form is a life of seven months; `npm run three-years` is the long one.
 */
const form = process.env.THREE_YEARS
const plan: Plan = form === undefined ? short : { ...long, ...(JSON.parse(form) as Partial<Plan>) }
/** In which lives papers are also printed as known on their day: the short form takes the one that is harder. */
const knowing = form === undefined ? [true] : [false, true]
const minutes = form === undefined ? 2 : 60

/** Of each kind, why it may differ when it is printed as of its day; what is not here may not. */
const mayDiffer: Readonly<Record<string, readonly Why[]>> = {
  brief: ['typed late', 'given up', 'erased'],
  overdue: ['typed late', 'given up', 'erased'],
  quarter: ['typed late', 'given up'],
  // A rating has no day of its own: it counts in its quarter, whenever it was given.
  score: ['typed late', 'without a day', 'given up'],
  attendance: ['typed late', 'given up'],
  stationday: ['typed late', 'given up'],
  onpost: ['typed late', 'given up'],
  inspection: ['typed late', 'given up'],
  redblue: [],
  strategy: ['typed late', 'given up'],
  unsigned: ['typed late', 'given up'],
  units: ['typed late'],
  townships: ['typed late'],
  villages: ['typed late'],
  households: ['typed late', 'listed later', 'given up', 'erased'],
  frozen: [],
  notice: [],
}

/**
 * Where everything is typed in time: what has no day of its own was not there yet when the paper was printed. A
 * score counts the ratings of its quarter.
 */
const evenInTime: Readonly<Record<string, readonly Why[]>> = {
  score: ['without a day'],
  overdue: ['erased'],
  households: ['listed later', 'erased'],
}

const lives = new Map<boolean, Compared>()
beforeAll(async () => {
  const late = await live({ ...plan, isLate: true })
  // What is lost in one life is typed in neither.
  const inTime = await live({ ...plan, isLate: false, without: new Set(late.lost.map(wordsOf)) })
  lives.set(true, await compare(late, true)).set(false, await compare(inTime, knowing.includes(false)))
}, minutes * 60_000)

afterAll(() => {
  const path = process.env.THREE_YEARS_REPORT
  if (!path) return
  for (const [isLate, compared] of lives)
    appendFileSync(
      path,
      `${isLate ? 'Some of it typed late' : 'All typed in time'}\n\n${report(compared)}\n\n`,
    )
})

const shown = ({ paper, now, why, by }: Differing) =>
  `${labelOf(paper)}: ${why ?? 'no reason'} ${by.join(' ')}\n    ${firstDifference(paper.text, now)}`

/** Those that differ for a reason that their kind does not have. */
const wrong = (all: readonly Differing[], may: Readonly<Record<string, readonly Why[]>>) =>
  all.filter(d => d.why === undefined || !may[d.paper.kind]?.includes(d.why)).map(shown)

describe.each([false, true])('a county where sheets come late: %s', isLate => {
  test('keeps papers of every kind, and a fact of every January', () => {
    const { life } = lives.get(isLate)!
    expect(new Set(life.kept.map(p => p.kind))).toEqual(new Set(Object.keys(mayDiffer)))
    expect(life.kept.filter(p => p.day.slice(5) === '01-12' && p.kind === 'brief').length).toBeGreaterThan(0)
    expect(life.lost.length > 0).toBe(isLate)
  })

  test('frozen papers and notices print as they were', () => {
    const { asOf, known } = lives.get(isLate)!
    expect([...asOf, ...known].filter(d => ['frozen', 'notice'].includes(d.paper.kind)).map(shown)).toEqual(
      [],
    )
  })

  test('as of its day a paper differs only by what was typed later', () => {
    expect(wrong(lives.get(isLate)!.asOf, isLate ? mayDiffer : evenInTime)).toEqual([])
  })

  test('each of its rows that differs is one that a record typed later concerns', () => {
    const { asOf } = lives.get(isLate)!
    expect(asOf.reduce((sum, d) => sum + d.rows, 0)).toBeGreaterThan(0)
    expect(
      asOf.flatMap(d => d.unexplained.map(row => `${labelOf(d.paper)} ${d.by.join(' ')}\n    ${row}`)),
    ).toEqual([])
  })
})

/**
 * Without what differs between two databases of the same facts: the numbers of records, and which units
 * stood on a list and how often, because a quarter is frozen with what was typed by then.
 */
const unnumbered = (text: string) =>
  text
    .replace(/\{[^{}]*"duty":"redblue\.follow"[^{}]*\}/g, '{}')
    .replace(/"record":\d+/g, '"record":0')
    .replace(/"#\d+ /g, '"# ')
    .replace(/("item":"[红蓝]榜单位",)"said":"[^"]*","value":\d+/g, '$1')

test('in the end a paper of a day says the same, whether its facts were typed in time or late', () => {
  const [late, inTime] = [lives.get(true)!, lives.get(false)!]
  const alike = inTime.life.kept.filter(p => !['frozen', 'notice', 'redblue'].includes(p.kind))
  const differ = alike.flatMap(paper => {
    const [a, b] = [inTime, late].map(one => unnumbered(one.now.get(labelOf(paper))!)) as [string, string]
    return a === b ? [] : [`${labelOf(paper)}\n    ${firstDifference(a, b)}`]
  })
  expect(differ).toEqual([])
})

test.each(knowing)('as known on its day a paper differs only by what was given up or erased: %s', isLate => {
  expect(
    lives
      .get(isLate)!
      .known.filter(d => d.why === undefined)
      .map(shown),
  ).toEqual([])
})
