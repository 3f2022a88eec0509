import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeGb18030 } from '../../../src/kernel/document/gb18030.ts'
import { Refusal } from '../../../src/kernel/errors.ts'
import { csvRows } from '../../../src/kernel/sheet/csv.ts'
import { detect } from '../../../src/kernel/sheet/decode.ts'

async function rows(bytes: Buffer) {
  const found: [number, readonly string[]][] = []
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
  let last: { line: number; cells: readonly string[] } | undefined
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
      [2, ['1', 'x\r\ny']],
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
