import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeGb18030 } from '../../../src/kernel/document/gb18030.ts'
import { Refusal } from '../../../src/kernel/errors.ts'
import { csvRows } from '../../../src/kernel/sheet/csv.ts'
import { detect } from '../../../src/kernel/sheet/decode.ts'
import { width, wrap } from '../../../src/kernel/terminal/width.ts'
import { place } from '../../world.ts'

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

test('hostile text leaves as CSV that no spreadsheet runs, and comes back as it was', async () => {
  const there = place()
  await there.run('cun init --name 甲县 --code 410882')
  const names = [
    '=cmd()',
    '+1',
    '-1',
    '@x',
    "'=1",
    '<script>alert(1)</script>',
    '../../x',
    '1-2',
    '0012',
    '4108822002041234',
  ]
  for (const name of names) expect((await there.run(`cun unit add --name=${name}`)).code).toBe(0)
  await there.run('cun unit export --out u.csv')
  for (const cell of there.read('u.csv').split(/[,\r\n]+/)) expect(cell).not.toMatch(/^"?[=+\-@]/)
  expect((await there.run('cun import u.csv')).out).toContain(`不变 ${names.length}`)
  expect(
    JSON.parse(
      (await there.run('cun unit list --format json --unmask --reason 测试')).out,
    ).tables[0].rows.map((r: { name: string }) => r.name),
  ).toEqual(names)
})

test('Chinese counts two cells, and wrapping loses nothing', () => {
  expect([width('村abc'), width('（）'), width('㛃𬱖')]).toEqual([5, 4, 4])
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('村', '，', '。', '》', 'a', 'bc', '1', '),', 'a-long-word'), {
        maxLength: 60,
      }),
      fc.integer({ min: 2, max: 24 }),
      (parts, cells) => {
        const text = parts.join('')
        const lines = wrap(text, cells)
        expect(lines.join('')).toBe(text)
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(cells)
      },
    ),
  )
})

test('a closing mark begins no line: it takes the character before it along', () => {
  expect(wrap('学习《通知》，会后', 10)).toEqual(['学习《通', '知》，会后'])
  expect(wrap('学习计划书。', 10)).toEqual(['学习计划', '书。'])
  expect(wrap('，，，', 4)).toEqual(['，，', '，'])
})
