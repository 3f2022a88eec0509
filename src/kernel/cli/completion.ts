import { periodBefore, periodOn } from '../calendar.ts'
import type { Register } from '../schema/types.ts'
import { applicationId, type Database } from '../store/database.ts'
import { connect } from '../store/driver.ts'
import type { Choice } from '../terminal/question.ts'
import { personalMasked, visible } from '../text.ts'
import type { Facts } from './facts.ts'
import type { Call, Parameter } from './line.ts'

/** A word that completion offers, and its meaning. */
export interface Word {
  readonly value: string
  readonly means?: string
}

/**
 * Opens a database for completion: read-only, waiting at most 100 ms for a lock. Throws if it is missing,
 * busy, encrypted or of another schema version.
 */
export function openForReading(path: string, version: number | undefined): Database {
  const db = connect(path, { readonly: true, fileMustExist: true, timeout: 100 })
  const [id, found] = ['application_id', 'user_version'].map(p => db.pragma(p, { simple: true }))
  if (id === applicationId && found === version) return db
  db.close()
  throw new Error('not ours')
}

/** Completions of `typed` for a parameter; none for a file or free text. */
export async function wordsFor(
  call: Call,
  wanted: Parameter,
  args: readonly string[],
  typed: string,
): Promise<Word[]> {
  const { words, of } = wanted
  const field = wanted.field ?? wanted.column
  if (words) return beginning(words(call, args).map(asWord), typed)
  const target = of?.() ?? field?.target?.()
  // Several values are joined by 、: only the last is completed.
  const kept = (field?.many && /^.*、/.exec(typed)?.[0]) || ''
  const last = typed.slice(kept.length)
  const found = target
    ? await recordWords(call, target, last)
    : beginning(field ? (field.words?.(call.settings) ?? periods(call, field.kind)).map(asWord) : [], last)
  return found.map(word => ({ ...word, value: kept + word.value }))
}

const asWord = (choice: Choice | string): Word =>
  typeof choice === 'string' ? { value: choice } : { value: choice.value, means: choice.name }

export const beginning = (words: readonly Word[], typed: string): Word[] =>
  words.filter(word => word.value.startsWith(typed))

/** Today for a date; for periods those of the last few years, newest first. */
function periods(facts: Facts, kind: string): string[] {
  if (kind === 'date') return [facts.asOf]
  const last = (of: 'quarter' | 'half' | 'year', count: number) => {
    const found = [periodOn(of, facts.asOf)]
    while (found.length < count) found.push(periodBefore(found.at(-1)!))
    return found
  }
  if (kind === 'quarter') return last('quarter', 12)
  if (kind === 'year') return last('year', 4)
  return kind === 'period' ? [...last('quarter', 12), ...last('half', 6), ...last('year', 4)] : []
}

/** Records whose label starts with `typed`; if none, those found by characters, pinyin or initials. */
async function recordWords(facts: Facts, register: Register, typed: string): Promise<Word[]> {
  const directory = facts.directories.of(register)
  const named = [...directory.ids()].map(id => {
    const [from, until] = directory.term(id) ?? []
    const means = from ? `${from}—${until ?? ''}` : ''
    return { value: directory.label(id), means, spellings: directory.spellings(id) }
  })
  const found = beginning(named, typed)
  if (found.length > 0) return found
  const { finder } = await import('./search.ts')
  return (await finder(named))(typed).map(i => named[i]!)
}

/** Whether a word may be shown: it is one line without an ID or phone number. */
export const isShowable = ({ value }: Word): boolean =>
  value !== '' && !/[\t\n]/.test(value) && visible(value) === value && personalMasked(value) === value
