import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RefusalKind } from '../src/kernel/errors.ts'

const src = new URL('../src/', import.meta.url).pathname

/** The files of the source, as `kernel/errors.ts`, with their text. */
export const sources = (): (readonly [file: string, text: string])[] =>
  readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .sort()
    .map(file => [file, readFileSync(join(src, file), 'utf8')])

/**
 * A code where it is written: after the kind of a refusal, first in a rule, or named `code`. Either of two codes may be
 * chosen by a condition.
 */
const written =
  /(?:'(?<kind>usage|input|missing|bug|create|disk|busy|denied|wrong|interrupted)',|\b(?:refuse|Refusal)\((?!\s*')[^,]+,|(?<rule>\b(?:fault|Fault|Unknown|wrong|broken|complain)\(|\bcode:)|\bcode: Code =)\s*(?:[^'",]*[?:]\s*)?'(?<code>[^'\s]+\.[^'\s]+)'(?:\s*:\s*'(?<other>[^'\s]+\.[^'\s]+)')?/g

/** A refusal, or one rule of a value, a row or a record, by its code. */
export interface Coded {
  readonly code: string
  readonly files: readonly string[]
  /** Said of a place in the input, as a complaint. */
  readonly isRule: boolean
  /** Where it is plain from the source. */
  readonly kind?: RefusalKind
}

/** Every code of the source. */
export function codes(): Coded[] {
  const found = new Map<string, Coded>()
  for (const [file, text] of sources()) {
    for (const { groups } of text.matchAll(written)) {
      for (const code of [groups!.code, groups!.other]) {
        if (code === undefined) continue
        const before = found.get(code)
        found.set(code, {
          code,
          files: [...new Set([...(before?.files ?? []), file])],
          isRule: (before?.isRule ?? false) || groups!.rule !== undefined,
          kind: before?.kind ?? (groups!.kind as RefusalKind | undefined),
        })
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.code < b.code ? -1 : 1))
}

/** A call that must say a code: written there, or handed on as `code`, `fault.code` or with what it is spread from. */
const saying =
  /(?:\b(?:refuse|new Refusal)\(\s*(?:'\w+'|[^',]+),|\b(?:fault|new Fault|new Unknown)\()\s*(?:[^'",]*[?:]\s*)?(?:'[^'\s]+\.[^'\s]+'|[\w.]*\bcode\b|\.\.\.)/y
const calls = /(?<!function |\.)\b(?:(?:refuse|fault)|new (?:Refusal|Fault|Unknown))\(/g

/** The calls that refuse or name a fault without a code that can be found. */
export function uncoded(): string[] {
  return sources().flatMap(([file, text]) => {
    // Elsewhere a function of this name makes something else.
    const hasFault = /^import .*\bfault\b/m.test(text)
    return [...text.matchAll(calls)].flatMap(({ 0: call, index }) => {
      if (call === 'fault(' && !hasFault) return []
      saying.lastIndex = index
      return saying.test(text) ? [] : [`${file}: ${text.slice(index, index + 80)}`]
    })
  })
}
