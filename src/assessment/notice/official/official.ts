import type { Table } from '../../../kernel/document/document.ts'

/** A part of the body of an official paper. Headings get their numbers by their place: 一、 （一） 1. （1）. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3 | 4; readonly text: string }
  | { readonly kind: 'table'; readonly table: Table }

/** An official paper 公文 as GB/T 9704-2012 has it. It is Chinese, whatever the language of the program. */
export interface Official {
  /** The name in red at the head 发文机关标志, as it is to stand there. */
  readonly issuer: string
  /** 发文字号, as 某组通〔2024〕3号. */
  readonly number: string
  /** A line break may be given where the sense allows one. */
  readonly title: string
  /** 主送机关; the colon after it is added. Empty when there is none. */
  readonly to: string
  readonly body: readonly Block[]
  /** Names of what is attached, without numbers or punctuation. */
  readonly attachments: readonly string[]
  readonly signature: string
  /** `2024-07-26`, written 2024年7月26日. */
  readonly date: string
  /** Laid out for a seal, the date four characters from the right; else as unsealed papers are. */
  readonly sealed: boolean
  /** For paper on which name and rule are printed already: their place is left blank. */
  readonly preprinted: boolean
  /** 抄送; the full stop after it is added. Empty when there is none. */
  readonly copies: string
  readonly printedBy: string
  /** `2024-07-26`. */
  readonly printedOn: string
}

/** A day without leading noughts: 2024年7月26日. What is no day stays as it is. */
export function dayWritten(day: string): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  return found ? `${found[1]}年${Number(found[2])}月${Number(found[3])}日` : day
}

const digits = '〇一二三四五六七八九'

/** 1 to 99 as headings are counted: 一, 十, 十一, 二十. */
export function counted(n: number): string {
  const [tens, ones] = [Math.floor(n / 10), n % 10]
  return `${tens > 1 ? digits[tens] : ''}${tens > 0 ? '十' : ''}${ones > 0 ? digits[ones] : ''}`
}

/** Each heading with its number, counted anew under each heading above it. */
export function numbered(body: readonly Block[]): Block[] {
  const counts = [0, 0, 0, 0, 0]
  return body.map(block => {
    if (block.kind !== 'heading') return block
    counts[block.level]!++
    counts.fill(0, block.level + 1)
    const n = counts[block.level]!
    const sign = [counted(n), `${counted(n)}、`, `（${counted(n)}）`, `${n}. `, `（${n}）`][block.level]!
    return { ...block, text: sign + block.text }
  })
}

/** `附件：1. …`, and what stands before the name in the lines below it. */
export function attachmentLines(names: readonly string[]): { before: string; name: string }[] {
  const clean = names.map(n => n.trim().replace(/[。；;，,.]+$/, ''))
  return clean.map((name, i) => ({
    before: (i === 0 ? '附件：' : '') + (clean.length > 1 ? `${i + 1}. ` : ''),
    name,
  }))
}

export const addressed = (to: string) => `${to.trim().replace(/[：:]+$/, '')}：`
export const copied = (copies: string) => `${copies.trim().replace(/[。.]+$/, '')}。`

/** Where signature and date stand, in characters from the right edge of the type area. */
export function signed({ signature, date, sealed }: Official): { signature: number; date: number } {
  const [name, day] = [charactersOf(signature), charactersOf(dayWritten(date))]
  // Under a seal the name stands centred over the date, which is four from the right.
  if (sealed) return { signature: Math.max(0, 4 + (day - name) / 2), date: 4 }
  // Without: the name two from the right, the date beginning two after it; a longer date goes first.
  const byName = 2 + name - day - 2
  return byName >= 2 ? { signature: 2, date: byName } : { signature: 2 + day + 2 - name, date: 2 }
}

const han = '\\p{Script=Han}'
const marks: Readonly<Record<string, string>> = { ',': '，', ';': '；', ':': '：' }
const BRACKETS = new RegExp(`\\s*\\(([^()]*${han}[^()]*)\\)`, 'gu')
const MARKS = new RegExp(`(?<=${han}\\s*)[,;:]\\s*|[,;:]\\s+(?=${han})|(?<=）)[,;:]\\s*`, 'gu')

/** Punctuation as a Chinese text has it: full-width beside Chinese words; figures and codes keep theirs. */
export const chinesePunctuation = (text: string): string =>
  text.replace(BRACKETS, '（$1）').replace(MARKS, mark => marks[mark[0]!]!)

/** Length in Chinese characters; a digit is half of one. */
export const charactersOf = (text: string) => [...text].reduce((n, c) => n + (c < '\u2E80' ? 0.5 : 1), 0)

/** Whether anything stands at the foot of the last page 版记. */
export const hasImprint = ({ copies, printedBy, printedOn }: Official) =>
  [copies, printedBy, printedOn].some(text => text.trim() !== '')
