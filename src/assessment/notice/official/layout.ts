import { type Block, dayWritten, type Official } from './official.ts'

/**
 * An official paper with every text as it is to stand there, part by part from head to foot. Measures are in
 * characters of the body: a line has 28. A text that a paper lacks is empty.
 */
export interface LaidOut {
  /** On printed paper the name is there already, but its place keeps its size, in points. */
  readonly issuer: { readonly text: string; readonly size: number }
  readonly number: string
  /** Whether the red rule is to be drawn. */
  readonly ruled: boolean
  readonly title: string
  readonly to: string
  readonly body: readonly Block[]
  /** The names begin at the same edge; `before` hangs to the left of it. */
  readonly attachments: {
    readonly edge: number
    readonly lines: readonly { readonly before: string; readonly hanging: number; readonly name: string }[]
  }
  /** Free lines above, and free characters to the right. */
  readonly signature: { readonly text: string; readonly above: number; readonly free: number }
  readonly date: { readonly text: string; readonly free: number }
  /** What stands at the foot of the last page 版记, if anything does. */
  readonly imprint?: { readonly copies: string; readonly printedBy: string; readonly printed: string }
}

export function layOut(official: Official): LaidOut {
  const { issuer, number, preprinted, title, to, body, copies, printedBy, printedOn } = official
  const imprinted = [copies, printedBy, printedOn].some(text => text.trim() !== '')
  return {
    issuer: { text: preprinted ? '' : issuer, size: issuerSize(issuer) },
    number,
    ruled: !preprinted,
    title,
    to: ended(to, /[：:]+$/, '：'),
    body: numbered(body),
    attachments: attached(official.attachments),
    ...signed(official),
    imprint: imprinted
      ? {
          copies: ended(copies, /[。.]+$/, '。'),
          printedBy,
          printed: printedOn ? `${dayWritten(printedOn)}印发` : '',
        }
      : undefined,
  }
}

/** Length in Chinese characters; a digit is half of one. */
const charactersOf = (text: string) => [...text].reduce((n, c) => n + (c < '\u2E80' ? 0.5 : 1), 0)

/** As large as a line of 156 mm, 442 points, allows. */
function issuerSize(issuer: string): number {
  const longest = Math.max(1, ...issuer.split('\n').map(charactersOf))
  return Math.max(22, Math.min(48, Math.floor(442 / longest)))
}

/** A text with one mark at its end, whether or not it was typed; no text has none. */
const ended = (text: string, typed: RegExp, mark: string) =>
  text.trim() === '' ? '' : text.trim().replace(typed, '') + mark

const digits = '〇一二三四五六七八九'

/** 1 to 99 as headings are counted: 一, 十, 十一, 二十. */
function counted(n: number): string {
  const [tens, ones] = [Math.floor(n / 10), n % 10]
  return `${tens > 1 ? digits[tens] : ''}${tens > 0 ? '十' : ''}${ones > 0 ? digits[ones] : ''}`
}

/** Each heading with its number, counted anew under each heading above it. */
function numbered(body: readonly Block[]): Block[] {
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
function attached(names: readonly string[]): LaidOut['attachments'] {
  const lines = names.map((name, i) => {
    const before = (i === 0 ? '附件：' : '') + (names.length > 1 ? `${i + 1}. ` : '')
    return { before, hanging: charactersOf(before), name: name.trim().replace(/[。；;，,.]+$/, '') }
  })
  return { edge: 2 + (lines[0]?.hanging ?? 0), lines }
}

/** Signature and date. A seal needs room above: its edge is to be within a line of the text. */
function signed({ signature, date, sealed }: Official): Pick<LaidOut, 'signature' | 'date'> {
  const day = dayWritten(date)
  const [name, long] = [charactersOf(signature), charactersOf(day)]
  const at = (above: number, signatureFree: number, dateFree: number) => ({
    signature: { text: signature, above, free: signatureFree },
    date: { text: day, free: dateFree },
  })
  // Under a seal the name stands centred over the date, which is four from the right.
  if (sealed) return at(2, Math.max(0, 4 + (long - name) / 2), 4)
  // Without: the name two from the right, the date beginning two after it; a longer date goes first.
  const byName = 2 + name - long - 2
  return byName >= 2 ? at(1, 2, byName) : at(1, 2 + long + 2 - name, 2)
}
