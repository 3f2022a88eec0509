import { spawn } from 'node:child_process'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The pager of `CUN_PAGER`, else of `PAGER`, else `less`; undefined where none is wanted (empty, or `cat`). On
 * Windows only one that is named: its own `more` does not read UTF-8.
 */
export function pagerOf(env: Environment, platform: string): string | undefined {
  const asked = env.CUN_PAGER ?? env.PAGER ?? (platform === 'win32' ? '' : 'less')
  return env.TERM === 'dumb' || /^\s*(?:cat\s*)?$/.test(asked) ? undefined : asked
}

/**
 * Shows pieces through a pager and comes back when it is left; leaving it early is no error. Says false when
 * there is no such pager, and nothing has been shown.
 */
export async function page(
  pager: string,
  pieces: Iterable<string | Uint8Array>,
  env: Environment,
): Promise<boolean> {
  // Ctrl-C is the pager's while it runs.
  const listeners = process.listeners('SIGINT')
  process.removeAllListeners('SIGINT')
  const ignore = () => {}
  process.on('SIGINT', ignore)
  try {
    return await through(pager, pieces, env)
  } finally {
    process.off('SIGINT', ignore)
    for (const listener of listeners) process.on('SIGINT', listener)
  }
}

function through(pager: string, pieces: Iterable<string | Uint8Array>, env: Environment): Promise<boolean> {
  const child = spawn(pager, {
    // What a person wrote may have words; only `less` of ours is run by its name.
    shell: /\W/.test(pager),
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...env, LESS: env.LESS ?? 'FRX', LESSCHARSET: env.LESSCHARSET ?? 'utf-8' },
  })
  const { stdin } = child
  return new Promise(done => {
    child.on('error', () => done(false))
    child.on('close', code => done(code !== 126 && code !== 127))
    stdin.on('error', () => {})
    const more = pieces[Symbol.iterator]()
    const send = () => {
      for (;;) {
        if (stdin.destroyed) return
        const { done, value } = more.next()
        if (done) return void stdin.end()
        if (!stdin.write(value)) return void stdin.once('drain', send)
      }
    }
    send()
  })
}
