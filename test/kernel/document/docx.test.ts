import { describe, expect, test } from 'vitest'
import { writeDocx } from '../../../src/kernel/document/docx.ts'
import { standardFonts as fonts } from '../../../src/kernel/document/fonts.ts'
import { both } from '../../../src/kernel/text.ts'
import { hostile, hostilePaper, paper, parts } from './papers.ts'

const zh = { lang: 'zh', fonts } as const
const body = async (...of: Parameters<typeof writeDocx>) =>
  parts(await writeDocx(...of))['word/document.xml']!

describe('a text document', () => {
  test('lies across A4 and has its tables with a head on every page, rows whole', async () => {
    const xml = await body(paper(5), zh)
    expect(xml).toContain('<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>')
    expect(xml.match(/<w:tbl>/g)).toHaveLength(2)
    expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(2)
    expect(xml.match(/<w:cantSplit\/>/g)).toHaveLength(2 * 2 + 5 + 3)
    expect(xml).toContain('<w:color w:val="C00000"/>')
    expect(xml).toContain('w:eastAsia="方正小标宋简体"')
  })
  test('has page numbers and names what may stand in for its fonts', async () => {
    const made = parts(await writeDocx(paper(5), { lang: 'zh', fonts: { ...fonts, body: 'a"><b>' } }))
    expect(made['word/footer1.xml']).toMatch(/第 .*PAGE.* 页 共 .*NUMPAGES.* 页/)
    expect(made['word/fontTable.xml']).toContain('<w:font w:name="ab"><w:altName w:val="仿宋,FangSong')
  })
  test('of many columns is set smaller until figures fit', async () => {
    const columns = Array.from({ length: 24 }, (_, i) => ({
      key: `k${i}`,
      label: both(`指标${i}`),
      type: 'amount' as const,
    }))
    const xml = await body(
      { title: both('t'), tables: [{ columns, lines: [{ cells: columns.map(() => 123_456) }] }] },
      zh,
    )
    expect(xml).toContain('<w:sz w:val="14"/>')
    const widths = [...xml.matchAll(/<w:gridCol w:w="(\d+)"/g)].map(m => Number(m[1]))
    expect(widths.reduce((a, b) => a + b, 0)).toBe(14797)
  })
  test.each([...hostile, 'CURRENT', 'TOTAL_PAGES'])('%j is text, never a field, link or part', async text => {
    const made = parts(await writeDocx(hostilePaper(text), zh))
    const xml = made['word/document.xml']!
    expect(xml).not.toMatch(
      /<script|<img|instrText|fldSimple|hyperlink|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202e\ufffe]/,
    )
    expect(xml).not.toMatch(/<w:r><w:t[^>]*>[^<]*&(?!amp;|lt;|gt;|quot;|apos;|#39;)/)
    expect(Object.keys(made)).toEqual(Object.keys(parts(await writeDocx(hostilePaper('x'), zh))))
    expect(Object.values(made).join('')).not.toContain('TargetMode')
  })
})
