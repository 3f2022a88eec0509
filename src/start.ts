import { realWorld } from './kernel/world.ts'
import { version } from './version.ts'

/** Runs the words of the command line in the real world and sets the exit code of the process. */
export async function start(): Promise<void> {
  process.stdout.on('error', error =>
    process.exit((error as NodeJS.ErrnoException).code === 'EPIPE' ? 0 : 73),
  )
  const world = realWorld()
  // Asked for most often by scripts, and needing nothing else of the program.
  if (world.argv.length === 1 && /^(--version|-V)$/.test(world.argv[0]!)) return world.out(`cun ${version}\n`)
  const { main } = await import('./main.ts')
  process.exitCode = await main(world)
}
