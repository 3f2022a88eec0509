import { createHash, hash } from 'node:crypto'
import type { Register } from '../schema/types.ts'
import type { Database } from './database.ts'
import { unpack } from './packed.ts'

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/**
 * Every write is a batch. For each record it touches, the journal keeps the values before and a salted digest
 * of the values after. The batches form a SHA-256 chain over these digests, never over values, so that
 * erasing a person's values and salts leaves the chain whole.
 */
export interface Note {
  readonly command: string
  readonly who: string
  /** Time in China: `2024-07-26 09:30:00`. */
  readonly at: string
  readonly source?: string
  /** SHA-256 of the imported file. */
  readonly sourceDigest?: string
  readonly undoes?: number
}

/** The prefix of an erasure's command. */
export const ERASE = 'erase '

/** The prefix of the command of a batch that carries over what an older cun stored in another form. */
export const UPGRADE = 'upgrade '

export type Action = 'add' | 'change' | 'remove'

export interface Batch {
  readonly number: number
  readonly command: string
  readonly who: string
  readonly at: string
  readonly source: string | null
  readonly sourceDigest: string | null
  readonly undoes: number | null
  readonly counts: string
  readonly digest: string
}

export const headNumber = (db: Database): number =>
  db.prepare('select coalesce(max(number), 0) from batch').pluck().get() as number

/** The head of the journal. Its number alone is not unique: numbers repeat after a restore. */
export interface Head {
  readonly number: number
  readonly digest: string
}

export const headOf = (db: Database): Head =>
  (db.prepare('select number, digest from batch order by number desc limit 1').get() as Head | undefined) ?? {
    number: 0,
    digest: '',
  }

/**
 * The values that a record's digest covers: without empty ones, so that a new column changes no digest, without
 * derived ones, and compressed ones as they read, so that the way of storing them changes no digest.
 */
function canonical(register: Register, id: number, values: Record<string, unknown> | undefined): string {
  const said: unknown[] = [register.name, id]
  const names: string[] = []
  for (const name in values)
    if (name !== 'id' && values[name] != null && !register.fields[name]?.derived) names.push(name)
  for (const name of names.sort()) {
    const value = values![name]
    // What is damaged is covered as it is stored, which no digest fits.
    said.push(name, register.fields[name]?.packed ? (unpack(value as string) ?? value) : value)
  }
  return JSON.stringify(said)
}

let scratch = Buffer.alloc(4096)

export function rowDigest(
  salt: Uint8Array | null,
  register: Register,
  id: number,
  values: Record<string, unknown> | undefined,
): Buffer {
  const text = canonical(register, id, values)
  const grains = salt?.length ?? 0
  // UTF-8 needs at most three bytes per UTF-16 code unit.
  const most = grains + 3 * text.length
  if (scratch.length < most) scratch = Buffer.alloc(2 * most)
  if (salt) scratch.set(salt)
  const end = grains + scratch.write(text, grains)
  // One-shot hash(): creating a streaming Hash costs more than hashing a row.
  return hash('sha256', scratch.subarray(0, end), 'buffer')
}

/** What a batch's digest covers, besides the previous batch's digest and those of its records. */
export function batchFacts(batch: Note & { number: number; counts: string }): string {
  return JSON.stringify([
    batch.number,
    batch.command,
    batch.who,
    batch.at,
    batch.source ?? null,
    batch.sourceDigest ?? null,
    batch.undoes ?? null,
    batch.counts,
  ])
}

export interface Entry {
  readonly id: number
  readonly batch: number
  readonly register: string
  readonly record: number
  readonly action: Action
  readonly before: string | null
  /** Null once the values are erased. */
  readonly salt: Buffer | null
  readonly digest: Buffer
}

export const findBatch = (db: Database, number: number): Batch | undefined =>
  db.prepare('select * from batch where number = ?').get(number) as Batch | undefined

export const entries = (db: Database, batch: number): Entry[] =>
  db.prepare('select * from history where batch = ? order by id').all(batch) as Entry[]

/** Marks this database's exports: in another database the same record numbers mean other records. */
export const exportMark = (db: Database): string => findBatch(db, 1)?.digest.slice(0, 4) ?? '0000'
