import fc from 'fast-check'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { writeXlsx } from 'hucre/xlsx'
import { beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '../../../src/kernel/errors.ts'
import type { SheetRow } from '../../../src/kernel/sheet/csv.ts'
import { maxUnpacked } from '../../../src/kernel/sheet/file-type.ts'
import { type Source, sourcesOf } from '../../../src/kernel/sheet/source.ts'
import { book } from '../../book.ts'
import { type Place, place } from '../../world.ts'

const opened = async (bytes: Uint8Array) => sourcesOf(Buffer.from(bytes), 'f.xlsx')
async function rows(source: Source, filledFrom?: number): Promise<SheetRow[]> {
  const found: SheetRow[] = []
  for await (const row of source.rows(filledFrom)) found.push(row)
  return found
}
const cells = async (bytes: Uint8Array) => (await rows((await opened(bytes))[0]!)).map(r => r.cells)
async function refusal(bytes: Uint8Array): Promise<string | undefined> {
  try {
    for (const source of await opened(bytes)) await rows(source)
  } catch (error) {
    if (error instanceof Refusal) return error.what.zh
    throw error
  }
  return undefined
}
function places(bytes: Buffer, of: Buffer): number[] {
  const found: number[] = []
  for (let at = bytes.indexOf(of); at >= 0; at = bytes.indexOf(of, at + 1)) found.push(at)
  return found
}
/** A workbook with one of its parts written anew. */
function amended(bytes: Uint8Array, part: string, change: (xml: string) => string): Uint8Array {
  const parts = unzipSync(bytes)
  parts[part] = strToU8(change(new TextDecoder().decode(parts[part])))
  return zipSync(parts)
}

describe('cells as they would have been typed', () => {
  test.each([
    ['#5', '5'],
    ['#5.0', '5'],
    ['#310000.1', '310000.1'],
    ['#0.30000000000000004', '0.3'],
    ['#0.0000001', '0.0000001'],
    ['#123456789012345', '123456789012345'],
    ['#0.98%', '98%'],
    ['#0.985%', '98.5%'],
    ['#0.07%', '7%'],
    ['@2024-01-31', '2024-01-31'],
    ['@2024-01-31 08:30', '2024-01-31 08:30'],
    ["'=1+1", '=1+1'],
    [' 张 三 ', '张 三'],
    ['00123', '00123'],
  ])('%s is %s', async (written, read) => expect(await cells(await book([written]))).toEqual([[read]]))

  test('a time alone, and days in the calendar of either kind of spreadsheet', async () => {
    for (const dateSystem of ['1900', '1904'] as const) {
      const time = new Date(dateSystem === '1900' ? '1899-12-31T14:30:00Z' : '1904-01-01T14:30:00Z')
      const sheet = { name: 'a', rows: [[new Date('2024-02-29T00:00:00Z'), time]] }
      expect(await cells(await writeXlsx({ sheets: [sheet], dateSystem }))).toEqual([['2024-02-29', '14:30']])
    }
  })
  test('yes and no', async () => {
    const bytes = await writeXlsx({ sheets: [{ name: 'a', rows: [[true, false, 'x']] }] })
    expect(await cells(bytes)).toEqual([['是', '否', 'x']])
  })
  test('numbers beyond 15 digits, errors and formulas without a result are faults of their cell', async () => {
    const [source] = await opened(await book(['#410882198503150012,=A1 → #N/A,=A1,=A1 → 7,甲']))
    const [row] = await rows(source!)
    expect([...row!.faults!.keys()].sort()).toEqual([0, 1, 2])
    expect(row!.formulas).toEqual([3])
    expect(row!.cells[3]).toBe('7')
  })
})

test('rows keep their number in the spreadsheet, empty ones too, and end with the last that holds anything', async () => {
  const [source] = await opened(await book(['甲,乙,', '', '1,,', ',,']))
  expect((await rows(source!)).map(r => [r.line, r.cells])).toEqual([
    [1, ['甲', '乙']],
    [2, []],
    [3, ['1']],
  ])
})

test('what is merged downwards stands in each row below the header that has something of its own', async () => {
  const lines = ['甲,乙', '^,丙', '1,x', '^,y', '^,', '2,<']
  const [source] = await opened(await book(lines))
  expect((await rows(source!, 2)).map(r => r.cells)).toEqual([
    ['甲', '乙'],
    ['', '丙'],
    ['1', 'x'],
    ['1', 'y'],
    [],
    ['2'],
  ])
})

test('hidden rows, columns and sheets are told', async () => {
  const bytes = await book(['[一]', '甲,乙', '~1,2', '[二] 隐藏', '甲'], {
    columns: [{}, { hidden: true, width: 9 }],
  })
  const [one, two] = await opened(bytes)
  expect((await rows(one!)).map(r => r.isHidden)).toEqual([undefined, true])
  expect([...one!.hiddenColumns]).toEqual([1])
  expect([one!.sheet!.isHidden, two!.sheet!.isHidden]).toEqual([false, true])
})

describe('what is no workbook is named, with one line of advice', () => {
  const ole = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
  test.each<[string, Uint8Array]>([
    ['旧式 XLS、ET 工作簿', Buffer.concat([ole, Buffer.alloc(600)])],
    ['加了打开密码', Buffer.concat([ole, Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')])],
    ['PDF 文件', Buffer.from('%PDF-1.7')],
    ['图片', Buffer.from([0x89, 0x50, 0x4e, 0x47])],
    ['RAR 或 7z', Buffer.from('Rar!\x1a\x07\x01\x00')],
    ['网页或 XML', Buffer.from('<html><table><tr><td>姓名')],
    ['网页或 XML', Buffer.from('\uFEFF<?xml version="1.0"?><Workbook>')],
    ['网页或 XML', Buffer.from('\uFEFF<html>', 'utf16le')],
    ['Word 文档', zipSync({ '[Content_Types].xml': strToU8('<a/>'), 'word/document.xml': strToU8('<a/>') })],
    ['ODS', zipSync({ mimetype: strToU8('application/vnd.oasis'), 'content.xml': strToU8('<a/>') })],
    ['XLSB', zipSync({ '[Content_Types].xml': strToU8('<a/>'), 'xl/workbook.bin': strToU8('a') })],
    ['压缩包', zipSync({ '1.csv': strToU8('a,b') })],
    ['已损坏', Buffer.from('PK\x03\x04 and nothing more')],
    ['已损坏', zipSync({ '[Content_Types].xml': strToU8('<a/>'), 'xl/workbook.xml': strToU8('<a/>') })],
  ])('%s', async (what, bytes) => expect(await refusal(bytes)).toContain(what))

  test('a workbook without anything in it', async () =>
    expect(await refusal(await book([]))).toContain('是空的'))
})

describe('a file that would fill the memory is refused', () => {
  test('by what it says it unpacks to', async () => {
    const big = zipSync({ 'xl/a.xml': new Uint8Array(1 << 20), '[Content_Types].xml': strToU8('<a/>') })
    const view = Buffer.from(big)
    // Both headers of the first part say that it is larger than it is.
    for (const at of places(view, Buffer.from([0, 0, 0x10, 0]))) view.writeUInt32LE(maxUnpacked + 1, at)
    expect(await refusal(view)).toContain('解开后超过')
  })
  test('by what it unpacks to in truth', async () => {
    const small = amended(await book(['甲,乙']), 'xl/worksheets/sheet1.xml', xml => xml + ' '.repeat(1 << 22))
    const view = Buffer.from(small)
    for (const at of places(view, Buffer.from('PK\x01\x02'))) {
      if (view.readUInt32LE(at + 24) > 1 << 22) view.writeUInt32LE(1000, at + 24)
    }
    expect(await refusal(view)).toContain('已损坏')
  })
  test('by a cell far away', async () => {
    const far = amended(await book(['甲,乙']), 'xl/worksheets/sheet1.xml', xml =>
      xml.replace('</sheetData>', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    )
    expect(await refusal(far)).toContain('很远处')
  })
  test('by its columns', async () =>
    expect(await refusal(await book(['甲,'.repeat(300)]))).toContain('256 列'))
  test('by a merge of the whole sheet', async () => {
    const bytes = await book(Array.from({ length: 50 }, () => 'a,b'))
    const merged = amended(bytes, 'xl/worksheets/sheet1.xml', xml =>
      xml.replace(
        '</sheetData>',
        `</sheetData><mergeCells>${'<mergeCell ref="A1:XFD1048576"/>'.repeat(30_000)}</mergeCells>`,
      ),
    )
    const [source] = await opened(merged)
    await expect(rows(source!, 0)).rejects.toThrow(Refusal)
  })
})

describe('whatever is done to the bytes', () => {
  let there: Place
  let whole: Uint8Array
  beforeAll(async () => {
    there = place()
    await there.run('cun init --name 甲县 --code 410882')
    whole = await book([
      '[单位]',
      '单位名称,隶属层级,简称',
      '示例一局,县,',
      '示例二局,市,@2024-01-31',
      '^,县,#5',
      '=A1 → 3,县,',
    ])
  })
  test('the file as it is imports, under any name', async () => {
    for (const name of ['a.xlsx', 'a.csv', 'a.xls']) {
      there.write(name, whole)
      const { code, both } = await there.run(`cun unit import ${name} --dry-run`)
      expect([name, code, code === 0 ? '' : both]).toEqual([
        name,
        65,
        expect.stringContaining('工作表“单位”'),
      ])
    }
    there.write('b.xlsx', '单位名称,隶属层级\r\n示例一局,县\r\n')
    expect((await there.run('cun unit import b.xlsx --dry-run')).code).toBe(0)
  })
  test('it is read or refused, and is no bug of cun', async () => {
    const change = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(change, fc.option(fc.nat()), async (bytes, cut) => {
        const broken = Buffer.from(whole)
        for (const [at, byte] of bytes) broken[at % broken.length] = byte
        there.write('m.xlsx', cut === null ? broken : broken.subarray(0, cut % broken.length))
        const { code } = await there.run('cun unit import m.xlsx --dry-run')
        expect([0, 65]).toContain(code)
      }),
      { numRuns: 120 },
    )
  }, 120_000)
  test('its parts may hold anything', async () => {
    const parts = Object.keys(unzipSync(whole)).filter(n => /\.(xml|rels)$/.test(n))
    const snip = fc.record({
      at: fc.nat(),
      length: fc.nat(60),
      text: fc.oneof(
        fc.string(),
        fc.constantFrom(
          '<c r="A0">',
          '<row r="x">',
          '</sheetData>',
          ' r="ZZZZ9"',
          ' t="s"',
          '<v>1e999</v>',
          '<mergeCell ref=":"/>',
        ),
      ),
    })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...parts), snip, async (part, { at, length, text }) => {
        const bytes = amended(whole, part, xml => {
          const from = at % xml.length
          return xml.slice(0, from) + text + xml.slice(from + length)
        })
        there.write('m.xlsx', bytes)
        const { code } = await there.run('cun unit import m.xlsx --dry-run')
        expect([0, 65]).toContain(code)
      }),
      { numRuns: 150 },
    )
  }, 120_000)
})
