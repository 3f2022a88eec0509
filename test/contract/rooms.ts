import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const src = new URL('../../src/', import.meta.url).pathname

/** Every file of `src`, as `kernel/schema/field.ts`, with the files of `src` that it imports. */
export type Imports = ReadonlyMap<string, readonly string[]>

const statement = /(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g

export const importsOf = (file: string, text: string): string[] => [
  ...new Set(
    [...text.matchAll(statement)].map(([, to]) => relative(src, resolve(dirname(join(src, file)), to!))),
  ),
]

export function readImports(): Imports {
  const files = readdirSync(src, { recursive: true })
    .map(String)
    .filter(f => f.endsWith('.ts'))
  return new Map(
    files.sort().map(f => [f.replaceAll('\\', '/'), importsOf(f, readFileSync(join(src, f), 'utf8'))]),
  )
}

/**
 * The rooms of the house, lowest first, and what each may import besides its own files and those of the rooms
 * named `under` it. A file belongs to the first room whose pattern it matches.
 */
export interface Room {
  readonly name: string
  readonly files: RegExp
  readonly mayImport: readonly string[]
}

const ground = ['kernel']
const cli = [...ground, 'kernel/terminal', 'kernel/schema', 'kernel/store', 'kernel/document', 'kernel/sheet']
const imports = [...cli, 'kernel/cli']
const commands = [...imports, 'kernel/import']
const kernel = [...commands, 'kernel/commands']
const lines = ['roster', 'policy', 'village', 'resources', 'skills']
const below = (name: string) => [...kernel, ...lines.slice(0, lines.indexOf(name))]
const supervision = [...kernel, ...lines]
const assessment = [
  'assessment',
  'assessment/score',
  'assessment/list',
  'assessment/notice',
  'assessment/line',
]

const room = (
  name: string,
  mayImport: readonly string[],
  files = new RegExp(`^${name}/[^/]+\\.ts$`),
): Room => ({
  name,
  files,
  mayImport,
})

export const rooms: readonly Room[] = [
  room('kernel', [], /^kernel\/(text|errors|calendar)\.ts$/),
  room('kernel/terminal', ground),
  room('kernel/schema', ground, /^kernel\/schema\//),
  // Of terminal the temporary files only, see `only`.
  room('kernel/store', [...ground, 'kernel/schema', 'kernel/terminal']),
  room('kernel/document', [...ground, 'kernel/schema', 'kernel/terminal']),
  room('kernel/sheet', [...ground, 'kernel/schema']),
  room('kernel/cli', cli),
  room('kernel/import', imports),
  room('kernel/commands', commands),
  ...lines.map(name => room(name, below(name))),
  room('assessment', supervision, /^assessment\/(?!line\.ts$)[^/]+\.ts$/),
  room('assessment/score', [...supervision, 'assessment']),
  room('assessment/list', [...supervision, 'assessment', 'assessment/score']),
  room(
    'assessment/notice',
    [...supervision, 'assessment', 'assessment/score', 'assessment/list'],
    /^assessment\/notice\//,
  ),
  room('assessment/line', [...supervision, ...assessment], /^assessment\/line\.ts$/),
  room('office', [...supervision, ...assessment]),
  room('migrations', ['kernel/store'], /^migrations\//),
  room('lines', [...supervision, ...assessment, 'office'], /^lines\.ts$/),
  room('main', ['*'], /^[^/]+\.ts$/),
]

/** What one room takes of another, where it may not take all of it. */
const only: readonly { readonly from: string; readonly to: string; readonly files: readonly string[] }[] = [
  { from: 'kernel/store', to: 'kernel/terminal', files: ['kernel/terminal/temporary-files.ts'] },
  { from: 'kernel/document', to: 'kernel/terminal', files: ['kernel/terminal/width.ts'] },
]

export const roomOf = (file: string): string | undefined => rooms.find(r => r.files.test(file))?.name

/** Imports that point upwards, or past what a room may take of another, as `kernel/schema/field.ts → village/visit.ts (kernel/schema may not import village)`. */
export function wrongImports(all: Imports): string[] {
  return [...all].flatMap(([file, targets]) => {
    const from = roomOf(file)
    if (from === undefined) return [`${file}: lies in no room`]
    const { mayImport } = rooms.find(r => r.name === from)!
    return targets.flatMap(target => {
      const to = roomOf(target)
      const narrowed = only.find(o => o.from === from && o.to === to)
      if (narrowed && !narrowed.files.includes(target))
        return [`${file} → ${target} (of ${to} ${from} may import ${narrowed.files.join(', ')} alone)`]
      const isRight = to === from || mayImport.includes('*') || (to !== undefined && mayImport.includes(to))
      return isRight ? [] : [`${file} → ${target} (${from} may not import ${to})`]
    })
  })
}

/** The rooms that files of each room import, lowest room first: `kernel/sheet (9) → kernel, kernel/schema`. */
export function arrows(all: Imports): { room: string; files: number; to: string[] }[] {
  const names = rooms.map(r => r.name)
  return names.map(name => {
    const own = [...all].filter(([file]) => roomOf(file) === name)
    const reached = new Set(own.flatMap(([, targets]) => targets.map(roomOf)))
    return { room: name, files: own.length, to: names.filter(n => n !== name && reached.has(n)) }
  })
}

/** The house as it stands, a line for each room. */
export const drawing = (all: Imports): string =>
  arrows(all)
    .map(({ room, files, to }) => `${room} (${files})${to.length > 0 ? ` → ${to.join(', ')}` : ''}`)
    .join('\n')

/** Groups of files each of which is reached from every other: circles. */
export function circles(all: Imports): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const found: string[][] = []
  const visit = (file: string) => {
    index.set(file, index.size)
    low.set(file, index.get(file)!)
    stack.push(file)
    for (const to of all.get(file) ?? []) {
      if (!index.has(to)) visit(to)
      if (stack.includes(to)) low.set(file, Math.min(low.get(file)!, low.get(to)!))
    }
    if (low.get(file) !== index.get(file)) return
    const group = stack.splice(stack.indexOf(file))
    if (group.length > 1 || all.get(file)?.includes(file)) found.push(group.sort())
  }
  for (const file of all.keys()) if (!index.has(file)) visit(file)
  return found
}
