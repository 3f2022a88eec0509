import { spawn } from 'node:child_process'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The pager in `CUN_PAGER`, else in `PAGER`, else `less`; undefined when it is empty or `cat`, or the
 * terminal is dumb. Windows has no default: its own `more` does not read UTF-8.
 */
export function pagerOf(env: Environment, platform: string): string | undefined {
  const asked = env.CUN_PAGER ?? env.PAGER ?? (platform === 'win32' ? '' : 'less')
  return env.TERM === 'dumb' || /^\s*(?:cat\s*)?$/.test(asked) ? undefined : asked
}

/**
 * Shows pieces through a pager and resolves when it exits; quitting early is not an error. Resolves to false
 * when the pager cannot be run and nothing was shown.
 */
export async function page(
  pager: string,
  pieces: Iterable<string | Uint8Array>,
  env: Environment,
): Promise<boolean> {
  // While the pager runs, Ctrl-C belongs to it.
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
    // A command from the environment may have arguments; a bare name runs without a shell.
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
