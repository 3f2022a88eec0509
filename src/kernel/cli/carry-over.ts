import { Refusal } from '../errors.ts'
import type { Register } from '../schema/types.ts'
import { type Database, requireWritable } from '../store/database.ts'
import { headOf, type Note, UPGRADE } from '../store/journal.ts'
import { type Pen, Stale, writeBatch } from '../store/write-batch.ts'

/**
 * What an older cun stored in another form. Migrations are SQL and write no history, so the new form is written
 * by a batch, when the database is first opened where it can be written.
 */
export interface Carried {
  /** What is carried over, for the command of the batch. */
  readonly name: string
  isDue(db: Database): boolean
  /** Writes nothing if nothing is due. */
  write(db: Database, pen: Pen): void
}

/** Carries over what is due; returns the number of the last batch, or 0. */
export function carryOver(
  db: Database,
  all: readonly Carried[],
  registers: readonly Register[],
  note: (command: string) => Note,
): number {
  const due = all.filter(c => c.isDue(db))
  if (due.length === 0 || !mayWrite(db)) return 0
  let last = 0
  for (const one of due) {
    const whole = note(`${UPGRADE}${one.name}`)
    last = Math.max(
      last,
      again(() => writeBatch(db, registers, whole, headOf(db), pen => one.write(db, pen))),
    )
  }
  return last
}

/** Another window may carry over, or write, at the same time. */
function again(work: () => number): number {
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof Stale)) throw error
    }
  }
}

/** Where nothing can be written now, what is due waits: reading must not be refused for it. */
function mayWrite(db: Database): boolean {
  try {
    requireWritable(db)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
