import type { Call } from '../../../src/kernel/cli/line.ts'
import { makeCall } from '../../../src/kernel/cli/make-call.ts'
import type { World } from '../../../src/kernel/terminal/world.ts'
import { lines } from '../../../src/lines.ts'
import { migrations } from '../../../src/migrations.ts'

/** A call on a terminal that keeps what it is given. */
export function onTerminal(global: Call['global']) {
  const out: Uint8Array[] = []
  const said: string[] = []
  const world: World = {
    argv: [],
    env: {},
    cwd: '/',
    home: '/',
    user: 'clerk',
    now: () => new Date('2024-07-26T01:30:00Z'),
    out: data => void out.push(Buffer.from(data)),
    err: text => void said.push(text),
    terminal: { in: true, out: true, err: true },
    width: 80,
    height: 1000,
    page: () => Promise.resolve(false),
    color: false,
    size: () => undefined,
    list: () => undefined,
    folder: () => {},
    write: (path, data) => void out.push(Buffer.from(path), ...([...data] as Uint8Array[])),
    committed: () => {},
    interrupted: () => false,
    open: path => Promise.resolve(void said.push(`open ${path}\n`)),
    read: () => Buffer.alloc(0),
    isShared: () => false,
    lines: () => Promise.reject(new Error('read the standard input')),
    ask: () => Promise.resolve(['yes']),
  }
  return { call: makeCall(world, global, lines, migrations), out, said }
}
