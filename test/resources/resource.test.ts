import { describe, expect, test } from 'vitest'
import { resource, stageOn } from '../../src/resources/resource.ts'

const row = (applied: string, approved = '', arrived = '', finished = '') => ({
  applied,
  approved: approved || null,
  arrived: arrived || null,
  finished: finished || null,
})
const [needsAmount, inOrder] = resource.rules!
const reader = { today: '2024-07-26', get: () => undefined as never, list: () => [] }
const broken = (rule: NonNullable<typeof needsAmount>, record: object) => rule(record as never, reader)?.field

describe('the four dates stand in order, given that a stage may be skipped', () => {
  test.each([
    [row('2024-01-10', '2024-01-10', '2024-01-10', '2024-01-10'), undefined],
    [row('2024-01-10', '2024-01-09'), 'approved'],
    [row('2024-01-10', '', '2024-01-09'), 'arrived'],
    [row('2024-01-10', '2024-02-10', '2024-02-09'), 'arrived'],
    [row('2024-01-10', '2024-02-10', '', '2024-02-09'), 'finished'],
    [row('2024-01-10', '', '', '2024-01-10'), undefined],
    [row('2024-01-10', '2024-02-10', '2024-03-10', '2024-03-09'), 'finished'],
  ])('%o', (dates, field) => expect(broken(inOrder!, dates)).toBe(field))
})

test.each([
  [{ kind: 'funds' }, 'amount'],
  [{ kind: 'project', amount: null }, 'amount'],
  [{ kind: 'funds', amount: 0 }, undefined],
  [{ kind: 'goods' }, undefined],
])('%o needs an amount: %s', (record, field) => expect(broken(needsAmount!, record)).toBe(field))

describe('the status on a day', () => {
  const whole = row('2024-01-10', '2024-02-10', '', '2024-04-10')
  test.each([
    ['2024-01-09', undefined],
    ['2024-01-10', 'applied'],
    ['2024-02-09', 'applied'],
    ['2024-02-10', 'approved'],
    ['2024-04-09', 'approved'],
    ['2024-04-10', 'finished'],
  ])('%s: %s', (day, stage) => expect(stageOn(whole, day)).toBe(stage))
})
