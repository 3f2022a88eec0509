import type { Register, Setting } from '../schema/types.ts'
import type { Database } from '../store/database.ts'
import { daysDiffer, showDay } from '../store/day-view.ts'
import { type Directories, directories } from '../store/names.ts'
import { settingsOf } from '../store/settings.ts'
import type { Facts } from './facts.ts'

interface Shown {
  readonly declared: readonly Setting[]
  readonly registers: readonly Register[]
  /** The connection of the call, the day that it shows, and its name indexes. */
  shown(): Database
  shows(): string
  names(): Directories
  /** Another connection to the same records, as they are stored. */
  again(): Database
}

interface OtherDays {
  readonly valuesOn: Facts['valuesOn']
  /** Forgets what was looked up, because the database changed. */
  forget(): void
  close(): void
}

/**
 * Facts with the values of other days. A day on which nothing differs has the connection of the call; any other
 * has one of its own, open until the call ends, because what it gave may still be read.
 */
export function otherDays(of: Shown): OtherDays {
  const open: Database[] = []
  let beside = new Map<string, Pick<Facts, 'db' | 'directories'>>()
  const on = (day: string): Pick<Facts, 'db' | 'directories'> => {
    if (!daysDiffer(of.shown(), of.registers, of.shows(), day)) {
      return { db: of.shown(), directories: of.names() }
    }
    const there = beside.get(day)
    if (there) return there
    const db = of.again()
    open.push(db)
    showDay(db, of.registers, day)
    let names: Directories | undefined
    const found: Pick<Facts, 'db' | 'directories'> = {
      db,
      directories: {
        of(register) {
          names ??= directories(db)
          return names.of(register)
        },
      },
    }
    beside.set(day, found)
    return found
  }
  return {
    valuesOn(day, kept) {
      const { db, directories } = on(day)
      return { db, directories, settings: settingsOf(db, of.declared, day, kept) }
    },
    forget() {
      beside = new Map()
    },
    close() {
      for (const db of open.splice(0)) db.close()
    },
  }
}
