import type { Table } from '../../../kernel/document/document.ts'

/** A block of an official paper's body. Headings are numbered by position: 一、 （一） 1. （1）. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3 | 4; readonly text: string }
  | { readonly kind: 'table'; readonly table: Table }

/** An official paper (公文) by GB/T 9704-2012. Always Chinese, whatever the program's language. */
export interface Official {
  /** 发文机关标志: the red name at the head, verbatim. */
  readonly issuer: string
  /** 发文字号, e.g. 某组通〔2024〕3号. */
  readonly number: string
  /** May contain a line break between phrases. */
  readonly title: string
  /** 主送机关; the layout adds the colon. Empty if there is none. */
  readonly to: string
  readonly body: readonly Block[]
  /** Names of attachments, without numbers or punctuation. */
  readonly attachments: readonly string[]
  readonly signature: string
  /** `2024-07-26`, written 2024年7月26日. */
  readonly date: string
  /** Whether to lay out for a seal, with the date four characters from the right. */
  readonly sealed: boolean
  /** For paper with preprinted name and rule: their place is left blank. */
  readonly preprinted: boolean
  /** 抄送; the layout adds the full stop. Empty if there is none. */
  readonly copies: string
  readonly printedBy: string
  /** `2024-07-26`. */
  readonly printedOn: string
}

/** `2024-07-26` → 2024年7月26日, without leading zeros; other text is returned as is. */
export function dayWritten(day: string): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  return found ? `${found[1]}年${Number(found[2])}月${Number(found[3])}日` : day
}

const han = '\\p{Script=Han}'
const marks: Readonly<Record<string, string>> = { ',': '，', ';': '；', ':': '：' }
const BRACKETS = new RegExp(`\\s*\\(([^()]*${han}[^()]*)\\)`, 'gu')
const MARKS = new RegExp(`(?<=${han}\\s*)[,;:]\\s*|[,;:]\\s+(?=${han})|(?<=）)[,;:]\\s*`, 'gu')

/** Makes punctuation full-width beside Chinese characters; numbers and codes keep theirs. */
export const chinesePunctuation = (text: string): string =>
  text.replace(BRACKETS, '（$1）').replace(MARKS, mark => marks[mark[0]!]!)
