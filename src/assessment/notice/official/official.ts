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

const han = '\\p{Script=Han}'
const marks: Readonly<Record<string, string>> = { ',': '，', ';': '；', ':': '：' }
const BRACKETS = new RegExp(`\\s*\\(([^()]*${han}[^()]*)\\)`, 'gu')
const MARKS = new RegExp(`(?<=${han}\\s*)[,;:]\\s*|[,;:]\\s+(?=${han})|(?<=）)[,;:]\\s*`, 'gu')

/** Punctuation as a Chinese text has it: full-width beside Chinese words; figures and codes keep theirs. */
export const chinesePunctuation = (text: string): string =>
  text.replace(BRACKETS, '（$1）').replace(MARKS, mark => marks[mark[0]!]!)
