import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeGb18030 } from '../../../src/kernel/document/gb18030.ts'
import { Refusal } from '../../../src/kernel/errors.ts'
import { csvRows, type SheetRow } from '../../../src/kernel/sheet/csv.ts'
import { detect } from '../../../src/kernel/sheet/decode.ts'

async function rows(bytes: Buffer) {
  const found: [unknown, readonly string[]][] = []
  for await (const row of csvRows(bytes, detect(bytes, 'f.csv'), 'f.csv')) found.push([row.line, row.cells])
  return found
}
const refusal = async (bytes: Buffer) => {
  try {
    await rows(bytes)
  } catch (error) {
    if (error instanceof Refusal) return error.what.zh
    throw error
  }
  return undefined
}

test('a long file of blank and ragged rows is read like any other, to its last line', async () => {
  const bytes = Buffer.from(`a,b\n${'\r'.repeat(400_000)}${'x\ny,z,w\n'.repeat(50_000)}𬱖,末\n`)
  let last: SheetRow | undefined
  for await (const row of csvRows(bytes, detect(bytes, 'f.csv'), 'f.csv')) last = row
  expect(last).toEqual({ line: 500_002, cells: ['𬱖', '末'] })
})

describe('encodings', () => {
  const text = '姓名,村\n㛃𬱖,圪垱坡村\n'
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 (BOM)', Buffer.from(`\uFEFF${text}`)],
    ['GB18030', encodeGb18030(text)],
    ['UTF-16LE', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16BE', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  ])('%s is told and read', async (name, bytes) => {
    expect(detect(bytes, 'f.csv').name).toBe(name)
    expect(await rows(bytes)).toEqual([
      [1, ['姓名', '村']],
      [2, ['㛃𬱖', '圪垱坡村']],
    ])
  })
  test('a byte that fits no encoding refuses, with its line', async () => {
    const bytes = Buffer.concat([
      Buffer.from('姓名\n张三\n'),
      Buffer.of(0xff, 0xff, 0x0a),
      Buffer.from('李四\n'),
    ])
    expect(await refusal(bytes)).toContain('第 3 行')
  })
  test('a NUL refuses, with its line', async () => {
    expect(await refusal(Buffer.from('a,b\n1,\u0000\n'))).toContain('第 2 行')
  })
  test('GB18030 written is GB18030 read, for every text', () => {
    const decoder = new TextDecoder('gb18030', { fatal: true, ignoreBOM: true })
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), t => {
        fc.pre(!/[\uE000-\uF8FF]/.test(t))
        expect(decoder.decode(encodeGb18030(t))).toBe(t)
      }),
    )
  })
})

describe('lines', () => {
  test('a row has the line on which it begins, whatever its cells hold', async () => {
    expect(await rows(Buffer.from('a,b\r\n1,"x\r\ny"\r\n\r\n3,4\r\n'))).toEqual([
      [1, ['a', 'b']],
      [2, ['1', 'x\ny']],
      [4, ['']],
      [5, ['3', '4']],
    ])
  })
  test('an unclosed quote names the line on which it opened', async () => {
    expect(await refusal(Buffer.from(`a,b\n1,2\n3,"4\n${'5,6\n'.repeat(100_000)}`))).toContain('第 3 行')
  })
  test('tabs between cells', async () => {
    expect(await rows(Buffer.from('a\tb\n1,5\t2\n'))).toEqual([
      [1, ['a', 'b']],
      [2, ['1,5', '2']],
    ])
  })
  test('guards against formulas are taken off', async () => {
    expect((await rows(Buffer.from(`'=1+1,'甲,00123\t\n`)))[0]![1]).toEqual(['=1+1', "'甲", '00123'])
  })
})

describe('numbers that a program guarded as text are read as they are', () => {
  const id = '990103198503100119'
  test.each([
    ['wrapped and quoted', `"=""${id}"""`, id],
    ['wrapped and bare', `="${id}"`, id],
    ['wrapped, and nothing in it', '"="""""', ''],
    ['wrapped and bare, and nothing in it', '=""', ''],
    ['behind an apostrophe', `'${id}`, id],
    ['behind a full-width one', `＇${id}`, id],
    ['behind one that a word processor bent', `’${id}`, id],
    ['not a formula of several texts', '"=""a""&""b"""', '="a"&"b"'],
    ['not a text in quotes', '‘甲’', '‘甲’'],
  ])('%s', async (_, cell, value) => {
    for (const text of [`${cell},乙\n`, `乙,${cell}\n`, `乙,${cell}`]) {
      expect((await rows(Buffer.from(text)))[0]![1]).toContain(value)
    }
    const wide = Buffer.from(`\uFEFF乙,${cell}\n`, 'utf16le')
    expect((await rows(wide))[0]![1]).toEqual(['乙', value])
    expect((await rows(wide.swap16()))[0]![1]).toEqual(['乙', value])
  })
})

describe('what parts the cells', () => {
  const cells = async (text: string) => (await rows(Buffer.from(text))).map(([, c]) => c)
  test.each<[what: string, text: string, expected: string[][]]>([
    [
      'commas',
      'a,b,c\n1;2,3,4\n',
      [
        ['a', 'b', 'c'],
        ['1;2', '3', '4'],
      ],
    ],
    [
      'semicolons, though numbers have commas',
      'a;b;c\n1,5;2,5;3\n',
      [
        ['a', 'b', 'c'],
        ['1,5', '2,5', '3'],
      ],
    ],
    [
      'semicolons below a title with a comma',
      '甲,乙\na;b;c\n1;2;3\n',
      [['甲,乙'], ['a', 'b', 'c'], ['1', '2', '3']],
    ],
    [
      'commas, though each row has a list',
      'a,b\n1,x;y;z\n2,x;y\n3,x;y;z;w\n',
      [
        ['a', 'b'],
        ['1', 'x;y;z'],
        ['2', 'x;y'],
        ['3', 'x;y;z;w'],
      ],
    ],
    [
      'commas outside quotes',
      'a,b\n"1;2;3;4",2\n',
      [
        ['a', 'b'],
        ['1;2;3;4', '2'],
      ],
    ],
    [
      'vertical bars',
      'a|b\n1|2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'full-width commas in every line',
      '姓名，村，户\n甲，乙，1\n',
      [
        ['姓名', '村', '户'],
        ['甲', '乙', '1'],
      ],
    ],
    ['not full-width commas of sentences', '甲，乙，丙\n丁，戊\n', [['甲，乙，丙'], ['丁，戊']]],
    ['nothing, in a single column', 'a\n1\n', [['a'], ['1']]],
    ['what the first line says', 'sep=|\na;b|c\n', [['a;b', 'c']]],
    ['what the first line says in quotes', '"sep=;"\r\na;b\r\n', [['a', 'b']]],
  ])('%s', async (_, text, expected) => expect(await cells(text)).toEqual(expected))

  test('and a line that says it is counted', async () => {
    expect(await rows(Buffer.from('sep=;\na;b\n'))).toEqual([[2, ['a', 'b']]])
  })
})

describe('wide sheets', () => {
  const refused = (text: string) => refusal(Buffer.from(text))
  test('blank columns do not count', async () => {
    expect(await refused(`a,b${','.repeat(900)}\n1,2${', '.repeat(300)}\n`)).toBeUndefined()
  })
  test('used ones do', async () => expect(await refused(`a${','.repeat(300)}b\n`)).toContain('256 列'))
})
