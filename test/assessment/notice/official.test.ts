import { describe, expect, test } from 'vitest'
import { writeOfficialDocx } from '../../../src/assessment/notice/official/docx.ts'
import { writeOfficialHtml } from '../../../src/assessment/notice/official/html.ts'
import { layOut } from '../../../src/assessment/notice/official/layout.ts'
import { maskedOfficial } from '../../../src/assessment/notice/official/mask.ts'
import { chinesePunctuation, dayWritten } from '../../../src/assessment/notice/official/official.ts'
import { writeOfficialText } from '../../../src/assessment/notice/official/text.ts'
import { standardFonts as fonts } from '../../../src/kernel/document/fonts.ts'
import { width } from '../../../src/kernel/terminal/width.ts'
import { both } from '../../../src/kernel/text.ts'
import { hostile, parts } from '../../kernel/document/papers.ts'
import { hostileOfficial, official } from './officials.ts'

const docx = async (changes = {}) => parts(await writeOfficialDocx(official(changes), { fonts }))
const text = (changes = {}, cells = 80) =>
  [...writeOfficialText(official(changes), { lang: 'zh', terminal: true, width: cells, color: false })].join(
    '',
  )

test.each([
  [
    '得分 94.2, 第 1 名 (共 52 个); 周二蹲点日 13/13、村内活动 1 (失 4.0 分)',
    '得分 94.2，第 1 名（共 52 个）；周二蹲点日 13/13、村内活动 1（失 4.0 分）',
  ],
  ['牵头修渠,铺路: 三公里', '牵头修渠，铺路：三公里'],
  ['共 12,500 元, 10:30 到 (=cmd()) (a, b)', '共 12,500 元，10:30 到 (=cmd()) (a, b)'],
  ['（已是全角），不变；', '（已是全角），不变；'],
])('punctuation of a Chinese text: %s', (typed, printed) => {
  expect(chinesePunctuation(typed)).toBe(printed)
})

describe('an official paper', () => {
  test('writes days and counts headings as papers do', () => {
    expect(dayWritten('2024-07-06')).toBe('2024年7月6日')
    const heading = (level: 1 | 2 | 3 | 4) => ({ kind: 'heading', level, text: '甲' }) as const
    const said = (...levels: (1 | 2 | 3 | 4)[]) =>
      layOut(official({ body: levels.map(heading) })).body.map(b => 'text' in b && b.text)
    const many = said(...Array<1>(99).fill(1))
    expect([1, 10, 11, 20, 21, 99].map(n => many[n - 1])).toEqual([
      '一、甲',
      '十、甲',
      '十一、甲',
      '二十、甲',
      '二十一、甲',
      '九十九、甲',
    ])
    expect(said(1, 2, 3, 4, 4, 2, 1, 2)).toEqual([
      '一、甲',
      '（一）甲',
      '1. 甲',
      '（1）甲',
      '（2）甲',
      '（二）甲',
      '二、甲',
      '（一）甲',
    ])
  })
  test('names what is attached: one without a number, several with', () => {
    const said = (...attachments: string[]) =>
      layOut(official({ attachments })).attachments.lines.map(a => [a.before, a.name])
    expect(said('名单。')).toEqual([['附件：', '名单']])
    expect(said('甲', '乙；')).toEqual([
      ['附件：1. ', '甲'],
      ['2. ', '乙'],
    ])
  })
  test.each([
    // 8 characters over 2024年7月6日 (6): its middle is the date's middle.
    ['sealed', true, '某某县某某委员会', { signature: 3, date: 4 }],
    // The date begins two characters after the name's first: 2 + 8 - 2 - 6.
    ['unsealed', false, '某某县某某委员会', { signature: 2, date: 2 }],
    ['unsealed, a long name', false, '某某县某某某某委员会办公室', { signature: 2, date: 7 }],
    ['unsealed, a date longer than the name', false, '某某', { signature: 8, date: 2 }],
  ])('%s: signature and date in their places', (_, sealed, signature, places) => {
    const laid = layOut(official({ sealed, signature }))
    expect({ signature: laid.signature.free, date: laid.date.free }).toEqual(places)
  })
})

