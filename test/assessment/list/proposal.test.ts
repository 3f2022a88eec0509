import { describe, expect, test } from 'vitest'
import { choose } from '../../../src/assessment/list/proposal.ts'

/** `a 90` has lost points, `a 90!` has none to mend. */
const ranked = (text: string) =>
  text.split(', ').map(one => {
    const [name, score] = one.split(' ')
    return {
      name: name!,
      total: Math.round(Number.parseFloat(score!) * 10),
      hasLosses: !score!.endsWith('!'),
    }
  })
const rule = (red: number, from: number, blue: number, below: number) => ({
  red: { most: red, from: from * 10 },
  blue: { most: blue, below: below * 10 },
})
const names = (of: readonly { name: string }[]) => of.map(r => r.name).join('')

describe('the rule of the red and blue list', () => {
  test.each`
    what                                            | units                       | of                    | red     | redTied | blue    | blueTied
    ${'the best, and the worst, worst first'}       | ${'a 90, b 95, c 50, d 40'} | ${rule(5, 85, 3, 60)} | ${'ba'} | ${''}   | ${'dc'} | ${''}
    ${'never more than n'}                          | ${'a 99, b 95, c 50, d 40'} | ${rule(1, 85, 1, 60)} | ${'a'}  | ${''}   | ${'d'}  | ${''}
    ${'85 reaches 85, 84.9 does not'}               | ${'a 85, b 84.9'}           | ${rule(5, 85, 3, 60)} | ${'a'}  | ${''}   | ${''}   | ${''}
    ${'60 is not below 60, 59.9 is'}                | ${'a 60, b 59.9'}           | ${rule(5, 85, 3, 60)} | ${''}   | ${''}   | ${'b'}  | ${''}
    ${'nobody is blue merely for being last'}       | ${'a 99, b 98, c 61'}       | ${rule(1, 85, 3, 60)} | ${'a'}  | ${''}   | ${''}   | ${''}
    ${'nothing to mend is not blue'}                | ${'a 90, b 50!, c 40'}      | ${rule(1, 85, 3, 60)} | ${'a'}  | ${''}   | ${'c'}  | ${''}
    ${'a tie within n is proposed'}                 | ${'a 90, b 90, c 50, d 50'} | ${rule(2, 85, 2, 60)} | ${'ab'} | ${''}   | ${'cd'} | ${''}
    ${'a tie that would pass n is left'}            | ${'a 95, b 90, c 90, d 80'} | ${rule(2, 85, 3, 60)} | ${'a'}  | ${'bc'} | ${''}   | ${''}
    ${'so is one at the bottom'}                    | ${'a 95, b 50, c 50, d 40'} | ${rule(1, 85, 2, 60)} | ${'a'}  | ${''}   | ${'d'}  | ${'bc'}
    ${'a tie at the edge of the threshold is none'} | ${'a 90, b 84, c 84'}       | ${rule(2, 85, 3, 60)} | ${'a'}  | ${''}   | ${''}   | ${''}
    ${'0 proposes nobody and leaves nobody'}        | ${'a 90, b 90, c 40, d 40'} | ${rule(0, 85, 0, 60)} | ${''}   | ${''}   | ${''}   | ${''}
    ${'nobody is both'}                             | ${'a 70, b 60, c 50'}       | ${rule(2, 40, 3, 80)} | ${'ab'} | ${''}   | ${'c'}  | ${''}
    ${'who ties at the top is not blue'}            | ${'a 70, b 70, c 50'}       | ${rule(1, 40, 3, 80)} | ${''}   | ${'ab'} | ${'c'}  | ${''}
    ${'a threshold of 0 asks for points'}           | ${'a 10, b 0'}              | ${rule(5, 0, 3, 60)}  | ${'a'}  | ${''}   | ${'b'}  | ${''}
    ${'blue below 0 is nobody'}                     | ${'a 90, b 0'}              | ${rule(5, 85, 3, 0)}  | ${'a'}  | ${''}   | ${''}   | ${''}
    ${'a single unit may be red'}                   | ${'a 90'}                   | ${rule(5, 85, 3, 60)} | ${'a'}  | ${''}   | ${''}   | ${''}
    ${'without points the records are missing'}     | ${'a 0, b 0, c 0'}          | ${rule(5, 0, 3, 60)}  | ${''}   | ${''}   | ${''}   | ${''}
  `('$what: $units', ({ units, of, red, redTied, blue, blueTied }) => {
    const chosen = choose(ranked(units), of)
    expect([
      names(chosen.red.chosen),
      names(chosen.red.tied),
      names(chosen.blue.chosen),
      names(chosen.blue.tied),
    ]).toEqual([red, redTied, blue, blueTied])
  })
  test('45 units without points, and a county without any', () => {
    const none = { chosen: [], tied: [] }
    const all = Array.from({ length: 45 }, (_, i) => ({ name: String(i), total: 0, hasLosses: true }))
    expect(choose(all, rule(5, 0, 3, 60))).toEqual({ red: none, blue: none })
    expect(choose([], rule(5, 0, 3, 60))).toEqual({ red: none, blue: none })
  })
})
