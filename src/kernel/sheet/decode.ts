import { refuse } from '../errors.ts'

export const maxFileSize = 100 * 1024 * 1024

export interface Encoding {
  /** As shown to people: UTF-8, GB18030, UTF-16LE. */
  readonly name: string
  readonly label: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'
  /** Length of the byte order mark, in bytes. */
  readonly mark: number
}

const encodings = {
  utf8: { name: 'UTF-8', label: 'utf-8', mark: 0 },
  utf8Marked: { name: 'UTF-8 (BOM)', label: 'utf-8', mark: 3 },
  gb: { name: 'GB18030', label: 'gb18030', mark: 0 },
  le: { name: 'UTF-16LE', label: 'utf-16le', mark: 2 },
  be: { name: 'UTF-16BE', label: 'utf-16be', mark: 2 },
} as const satisfies Record<string, Encoding>

export const starts = (bytes: Uint8Array, ...head: number[]) => head.every((b, i) => bytes[i] === b)

/** Detects the encoding: BOM, then strict UTF-8, then GB18030. Refuses invalid bytes, with their line. */
export function detect(bytes: Buffer, file: string): Encoding {
  if (starts(bytes, 0xef, 0xbb, 0xbf)) return strict(bytes, encodings.utf8Marked, file)
  if (starts(bytes, 0xff, 0xfe)) return strict(bytes, encodings.le, file)
  if (starts(bytes, 0xfe, 0xff)) return strict(bytes, encodings.be, file)
  const utf8 = firstBadLine(bytes, encodings.utf8)
  if (utf8 === undefined) return encodings.utf8
  const gb = firstBadLine(bytes, encodings.gb)
  if (gb === undefined) return encodings.gb
  return undecodable(file, utf8 > gb ? encodings.utf8 : encodings.gb, Math.max(utf8, gb))
}

function strict(bytes: Buffer, encoding: Encoding, file: string): Encoding {
  const line = firstBadLine(bytes, encoding)
  return line === undefined ? encoding : undecodable(file, encoding, line)
}

function undecodable(file: string, encoding: Encoding, line: number): never {
  return refuse(
    'input',
    'file.undecodable',
    {
      zh: `${file} 第 ${line} 行有无法按 ${encoding.name} 解读的字节, 未导入`,
      en: `${file} line ${line} contains bytes that are not ${encoding.name}; nothing was imported`,
    },
    {
      zh: '文件可能被截断或混用了两种编码: 用 WPS 或 Excel 打开核对该行, 重新另存为 CSV',
      en: 'the file may be cut off or mix two encodings: open it, check the line and save it as CSV again',
    },
  )
}

const PIECE = 1 << 18

export function* decoded(bytes: Buffer, encoding: Encoding): Generator<string> {
  const decoder = new TextDecoder(encoding.label, { fatal: true, ignoreBOM: true })
  for (let at = encoding.mark; at < bytes.length; at += PIECE) {
    yield decoder.decode(bytes.subarray(at, at + PIECE), { stream: true })
  }
  yield decoder.decode()
}

function firstBadLine(bytes: Buffer, encoding: Encoding): number | undefined {
  let whole = true
  try {
    for (const piece of decoded(bytes, encoding)) if (piece.includes('\u0000')) throw new TypeError('NUL')
  } catch {
    whole = false
  }
  if (whole) return undefined
  const decoder = new TextDecoder(encoding.label, { fatal: true, ignoreBOM: true })
  const step = encoding.label.startsWith('utf-16') ? 2 : 1
  let line = 1
  let from = encoding.mark
  for (let at = from; at <= bytes.length; at += step) {
    const ends = at >= bytes.length || isLineEnd(bytes, at, encoding.label)
    if (!ends) continue
    try {
      if (decoder.decode(bytes.subarray(from, at)).includes('\u0000')) return line
    } catch {
      return line
    }
    from = at + step
    line++
  }
  return line
}

function isLineEnd(bytes: Buffer, at: number, label: Encoding['label']): boolean {
  if (label === 'utf-16le') return bytes[at] === 10 && bytes[at + 1] === 0
  if (label === 'utf-16be') return bytes[at] === 0 && bytes[at + 1] === 10
  return bytes[at] === 10
}
