import { closeSync, existsSync, openSync, readFileSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { county, households } from './county.js'
import { acknowledged, bad, cun, drop, each, look, place, random } from './cun.js'
import { dump } from './dump.js'

const pause = ms => new Promise(done => setTimeout(done, ms))

/** Two windows import at once, so many files each. */
async function twoWriters(db, pairs) {
  const wrong = bad()
  const here = place(db)
  const before = (await look(db)).numbers.length
  const count = { acks: 0, busy: 0 }
  const window = async from => {
    for (let i = 0; i < pairs; i++) {
      const name = `w${from}-${i}.csv`
      households(join(here, name), 30, from + i * 100)
      const ran = await cun(here, `household import ${name} --yes`)
      if (ran.code === 75) count.busy++
      else if (ran.code !== 0) wrong.add(`exit ${ran.code} ${ran.err}`)
      else if (acknowledged(ran) > 0) count.acks++
    }
  }
  await Promise.all([window(100_000), window(200_000)])
  const found = await look(join(here, 'cun.db'))
  for (const fault of [...found.faults, ...found.partial]) wrong.add(fault)
  if (found.numbers.length !== before + count.acks)
    wrong.add(`${count.acks} acknowledged, ${found.numbers.length - before} there`)
  drop(here)
  return {
    what: 'two windows importing at once: batches lost, partial, other exits',
    n: pairs * 2,
    result: `${wrong.count} bad; ${count.acks} acknowledged, ${count.busy} told to try again`,
    bad: wrong,
  }
}

/** What is exported while an import runs is the county before it or after it, never between. */
async function exportDuringImport(db, trials, next) {
  const mixed = bad()
  const count = { before: 0, after: 0 }
  await each(
    Array.from({ length: trials }, () => next()),
    async at => {
      const here = place(db)
      households(join(here, 'many.csv'), 2000, 10_000)
      const rows = () => readFileSync(join(here, 'all.csv'), 'utf8').trim().split('\n').length
      const importing = cun(here, 'household import many.csv')
      await pause(at * 1200)
      const exported = await cun(here, 'household export --out all.csv')
      const imported = await importing
      const was = existsSync(join(here, 'all.csv')) ? rows() : 0
      const after = await cun(here, 'household export --out all.csv --force')
      const now = rows()
      if (exported.code !== 0 || imported.code !== 0 || after.code !== 0)
        mixed.add(`exits ${imported.code} ${exported.code} ${after.code} ${exported.err}${imported.err}`)
      else if (was === now) count.after++
      else if (was === now - 2000) count.before++
      else mixed.add(`${was} rows exported, ${now} in the end`)
      drop(here)
    },
    1,
  )
  return {
    what: 'an export during an import: neither before nor after it',
    n: trials,
    result: `${mixed.count} mixed; ${count.before} before, ${count.after} after`,
    bad: mixed,
  }
}

/** Ctrl-C: 130 (or death by the signal) says that nothing was written, and so it must be; else the batch is there. */
async function interrupted(db, trials, next) {
  const wrong = bad()
  const before = (await look(db)).numbers.length
  const count = { interrupted: 0, done: 0 }
  const words = ['household import many.csv', 'household change 3 --head 李旧']
  const jobs = Array.from({ length: trials }, (_, i) => ({
    words: words[i % 2],
    at: next(),
    upon: i % 5 === 4,
  }))
  await each(jobs, async job => {
    const here = place(db)
    households(join(here, 'many.csv'), 2000, 10_000)
    const after = job.upon ? undefined : 100 + job.at * 1000
    const upon = job.upon ? /第 \d+ 批/ : undefined
    const ran = await cun(here, job.words, { after, upon, signal: 'SIGINT' })
    const found = await look(join(here, 'cun.db'))
    const written = found.numbers.length > before
    const where = `${job.words} (${job.upon ? 'as it spoke' : `after ${Math.round(after)} ms`})`
    const stopped = ran.code === 130 || ran.killed === 'SIGINT'
    count[stopped ? 'interrupted' : 'done']++
    if (found.faults.length || found.partial.length)
      wrong.add(`${where}: ${found.faults[0] ?? found.partial[0]}`)
    else if (stopped && written) wrong.add(`${where}: ${ran.killed ?? 130}, yet the batch is there`)
    else if (!stopped && (ran.code !== 0 || !written))
      wrong.add(`${where}: exit ${ran.code}, ${written ? '' : 'not '}there: ${ran.err}`)
    drop(here)
  })
  return {
    what: 'Ctrl-C at random times: code and file disagree',
    n: trials,
    result: `${wrong.count} disagree; ${count.interrupted} interrupted, ${count.done} done`,
    bad: wrong,
  }
}

/** As a memory stick takes it: a piece at a time. */
async function slowCopy(from, to) {
  const [source, target] = [openSync(from, 'r'), openSync(to, 'w')]
  const piece = Buffer.alloc(128 * 1024)
  for (;;) {
    const length = readSync(source, piece)
    if (length === 0) break
    writeSync(target, piece, 0, length)
    await pause(30)
  }
  closeSync(source)
  closeSync(target)
}

/** The .db copied by hand while an import runs: a copy is whole, or check says that it is not. */
async function handCopies(db, trials, next) {
  const [unseen, hurt] = [bad(), bad()]
  const count = { whole: 0, damaged: 0 }
  const names = ['1.csv', '2.csv', '3.csv']
  const sheets = here => names.forEach((name, i) => void households(join(here, name), 1500, 10_000 * (i + 1)))
  const facts = new Set([dump(db)])
  const step = place(db)
  sheets(step)
  for (const name of names) {
    await cun(step, `household import ${name}`)
    facts.add(dump(join(step, 'cun.db')))
  }
  drop(step)
  await each(
    Array.from({ length: trials }, () => next()),
    async at => {
      const here = place(db)
      const file = join(here, 'cun.db')
      sheets(here)
      let running = true
      const importing = cun(here, `household import ${names.join(' ')}`).finally(() => {
        running = false
      })
      await pause(300 + at * 100)
      const copies = []
      const copying = []
      // Until it ends: what was written comes from the log into the file at last, in a few milliseconds.
      for (let i = 0; running; i++) {
        copies.push(join(here, `copy${i}.db`))
        copying.push(slowCopy(file, copies[i]))
        await pause(150)
      }
      await Promise.all(copying)
      const ran = await importing
      const original = await look(file)
      if (ran.code !== 0 || original.faults.length || original.partial.length)
        hurt.add(`exit ${ran.code} ${original.faults[0] ?? original.partial[0] ?? ran.err}`)
      for (const copy of copies.slice(-8)) {
        const found = await look(copy)
        let same = false
        try {
          same = facts.has(dump(copy))
        } catch {
          // Not even SQLite reads it to its end.
        }
        count[same ? 'whole' : 'damaged']++
        if (!same && found.faults.length === 0) unseen.add(`a copy differs, and check says nothing`)
      }
      drop(here)
    },
  )
  return [
    {
      what: 'the .db copied by hand during an import: damaged copies that check does not recognise',
      n: count.whole + count.damaged,
      result: `${unseen.count} of ${count.damaged} damaged, ${count.whole} whole`,
      bad: unseen,
    },
    { what: 'such copying: the original harmed', n: trials, result: `${hurt.count}`, bad: hurt },
  ]
}

export async function windows({ full, seed }) {
  const { imported } = (await county()).stages
  const next = random(seed)
  return [
    await twoWriters(imported, full ? 100 : 6),
    await exportDuringImport(imported, full ? 200 : 8, next),
    await interrupted(imported, full ? 500 : 20, next),
    ...(await handCopies(imported, full ? 100 : 4, next)),
  ]
}
