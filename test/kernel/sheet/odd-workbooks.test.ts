import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../../../src/kernel/errors.ts'
import { sourcesOf } from '../../../src/kernel/sheet/source.ts'

/** Parts of a workbook by name, as XML. */
type Parts = Readonly<Record<string, string>>

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'

const types = (part = '/xl/workbook.xml', type = workbookType) =>
  `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="${part}" ContentType="${type}"/></Types>`
const relations = (targets: Readonly<Record<string, string>>, base = office) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${Object.entries(
    targets,
  )
    .map(([target, type], i) => `<Relationship Id="rId${i + 1}" Type="${base}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`
const workbook = (...names: string[]) =>
  `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${names
    .map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
    .join('')}</sheets></workbook>`
const sheet = (cells: string) =>
  `<worksheet xmlns="${main}"><sheetData><row r="1">${cells}</row></sheetData></worksheet>`
const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`
/** Style 1 is a date. */
const styles = `<styleSheet xmlns="${main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`

const plain: Parts = {
  '[Content_Types].xml': types(),
  '_rels/.rels': relations({ 'xl/workbook.xml': 'officeDocument' }),
  'xl/workbook.xml': workbook('一'),
  'xl/_rels/workbook.xml.rels': relations({ 'worksheets/sheet1.xml': 'worksheet' }),
  'xl/worksheets/sheet1.xml': sheet(text('甲') + text('乙')),
}
const dated = (cells: string): Parts => ({
  ...plain,
  'xl/styles.xml': styles,
  'xl/_rels/workbook.xml.rels': relations({ 'worksheets/sheet1.xml': 'worksheet', 'styles.xml': 'styles' }),
  'xl/worksheets/sheet1.xml': sheet(cells),
})
const shared = (strings: string, name = 'xl/sharedStrings.xml'): Parts => ({
  ...plain,
  [name]: `<sst xmlns="${main}">${strings}</sst>`,
  'xl/_rels/workbook.xml.rels': relations({
    'worksheets/sheet1.xml': 'worksheet',
    'sharedStrings.xml': 'sharedStrings',
  }),
  'xl/worksheets/sheet1.xml': sheet('<c t="s"><v>0</v></c><c t="s"><v>1</v></c>'),
})
const renamed = (parts: Parts, name: (old: string) => string): Parts =>
  Object.fromEntries(Object.entries(parts).map(([old, xml]) => [name(old), xml]))
const changed = (parts: Parts, change: (xml: string) => string): Parts =>
  Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, change(xml)]))
const utf16 = (parts: Parts, ...names: string[]): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, xml]) => [
        name,
        names.includes(name) ? Buffer.from(`\uFEFF${xml}`, 'utf16le') : strToU8(xml),
      ]),
    ),
  )
const packed = (parts: Parts): Uint8Array => utf16(parts)

/** An archive with the long form of the end of its directory, as some programs write it for any size. */
function zip64(archive: Uint8Array): Uint8Array {
  const end = Buffer.from(archive.subarray(-22))
  const [count, size, at] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)]
  const long = Buffer.alloc(56 + 20)
  long.writeUInt32LE(0x06064b50, 0)
  long.writeBigUInt64LE(44n, 4)
  for (const [offset, value] of [
    [24, count],
    [32, count],
    [40, size],
    [48, at],
  ] as const) {
    long.writeBigUInt64LE(BigInt(value), offset)
  }
  long.writeUInt32LE(0x07064b50, 56)
  long.writeBigUInt64LE(BigInt(archive.length - 22), 64)
  long.writeUInt32LE(1, 72)
  end.writeUInt32LE(0xffffffff, 16)
  end.fill(0xff, 8, 12)
  return Buffer.concat([archive.subarray(0, -22), long, end])
}

/** The first rows of each sheet by name, or what the refusal says. */
async function read(bytes: Uint8Array): Promise<unknown> {
  try {
    const sources = await sourcesOf(Buffer.from(bytes), 'f.xlsx')
    return Object.fromEntries(sources.map(s => [s.sheet!.name, [...s.rows()][0]!.cells.join()]))
  } catch (error) {
    if (error instanceof Refusal) return error.what.zh
    throw error
  }
}

