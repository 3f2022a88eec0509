import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'

/** A file in an archive, as its directory describes it; sizes in bytes. */
export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly unpacked: number
  /** Where its own header begins. */
  readonly at: number
}

const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const IN_DIRECTORY = 0x02014b50
const BEFORE_FILE = 0x04034b50
const broken = (): never => {
  throw new Error('broken archive')
}

/** The files in an archive by its directory, without folders. Throws if the archive is broken. */
export function directoryOf(bytes: Buffer): readonly ZipEntry[] {
  let end = bytes.length - 22
  const least = Math.max(0, bytes.length - 22 - 0xffff)
  while (end >= least && bytes.readUInt32LE(end) !== END) end--
  if (end < least) broken()
  let count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  if (end >= 20 && bytes.readUInt32LE(end - 20) === LOCATOR_64) {
    const long = long64(bytes, end - 12)
    if (bytes.readUInt32LE(long) !== END_64) broken()
    count = long64(bytes, long + 32)
    at = long64(bytes, long + 48)
  }
  const entries: ZipEntry[] = []
  for (let i = 0; i < count; i++) {
    if (bytes.readUInt32LE(at) !== IN_DIRECTORY) broken()
    const [nameSize, extraSize, noteSize] = [28, 30, 32].map(o => bytes.readUInt16LE(at + o)) as [
      number,
      number,
      number,
    ]
    const extra = bytes.subarray(at + 46 + nameSize, at + 46 + nameSize + extraSize)
    const [unpacked, packed, own] = sizes(extra, [
      bytes.readUInt32LE(at + 24),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 42),
    ]) as [number, number, number]
    const name = bytes.toString('utf8', at + 46, at + 46 + nameSize)
    const method = bytes.readUInt16LE(at + 10)
    const crc = bytes.readUInt32LE(at + 16)
    if (!/[/\\]$/.test(name)) entries.push({ name, method, crc, packed, unpacked, at: own })
    at += 46 + nameSize + extraSize + noteSize
  }
  return entries
}

/** Values that do not fit 32 bits stand, in order, in an extra field with number 1. */
function sizes(extra: Buffer, short: readonly number[]): readonly number[] {
  if (!short.includes(0xffffffff)) return short
  let at = 0
  while (extra.readUInt16LE(at) !== 1) at += 4 + extra.readUInt16LE(at + 2)
  at += 4
  return short.map(value => {
    if (value !== 0xffffffff) return value
    at += 8
    return long64(extra, at - 8)
  })
}

function long64(bytes: Buffer, at: number): number {
  const value = Number(bytes.readBigUInt64LE(at))
  return Number.isSafeInteger(value) ? value : broken()
}

function packedBytes(bytes: Buffer, entry: ZipEntry): Buffer {
  if (bytes.readUInt32LE(entry.at) !== BEFORE_FILE) broken()
  const from = entry.at + 30 + bytes.readUInt16LE(entry.at + 26) + bytes.readUInt16LE(entry.at + 28)
  if (from + entry.packed > bytes.length) broken()
  if (entry.method !== 0 && entry.method !== 8) broken()
  return bytes.subarray(from, from + entry.packed)
}

/** The content of a file. Throws if it is damaged or larger than the directory says. */
export function unpack(bytes: Buffer, entry: ZipEntry): Buffer {
  const packed = packedBytes(bytes, entry)
  const whole =
    entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.unpacked) })
  if (whole.length !== entry.unpacked || (entry.crc !== 0 && crc32(whole) !== entry.crc)) broken()
  return whole
}

/** The content of a file piece by piece, so that a large one is never whole in memory. */
export async function* pieces(bytes: Buffer, entry: ZipEntry): AsyncGenerator<Buffer> {
  const packed = packedBytes(bytes, entry)
  if (entry.method === 0) return yield packed
  const inflate = createInflateRaw({ chunkSize: 1 << 18 })
  inflate.end(packed)
  let size = 0
  for await (const piece of inflate as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > entry.unpacked) broken()
    yield piece
  }
}
