import { inputs } from '../schema/register.ts'
import type { Input, Register } from '../schema/types.ts'
import { fold, narrow } from '../text.ts'
import { numbered, type Remarked, remarked, unitIn } from './header-remarks.ts'

export const recordHeader = '记录号'
export const reasonHeader = '错误原因'
const ordinals = new Set(['序号', '编号', '行号', '序', '项次', '顺序号', '#', 'no', 'number', '№'].map(fold))

export interface Known {
  readonly words: ReadonlyMap<string, Input>
  readonly skipped: ReadonlySet<string>
  readonly register: Register
}

/** The office's meanings of headers, by register and folded header: an input's key, or null to skip it. */
export type ColumnMap = ReadonlyMap<string, ReadonlyMap<string, string | null>>

/** Folding the headers of all registers anew for each file would take longer than most files. */
const unmapped = new WeakMap<Register, Known>()

export function knownHeaders(register: Register, map?: ColumnMap): Known {
  const meant = map?.get(register.name)
  if (meant) return readHeaders(register, meant)
  const known = unmapped.get(register) ?? readHeaders(register, new Map())
  unmapped.set(register, known)
  return known
}

function readHeaders(register: Register, meant: ReadonlyMap<string, string | null>): Known {
  const words = new Map<string, Input>()
  const skipped = new Set<string>()
  const all = inputs(register)
  for (const [word, key] of meant) {
    const input = all.find(i => i.key === key)
    if (input) words.set(word, input)
    else skipped.add(word)
  }
  for (const input of all) {
    for (const word of [input.label.zh, input.label.en, input.key, ...input.aliases]) {
      if (!words.has(fold(word))) words.set(fold(word), input)
    }
  }
  return { words, skipped, register }
}

export type Meaning = Input | 'record' | 'ordinal' | 'reason' | 'skipped' | 'days' | undefined

/** Returns a function from a header to its meaning, including columns to be skipped. */
export function headerReader(register: Register, map?: ColumnMap): (header: string) => Meaning {
  const known = knownHeaders(register, map)
  return header => exactly(header, known) ?? loosely(header, known)?.means
}

/** The meaning of a header as it is written, whatever its width, case, spaces and marks. */
export function exactly(text: string, known: Known): Meaning {
  const word = fold(text)
  if (known.skipped.has(word)) return 'skipped'
  const input = known.words.get(word)
  if (input) return input
  if (word.startsWith(recordHeader) || word.startsWith('recordnumber')) return 'record'
  if (ordinals.has(word)) return 'ordinal'
  if (known.register.days?.includes(word)) return 'days'
  return word === fold(reasonHeader) ? 'reason' : undefined
}

/** A header read without its number, its mark of a required column and its remark. */
export interface Loose {
  readonly means: Meaning
  /** The remark may say more than how to fill in the column, e.g. 电话(办公). */
  readonly isUnsure?: true
  /** The numbers of the column are in this unit. */
  readonly unit?: string
}

const numeric = ['integer', 'number', 'amount']
const kindOf = ({ register }: Known, means: Meaning): string =>
  typeof means === 'object' && means.field !== undefined ? register.fields[means.field]!.kind : ''

/**
 * The meaning of a header without what people add to it. A remark on a column of numbers may name another quantity,
 * 人口(脱贫户): only one that says how to fill it in, or a unit, is left out there.
 */
export function loosely(text: string, known: Known): Loose | undefined {
  if (text.length > 60) return undefined
  const plain = numbered(narrow(text))
  if (plain !== undefined) {
    const means = exactly(plain, known)
    if (means !== undefined) return { means }
  }
  const ways = [remarked(plain ?? narrow(text)), unitIn(plain ?? narrow(text))]
  for (const way of ways) {
    const found = way && withoutRemark(way, known)
    if (found) return found
  }
  return undefined
}

function withoutRemark({ rest, remark, isPlain, unit }: Remarked, known: Known): Loose | undefined {
  if (fold(rest) === '') return undefined
  // 职务(驻村) is 驻村职务, not 职务.
  const together = isPlain || unit !== undefined ? undefined : exactly(remark + rest, known)
  if (together !== undefined) return { means: together }
  const means = exactly(rest, known)
  if (means === undefined) return undefined
  const kind = kindOf(known, means)
  if (unit !== undefined && kind === 'amount') return { means, unit }
  if (numeric.includes(kind)) return isPlain ? { means } : undefined
  return isPlain || typeof means !== 'object' ? { means } : { means, isUnsure: true }
}

/** The columns that a header joins, e.g. 工作单位及职务; undefined if it does not. */
export function joinedIn(text: string, known: Known): readonly Input[] | undefined {
  const parts = narrow(text)
    .replace(/[([].*$/, '')
    .split(/[及和与、/+]/)
  if (parts.length < 2) return undefined
  const found = parts.map(part => exactly(part, known))
  const all = found.filter((m): m is Input => typeof m === 'object')
  return all.length === parts.length && new Set(all).size === parts.length ? all : undefined
}
