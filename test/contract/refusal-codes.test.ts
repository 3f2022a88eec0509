import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { codes, uncoded } from '../codes.ts'

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')

test('every refusal and every rule says its code where it is worded', () => {
  expect(uncoded()).toEqual([])
})

test('a code is a room, a register or a kind of field, then what is wrong', () => {
  const all = codes().map(c => c.code)
  expect(all.length).toBeGreaterThan(200)
  expect(all.filter(code => !/^[a-z][A-Za-z]*(\.[a-z0-9-]+)+$/.test(code))).toEqual([])
})

test('docs/errors.md has a heading for every code, and for nothing else', () => {
  const headings = [...page.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading)
  expect(headings.toSorted()).toEqual(codes().map(c => c.code))
})
