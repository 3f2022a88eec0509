import { describe, expect, test } from 'vitest'
import type { Document } from '../../../src/kernel/document/document.ts'
import { standardFonts as fonts } from '../../../src/kernel/document/fonts.ts'
import { writeXlsx } from '../../../src/kernel/document/xlsx.ts'
import { readWorkbook } from '../../../src/kernel/sheet/read-workbook.ts'
import { both } from '../../../src/kernel/text.ts'
import { hostile, hostilePaper, paper, parts } from './papers.ts'

const zh = { lang: 'zh', fonts } as const
const titled = (...names: string[]): Document => ({
  title: both('表'),
  tables: names.map(name => ({
    title: both(name),
    columns: [{ key: 'a', label: both('甲'), type: 'text' }],
    lines: [],
  })),
})

describe('a workbook', () => {
  test('has a sheet for each table, with values that can be reckoned with', async () => {
    const sheets = await readWorkbook(await writeXlsx(paper(5), zh))
    expect(sheets.map(s => s.name)).toEqual(['走访情况', '帮扶 资金'])
    const [title, subtitle, head, first] = sheets[0]!.rows
    expect(title![0]).toBe('季度情况表')
    expect(subtitle![0]).toBe('走访情况  2024Q2 (2024-04-01 至 2024-06-30)')
    expect(head!.slice(0, 3)).toEqual(['编号', '乡镇 (街道)', '起始日期'])
    expect(first!.slice(0, 8)).toEqual([
      '004108821',
      '覃怀街道',
      new Date('2024-01-15T00:00:00Z'),
      0,
      12_345.67,
      0,
      87.3,
      0,
    ])
    expect(sheets[0]!.rows[7]![5]).toBe('不适用')
    expect(sheets[0]!.rows.at(-1)![0]).toBe('https://example.org/&?<>"')
  })
  test('prints on A4 across, fitted to the width, with its head on every page and page numbers', async () => {
    const made = parts(await writeXlsx(paper(5), zh))
    const sheet = made['xl/worksheets/sheet1.xml']!
    expect(sheet).toContain('<pane ySplit="3" topLeftCell="A4" state="frozen" activePane="bottomLeft"/>')
    expect(sheet).toMatch(
      /<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"\/>/,
    )
    expect(sheet).toContain('<mergeCell ref="A1:I1"/>')
    expect(sheet).toContain('<oddFooter>&amp;C第 &amp;P 页 共 &amp;N 页</oddFooter>')
    expect(made['xl/workbook.xml']).toContain(
      '<definedName name="_xlnm.Print_Titles" localSheetId="1">\'帮扶 资金\'!$1:$3</definedName>',
    )
  })
  test('shows types and emphasis by its styles', async () => {
    const styles = parts(await writeXlsx(paper(5), zh))['xl/styles.xml']!
    for (const format of ['0.0%', '0.0', '#,##0.00', 'yyyy-mm-dd']) expect(styles).toContain(`"${format}"`)
    expect(styles).toMatch(/rgb="FFC00000"/)
    expect(styles).toContain('方正小标宋简体')
  })
  test('of nothing still has its columns, and of no table its title', async () => {
    const empty = await readWorkbook(await writeXlsx(titled('甲'), zh))
    expect(empty[0]!.rows).toEqual([['表'], ['甲']])
    const none = await readWorkbook(await writeXlsx({ title: both('无表'), tables: [] }, zh))
    expect(none[0]!.rows[0]).toEqual(['无表'])
  })
  test('names its sheets as sheets may be named, each once', async () => {
    const long = '很'.repeat(40)
    const names = ['a/b', 'A?B', "'x'", 'History', '', long, long, '../../x', '[1]', '𬱖'.repeat(20)]
    const sheets = await readWorkbook(await writeXlsx(titled(...names), zh))
    expect(sheets.map(s => s.name)).toEqual([
      'a b',
      'A B 2',
      'x',
      '表',
      '表 2',
      '很'.repeat(31),
      `${'很'.repeat(29)} 2`,
      '.. .. x',
      '1',
      '𬱖'.repeat(15),
    ])
  })
  test.each(hostile)('%j is text in a cell, never a formula or a link', async text => {
    const archive = await writeXlsx(hostilePaper(text), zh)
    for (const xml of Object.values(parts(archive)))
      expect(xml).not.toMatch(/<f>|<hyperlink|t="e"|TargetMode/)
    const [sheet] = await readWorkbook(archive)
    const cells = sheet!.rows.flat().filter(v => typeof v === 'string')
    expect(cells.filter(v => v === cells[0]).length).toBeGreaterThanOrEqual(5)
  })
  test('a month is text, a day before 1900-03 too; a cell too long is refused', async () => {
    const document = (cell: string): Document => ({
      title: both('t'),
      tables: [{ columns: [{ key: 'd', label: both('d'), type: 'date' }], lines: [{ cells: [cell] }] }],
    })
    for (const day of ['2024-07', '1899-12-31']) {
      const [sheet] = await readWorkbook(await writeXlsx(document(day), zh))
      expect(sheet!.rows[2]![0]).toBe(day)
    }
    await expect(writeXlsx(document('长'.repeat(40_000)), zh)).rejects.toThrow(/more than XLSX can hold/)
  })
})