describe('as a text document', () => {
  test('has the measures of GB/T 9704-2012', async () => {
    const made = await docx()
    const xml = made['word/document.xml']!
    expect(xml).toContain('<w:pgSz w:w="11906" w:h="16838" w:orient="portrait"/>')
    expect(xml).toMatch(/<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"/)
    expect(xml).toContain('<w:spacing w:line="579" w:lineRule="exact"/>')
    expect(xml).toContain('<w:color w:val="E60012"/>')
    for (const said of [
      '一、总体情况',
      '（一）工作进展',
      '1. 具体做法',
      '（1）抓落实',
      '（二）存在问题',
      '二、名单',
      '附件：1. 第二季度得分表',
      '2024年7月6日',
      '各单位：',
      '各人民团体。',
    ])
      expect(xml).toContain(said)
    expect(made['word/settings.xml']).toContain('<w:evenAndOddHeaders')
    const footers = [made['word/footer1.xml']!, made['word/footer2.xml']!]
    expect(footers.map(f => /<w:jc w:val="(\w+)"/.exec(f)![1]).sort()).toEqual(['left', 'right'])
    for (const footer of footers) expect(footer).toMatch(/— <.*PAGE.* —/)
    expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(1)
  })
  test('a table begins below the line before it; only its header keeps with the row after it', async () => {
    const rows = ['甲', '乙', '丙'].map(name => ({ cells: [name, '一季度没有到村蹲点'] }))
    const columns = ['名称', '主要事实'].map((zh, i) => ({
      key: `c${i}`,
      label: both(zh),
      type: 'text' as const,
    }))
    const body = [
      { kind: 'paragraph', text: '以下三个单位列入蓝榜。' },
      { kind: 'table', table: { columns, lines: rows } },
    ] as const
    const xml = (await docx({ body, attachments: [] }))['word/document.xml']!
    const [before, inside] = xml.split(/<w:tbl>|<\/w:tbl>/) as [string, string]
    expect(before.match(/<w:p>.*?<\/w:p>/g)!.at(-1)).toContain('列入蓝榜')
    const [head, ...others] = inside.split('<w:tr>').slice(1)
    expect(head!.match(/<w:keepNext\/>/g)).toHaveLength(2)
    expect(others).toHaveLength(3)
    for (const row of others) expect(row).not.toContain('<w:keepNext/>')
  })
  test('leaves the place of name and rule blank on printed paper', async () => {
    const xml = (await docx({ preprinted: true }))['word/document.xml']!
    expect(xml).not.toContain('委员会文件')
    expect(xml).not.toContain('<w:pBdr>')
    expect(xml).toContain('〔2024〕3号')
  })
  test('takes other fonts', async () => {
    const other = { title: 'T1', body: 'B1', heading: 'H1', subheading: 'S1', number: 'N1' }
    const made = parts(await writeOfficialDocx(official(), { fonts: other }))
    for (const font of ['T1', 'B1', 'H1', 'S1'])
      expect(made['word/document.xml']).toContain(`w:eastAsia="${font}"`)
    expect(made['word/document.xml']).not.toContain('仿宋')
    expect(made['word/footer1.xml']).toContain('N1')
  })
})

describe('on a terminal', () => {
  test('reads as the paper does, 28 characters a line', () => {
    const lines = text({ body: official().body.slice(0, 2) }).split('\n')
    expect(lines).toMatchInlineSnapshot(`
      [
        "                  某某县某某委员会文件",
        "",
        "                   某办通〔2024〕3号",
        "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━",
        "",
        "            关于2024年第二季度工作情况的通报",
        "",
        "各乡镇（街道）党（工）委，县直各单位：",
        "　　今年以来各单位坚持以提升治理能力为目标认真落实各项工",
        "作要求全面掌握基本情况逐户逐项建立工作台账及时研究解决群",
        "众反映的实际困难和问题推动各项任务落到实处取得了明显成效",
        "现将有关情况通报如下今年以来各单位坚持以提升治理能力为目",
        "标认真落实各项工作要求全面掌握基本情况逐户逐项建立工作台",
        "账及时研究解决群众反映的实际困难和问题推动各项任务落到实",
        "处取得了明显成效现将有关情况通报如下",
        "　　一、总体情况",
        "",
        "    附件：1. 第二季度得分表",
        "          2. 某某名单及其说明一个名称很长的附件需要回行",
        "             时与上一行的首字对齐的例子",
        "",
        "                                  某某县某某委员会",
        "                                    2024年7月6日",
        "",
        "────────────────────────────────────────────────────────",
        "  抄送：市某某部，县某某办公室，县人大常委会办公室，县",
        "        政府办公室，县政协办公室，县纪委监委，各人民团",
        "        体。",
        "────────────────────────────────────────────────────────",
        "  某某县某某委员会办公室              2024年7月8日印发",
        "────────────────────────────────────────────────────────",
        "",
      ]
    `)
    expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(58)
  })
  test('fits a narrow one', () => {
    const lines = text({ body: official().body.slice(0, 2) }, 40).split('\n')
    expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(42)
  })
})

describe('text of ill will', () => {
  const raw =
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202e\u200b\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])/
  test.each([...hostile, 'CURRENT'])('%j is text in every form', async said => {
    const paper = hostileOfficial(said)
    const xml = parts(await writeOfficialDocx(paper, { fonts }))['word/document.xml']!
    expect(xml).not.toMatch(/<script|<img|instrText|fldSimple|hyperlink/)
    expect(xml).not.toMatch(raw)
    const html = writeOfficialHtml(paper, { fonts })
    expect(html).not.toMatch(/<script|<img|\sstyle=/)
    expect(html).not.toMatch(raw)
    expect(html.match(/<\/style>/g)).toHaveLength(1)
    const screen = { lang: 'zh', terminal: true, width: 80, color: false } as const
    expect([...writeOfficialText(paper, screen)].join('')).not.toMatch(raw)
  })
})

test('an ID number or a phone in any text of an official paper is masked, and the paper can be kept as JSON', () => {
  const secrets = ['13912345678', '410882198503070013']
  const masked = maskedOfficial(hostileOfficial(`联系${secrets.join('或')}`))
  const kept = JSON.stringify(masked)
  for (const secret of secrets) expect(kept).not.toContain(secret)
  expect(kept).toContain('139****5678')
  expect(
    JSON.parse(kept).body.some((b: { table?: { lines: unknown[] } }) => b.table && b.table.lines.length > 0),
  ).toBe(true)
})
