import { exitCodes } from './kernel/errors.ts'
import { realWorld } from './kernel/terminal/world.ts'

/** Runs the command line of this process and exits with its exit code. */
export async function start(): Promise<void> {
  process.stdout.on('error', error =>
    process.exit((error as NodeJS.ErrnoException).code === 'EPIPE' ? 0 : 73),
  )
  // All files written may hold personal data, even sidecars of the database: only the owner gets access.
  process.umask(0o077)
  const world = realWorld()
  const { main, sayCancelled } = await import('./main.ts')
  let written = false
  let pressed = false
  process.on('SIGINT', () => {
    pressed = true
    if (written) return
    sayCancelled(world)
    process.exit(exitCodes.interrupted)
  })
  const code = await main({
    ...world,
    committed: () => {
      written = true
    },
    interrupted: () => pressed,
  })
  // Flushes the output, then exits at once: during shutdown a Ctrl-C would change the exit code.
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>(done => stream.write('', () => done()))
  }
  process.exit(code)
}
