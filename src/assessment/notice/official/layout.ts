import { type Block, dayWritten, type Official } from './official.ts'

/**
 * An official paper with its final texts, part by part from head to foot. Measures are in body characters; a
 * line has 28. A missing text is empty.
 */
export interface LaidOut {
  /** On preprinted paper `text` is empty, but `size`, in points, still reserves its place. */
  readonly issuer: { readonly text: string; readonly size: number }
  readonly number: string
  /** Whether to draw the red rule. */
  readonly ruled: boolean
  readonly title: string
  readonly to: string
  readonly body: readonly Block[]
  /** All names start at `edge`; `before` hangs to its left. */
  readonly attachments: {
    readonly edge: number
    readonly lines: readonly { readonly before: string; readonly hanging: number; readonly name: string }[]
  }
  /** `above`: blank lines above; `free`: blank characters on the right. */
  readonly signature: { readonly text: string; readonly above: number; readonly free: number }
  readonly date: { readonly text: string; readonly free: number }
  /** 版记 at the foot of the last page; undefined if it is empty. */
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

/** Length in Chinese characters; a digit or Latin letter counts half. */
const charactersOf = (text: string) => [...text].reduce((n, c) => n + (c < '\u2E80' ? 0.5 : 1), 0)

/** Largest size in points, 22 to 48, that fits a line of 156 mm (442 points). */
function issuerSize(issuer: string): number {
  const longest = Math.max(1, ...issuer.split('\n').map(charactersOf))
  return Math.max(22, Math.min(48, Math.floor(442 / longest)))
}

/** Ends a text with exactly one `mark`; an empty text stays empty. */
const ended = (text: string, typed: RegExp, mark: string) =>
  text.trim() === '' ? '' : text.trim().replace(typed, '') + mark

const digits = '〇一二三四五六七八九'

/** 1 to 99 as Chinese numerals: 一, 十, 十一, 二十. */
function counted(n: number): string {
  const [tens, ones] = [Math.floor(n / 10), n % 10]
  return `${tens > 1 ? digits[tens] : ''}${tens > 0 ? '十' : ''}${ones > 0 ? digits[ones] : ''}`
}

/** Numbers the headings; each level restarts under a higher heading. */
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

/** `附件：1. ` before the first name, `2. ` and so on before the others. */
function attached(names: readonly string[]): LaidOut['attachments'] {
  const lines = names.map((name, i) => {
    const before = (i === 0 ? '附件：' : '') + (names.length > 1 ? `${i + 1}. ` : '')
    return { before, hanging: charactersOf(before), name: name.trim().replace(/[。；;，,.]+$/, '') }
  })
  return { edge: 2 + (lines[0]?.hanging ?? 0), lines }
}

/** Signature and date. A seal needs room above, with its edge within a line of the text. */
function signed({ signature, date, sealed }: Official): Pick<LaidOut, 'signature' | 'date'> {
  const day = dayWritten(date)
  const [name, long] = [charactersOf(signature), charactersOf(day)]
  const at = (above: number, signatureFree: number, dateFree: number) => ({
    signature: { text: signature, above, free: signatureFree },
    date: { text: day, free: dateFree },
  })
  // With a seal: the name centred over the date, the date four characters from the right.
  if (sealed) return at(2, Math.max(0, 4 + (long - name) / 2), 4)
  // Without: the name two characters from the right, the date starting two after the name's start. A date too
  // long for that ends two from the right, and the name starts two before it.
  const byName = 2 + name - long - 2
  return byName >= 2 ? at(1, 2, byName) : at(1, 2 + long + 2 - name, 2)
}
