import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Temporary files: `NAME.PID.tmp` or `NAME.PID.new`, and the files that SQLite keeps beside them. */
const TEMPORARY = /^(.*)\.(\d+)\.(?:tmp|new)(?:-journal|-wal|-shm)?$/

/** Removes temporary files that dead processes left in a folder: all of them, or those of one file. */
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
