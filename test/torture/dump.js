import { createRequire } from 'node:module'
import { settingRegister } from '../../dist/kernel/schema/setting.js'
import { lines } from '../../dist/lines.js'

const Driver = createRequire(import.meta.url)('better-sqlite3')

export const registers = [...lines.flatMap(l => l.registers ?? []), settingRegister]
export { Driver }

/** Every stored fact as text, register by register. Fails on a file that SQLite cannot read to its end. */
export function dump(db) {
  const file = new Driver(db, { fileMustExist: true })
  try {
    return registers
      .map(
        ({ name }) =>
          `${name}\n${JSON.stringify(file.prepare(`select * from "${name}" order by id`).raw().all())}`,
      )
      .join('\n')
  } finally {
    file.close()
  }
}

/** An empty value says the same whatever name it stands under. */
function known(_, value) {
  if (typeof value !== 'string' || value[0] !== '{') return value
  return Object.entries(JSON.parse(value)).filter(([, v]) => v !== null)
}

/** The journal as text: who did what, what stood before, and the chain. */
export function dumpJournal(db) {
  const file = new Driver(db, { fileMustExist: true })
  try {
    const of = table =>
      JSON.stringify(file.prepare(`select * from ${table} not indexed order by rowid`).raw().all(), known)
    return `${of('batch')}\n${of('history')}`
  } finally {
    file.close()
  }
}
