import { describe, expect, test } from 'vitest'
import { writeOfficialDocx } from '../../src/assessment/notice/official/docx.ts'
import { writeOfficialHtml } from '../../src/assessment/notice/official/html.ts'
import type { Document, Line } from '../../src/kernel/document/document.ts'
import { writeDocx } from '../../src/kernel/document/docx.ts'
import { standardFonts as fonts } from '../../src/kernel/document/fonts.ts'
import { writeHtml } from '../../src/kernel/document/html.ts'
import { writeXlsx } from '../../src/kernel/document/xlsx.ts'
import { both } from '../../src/kernel/text.ts'
import { hostileOfficial, official } from '../assessment/notice/officials.ts'
import { hostile, hostilePaper, paper } from '../kernel/document/papers.ts'
import { browsed, inkOn, missing, type Page, pagesOf, printed, printedAll, textOf } from '../pages.ts'

const zh = { lang: 'zh', fonts } as const
const dark = (r: number, g: number, b: number) => r + g + b < 384
const red = (r: number, g: number, b: number) => r > 150 && g < 110 && b < 110
const near = (value: number, wanted: number) =>
  expect(Math.abs(value - wanted), `${value}`).toBeLessThanOrEqual(1)

function across(pages: readonly Page[]) {
  for (const { width, height, words } of pages) {
    near(width, 297)
    near(height, 210)
    for (const { left, right, top, bottom } of words) {
      expect(Math.min(left, top)).toBeGreaterThan(5)
      expect(right).toBeLessThan(width - 5)
      expect(bottom).toBeLessThan(height - 3)
    }
  }
}

/** Every page that has rows of the table has its head; the last has the last column whole. */
function headed(pages: readonly Page[]) {
  const rows = pages.filter(p => p.words.some(w => /^00\d{7}$/.test(w.text)))
  expect(rows.length).toBeGreaterThan(1)
  for (const page of rows) {
    const texts = page.words.map(w => w.text)
    expect(texts).toEqual(expect.arrayContaining(['编号', '情况说明']))
  }
}

const why = missing.length > 0 ? ` (left out: ${missing.join(', ')} not installed)` : ''
const skip = missing.length > 0 && !process.env.CI

test('in CI the programs that show papers are there', () => {
  if (process.env.CI) expect(missing).toEqual([])
})