const good = { 一: '甲,乙' }
const damaged = expect.stringContaining('已损坏')
const twoSheets = (type: string): Parts => ({
  ...plain,
  'xl/workbook.xml': workbook('一', '图'),
  'xl/_rels/workbook.xml.rels': relations({ 'worksheets/sheet1.xml': 'worksheet', 'other/sheet1.xml': type }),
  'xl/other/sheet1.xml': '<chartsheet/>',
})
const prefixed = (xml: string) =>
  xml
    .replace(/<(\/?)(?=\w)/g, '<$1x:')
    .replace('xmlns=', 'xmlns:x=')
    .replaceAll('r:id', 'q:id')
    .replace('xmlns:r=', 'xmlns:q=')
const moved = renamed({ ...plain, '_rels/.rels': relations({ '/book/wb.xml': 'officeDocument' }) }, name =>
  name.replace(/^xl\//, 'book/').replace('workbook.xml', 'wb.xml'),
)

describe('workbooks that other programs open are read, however they are packed', () => {
  test.each<[what: string, Uint8Array, unknown]>([
    ['as usual', packed(plain), good],
    ['in the long form', zip64(packed(plain)), good],
    ['a chart sheet', packed(twoSheets('chartsheet')), good],
    ['a dialog sheet', packed(twoSheets('dialogsheet')), good],
    ['a sheet of old macros', packed(twoSheets('xlMacrosheet')), good],
    ['backslashes in names', packed(renamed(plain, name => name.replaceAll('/', '\\'))), good],
    ['a slash before names', packed(renamed(plain, name => `/${name}`)), good],
    ['other letters in names', packed(renamed(plain, name => name.toUpperCase())), good],
    [
      'strings under other letters',
      packed(shared('<si><t>甲</t></si><si><t>乙</t></si>', 'xl/SharedStrings.xml')),
      good,
    ],
    [
      'an escaped name',
      packed({
        ...renamed(plain, n => n.replace('sheet1', 'sheet%201')),
        'xl/_rels/workbook.xml.rels': relations({ 'worksheets/sheet 1.xml': 'worksheet' }),
      }),
      good,
    ],
    [
      'backslashes in relationships',
      packed({
        ...plain,
        'xl/_rels/workbook.xml.rels': relations({ 'worksheets\\sheet1.xml': 'worksheet' }),
      }),
      good,
    ],
    [
      'steps in the first relationship',
      packed({ ...plain, '_rels/.rels': relations({ './xl/workbook.xml': 'officeDocument' }) }),
      good,
    ],
    ['parts outside xl/', packed({ ...moved, '[Content_Types].xml': types('/book/wb.xml') }), good],
    [
      'a workbook at the root',
      packed({
        ...renamed(plain, n => n.replace(/^xl\//, '')),
        '[Content_Types].xml': types('/workbook.xml'),
        '_rels/.rels': relations({ 'workbook.xml': 'officeDocument' }),
      }),
      good,
    ],
    [
      'no relationships of the package',
      packed(Object.fromEntries(Object.entries(plain).filter(([n]) => n !== '_rels/.rels'))),
      good,
    ],
    ['parts in UTF-16', utf16(plain, ...Object.keys(plain)), good],
    ['a sheet in UTF-16', utf16(plain, 'xl/worksheets/sheet1.xml'), good],
    [
      'strings in UTF-16',
      utf16(shared('<si><t>甲</t></si><si><t>乙</t></si>'), 'xl/sharedStrings.xml'),
      good,
    ],
    ['prefixed names', packed(changed(plain, prefixed)), good],
    [
      'a signature with an empty part',
      packed({ ...plain, '_xmlsignatures/origin.sigs': '', '_xmlsignatures/sig1.xml': '<Signature/>' }),
      good,
    ],
    [
      'strict OOXML',
      packed(
        changed(plain, xml =>
          xml
            .replaceAll(office, 'http://purl.oclc.org/ooxml/officeDocument/relationships')
            .replaceAll(main, 'http://purl.oclc.org/ooxml/spreadsheetml/main'),
        ),
      ),
      good,
    ],
    [
      'a broken drawing',
      packed({
        ...plain,
        'xl/worksheets/_rels/sheet1.xml.rels': relations({ '../drawing1.xml': 'drawing' }),
        'xl/drawing1.xml': '<a>',
      }),
      good,
    ],
    [
      'a guide to the sound in a cell',
      packed({
        ...plain,
        'xl/worksheets/sheet1.xml': sheet(
          '<c t="inlineStr"><is><t>甲</t><rPh sb="0" eb="1"><t>jia</t></rPh><phoneticPr fontId="1"/></is></c><c t="inlineStr"><is><t>乙</t><rPh sb="0" eb="1"/></is></c>',
        ),
      }),
      good,
    ],
    [
      'a guide to the sound in the strings',
      packed(
        shared(
          '<si><t>甲</t><rPh sb="0" eb="1"><t>jia</t></rPh></si><si><r><t>乙</t></r><rPh sb="0" eb="1"><t>yi</t></rPh></si>',
        ),
      ),
      good,
    ],
    [
      'plain text before rich text',
      packed({
        ...shared('<si><t>甲</t>\n<r><t>一</t></r><r><t>二</t></r></si><si><r><t>乙</t></r></si>'),
      }),
      { 一: '甲一二,乙' },
    ],
    [
      'plain text before rich text in a cell',
      packed({
        ...plain,
        'xl/worksheets/sheet1.xml': sheet(
          '<c t="inlineStr"><is><t xml:space="preserve">甲 </t><r><rPr><b/></rPr><t>一</t></r></is></c>',
        ),
      }),
      { 一: '甲 一' },
    ],
    ...[
      '<c t="s"/>',
      '<c t="s" s="0"/>',
      '<c t="s"><v/></c>',
      '<c t="s"><v></v>\n</c>',
      '<c t="b"></c>',
      "<c t='s'/>",
    ].map((blank): [string, Uint8Array, unknown] => {
      const book = shared('<si><t>甲</t></si><si><t>乙</t></si>')
      const cells = `<c t="s"><v>0</v></c>${blank}<c t="b"><v>0</v></c>${blank}<c t="s"><v>1</v></c>`
      return [
        `a cell without a value: ${blank}`,
        packed({ ...book, 'xl/worksheets/sheet1.xml': sheet(cells) }),
        { 一: '甲,,否,,乙' },
      ]
    }),
    [
      'a cell without a value, prefixed, and line breaks of Windows',
      packed(
        changed(
          {
            ...shared('<si><t>甲_x000D_\r\n丙</t></si><si><t>乙</t></si>'),
            'xl/worksheets/sheet1.xml': sheet('<c t="s"><v>0</v></c><c t="s"><v/></c><c t="s"><v>1</v></c>'),
          },
          prefixed,
        ),
      ),
      { 一: '甲\n丙,,乙' },
    ],
    [
      'a sheet of a module, of which nothing is there',
      packed({
        ...plain,
        'xl/workbook.xml': workbook('一').replace(
          '</sheets>',
          '<sheet name="M" sheetId="9" r:id=""/></sheets>',
        ),
      }),
      good,
    ],
    [
      'two parts that differ by their letters',
      packed({ ...plain, 'xl/worksheets/Sheet1.xml': sheet(text('丙')) }),
      good,
    ],
    [
      'days in ISO form',
      packed(
        dated(
          '<c s="1" t="d"><v>2024-02-01T00:00:00</v></c><c t="d"/><c t="d" s="1"><v>2024-02-01T08:30:00.000</v></c><c t="d"><v>2024-02-01T08:30:15Z</v></c><c t="d"><v>1899-12-30T14:05:00</v></c><c t="d"><v>2024-02-01</v></c>',
        ),
      ),
      { 一: '2024-02-01,,2024-02-01 08:30,2024-02-01 08:30:15,14:05,2024-02-01' },
    ],
    ['the same words as text', packed(dated(text('2024-02-01T00:00:00'))), { 一: '2024-02-01T00:00:00' }],
    [
      'numbers that are no day in a date format',
      packed(
        dated(
          '<c s="1"><v>20260201</v></c><c s="1"><v>13800001111</v></c><c s="1"><v>202602011230</v></c><c s="1"><v>-3</v></c><c s="1"><v>45323</v></c><c s="1"><v>0.5</v></c>',
        ),
      ),
      { 一: '20260201,13800001111,202602011230,-3,2024-02-01,12:00' },
    ],
    ...[
      'h&quot;时&quot;mm&quot;分&quot;',
      'h\\时mm\\分',
      '[$-804]上午/下午h&quot;时&quot;mm&quot;分&quot;;@',
    ].map((code): [string, Uint8Array, unknown] => [
      `times as ${code}`,
      packed({
        ...dated('<c s="2"><v>0.354166666666667</v></c><c s="2"><v>45323.5</v></c><c s="3"><v>0.5</v></c>'),
        'xl/styles.xml': styles
          .replace(
            '<cellXfs>',
            `<numFmts><numFmt numFmtId="176" formatCode="${code}"/><numFmt numFmtId="177" formatCode="0.0&quot;hs&quot;"/></numFmts><cellXfs>`,
          )
          .replace('</cellXfs>', '<xf numFmtId="176"/><xf numFmtId="177"/></cellXfs>'),
      }),
      { 一: '08:30,2024-02-01 12:00,0.5' },
    ]),
    ...(
      [
        ['0.0&quot;万元&quot;', '3.5万元'],
        ['0.0\\万;-0.0\\万', '3.5万'],
        ['0.0万元', '3.5万元'],
        // The number itself is in yuan.
        ['0.0,&quot;万元&quot;', '3.5'],
        ['0!.0,&quot;万元&quot;', '3.5'],
        ['0&quot;.&quot;0000&quot;万&quot;', '3.5'],
        ['0.0&quot;元&quot;', '3.5'],
      ] as const
    ).map(([code, read]): [string, Uint8Array, unknown] => [
      `a number shown as ${code}`,
      packed({
        ...dated('<c s="2"><v>3.5</v></c><c><v>3.5</v></c>'),
        'xl/styles.xml': styles
          .replace('<cellXfs>', `<numFmts><numFmt numFmtId="176" formatCode="${code}"/></numFmts><cellXfs>`)
          .replace('</cellXfs>', '<xf numFmtId="176"/></cellXfs>'),
      }),
      { 一: `${read},3.5` },
    ]),
    [
      'a word in the last row that there may be',
      packed({
        ...plain,
        'xl/worksheets/sheet1.xml': sheet(text('甲')).replace(
          '</sheetData>',
          `<row r="1048576">${text('乙')}</row></sheetData>`,
        ),
      }),
      expect.stringContaining('数据区以外很远处还有内容'),
    ],
    [
      'no sheet with rows',
      packed({
        ...twoSheets('chartsheet'),
        'xl/workbook.xml': workbook().replace(
          '</sheets>',
          '<sheet name="图" sheetId="1" r:id="rId2"/></sheets>',
        ),
      }),
      'f.xlsx: 工作簿是空的',
    ],
    [
      'a sheet that is missing',
      packed(Object.fromEntries(Object.entries(plain).filter(([n]) => n !== 'xl/worksheets/sheet1.xml'))),
      damaged,
    ],
    ['content types that break off', packed({ ...plain, '[Content_Types].xml': '<Types' }), good],
    [
      'a macro workbook by its content types',
      packed({
        ...moved,
        '[Content_Types].xml': types('/book/wb.xml', 'application/vnd.ms-excel.sheet.macroEnabled.main+xml'),
      }),
      good,
    ],
    [
      'a binary workbook by its content types',
      packed({
        '[Content_Types].xml': types('/b.bin', 'application/vnd.ms-excel.sheet.binary.macroEnabled.main'),
        'b.bin': '',
      }),
      expect.stringContaining('XLSB'),
    ],
    [
      'a presentation',
      packed({
        '[Content_Types].xml': types(
          '/p.xml',
          'application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml',
        ),
        'p.xml': '',
      }),
      expect.stringContaining('演示文稿'),
    ],
  ])('%s', async (_, bytes, outcome) => expect(await read(bytes)).toEqual(outcome))
})

describe('a number in a column of days', () => {
  const serialsOf = async (cells: string, is1904 = false) => {
    const parts = { ...plain, 'xl/worksheets/sheet1.xml': sheet(cells) }
    const book = is1904
      ? changed(parts, xml => xml.replace('<sheets>', '<workbookPr date1904="1"/><sheets>'))
      : parts
    const [source] = await sourcesOf(Buffer.from(packed(book)), 'f.xlsx')
    const [row] = [...source!.rows()]
    return row!.cells.map((_, column) => row!.serials?.(column))
  }
  const number = (value: number) => `<c><v>${value}</v></c>`
  test('is a serial number where it is one of a day of our time', async () => {
    expect(await serialsOf([45499, 45499.5, 22000, 99999].map(number).join(''))).toEqual([
      '2024-07-26',
      '2024-07-26 12:00',
      '1960-03-25',
      '2173-10-13',
    ])
    expect(await serialsOf(number(44037), true)).toEqual(['2024-07-26'])
  })
  test('is none where it may be a year, a month, a written day or text', async () => {
    const cells = [2024, 202407, 20246, 21999, 20240726].map(number).join('') + text('45499')
    expect(await serialsOf(cells + number(45499))).toEqual([...Array(6).fill(undefined), '2024-07-26'])
    expect(await serialsOf(cells)).toEqual(Array(6).fill(undefined))
  })
})
