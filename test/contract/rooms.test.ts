import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { arrows, circles, drawing, importsOf, readImports, rooms, wrongImports } from './rooms.ts'

const src = new URL('../../src/', import.meta.url)
const all = readImports()
const names = rooms.map(r => r.name)

// SHOW_ROOMS=1 npx vitest run --config test/vitest.config.ts test/contract/rooms.test.ts
if (process.env.SHOW_ROOMS) console.log(drawing(all))

test('every file of src lies in a room, and imports what its room may', () => {
  expect(all.size).toBeGreaterThan(200)
  expect(wrongImports(all)).toEqual([])
})

test('no files import each other in a circle', () => expect(circles(all)).toEqual([]))

const page = new URL('../../docs/architecture.md', import.meta.url)
const block = /```\n([\s\S]*?)\n```/

// UPDATE_MANUAL=1 writes it.
test('docs/architecture.md shows the rooms as they are', () => {
  const text = readFileSync(page, 'utf8')
  if (process.env.UPDATE_MANUAL)
    writeFileSync(
      page,
      text.replace(block, () => `\`\`\`\n${drawing(all)}\n\`\`\``),
    )
  expect(block.exec(readFileSync(page, 'utf8'))![1]).toBe(drawing(all))
})

test('every path that docs/architecture.md names is there', () => {
  const text = readFileSync(page, 'utf8')
  const named = [...text.matchAll(/`((?:src|test|bin|docs)\/[\w/.-]+)`/g)].map(([, path]) => path!)
  expect(named.length).toBeGreaterThan(15)
  expect(named.filter(path => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([])
})

test('every room holds files, and no arrow of the drawing points upwards', () => {
  const drawn = arrows(all)
  expect(drawn.filter(a => a.files === 0)).toEqual([])
  expect(drawn.flatMap(({ room, to }) => to.filter(t => names.indexOf(t) > names.indexOf(room)))).toEqual([])
  expect(drawing(all).split('\n')).toHaveLength(rooms.length)
  expect(drawing(all)).toMatch(
    /^kernel \(3\)\nkernel\/terminal \(\d+\) → kernel\nkernel\/schema \(\d+\) → kernel\n/,
  )
})

test('no room may import a room above it, whatever files there are', () => {
  const upwards = rooms.flatMap(({ name, mayImport }, i) =>
    mayImport.filter(other => other !== '*' && names.indexOf(other) > i).map(other => `${name} → ${other}`),
  )
  expect(upwards).toEqual([])
  expect(rooms.filter(r => r.mayImport.includes('*')).map(r => r.name)).toEqual(['main'])
})

/** Files as they would stand in src, with one import each. */
const wrong = (file: string, to: string) =>
  wrongImports(new Map([[file, importsOf(file, `import { a } from '${to}'`)]]))

test.each([
  // a kernel file and a line
  [
    'kernel/schema/field.ts',
    '../../village/visit.ts',
    'village/visit.ts (kernel/schema may not import village)',
  ],
  [
    'kernel/commands/list.ts',
    '../../roster/unit.ts',
    'roster/unit.ts (kernel/commands may not import roster)',
  ],
  // the ground and a room
  ['kernel/text.ts', './schema/field.ts', 'kernel/schema/field.ts (kernel may not import kernel/schema)'],
  // a room and one that stands on it, or beside it
  ['kernel/store/undo.ts', '../cli/ask.ts', 'kernel/cli/ask.ts (kernel/store may not import kernel/cli)'],
  [
    'kernel/sheet/csv.ts',
    '../store/database.ts',
    'kernel/store/database.ts (kernel/sheet may not import kernel/store)',
  ],
  [
    'kernel/store/backup.ts',
    '../terminal/world.ts',
    'kernel/terminal/world.ts (of kernel/terminal kernel/store may import kernel/terminal/temporary-files.ts alone)',
  ],
  // a line and a later one
  ['policy/training.ts', '../skills/trip.ts', 'skills/trip.ts (policy may not import skills)'],
  ['roster/unit.ts', '../policy/training.ts', 'policy/training.ts (roster may not import policy)'],
  ['skills/trip.ts', '../office/brief.ts', 'office/brief.ts (skills may not import office)'],
  // within assessment
  [
    'assessment/leave.ts',
    './score/score.ts',
    'assessment/score/score.ts (assessment may not import assessment/score)',
  ],
  [
    'assessment/score/score.ts',
    '../list/redblue.ts',
    'assessment/list/redblue.ts (assessment/score may not import assessment/list)',
  ],
  [
    'assessment/list/redblue.ts',
    '../notice/notice.ts',
    'assessment/notice/notice.ts (assessment/list may not import assessment/notice)',
  ],
  ['assessment/exchange.ts', './line.ts', 'assessment/line.ts (assessment may not import assessment/line)'],
  // files at the top of src are held to the order too
  ['lines.ts', './program.ts', 'program.ts (lines may not import main)'],
  ['office/completion.ts', '../complete.ts', 'complete.ts (office may not import main)'],
  ['roster/unit.ts', '../lines.ts', 'lines.ts (roster may not import lines)'],
  ['migrations/0001-journal.ts', '../lines.ts', 'lines.ts (migrations may not import lines)'],
])('%s must not import %s, and is told so', (file, to, says) => {
  expect(wrong(file, to)).toEqual([`${file} → ${says}`])
})

test.each([
  ['policy/training.ts', '../roster/posting.ts'],
  ['kernel/store/backup.ts', '../terminal/temporary-files.ts'],
  ['assessment/line.ts', './notice/notice.ts'],
  ['office/brief.ts', '../assessment/score/score.ts'],
  ['lines.ts', './office/line.ts'],
  ['main.ts', './program.ts'],
  ['migrations/0001-journal.ts', '../kernel/store/database.ts'],
])('%s may import %s', (file, to) => expect(wrong(file, to)).toEqual([]))

test('a file outside the rooms is told, wherever it lies', () => {
  for (const file of [
    'helpers/dates.ts',
    'kernel/dates.ts',
    'kernel/cli/more/dates.ts',
    'village/more/visit.ts',
  ])
    expect(wrongImports(new Map([[file, []]]))).toEqual([`${file}: lies in no room`])
})

test('an import is seen however it is written', () => {
  const text = `
    import { a } from './a.ts'
    import type { B } from '../b.ts'
    import './c.ts'
    export { d } from './d.ts'
    const { e } = await import('./e.ts')
    type F = import('./f.ts').F
    import fs from 'node:fs'`
  expect(importsOf('village/visit.ts', text)).toEqual([
    'village/a.ts',
    'b.ts',
    'village/c.ts',
    'village/d.ts',
    'village/e.ts',
    'village/f.ts',
  ])
})

test('a circle is found, however long, and each once', () => {
  const made = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['a']],
    ['d', ['e']],
    ['e', ['e']],
    ['f', ['a', 'e']],
  ])
  expect(circles(made)).toEqual([['e'], ['a', 'b', 'c']])
  expect(circles(new Map([...made, ['b', ['d']], ['e', []]]))).toEqual([])
})

// An open database file is touched by its driver alone: reading or copying it by hand sees half-written pages.
test('files are touched only by the world, and the database file only where no driver has it open', () => {
  const touching = [...all.keys()].filter(f => /from 'node:fs/.test(readFileSync(new URL(f, src), 'utf8')))
  expect(touching).toEqual([
    'kernel/cli/restore.ts',
    'kernel/store/backup.ts',
    'kernel/store/database.ts',
    'kernel/store/location.ts',
    'kernel/store/salvage.ts',
    // files that come with the program
    'kernel/terminal/program-files.ts',
    'kernel/terminal/temporary-files.ts',
    'kernel/terminal/world.ts',
    'office/demo.ts',
  ])
})