describe.skipIf(skip)(`papers as an office sees them${why}`, { timeout: 300_000 }, () => {
  test('a workbook prints on A4 across, its head on every page, pages numbered', async () => {
    const pages = pagesOf(printed('p.xlsx', await writeXlsx(paper(60), zh)))
    across(pages)
    headed(pages)
    expect(textOf(pages[1]!.lines.at(-1)!)).toBe(`第2页共${pages.length}页`)
    expect(textOf(pages[1]!.lines[0]!)).toBe('季度情况表')
  })

  test('a text document does so too', async () => {
    const pages = pagesOf(printed('p.docx', await writeDocx(paper(60), zh)))
    across(pages)
    headed(pages)
    expect(textOf(pages[0]!.lines.at(-1)!)).toBe(`第1页共${pages.length}页`)
  })

  test('a page says nothing, loads nothing and prints on A4 across without cut columns', () => {
    const { pdf, said } = browsed(writeHtml(paper(60), zh))
    expect(said).toBe('')
    const pages = pagesOf(pdf)
    across(pages)
    headed(pages)
    const ink = inkOn(pdf, 2, (r, g, b) => r + g + b < 500)
    near(ink.left, 12)
    near(ink.right, 12)
  })

  test('a page that says or loads something would be found out', () => {
    expect(browsed('<script>console.log(1)</script>').said).toContain('CONSOLE')
    expect(browsed('<img src="http://example.org/a.png">').said).toContain('example.org')
  })

  test('an official paper keeps the measures of GB/T 9704-2012', async () => {
    const pdf = printed('o.docx', await writeOfficialDocx(official(), { fonts }))
    const pages = pagesOf(pdf)
    const [first, second] = pages as [Page, Page]
    near(first.width, 210)
    near(first.height, 297)
    // The name's top is 35 mm below the type area's, that is 72 mm from the edge; the rule is as wide as the area.
    const name = inkOn(pdf, 1, red)
    near(name.top, 37 + 35)
    near(name.left, 28)
    near(name.right, 26)
    const number = first.lines.find(l => textOf(l).includes('〔2024〕3号'))!
    near(name.bottom, 297 - number[0]!.bottom - 5)
    // A whole page: 22 lines of 28 characters, and the number below.
    const body = second.lines.slice(0, -1)
    expect(body).toHaveLength(22)
    const full = body.filter(l => [...textOf(l)].length === 28)
    expect(full.length).toBeGreaterThan(15)
    near(Math.min(...full.map(l => l[0]!.left)), 28)
    near(second.width - Math.max(...full.map(l => l.at(-1)!.right)), 26)
    near((body.at(-1)![0]!.top - body[0]![0]!.top) / 21, 225 / 22)
    expect(Math.abs((body.at(-1)![0]!.top - body[0]![0]!.top) / 21 - 225 / 22)).toBeLessThan(0.02)
    expect(inkOn(pdf, 2, dark).top).toBeGreaterThan(37)
    expect(inkOn(pdf, 2, dark).top).toBeLessThan(37 + 3.5)
    const numbers = pages.map(p => p.lines.at(-1)!)
    expect(numbers.map(textOf)).toEqual(pages.map((_, i) => `—${i + 1}—`))
    near(second.lines.at(-1)![0]!.left, 28 + 4.94)
    near(first.width - first.lines.at(-1)!.at(-1)!.right, 26 + 4.94)
    // The dash, in the middle of its line, is 7 mm below the area.
    const dash = second.lines.at(-1)![0]!
    near((dash.top + dash.bottom) / 2, 297 - 35 + 7)
    // The head of the table on its second page; signature, date and imprint on the last.
    const table = pages.filter(p => p.words.some(w => /^00\d{7}$/.test(w.text)))
    expect(table.length).toBeGreaterThan(1)
    for (const page of table) expect(page.words.map(w => w.text)).toContain('编号')
    const last = pages.at(-1)!
    const texts = last.lines.map(textOf)
    expect(texts).toEqual(
      expect.arrayContaining(['某某县某某委员会', '2024年7月6日', '某某县某某委员会办公室2024年7月8日印发']),
    )
    const date = last.lines.find(l => textOf(l) === '2024年7月6日')!
    near(last.width - date.at(-1)!.right, 26 + 4 * 5.57)
  })

  test('wherever on a page a table begins, its head stands above its rows and none is lost', async () => {
    const found = official().body.find(block => block.kind === 'table')!
    // Heads of one, two and three lines: it is where there is room for the head alone that rows could be lost.
    const ways = [25, 26, 27].flatMap(n =>
      ['次数', '走访的次数', '入户走访的次数', '入户走访的总次数'].map(label => [n, label] as const),
    )
    const files = ways.map(async ([n, label], at) => {
      const columns = found.table.columns.map((c, i) => (i === 3 ? { ...c, label: both(label) } : c))
      const table = { kind: 'table', table: { ...found.table, columns } } as const
      const text = Array(n).fill('一行').join('\n')
      const body = [
        { kind: 'paragraph', text } as const,
        { kind: 'heading', level: 1, text: '名单' } as const,
        table,
      ]
      return [`t${at}.docx`, await writeOfficialDocx(official({ body }), { fonts })] as const
    })
    for (const pdf of printedAll(await Promise.all(files))) {
      const pages = pagesOf(pdf).map(page => page.words.map(w => w.text))
      const rows = (texts: readonly string[]) => texts.filter(t => /^(00\d{7}|合计)$/.test(t))
      expect(pages.flatMap(rows)).toHaveLength(41)
      for (const texts of pages) expect(texts.includes('编号'), pdf).toBe(rows(texts).length > 0)
    }
  })

  test('a short table of tall rows begins on the page where the line before it stands, and breaks between rows', async () => {
    const facts =
      '得分 84.4，第 1 名（共 39 个）；走访覆盖 200 户中走访 94 户；诉求办结应办 3 件、办结 3 件；'
    const table = {
      columns: [
        { key: 'name', label: both('名称'), type: 'text' },
        { key: 'facts', label: both('主要事实'), type: 'text' },
      ],
      lines: [1, 2, 3, 4, 5].map(n => ({ cells: [`R${n}`, facts.repeat(2)] })),
    } as const
    const body = [
      { kind: 'paragraph', text: Array(6).fill('一行').join('\n') },
      { kind: 'table', table },
    ] as const
    const pdf = printed('k.docx', await writeOfficialDocx(official({ body, attachments: [] }), { fonts }))
    const rows = pagesOf(pdf).map(page => page.words.map(w => w.text).filter(t => /^(R\d|名称)$/.test(t)))
    expect(rows).toEqual([
      ['名称', 'R1'],
      ['名称', 'R2', 'R3', 'R4', 'R5'],
    ])
  })

  test('printed paper keeps its place blank and all else where it was', async () => {
    const [own, preprinted] = await Promise.all(
      [false, true].map(async on =>
        printed('o.docx', await writeOfficialDocx(official({ preprinted: on }), { fonts })),
      ),
    )
    const place = (pdf: string) => pagesOf(pdf)[0]!.lines.find(l => textOf(l).startsWith('关于'))![0]!.top
    near(place(preprinted!), place(own!))
    expect(inkOn(preprinted!, 1, dark).top).toBeGreaterThan(37 + 35 + 20)
    expect(inkOn(preprinted!, 1, red).top).toBeGreaterThan(290)
  })

  test('an official paper in the browser: quiet, 22 lines of 28 characters, the margins', () => {
    const { pdf, said } = browsed(writeOfficialHtml(official(), { fonts }))
    expect(said).toBe('')
    const second = pagesOf(pdf)[1]!
    near(second.width, 210)
    const body = second.lines.filter(l => !textOf(l).startsWith('—'))
    expect(body).toHaveLength(22)
    expect([...textOf(body[4]!)]).toHaveLength(28)
    near(body[4]![0]!.left, 28)
    near(second.width - body[4]!.at(-1)!.right, 26)
  })

  test('text of ill will opens in both without a word', async () => {
    const [table] = hostilePaper(hostile[5]).tables
    const lines: Line[] = hostile.map(text => ({ cells: [text, text, text] }))
    const all: Document = { ...hostilePaper(hostile[5]), tables: [{ ...table!, lines }] }
    const browser = browsed(writeHtml(all, zh))
    expect(browser.said).toBe('')
    for (const pdf of [
      browser.pdf,
      printed('h.xlsx', await writeXlsx(all, zh)),
      printed('h.docx', await writeDocx(all, zh)),
      printed(
        'o.docx',
        await writeOfficialDocx(hostileOfficial('<script>alert(1)</script>=cmd()'), { fonts }),
      ),
    ]) {
      const text = pagesOf(pdf)
        .flatMap(p => p.lines.map(textOf))
        .join('')
      expect(text).toContain('=cmd()')
      expect(text).toContain('<script>alert(1)</script>')
    }
  })
})
