import { exitCodes } from './kernel/errors.ts'
import { realWorld } from './kernel/terminal/world.ts'

/** Runs the words of the command line in the real world and sets the exit code of the process. */
export async function start(): Promise<void> {
  process.stdout.on('error', error =>
    process.exit((error as NodeJS.ErrnoException).code === 'EPIPE' ? 0 : 73),
  )
  // Whatever is written here holds personal data: the database and its sidecars too are its owner's alone.
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
  // Said in full, then out at once: while the program is taken down a Ctrl-C would give the signal's code again.
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>(done => stream.write('', () => done()))
  }
  process.exit(code)
}
