import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { county, households } from './county.js'
import { acknowledged, bad, cun, drop, each, has, look, place, without } from './cun.js'

const calls = ['pwrite64', 'fsync']
const errors = ['EIO', 'ENOSPC']

/** One import with its n-th write or sync failing, once or from then on. Tells whether the fault was met at all. */
async function failing(db, { call, error, from, on }, sheet) {
  const here = realpathSync(place(db))
  const file = join(here, 'cun.db')
  households(join(here, 'few.csv'), sheet, 20_000)
  const log = join(here, 'strace.log')
  const before = [
    'strace',
    '-f',
    '--seccomp-bpf',
    '-qq',
    '-P',
    file,
    '-P',
    `${file}-wal`,
    '-e',
    `trace=${call}`,
    '-e',
    `inject=${call}:error=${error}:when=${from}${on}`,
    '-o',
    log,
  ]
  const ran = await cun(here, 'household import few.csv', { before })
  const met = existsSync(log) && readFileSync(log, 'utf8').includes('(INJECTED)')
  const found = await look(file)
  drop(here)
  return { ran, met, found }
}

/** Every write and every sync of an import fails, one run each; then everything from that one on. */
export async function faults({ full }) {
  if (!has('strace')) return without('strace', 'faults at every write and sync')
  const { stages } = await county()
  const db = stages.imported
  const before = (await look(db)).numbers.length
  const [wrong, lost, lied] = [bad(), bad(), bad()]
  const count = { runs: 0, refused: 0, acks: 0 }
  const sweeps = calls.flatMap(call => errors.flatMap(error => ['', '+'].map(on => ({ call, error, on }))))
  const points = []
  await each(sweeps, async sweep => {
    // The short form meets every third write, each sweep beginning at another.
    const step = full || sweep.call === 'fsync' ? 1 : 3
    for (let from = 1 + (sweeps.indexOf(sweep) % step); ; from += step) {
      const { ran, met, found } = await failing(db, { ...sweep, from }, full ? 200 : 20)
      const where = `${sweep.call} ${sweep.error} ${from}${sweep.on}`
      count.runs++
      const newest = found.numbers.at(-1) ?? 0
      if (![0, 74, 75].includes(ran.code) || found.faults.length > 0 || found.partial.length > 0)
        wrong.add(`${where}: exit ${ran.code} ${ran.err.slice(0, 200)} ${found.faults[0] ?? ''}`)
      if (ran.code === 74) count.refused++
      const ack = acknowledged(ran)
      if (ran.code === 0) count.acks++
      if ((ran.code === 0 && ack !== before + 1) || newest < ack)
        lost.add(`${where}: ${ack}, there are ${newest}`)
      if (ran.code !== 0 && newest > before) lied.add(where)
      if (!met) {
        points.push(from - 1)
        break
      }
    }
  })
  const n = count.runs
  return [
    {
      what: 'a write or sync of an import fails (EIO, ENOSPC; once, for ever): other exits, or check finds it wrong',
      n,
      result: `${wrong.count} bad; ${count.refused} exit 74, ${count.acks} exit 0`,
      bad: wrong,
    },
    {
      what: 'such faults: acknowledged batches lost',
      n,
      result: `${lost.count} lost of ${count.acks}`,
      bad: lost,
    },
    {
      what: 'such faults: exit 74, yet the whole batch is there',
      n,
      result: `${lied.count}`,
      bad: 0,
      note: lied.list,
    },
  ]
}
