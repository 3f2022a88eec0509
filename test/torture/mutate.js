const pieces = [
  '"',
  '""',
  ',',
  '\t',
  ';',
  '\n',
  '\r',
  '\r\n',
  '\0',
  '\uFEFF',
  '\u202E',
  '\u2066',
  '\u200B',
  '\u00AD',
  '\u{E0041}',
  '\uD800',
  '=1+1',
  '@x',
  '-',
  '+8613800138000',
  '\x1b[2J',
  '\x9b',
  '１２',
  '　',
  '2024-02-30',
  '99999999999999999999',
  '4.30521E+17',
  '110101199003070000',
  '秘密',
  '机密★',
  '__proto__',
  'constructor',
  '../../x',
  '是',
  '、'.repeat(50),
  '𠮷',
  '\uF900',
  'é',
  '%00',
  "'; drop table unit; --",
  '{"a":1}',
  '\\',
  '\u2028',
  '\u0085',
  '\x0b',
  '\x7f',
].map(text => Buffer.from(text))
const oddBytes = [0x00, 0x80, 0xff, 0xfe, 0xc0, 0xed, 0xa0, 0x1b, 0x22, 0x2c, 0x0a, 0x0d]

/** UTF-16 and GB18030 have other bytes for the same text; a wrong mark has the right bytes under a wrong name. */
const recodings = [
  bytes => Buffer.from(`\uFEFF${bytes.toString()}`, 'utf16le'),
  bytes => Buffer.from(bytes.toString(), 'utf16le'),
  bytes => Buffer.from(`\uFEFF${bytes.toString()}`, 'utf16le').swap16(),
  bytes => Buffer.concat([Buffer.from([0xff, 0xfe]), bytes]),
  bytes => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
  bytes => Buffer.from(bytes.toString(), 'latin1'),
  bytes => Buffer.concat([Buffer.from('PK\x03\x04'), bytes]),
  bytes => Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), bytes]),
  bytes => Buffer.concat([Buffer.from('<html><table>'), bytes]),
  () => Buffer.alloc(0),
]

/** A file as it might arrive from anywhere: one to six things done to a good one. */
export function mutate(good, next) {
  const below = n => Math.floor(next() * n)
  const insert = (bytes, piece, at = below(bytes.length + 1)) =>
    Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)])
  const lines = bytes => bytes.toString('latin1').split('\n')
  const joined = list => Buffer.from(list.join('\n'), 'latin1')
  const ways = [
    bytes => {
      const copy = Buffer.from(bytes)
      if (copy.length) copy[below(copy.length)] ^= 1 << below(8)
      return copy
    },
    bytes => bytes.subarray(0, below(bytes.length + 1)),
    bytes => bytes.subarray(below(bytes.length + 1)),
    bytes => insert(bytes, pieces[below(pieces.length)]),
    bytes => insert(bytes, pieces[below(pieces.length)]),
    bytes => insert(bytes, Buffer.from([oddBytes[below(oddBytes.length)]])),
    bytes => {
      const [from, to] = [below(bytes.length + 1), below(bytes.length + 1)].sort((a, b) => a - b)
      return insert(bytes, bytes.subarray(from, to))
    },
    bytes => {
      const [from, to] = [below(bytes.length + 1), below(bytes.length + 1)].sort((a, b) => a - b)
      return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
    },
    bytes => {
      const list = lines(bytes)
      list.splice(below(list.length), 0, list[below(list.length)])
      return joined(list)
    },
    bytes => {
      const list = lines(bytes)
      const [a, b] = [below(list.length), below(list.length)]
      ;[list[a], list[b]] = [list[b], list[a]]
      return joined(list)
    },
    bytes => {
      const list = lines(bytes).map(line => line.split(','))
      const [row, other] = [list[below(list.length)], list[below(list.length)]]
      row[below(row.length)] = other[below(other.length)]
      return joined(list.map(cells => cells.join(',')))
    },
    bytes => (next() < 0.15 ? recodings[below(recodings.length)](bytes) : bytes),
    bytes =>
      next() < 0.02
        ? insert(bytes, Buffer.alloc(1 << (10 + below(11)), pieces[below(pieces.length)]))
        : bytes,
  ]
  let bytes = good
  for (let n = 1 + below(6); n > 0; n--) bytes = ways[below(ways.length)](bytes)
  return bytes
}
