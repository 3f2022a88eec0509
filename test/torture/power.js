import { spawn } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { county, households } from './county.js'
import { bad, bin, folder, isRoot, look, random, root, surroundings } from './cun.js'
import { disk, sh } from './disk.js'
import { fullDisk } from './full-disk.js'

const pause = ms => new Promise(done => setTimeout(done, ms))

/** EXT4_IOC_SHUTDOWN without a flush of the log: what was not synced is gone, as when the plug is pulled. */
const shutdown = mount =>
  sh(`python3 -c "import fcntl,os,struct; fcntl.ioctl(os.open('${mount}',0),0x8004587d,struct.pack('I',2))"`)

/** Every thread stopped: a call in flight during the cut would be neither before nor after it. */
async function stop(pid) {
  process.kill(pid, 'SIGSTOP')
  for (let i = 0; i < 500; i++) {
    const states = readdirSync(`/proc/${pid}/task`).map(t =>
      readFileSync(`/proc/${pid}/task/${t}/stat`, 'utf8'),
    )
    if (states.every(s => /\) [tTZ] /.test(s))) return
    await pause(2)
  }
  throw new Error('a thread would not stop')
}

/** Imports of many small sheets by one process, cut at a random moment; acknowledgements are kept elsewhere. */
async function cut(db, program, sheets, at) {
  const on = disk(48)
  try {
    copyFileSync(db, join(on.mount, 'cun.db'))
    sh(`sync -f ${on.mount}`)
    const child = spawn(process.execPath, [program, 'household', 'import', ...sheets, '--yes'], {
      cwd: on.at,
      env: surroundings(on.at, { CUN_DB: join(on.mount, 'cun.db') }),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    let first
    const spoke = new Promise(done => {
      first = done
    })
    child.stdout.setEncoding('utf8').on('data', text => {
      said += text
      first()
    })
    child.stderr.resume()
    const closed = new Promise(done => child.once('close', done))
    await Promise.race([spoke, closed])
    await pause(at * 700)
    if (child.exitCode === null) await stop(child.pid)
    shutdown(on.mount)
    child.kill('SIGKILL')
    await closed
    on.again()
    const acks = [...said.matchAll(/第 (\d+) 批/g)].map(m => Number(m[1]))
    const found = await look(join(on.mount, 'cun.db'))
    return { acks, found }
  } finally {
    on.gone()
  }
}

/** The built program with the driver's own setting, NORMAL: it must lose, or the cuts prove nothing. */
function weakened() {
  const at = folder('cun-normal-')
  for (const name of ['dist', 'bin', 'data', 'package.json'])
    cpSync(join(root, name), join(at, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(at, 'node_modules'))
  const file = join(at, 'dist/cun.cjs')
  const text = readFileSync(file, 'utf8')
  if (!text.includes('synchronous:2')) throw new Error('synchronous:2 is not in dist/cun.cjs')
  writeFileSync(file, text.replace('synchronous:2', 'synchronous:1'))
  return join(at, 'bin/cun.js')
}

async function cuts(db, program, trials, sheets, next) {
  const [lost, wrong] = [bad(), bad()]
  let acks = 0
  let worst = 0
  for (let i = 0; i < trials; i++) {
    const { acks: said, found } = await cut(db, program, sheets, next())
    acks += said.length
    const gone = said.filter(number => !found.numbers.includes(number)).length
    worst = Math.max(worst, gone)
    if (gone > 0) lost.add(`cut ${i}: ${gone} of ${said.length} acknowledged`)
    if (found.faults.length || found.partial.length)
      wrong.add(`cut ${i}: ${found.faults[0] ?? found.partial[0]}`)
  }
  return { lost, wrong, acks, worst }
}

export async function power({ full, seed, cuts: asked }) {
  if (!full)
    return [
      {
        what: 'power cuts, full disk',
        n: 0,
        result: 'only in the full form (--full: root and loop mounts)',
        bad: 0,
      },
    ]
  if (!isRoot || !existsSync('/dev/loop-control'))
    return [{ what: 'power cuts, full disk', n: 0, result: 'skipped: needs root and loop devices', bad: 0 }]
  const { at, stages } = await county()
  const sheets = Array.from({ length: 60 }, (_, i) => join(at, `cut${i}.csv`))
  for (const [i, path] of sheets.entries()) households(path, 10, 100_000 + i * 100)
  const trials = asked ?? 200
  const strong = await cuts(stages.imported, bin, trials, sheets, random(seed))
  const weak = await cuts(stages.imported, weakened(), Math.ceil(trials / 4), sheets, random(seed))
  return [
    {
      what: 'power cut during imports: acknowledged batches lost',
      n: trials,
      result: `${strong.lost.count} cuts lost any, of ${strong.acks} acknowledged`,
      bad: strong.lost,
    },
    {
      what: 'power cut: partial batches, or check finds it wrong',
      n: trials,
      result: `${strong.wrong.count}`,
      bad: strong.wrong,
    },
    {
      what: 'the control with synchronous=NORMAL, which must lose',
      n: Math.ceil(trials / 4),
      result: `${weak.lost.count} cuts lost, up to ${weak.worst} batches`,
      bad: weak.lost.count > 0 ? 0 : 1,
    },
    await fullDisk(stages.imported),
  ]
}
