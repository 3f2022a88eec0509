import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { Question } from './question.ts'
import { removeTemporaryFiles } from './temporary-files.ts'

/** Everything outside the program. Tests replace only this. */
export interface World {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly user: string
  /** The folder of a person's data, used when no file is named. */
  readonly home: string
  now(): Date
  out(data: string | Uint8Array): void
  err(text: string): void
  readonly terminal: { readonly in: boolean; readonly out: boolean; readonly err: boolean }
  /** Width of the terminal in cells. */
  readonly width: number
  /** Height of the terminal in lines. */
  readonly height: number
  readonly color: boolean
  read(path: string): Buffer
  /** The lines of the standard input, until they are whole or it ends. */
  lines(isWhole: (lines: readonly string[]) => boolean): Promise<readonly string[]>
  /** Size in bytes of a regular file; undefined when there is no such file. */
  size(path: string): number | undefined
  /** The names in a folder, in their order; undefined when it is none. */
  list(path: string): readonly string[] | undefined
  /** Creates a folder and its parents, closed to other users. */
  folder(path: string): void
  /** Writes a file atomically, readable by its owner only. */
  write(path: string, data: Iterable<string | Uint8Array>): void
  /** Opens a file with its desktop program; rejects when the opener cannot be started. */
  open(path: string): Promise<void>
  /** Shows long output in a pager; resolves to false when there is none and nothing was shown. */
  page(pieces: readonly (string | Uint8Array)[]): Promise<boolean>
  /** Records a write: from here on Ctrl-C no longer ends the program. */
  committed(): void
  /** Whether Ctrl-C was pressed after a write. */
  interrupted(): boolean
  /** Whether anyone but its owner may access a file; false on Windows, which does not say. */
  isShared(path: string): boolean
  /**
   * Asks one question; call it only on a terminal. Resolves to the answer, or to undefined when the person
   * goes back. Rejects with an `ExitPromptError` when the person leaves.
   */
  ask(question: Question): Promise<readonly string[] | undefined>
}

export function realWorld(): World {
  const { stdout, stderr, env } = process
  return {
    argv: process.argv.slice(2),
    env,
    cwd: process.cwd(),
    user: env.CUN_USER || userInfo().username,
    home: dataFolder(env),
    now: () => new Date(),
    out: data => void stdout.write(data),
    err: text => void stderr.write(text),
    terminal: {
      // Read late and only when needed: reading it opens stdin.
      get in() {
        return process.stdin.isTTY === true
      },
      out: stdout.isTTY === true,
      err: stderr.isTTY === true,
    },
    width: stdout.columns || 80,
    height: stdout.rows || 24,
    color: isColoured(env, stdout.isTTY === true),
    read: path => readFileSync(path),
    lines: typedLines,
    size(path) {
      const found = statSync(path, { throwIfNoEntry: false })
      return found?.isFile() ? found.size : undefined
    },
    list(path) {
      if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return undefined
      return readdirSync(path).sort()
    },
    folder: path => void mkdirSync(path, { recursive: true, mode: 0o700 }),
    write: writeWhole,
    open: openFile,
    async page(pieces) {
      const { page, pagerOf } = await import('./pager.ts')
      const pager = pagerOf(env, process.platform)
      return pager !== undefined && (await page(pager, pieces, env))
    },
    committed: () => {},
    interrupted: () => false,
    isShared: path => process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0,
    ask: async question => (await import('./prompts.ts')).prompt(question),
  }
}

/** Precedence: FORCE_COLOR, NO_COLOR (no-color.org), the terminal. */
export function isColoured(env: World['env'], terminal: boolean): boolean {
  if (env.FORCE_COLOR !== undefined) return !/^(?:0|false)$/.test(env.FORCE_COLOR)
  return terminal && !env.NO_COLOR && env.TERM !== 'dumb'
}

function dataFolder(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return join(env.APPDATA ?? homedir(), 'cun')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'cun')
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'cun')
}

/** Writes a temporary file beside the target, syncs and renames it: a reader sees the old file or the new. */
function writeWhole(path: string, data: Iterable<string | Uint8Array>): void {
  removeTemporaryFiles(dirname(path), basename(path))
  const temporary = `${path}.${process.pid}.tmp`
  const file = openSync(temporary, 'wx', 0o600)
  try {
    for (const piece of data) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    }
    fsyncSync(file)
    closeSync(file)
    renameSync(temporary, path)
  } catch (error) {
    try {
      unlinkSync(temporary)
    } catch {
      // report the first error
    }
    throw error
  }
  if (process.platform !== 'win32') {
    const folder = openSync(dirname(path), 'r')
    fsyncSync(folder)
    closeSync(folder)
  }
}

/** More than a group chat holds. */
const mostLines = 5000

async function typedLines(isWhole: (lines: readonly string[]) => boolean): Promise<readonly string[]> {
  const { createInterface } = await import('node:readline')
  const reader = createInterface({ input: process.stdin })
  const lines: string[] = []
  for await (const line of reader) {
    lines.push(line)
    if (isWhole(lines) || lines.length === mostLines) break
  }
  reader.close()
  return lines
}

/** No shell parses the path: on Windows it is passed in the environment. */
async function openFile(path: string): Promise<void> {
  const { spawn } = await import('node:child_process')
  const [program, ...words] =
    process.platform === 'win32'
      ? ['powershell', '-NoProfile', '-Command', 'Invoke-Item -LiteralPath $env:CUN_OPEN']
      : [process.platform === 'darwin' ? 'open' : 'xdg-open', path]
  const child = spawn(program!, words, {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, CUN_OPEN: path },
  })
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('spawn', () => {
      child.unref()
      done()
    })
  })
}
