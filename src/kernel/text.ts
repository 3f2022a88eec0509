/** A phrase in both languages. A missing translation does not compile. */
export interface Text {
  readonly zh: string
  readonly en: string
}
export type Lang = 'zh' | 'en'

export const both = (words: string): Text => ({ zh: words, en: words })
export const say = (text: Text | string, lang: Lang): string => (typeof text === 'string' ? text : text[lang])

/** Joins words with the list separator of the language. */
export const joined = (words: readonly string[], lang: Lang): string =>
  words.join(lang === 'zh' ? '、' : ', ')

export const bothJoined = (words: readonly string[]): Text => ({
  zh: joined(words, 'zh'),
  en: joined(words, 'en'),
})

/** A list of words without spaces, as typed: other names of a column. */
export const words = (text: string): string[] => text.trim().split(/\s+/)

/** `1 household`, `2 households`. */
export const counted = (count: number, noun: string, nouns = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : nouns}`

/** Quotes a word for the shell where needed, e.g. when `#` would start a comment. */
export const shellWord = (word: string): string =>
  /^[\p{L}\p{N}_./:=,-]+$/u.test(word) ? word : word.includes('"') ? `'${word}'` : `"${word}"`

/**
 * Invisible characters: controls (except tab and line breaks, which a cell may hold), soft hyphen, zero
 * width, bidirectional marks, variation and tag characters, noncharacters, lone surrogates.
 */
const HIDDEN =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u2028-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFF]|[\u{E0000}-\u{E0FFF}]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/u

/** A regular expression made on first use: most commands need few of them, and each costs time at every start. */
export function pattern(source: string | (() => string), flags?: string): () => RegExp {
  let made: RegExp | undefined
  return () => {
    made ??= new RegExp(typeof source === 'string' ? source : source(), flags)
    return made
  }
}
const hiddenAll = pattern(HIDDEN.source, 'gu')

/** The first invisible character of a text, e.g. `U+200B`, or undefined. */
export function hiddenIn(text: string): string | undefined {
  const found = HIDDEN.exec(text)
  return found ? codePoint(found[0]) : undefined
}

const codePoint = (character: string) =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`

const escaped = (character: string) => `\\u{${character.codePointAt(0)!.toString(16)}}`

/** Fast path for nearly every text: none of these characters is invisible. */
const SEEN = /^[\n -~\u3001-\u3011\u4E00-\u9FFF\uFF01-\uFF5E\u2014\u201C\u201D]*$/

/** Makes a text safe for a terminal: invisible characters become e.g. `\u{200b}`. */
export function visible(text: string): string {
  if (SEEN.test(text)) return text
  return text.replace(hiddenAll(), escaped).replace(/\r/g, escaped)
}

/**
 * Masks ID numbers and mobile numbers in a text as their own fields do. Digits inside a longer run of digits
 * and letters, e.g. a digest, stay.
 */
export function personalMasked(text: string): string {
  if (text.length < 11 || !/\d{6}[\d*]{5}/.test(text)) return text
  return text
    .replace(
      /(?<![0-9A-Za-z*])\d{6}[\d*]{5,8}[\dXx*]{4}(?![0-9A-Za-z*])/g,
      id => `${id.slice(0, 6)}********${id.slice(-4)}`,
    )
    .replace(
      /(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])/g,
      phone => `${phone.slice(0, 3)}****${phone.slice(-4)}`,
    )
}

/** Full-width forms and the ideographic space to half-width: Chinese input methods put them into numbers. */
export function narrow(text: string): string {
  return /[\u3000\uFF01-\uFF5E]/.test(text)
    ? text.replace(/[\u3000\uFF01-\uFF5E]/g, c =>
        c === '\u3000' ? ' ' : String.fromCharCode(c.charCodeAt(0) - 0xfee0),
      )
    : text
}

/** Every dot that people type between the parts of a name. */
export const DOTS = /[•·．・‧∙⋅●᛫˙･﹒.]/g

/** The key for comparing names and headers: ignores width, case, white space and punctuation except `#`. */
export function fold(text: string): string {
  if (/^[\u4E00-\u9FFF]*$/.test(text)) return text
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}#]/gu, '')
}

/** The candidates closest to a text, best first: at most a third of the letters differ, or one. */
export function nearest(text: string, candidates: Iterable<string>, most = 3): string[] {
  const found: { candidate: string; distance: number }[] = []
  for (const candidate of new Set(candidates)) {
    const longest = Math.max(text.length, candidate.length)
    if (longest > 40) continue
    const distance = editDistance(text, candidate)
    if (distance <= Math.max(1, Math.floor(longest / 3))) found.push({ candidate, distance })
  }
  found.sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
  return found.slice(0, most).map(f => f.candidate)
}

/** Counts letters changed, removed or inserted, and neighbours swapped. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      row[j] = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1))
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (isSwapped) row[j] = Math.min(row[j]!, before[j - 2]! + 1)
    }
    before = previous
    previous = row
  }
  return previous[b.length]!
}

/** A line that a guard, or a program that wraps long numbers in `="…"`, would have made. */
const GUARDED = /^(?:'(?:['=+\-@\t]|[‘’＇]\d)|['‘’＇]\d|="(?:[^"]|"")*"\s*$)/

const eachLine = (text: string, change: (line: string) => string): string =>
  text.includes('\n') ? text.split('\n').map(change).join('\n') : change(text)

/** Puts an apostrophe before each line that reading would change, and before formulas if these are to be guarded. */
export function guarded(text: string, formulas: boolean): string {
  return eachLine(text, line =>
    (formulas && /^[=+\-@\t]/.test(line)) || GUARDED.test(line) ? `'${line}` : line,
  )
}

/**
 * The content of a cell, trimmed: each line without the apostrophe with which an export guards it or a spreadsheet marks
 * a text, and without the `="…"` in which programs wrap long numbers.
 */
export function unguarded(cell: string): string {
  const text = cell.includes('\r') ? cell.replace(/\r\n?/g, '\n') : cell
  return eachLine(text, unguardedLine).trim()
}

function unguardedLine(line: string): string {
  const first = line.charCodeAt(0)
  // Nearly every line begins with none of ' = ‘ ’ ＇
  if (first !== 0x27 && first !== 0x3d && first !== 0x2018 && first !== 0x2019 && first !== 0xff07)
    return line
  if (!GUARDED.test(line)) return line
  return first === 0x3d ? line.trimEnd().slice(2, -1).replaceAll('""', '"') : line.slice(1)
}

/** The spreadsheet letter of a column, counted from 0. */
export function letterOf(column: number): string {
  let name = ''
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26)) {
    name = String.fromCharCode(65 + ((n - 1) % 26)) + name
  }
  return name
}
