import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Sqlite from 'better-sqlite3'
import type { Refusal } from '../src/kernel/errors.ts'
import type { World } from '../src/kernel/terminal/world.ts'
import { main } from '../src/main.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
  /** Both streams as a terminal would show them, in order. */
  readonly both: string
  /** What was refused. */
  readonly refusals: readonly Refusal[]
}

export interface Place {
  readonly folder: string
  run(words: string, changes?: Partial<World>): Promise<Ran>
  write(name: string, data: string | Uint8Array): void
  read(name: string): string
}

/** A folder of its own and a clock that stands still: everything outside the program, for one test. */
export function place(folder = mkdtempSync(join(tmpdir(), 'cun-test-'))): Place {
  return {
    folder,
    write: (name, data) => writeFileSync(join(folder, name), data),
    read: name => readFileSync(join(folder, name), 'utf8'),
    async run(words, changes = {}) {
      const streams: [stream: 'out' | 'err', text: string][] = []
      const world: World = {
        argv: split(words).slice(1),
        env: { CUN_DB: join(folder, 'cun.db') },
        cwd: folder,
        user: 'clerk',
        home: join(folder, 'home'),
        now: () => new Date('2024-07-26T01:30:00Z'),
        out: data =>
          void streams.push(['out', typeof data === 'string' ? data : Buffer.from(data).toString()]),
        err: text => void streams.push(['err', text]),
        terminal: { in: false, out: false, err: false },
        width: 120,
        height: 40,
        color: false,
        read: path => readFileSync(path),
        size(path) {
          const found = statSync(path, { throwIfNoEntry: false })
          return found?.isFile() ? found.size : undefined
        },
        list: path =>
          statSync(path, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(path).sort() : undefined,
        folder: path => void mkdirSync(path, { recursive: true }),
        write(path, data) {
          writeFileSync(path, Buffer.concat([...data].map(d => Buffer.from(d as Uint8Array))), {
            mode: 0o600,
          })
        },
        committed: () => {},
        interrupted: () => false,
        open: () => Promise.reject(new Error('opened a file')),
        page: () => Promise.reject(new Error('paged off a terminal')),
        isShared: () => false,
        lines: () => Promise.reject(new Error('read the standard input')),
        ask: () => Promise.reject(new Error('asked off a terminal')),
        ...changes,
      }
      const refusals: Refusal[] = []
      const code = await main(world, refusal => refusals.push(refusal))
      if (!world.argv.includes('--unmask')) refuseUnfit(streams.map(([, text]) => text).join(''), words)
      const of = (name: 'out' | 'err') =>
        streams
          .filter(([s]) => s === name)
          .map(([, text]) => text)
          .join('')
      const both = streams.map(([, text]) => text).join('')
      return { code, out: of('out'), err: of('err'), both, refusals }
    },
  }
}

/** Every file of a folder and those in it, backups included. */
export const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(f => f.isFile())
    .map(f => join(f.parentPath, f.name))

/** Whoever edits the file by other means than SQL is not stopped by triggers. */
export function withoutGuards(db: Sqlite.Database): void {
  for (const name of db.prepare("select name from sqlite_schema where type = 'trigger'").pluck().all()) {
    db.exec(`drop trigger "${name}"`)
  }
}

/** What no output may hold, of any command in any test: control codes, and an ID number or mobile number whole. */
function refuseUnfit(text: string, words: string): void {
  // A workbook or a document, whose text is compressed; these have tests of their own.
  if (text.startsWith('PK')) return
  const found =
    /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/.exec(text) ??
    /(?<![0-9a-f])[1-9]\d{5}(?:19|20)\d{9}[\dX](?![0-9a-f])/i.exec(text) ??
    /(?<![0-9a-f])1[3-9]\d{9}(?![0-9a-f])/i.exec(text)
  if (found) throw new Error(`${words}: unfit output at ${found.index}: ${JSON.stringify(found[0])}`)
}

/** Words as a shell would split them: double quotes keep spaces. */
export function split(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(m => m[1] ?? m[2]!)
}

export const samples = new URL('samples/', import.meta.url).pathname

/** A county with its townships and villages, and day one far back. */
export async function county(): Promise<Place> {
  const there = place()
  await there.run(`cun init --name 沁阳市 --code 410882 --since 2023-01-01`)
  for (const file of ['qinyang-townships.csv', 'qinyang-villages.csv']) {
    const { code, both } = await there.run(`cun import ${samples}${file}`)
    if (code !== 0) throw new Error(both)
  }
  return there
}
