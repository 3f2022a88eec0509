import { expect, test } from 'vitest'
import { deed } from '../../src/resources/deed.ts'

const reader = { today: '2024-07-26', get: () => undefined as never, list: () => [] }
const broken = (record: object) => deed.rules![0]!(record as never, reader)

test.each([
  ['nobody yet', { confirmedBy: null, confirmedOn: null }, undefined],
  ['on the same day', { confirmedBy: '王五', confirmedOn: '2024-05-20' }, undefined],
  ['the day before', { confirmedBy: '王五', confirmedOn: '2024-05-19' }, 'deed.confirmed-before-done'],
  ['a person without a day', { confirmedBy: '王五', confirmedOn: null }, 'deed.half-confirmed'],
  ['a day without a person', { confirmedBy: null, confirmedOn: '2024-05-21' }, 'deed.half-confirmed'],
  // A day that does not parse has its own complaint.
  ['a person, and a day that is wrong', { confirmedBy: '王五' }, undefined],
])('confirmed by %s', (_, confirmation, code) =>
  expect(broken({ date: '2024-05-20', ...confirmation })?.fault.code).toBe(code),
)
