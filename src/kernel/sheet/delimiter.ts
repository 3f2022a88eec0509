import type { Text } from '../text.ts'
import { decoded, type Encoding } from './decode.ts'

/** What parts the cells of a text file. */
export interface Layout {
  readonly delimiter: string
  /** The first line only names the delimiter, as Excel writes it: `sep=;`. */
  readonly isNamed: boolean
}

/** On a tie the earlier one. Full-width ones must part every line alike: texts are full of them. */
const known: readonly { sign: string; label: Text; isWide?: true }[] = [
  { sign: ',', label: { zh: '逗号', en: 'commas' } },
  { sign: '\t', label: { zh: '制表符', en: 'tabs' } },
  { sign: ';', label: { zh: '分号', en: 'semicolons' } },
  { sign: '|', label: { zh: '竖线', en: 'vertical bars' } },
  { sign: '，', label: { zh: '全角逗号', en: 'full-width commas' }, isWide: true },
  { sign: '；', label: { zh: '全角分号', en: 'full-width semicolons' }, isWide: true },
]

/** Lines looked at, in the first 64 KiB. */
const looked = 20

/** The delimiter that parts the first lines into the most columns, as many in each line. */
export function layoutOf(bytes: Buffer, encoding: Encoding): Layout {
  let head = ''
  for (const piece of decoded(bytes.subarray(0, 1 << 16), { ...encoding })) {
    head = piece
    break
  }
  const named = /^"?sep=([^"\r\n])"?(?=[\r\n]|$)/i.exec(head)
  if (named) return { delimiter: named[1]!, isNamed: true }
  const lines = firstLines(head)
  let best = { sign: ',', score: 0 }
  for (const { sign, isWide } of known) {
    const counts = new Map<number, number>()
    for (const line of lines) {
      const count = line.split(sign).length
      counts.set(count, (counts.get(count) ?? 0) + 1)
    }
    if (isWide && (counts.size > 1 || lines.length < 2 || counts.has(2))) continue
    for (const [count, times] of counts) {
      const score = (count - 1) * times
      if (score > best.score) best = { sign, score }
    }
  }
  return { delimiter: best.sign, isNamed: false }
}

/** The first lines that are not blank, without what is in quotes. */
function firstLines(head: string): string[] {
  const lines: string[] = []
  let line = ''
  let isQuoted = false
  for (const character of head) {
    if (character === '"') isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (character !== '\n' && character !== '\r') line += character
    else {
      if (line.trim() !== '') lines.push(line)
      line = ''
      if (lines.length === looked) return lines
    }
  }
  return line.trim() === '' ? lines : [...lines, line]
}

/** How it is said; undefined for commas. */
export function layoutText({ delimiter }: Layout): Text | undefined {
  if (delimiter === ',') return undefined
  const { zh, en } = known.find(k => k.sign === delimiter)?.label ?? { zh: delimiter, en: delimiter }
  return { zh: `${zh}分隔`, en: `parted by ${en}` }
}
