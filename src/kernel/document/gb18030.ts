/** Encodes GB18030 with tables built from the platform's own decoder, so that the two agree. */

interface Tables {
  readonly short: Uint16Array
  readonly long: Map<number, number>
}

let tables: Tables | undefined

function bytesOf(index: number): [number, number, number, number] {
  return [
    0x81 + Math.floor(index / 12600),
    0x30 + (Math.floor(index / 1260) % 10),
    0x81 + (Math.floor(index / 10) % 126),
    0x30 + (index % 10),
  ]
}

function build(): Tables {
  const decoder = new TextDecoder('gb18030')
  const short = new Uint16Array(0x10000)
  for (let first = 0x81; first <= 0xfe; first++) {
    for (let second = 0x40; second <= 0xfe; second++) {
      if (second === 0x7f) continue
      const text = decoder.decode(Uint8Array.of(first, second))
      if (text.length === 1 && text !== '\uFFFD' && short[text.charCodeAt(0)] === 0) {
        short[text.charCodeAt(0)] = first * 256 + second
      }
    }
  }
  const long = new Map<number, number>()
  for (let index = 0; index < 39420; index++) {
    const text = decoder.decode(Uint8Array.of(...bytesOf(index)))
    if (text.length === 1 && text !== '\uFFFD') long.set(text.charCodeAt(0), index)
  }
  // The decoder also returns U+FFFD for invalid bytes, so its own code is set here.
  long.set(0xfffd, 39_417)
  return { short, long }
}

export function encodeGb18030(text: string): Buffer {
  tables ??= build()
  const out: number[] = []
  for (const character of text) {
    const point = character.codePointAt(0)!
    if (point < 0x80) out.push(point)
    else if (point > 0xffff) out.push(...bytesOf(189_000 + point - 0x10000))
    else if (tables.short[point]) out.push(tables.short[point]! >> 8, tables.short[point]! & 255)
    else out.push(...bytesOf(tables.long.get(point) ?? 0))
  }
  return Buffer.from(out)
}
