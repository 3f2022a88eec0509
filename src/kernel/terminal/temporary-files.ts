import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Files under a temporary name, `NAME.PID.tmp` or `.new` with what SQLite keeps beside it, by process. */
const TEMPORARY = /^(.*)\.(\d+)\.(?:tmp|new)(?:-journal|-wal|-shm)?$/

/** Removes what a program was killed over, of one name or of all in a folder; what a running one writes stays. */
export function removeTemporaryFiles(folder: string, of?: string): void {
  for (const name of readdirSync(folder)) {
    const [, file, process] = TEMPORARY.exec(name) ?? []
    if (!process || (of !== undefined && file !== of) || isRunning(Number(process))) continue
    rmSync(join(folder, name), { force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
