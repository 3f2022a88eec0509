import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bad, cun, drop, folder, has, without } from './cun.js'

const commands = [
  ['demo', 'demo'],
  ['export', 'export --quarter 2024Q2 --out out --as-of 2024-07-26'],
  ['import', 'import empty.csv --dry-run'],
  ['check', 'check'],
]

/** The sample county made and exported where there is no network, and the calls counted that would use one. */
export async function network() {
  if (!has('strace')) return without('strace', 'no network')
  const here = folder()
  const sockets = bad()
  // A container may keep even root from making a network of its own; the calls are counted all the same.
  const alone = spawnSync('unshare', ['-n', 'true']).status === 0 ? ['unshare', '-n'] : []
  const log = join(here, 'network.log')
  for (const [name, words] of commands) {
    const before = [...alone, 'strace', '-f', '--seccomp-bpf', '-qq', '-e', 'trace=%network', '-o', log]
    const ran = await cun(here, words, { before })
    if (![0, 1, 66].includes(ran.code)) sockets.add(`${name}: exit ${ran.code} ${ran.err}`)
    // The pipes to the harness are asked for their kind; only what opens or uses an address counts.
    const said = existsSync(log) ? readFileSync(log, 'utf8').split('\n') : ['no log: connect(']
    for (const line of said)
      if (/\b(socket|connect|bind|listen|accept4?|sendto|sendmsg|recvfrom)\(/.test(line))
        sockets.add(`${name}: ${line}`)
  }
  drop(here)
  return [
    {
      what: `sockets opened by demo, export, import, check${alone.length ? ', without a network' : ''}`,
      n: commands.length,
      result: `${sockets.count}`,
      bad: sockets,
    },
  ]
}
