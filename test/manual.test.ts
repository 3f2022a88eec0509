import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lines } from '../src/lines.ts'
import { roles } from '../src/office/burden.ts'
import { contents, page } from './manual.ts'

const folder = new URL('../docs/manual/', import.meta.url).pathname

/** Every page as the declarations make it now. UPDATE_MANUAL=1 writes them. */
const pages = new Map([
  ['README.md', contents(lines)],
  ...lines.flatMap(line => (line.registers ?? []).map(r => [`${r.name}.md`, page(r, line, lines)] as const)),
])

if (process.env.UPDATE_MANUAL) {
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of pages) writeFileSync(join(folder, name), text)
}

describe('the manual is what the declarations say', () => {
  test.each([...pages])('%s', (name, text) => expect(readFileSync(join(folder, name), 'utf8')).toBe(text))
  test('and has no page of what is gone', () => {
    expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort())
  })
})

test('every register says who keeps it', () => {
  const unknown = lines.flatMap(l => l.registers ?? []).filter(r => !roles[r.filledBy])
  expect(unknown.map(r => r.name)).toEqual([])
})
