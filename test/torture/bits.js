import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { county } from './county.js'
import { bad, drop, each, folder, look, random } from './cun.js'
import { dump, dumpJournal } from './dump.js'

/** Undefined when it cannot be read. */
const attempt = (what, db) => {
  try {
    return what(db)
  } catch {
    return undefined
  }
}

/** One bit of a copy turned over: whatever changes a stored fact, `check` names it or refuses the file. */
export async function bits({ full, seed, minutes = Infinity }) {
  const until = Date.now() + minutes * 60_000
  const { stages } = await county()
  const bytes = readFileSync(stages.imported)
  const [facts, journal] = [dump(stages.imported), dumpJournal(stages.imported)]
  const next = random(seed)
  const trials = full ? 2000 : 500
  const jobs = Array.from({ length: trials }, () => [
    Math.floor(next() * bytes.length),
    Math.floor(next() * 8),
  ])
  const [missed, unsaid] = [bad(), bad()]
  const count = { changed: 0, unreadable: 0, journal: 0, named: 0, refused: 0, onlyFull: 0 }
  let n = 0
  await each(jobs, async ([at, bit]) => {
    if (Date.now() > until) return
    n++
    const here = folder()
    const db = join(here, 'cun.db')
    const copy = Buffer.from(bytes)
    copy[at] ^= 1 << bit
    writeFileSync(db, copy)
    const now = attempt(dump, db)
    const then = attempt(dumpJournal, db)
    const isFact = now !== facts
    const isJournal = then !== journal
    if (now === undefined) count.unreadable++
    else if (isFact) count.changed++
    if (isJournal && !isFact) count.journal++
    if (isFact || isJournal) {
      const found = await look(db)
      if (found.check === 1) count.named++
      else count.refused++
      const where = `bit ${bit} of byte ${at} (page ${Math.floor(at / 4096) + 1})`
      if (found.faults.length === 0 && isFact) missed.add(where)
      else if (found.faults.length === 0) {
        // A row that differs from its own index: the quick check does not compare the two.
        count.onlyFull++
        if ((await look(db, { full: true })).faults.length === 0) unsaid.add(where)
      } else if (found.check === 70 || found.check === -1)
        unsaid.add(`${where}: ${found.faults[0].slice(0, 300)}`)
    }
    drop(here)
  })
  const all = count.changed + count.unreadable
  return [
    {
      what: 'single bits flipped: changes of a stored fact that check does not name',
      n,
      result: `${missed.count} missed of ${all} (${count.unreadable} of them unreadable)`,
      bad: missed,
    },
    {
      what: 'single bits flipped: changes of the journal alone not named, or a bug',
      n,
      result: `${unsaid.count} of ${count.journal}, ${count.onlyFull} by check --full alone; ${count.refused} files refused`,
      bad: unsaid,
    },
  ]
}
