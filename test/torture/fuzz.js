import { fork } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { bad, random } from './cun.js'
import { mutate } from './mutate.js'
import { mutateWorkbook, workbookOf } from './mutate-workbook.js'
import { smallCounty } from './small.js'

const allowed = [0, 1, 64, 65, 66]
const self = new URL(import.meta.url).pathname
/** Megabytes of an importing process, by what it imports. */
const limits = { csv: 200, xlsx: 400 }

/** So many mutated files, or as many as the time allows, through the import of this process. */
async function work({ seed, trials, until, kind }) {
  const { run, sheets, db } = await smallCounty()
  const file = `${db}.${kind}`
  const importing = (bytes, words = []) =>
    run(['import', file, '--dry-run', ...words], {
      read: path => (path === file ? Buffer.from(bytes) : readFileSync(path)),
      size: path => (path === file ? bytes.length : statSync(path, { throwIfNoEntry: false })?.size),
    })
  const goods = []
  // What is refused for another reason than its mutations would show nothing.
  for (const [name, text] of Object.entries(sheets)) {
    const good = kind === 'csv' ? Buffer.from(text) : await workbookOf(text)
    goods.push(good)
    const ran = await importing(good)
    if (ran.code !== 0) throw new Error(`${name} as it is: ${ran.code} ${ran.err}`)
  }
  const next = random(seed)
  const codes = {}
  const faults = []
  let done = 0
  let slowest = 0
  while (done < trials && Date.now() < until) {
    const bytes = (kind === 'csv' ? mutate : mutateWorkbook)(goods[Math.floor(next() * goods.length)], next)
    const words = next() < 0.2 ? ['--accept-valid', '--add', 'unit'] : next() < 0.2 ? ['--lang', 'en'] : []
    const begun = Date.now()
    const ran = await importing(bytes, words)
    codes[ran.code] = (codes[ran.code] ?? 0) + 1
    const said = ran.out + ran.err
    const raw = /\n {4}at |[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/.exec(said)
    if (!allowed.includes(ran.code) || raw)
      faults.push(
        `exit ${ran.code}${raw ? `, raw ${JSON.stringify(raw[0])}` : ''}: ${said.slice(0, 300)} <- ${bytes.subarray(0, 3000).toString('base64')}`,
      )
    const ms = Date.now() - begun
    slowest = Math.max(slowest, ms)
    done++
  }
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024
  return { done, codes, faults: faults.slice(0, 50), failed: faults.length, peak: Math.round(peak), slowest }
}

/** Files that one process takes before another goes on: an import of the real program has a process of its own. */
const LOT = 10_000

const what = { csv: 'CSV files', xlsx: 'workbooks' }

/** Each process has its own lot of the files, and its own peak of memory. */
function lot(job) {
  return new Promise((done, fail) => {
    const child = fork(self, ['work'], { stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
    let err = ''
    child.stderr.setEncoding('utf8').on('data', text => {
      err += text
    })
    child.once('message', done)
    child.once('exit', (code, signal) => fail(new Error(`fuzz died: ${code ?? signal} ${err.slice(0, 500)}`)))
    child.send(job)
  })
}

export async function fuzz({ full, seed, minutes }) {
  const long = minutes ?? (full ? 60 : 1.5)
  const csv = await mutated('csv', full ? 1_000_000 : 20_000, seed, long)
  return [...csv, ...(await mutated('xlsx', full ? 100_000 : 10_000, seed, long))]
}

async function mutated(kind, trials, seed, minutes) {
  const limit = limits[kind]
  const width = availableParallelism()
  const until = Date.now() + minutes * 60_000
  const lots = Array.from({ length: trials / LOT }, (_, i) => ({
    seed: seed + i,
    trials: LOT,
    until,
    kind,
  }))
  const parts = []
  const line = async () => {
    for (let job = lots.shift(); job; job = lots.shift()) if (Date.now() < until) parts.push(await lot(job))
  }
  await Promise.all(Array.from({ length: width }, line))
  const unhandled = bad()
  const codes = {}
  for (const one of parts) {
    one.faults.forEach(unhandled.add)
    for (const [code, n] of Object.entries(one.codes)) codes[code] = (codes[code] ?? 0) + n
  }
  const n = parts.reduce((sum, one) => sum + one.done, 0)
  const failed = parts.reduce((sum, one) => sum + one.failed, 0)
  const peak = Math.max(...parts.map(one => one.peak))
  const by = Object.entries(codes).map(([code, times]) => `${code}: ${times}`)
  return [
    {
      what: `mutated ${what[kind]} imported: other exits, stack traces, raw controls`,
      n,
      result: `${failed} unhandled (exits ${by.join(', ')}; the slowest ${Math.max(...parts.map(one => one.slowest))} ms)`,
      bad: unhandled,
    },
    {
      what: `peak memory of the process importing ${what[kind]} (limit ${limit} MB)`,
      n,
      result: `${peak} MB`,
      bad: peak > limit ? 1 : 0,
    },
  ]
}

if (process.argv[2] === 'work') {
  process.once('message', async job => {
    process.send(await work(job))
    process.disconnect()
  })
}
