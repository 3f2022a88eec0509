import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const src = new URL('../../src', import.meta.url).pathname

/** Who may import whom: each only what stands after it. */
const order = [
  'main',
  'lines',
  'office',
  'assessment',
  'skills',
  'resources',
  'village',
  'policy',
  'roster',
  'kernel',
]
const room = (path: string) => relative(src, path).split('/')[0]!.replace(/\.ts$/, '')

/** Import lines that point the wrong way. */
function wrongImports(path: string, text: string): string[] {
  const from = room(path)
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].flatMap(([, target]) => {
    const to = room(resolve(dirname(path), target!))
    if (to === from) return []
    if (from === 'main') return []
    if (from === 'migrations') return to === 'kernel' ? [] : [`${relative(src, path)} → ${to}`]
    const [a, b] = [order.indexOf(from), order.indexOf(to)]
    return a >= 0 && b > a ? [] : [`${relative(src, path)} → ${to}`]
  })
}

const files = readdirSync(src, { recursive: true })
  .map(String)
  .filter(f => f.endsWith('.ts') && f.includes('/'))
  .map(f => join(src, f))

test('imports point one way: main, lines, office, the five lines, roster, kernel', () => {
  expect(files.length).toBeGreaterThan(40)
  expect(files.flatMap(f => wrongImports(f, readFileSync(f, 'utf8')))).toEqual([])
})

test('the rule would catch the kernel importing a line, and a line a later one', () => {
  const kernel = join(src, 'kernel/field.ts')
  expect(wrongImports(kernel, "import { visit } from '../village/visit.ts'")).toEqual([
    'kernel/field.ts → village',
  ])
  const policy = join(src, 'policy/training.ts')
  expect(wrongImports(policy, "import { trip } from '../skills/trip.ts'")).toEqual([
    'policy/training.ts → skills',
  ])
  expect(wrongImports(policy, "import { posting } from '../roster/posting.ts'")).toEqual([])
})

// An open database file is touched by its driver alone: reading or copying it by hand sees half-written pages.
test('files are touched only by the world, and the database file only where no driver has it open', () => {
  const touching = files.filter(f => /from 'node:fs/.test(readFileSync(f, 'utf8'))).map(f => relative(src, f))
  expect(touching.sort()).toEqual([
    'kernel/backup.ts',
    'kernel/database.ts',
    'kernel/place.ts',
    'kernel/repair.ts',
    'kernel/restore.ts',
    'kernel/stray.ts',
    'kernel/world.ts',
    // the shells’ scripts that come with the program
    'office/completion.ts',
    'office/demo.ts',
    // the holidays that come with the program
    'resources/holiday.ts',
  ])
})
