import { fold } from '../kernel/text.ts'

/** One line of a 接龙, cleaned of numbers, emoji and @. */
export interface Entry {
  readonly line: number
  readonly number?: number
  readonly text: string
}

/** A 接龙: a numbered list of names to which the members of a group chat add themselves, as pasted. */
export interface Chain {
  /** Lines above the first entry, and examples. */
  readonly titles: readonly string[]
  readonly entries: readonly Entry[]
  /** Numbers left out between the first and the last. */
  readonly gaps: readonly number[]
}

const HEADER = /^#?\s*接龙/
const EXAMPLE = /^(?:示例|样例|范例|例如|格式|例)(?:[\s:]|$)/
/** `1. 徐静`, `2、朱娜`, `3 黄芳`, `4徐静`; not `4月10日` or `9:00`. */
const NUMBERED = /^(\d{1,3})(?:\s*[.、,:)。-]+\s*|\s+|(?=\p{L}))(?![月日号年点时人期届组\d])(\S.*)?$/u

/** What may be a person's name, and not the beginning of a sentence. */
const NAME = /^@?[\p{Script=Han}·]{2,4}(?![\p{Script=Han}·])[^,\t]*$/u

const INVISIBLE = /[\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF\u20E3\u{E0000}-\u{E007F}]/gu
/** Small pictures as the chat program writes them in text. */
const PICTURE =
  /\[(?:玫瑰|握手|强|抱拳|OK|微笑|合十|愉快|胜利|鲜花|加油|太阳|庆祝|咖啡|呲牙|拥抱|爱心|鼓掌|憨笑|偷笑|耶)\]/gi

/** A line without what people add for looks; ticks and crosses stay, as √ and ×. */
const clean = (line: string) =>
  line
    .replace(INVISIBLE, '')
    .replace(/[✅☑✔✓]/gu, '√')
    .replace(/[❌❎✖✗✘]/gu, '×')
    .replace(PICTURE, ' ')
    .replace(/[\p{Extended_Pictographic}\u{1F3FB}-\u{1F3FF}]/gu, ' ')
    .normalize('NFKC')
    .replace(/^[\s>*•·-]+|\s+$/g, '')

export function readChain(text: string): Chain {
  const lines = text.split(/\r\n|\n|\r/).map((raw, i) => ({ line: i + 1, text: clean(raw) }))
  const isNumbered = lines.some(l => NUMBERED.test(l.text) && !HEADER.test(l.text))
  const titles: string[] = []
  const entries: Entry[] = []
  for (const { line, text } of lines) {
    if (text === '') continue
    const found = NUMBERED.exec(text)
    if (HEADER.test(text) || EXAMPLE.test(text)) titles.push(text)
    else if (found) {
      const rest = (found[2] ?? '').trim()
      // A number alone keeps a place for who comes next.
      if (fold(rest) !== '') entries.push({ line, number: Number(found[1]), text: rest })
    } else if (isNumbered && entries.length === 0) titles.push(text)
    else entries.push({ line, text })
  }
  return { titles, entries, gaps: gapsOf(entries) }
}

function gapsOf(entries: readonly Entry[]): number[] {
  const numbers = new Set(entries.flatMap(e => e.number ?? []))
  const all = Array.from({ length: Math.max(0, ...numbers) }, (_, i) => i + 1)
  return numbers.size > 0 ? all.filter(n => n > Math.min(...numbers) && !numbers.has(n)) : []
}

/**
 * Whether a text is a 接龙: it says so in its first lines, or most of its lines are numbered names. A list parted by
 * commas or tabs is a sheet.
 */
export function isChain(text: string): boolean {
  const lines = text
    .slice(0, 100_000)
    .split(/\r\n|\n|\r/, 2000)
    .map(clean)
    .filter(l => l !== '')
  if (lines.slice(0, 3).some(l => HEADER.test(l) || /接龙/.test(l)) && !/[,\t].*[,\t]/.test(lines[0]!))
    return true
  const numbered = lines.filter(l => {
    const rest = NUMBERED.exec(l)?.[2]
    return rest !== undefined && !/^\d+\s*[,\t]/.test(l) && NAME.test(rest)
  }).length
  return numbered >= 2 && numbered * 2 > lines.length
}

/** Whether what was pasted so far is whole: an empty line after the first entry ends it. */
export const isWhole = (lines: readonly string[]): boolean =>
  lines.at(-1)?.trim() === '' && readChain(lines.join('\n')).entries.some(e => e.number !== undefined)
