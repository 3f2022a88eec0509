import type { Database } from '../store/database.ts'
import { type Action, findBatch } from '../store/journal.ts'

/** How many records of a register a command added, changed and removed. */
export interface Counts {
  added: number
  changed: number
  removed: number
}

/** What an import made of one file. */
export interface Imported {
  readonly file: string
  readonly register: string
  readonly added: number
  readonly changed: number
  /** Of a complete list: records that it no longer has. */
  readonly ended?: number
  readonly unchanged: number
  readonly rejected: number
  /** Records that the rows named and `--add` let in. */
  readonly newcomers: number
  readonly batch: number | null
}

/** What a command did, for a script: docs/json/done.schema.json. */
export interface Done {
  /** The last batch; null if nothing was written. */
  readonly batch: number | null
  /** The command as `cun history` names it; null if nothing was written. */
  readonly command: string | null
  readonly registers: Readonly<Record<string, Counts>>
  /** What a person would read, its lines joined by line breaks; null if the command printed a table instead. */
  readonly text: string | null
  readonly imports?: readonly Imported[]
}

const counted: Record<Action, keyof Counts> = { add: 'added', change: 'changed', remove: 'removed' }

/** Gathers what a command does, until somebody takes it. */
export function gathering(db: () => Database) {
  let batches: number[] = []
  let said: string[] = []
  let imports: Imported[] = []
  return {
    wrote: (batch: number) => void batches.push(batch),
    said: (line: string) => void said.push(line),
    imported: (counts: Imported) => void imports.push(counts),
    /** Undefined if nothing was done since it was last taken. */
    take(): Done | undefined {
      if (batches.length + said.length + imports.length === 0) return undefined
      const batch = batches.at(-1) ?? null
      const done: Done = {
        batch,
        command: batch === null ? null : (findBatch(db(), batch)?.command ?? null),
        registers: countsOf(db, batches),
        text: said.length > 0 ? said.join('\n') : null,
        ...(imports.length > 0 ? { imports } : {}),
      }
      batches = []
      said = []
      imports = []
      return done
    },
  }
}

function countsOf(db: () => Database, batches: readonly number[]): Record<string, Counts> {
  const found: Record<string, Counts> = {}
  for (const batch of batches) {
    const rows = db()
      .prepare(
        'select register, action, count(*) as n from history where batch = ? group by register, action',
      )
      .all(batch) as { register: string; action: Action; n: number }[]
    for (const { register, action, n } of rows) {
      found[register] ??= { added: 0, changed: 0, removed: 0 }
      found[register][counted[action]] += n
    }
  }
  return found
}
