import { inputs } from '../schema/register.ts'
import type { Input, Register } from '../schema/types.ts'
import { fold } from '../text.ts'

export const recordHeader = '记录号'
export const reasonHeader = '错误原因'
const ordinals = new Set(['序号', '编号', '行号', 'no', 'number', '№'].map(fold))

export interface Known {
  readonly words: ReadonlyMap<string, Input>
  readonly skipped: ReadonlySet<string>
}

/** The office's meanings of headers, by register and folded header: an input's key, or null to skip it. */
export type ColumnMap = ReadonlyMap<string, ReadonlyMap<string, string | null>>

export function knownHeaders(register: Register, map?: ColumnMap): Known {
  const words = new Map<string, Input>()
  const skipped = new Set<string>()
  const all = inputs(register)
  for (const [word, key] of map?.get(register.name) ?? []) {
    const input = all.find(i => i.key === key)
    if (input) words.set(word, input)
    else skipped.add(word)
  }
  for (const input of all) {
    for (const word of [input.label.zh, input.label.en, input.key, ...input.aliases]) {
      if (!words.has(fold(word))) words.set(fold(word), input)
    }
  }
  return { words, skipped }
}

export type Meaning = Input | 'record' | 'ordinal' | 'reason' | 'skipped' | undefined

/** Returns a function from a header to its meaning, including columns to be skipped. */
export function headerReader(register: Register, map?: ColumnMap): (header: string) => Meaning {
  const known = knownHeaders(register, map)
  return header => meaning(header, known)
}

export function meaning(text: string, known: Known): Meaning {
  const word = fold(text)
  if (known.skipped.has(word)) return 'skipped'
  const input = known.words.get(word)
  if (input) return input
  if (word.startsWith(recordHeader) || word.startsWith('recordnumber')) return 'record'
  if (ordinals.has(word)) return 'ordinal'
  return word === fold(reasonHeader) ? 'reason' : undefined
}
