import { fork, spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'

export const root = new URL('../../', import.meta.url).pathname
export const bin = join(root, 'bin/cun.js')
const lookFile = new URL('look.js', import.meta.url).pathname

const made = []
/** A folder for one trial; what is left of them goes when the run ends. */
export function folder(name = 'cun-torture-') {
  const path = mkdtempSync(join(tmpdir(), name))
  made.push(path)
  return path
}
export const drop = path => rmSync(path, { recursive: true, force: true })
export const dropAll = () => made.forEach(drop)

/** Words as a shell would split them: double quotes keep spaces. */
export const split = line => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(m => m[1] ?? m[2])

/** Where a trial's program runs: a folder with its database, and nothing of the person's own settings. */
export const surroundings = (at, more = {}) => ({
  PATH: process.env.PATH,
  HOME: at,
  TMPDIR: at,
  CUN_DB: join(at, 'cun.db'),
  CUN_USER: 'clerk',
  ...more,
})

/**
 * Runs the built program as a user would. `after` milliseconds later, or once it has printed what `upon` matches,
 * it is sent `signal`. `before` are the words of a program that runs it (strace, unshare).
 */
export function cun(
  at,
  words,
  { after, upon, signal = 'SIGKILL', before = [], env, program = bin, limit = 120_000 } = {},
) {
  const argv = [...before, process.execPath, program, ...(typeof words === 'string' ? split(words) : words)]
  const started = performance.now()
  return new Promise((done, fail) => {
    const child = spawn(argv[0], argv.slice(1), {
      cwd: at,
      env: surroundings(at, env),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said = { out: '', err: '' }
    const hear = name => text => {
      said[name] += text
      if (upon?.test(text)) child.kill(signal)
    }
    child.stdout.setEncoding('utf8').on('data', hear('out'))
    child.stderr.setEncoding('utf8').on('data', hear('err'))
    const timers = [setTimeout(() => child.kill('SIGKILL'), limit)]
    if (after !== undefined) timers.push(setTimeout(() => child.kill(signal), after))
    child.on('error', fail)
    child.on('close', (code, killed) => {
      timers.forEach(clearTimeout)
      done({
        code: code ?? (killed === 'SIGKILL' ? 137 : 128),
        killed,
        ...said,
        ms: performance.now() - started,
      })
    })
  })
}

export async function must(at, words, options) {
  const ran = await cun(at, words, options)
  if (ran.code > 1) throw new Error(`cun ${words}: ${ran.code}\n${ran.out}${ran.err}`)
  return ran
}

/** The batch that a run acknowledged, by the number it printed: the last that it names. */
export function acknowledged({ out, err }) {
  const last = [...`${out}\n${err}`.matchAll(/第 (\d+) 批/g)].at(-1)
  return last ? Number(last[1]) : /^已建库/m.test(out) ? 1 : 0
}

const lookers = []
/**
 * What another process finds in a database that it has never seen: see look.js. The processes are kept for the
 * next file, as starting one takes longer than looking.
 */
export async function look(db, { full = false, limit = 120_000 } = {}) {
  const child =
    lookers.pop() ??
    fork(lookFile, { env: surroundings(tmpdir()), stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let err = ''
  const listen = text => {
    err += text
  }
  child.stderr.setEncoding('utf8').on('data', listen)
  const timer = setTimeout(() => child.kill('SIGKILL'), limit)
  const answer = await new Promise(done => {
    const ended = (code, signal) =>
      done({
        faults: [`look died: ${code ?? signal} ${err.slice(0, 500)}`],
        numbers: [],
        partial: [],
        check: -1,
      })
    child.once('exit', ended)
    child.once('message', found => {
      child.off('exit', ended)
      done(found)
    })
    child.send({ db, full })
  })
  clearTimeout(timer)
  child.stderr.off('data', listen)
  if (answer.check !== -1) lookers.push(child)
  return answer
}
export const stopLooking = () => {
  for (const child of lookers.splice(0)) child.disconnect()
}

/** A database copied with what belongs to it. Only for files that nobody has open. */
export function place(from, name = 'cun.db') {
  const at = folder()
  mkdirSync(at, { recursive: true })
  copyFileSync(from, join(at, name))
  return at
}

/** Does the jobs, a few at a time. */
export async function each(jobs, work, width = availableParallelism()) {
  const list = jobs[Symbol.iterator]()
  let stopped = false
  const one = async () => {
    for (let next = list.next(); !next.done && !stopped; next = list.next()) await work(next.value)
  }
  const careful = () =>
    one().catch(error => {
      stopped = true
      throw error
    })
  const ended = await Promise.allSettled(Array.from({ length: width }, careful))
  const failed = ended.find(e => e.status === 'rejected')
  if (failed) throw failed.reason
}

export const has = tool => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0
export const isRoot = process.getuid?.() === 0

/** A missing tool fails the run in CI; elsewhere the kind is skipped with its reason. */
export function without(tool, name) {
  const why = `${tool} is missing: apt-get install ${tool}`
  return [{ what: name, n: 0, result: why, bad: process.env.CI ? 1 : 0 }]
}

/** Seeded (mulberry32): a bad trial can be run again. */
export function random(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Keeps the first few bad trials, to be printed under the table. */
export function bad() {
  const list = []
  return {
    list,
    add: text => void list.push(text),
    get count() {
      return list.length
    },
  }
}
