import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Call } from '../../../src/kernel/cli/line.ts'
import { listing } from '../../../src/kernel/cli/record-document.ts'
import { type Document, forPeople } from '../../../src/kernel/document/document.ts'
import { writeTerminal } from '../../../src/kernel/document/terminal.ts'
import { width, wrap } from '../../../src/kernel/terminal/width.ts'
import { both } from '../../../src/kernel/text.ts'
import { posting } from '../../../src/roster/posting.ts'
import { paper } from './papers.ts'

const drawn = (document: Document, cells: number, lang: 'zh' | 'en' = 'zh') =>
  [...writeTerminal(forPeople(document), { lang, terminal: true, width: cells, color: false })].join('')

const deadlines: Document = {
  title: both('到期事项'),
  tables: [
    {
      columns: [
        { key: 'place', label: both('乡镇'), type: 'text' },
        { key: 'due', label: both('期限'), type: 'date' },
        { key: 'money', label: both('金额'), type: 'amount' },
        { key: 'what', label: { zh: '办理', en: 'what to run' }, type: 'text' },
      ],
      lines: [{ cells: ['常平乡', '2024-05-14', 123_456_789, 'cun visit change 1 --closed DATE，再核对。'] }],
    },
  ],
}

describe('a table on a terminal', () => {
  test.each([200, 120, 80, 60, 40, 30])(
    '%i cells wide keeps within its width and breaks no date or figure',
    cells => {
      const text = drawn(paper(5), cells)
      expect(text.split('\n').filter(line => /^[│┌├└]/.test(line)).length > 8).toBe(cells >= 60)
      for (const line of text.split('\n')) expect(width(line)).toBeLessThanOrEqual(cells)
      expect(text).not.toContain('…')
      if (/^(?:│.*)?起始日期/m.test(text)) expect(text).toContain('2024-01-15')
    },
  )

  test('columns that cannot fit are left out, the lightest first, and named', () => {
    const text = drawn(deadlines, 50)
    expect(text).toContain('2024-05-14')
    expect(text).toContain('1234567.89')
    expect(text).not.toContain('cun visit')
    expect(text).toContain('为适应宽度略去: 办理; ')
    expect(drawn(deadlines, 50, 'en').replaceAll('\n', ' ')).toContain(
      'Left out to fit the width: what to run; widen the window, or see all with --format csv or --out FILE',
    )
    const [table] = deadlines.tables
    const columns = table!.columns.map((c, i) => (i === 0 ? { ...c, weight: -1 } : c))
    const weighed = drawn({ ...deadlines, tables: [{ ...table!, columns }] }, 50)
    expect(weighed).toContain('为适应宽度略去: 乡镇; ')
    expect(weighed).toContain('cun visit change 1')
  })

  test('a command is broken at its spaces, or its column left out', () => {
    const unit = '河南省焦作市沁阳市人力资源和社会保障局'
    const [table] = deadlines.tables
    const [line] = [...table!.lines]
    const command = `cun stationday add --unit ${unit} --date 2024-05-14`
    const lines = [{ cells: [...line!.cells.slice(0, 3), command] }]
    const document = { ...deadlines, tables: [{ ...table!, lines }] }
    expect(drawn(document, 60)).toContain('为适应宽度略去: 办理; ')
    for (const cells of [90, 100]) expect(drawn(document, cells)).toContain(` ${unit} `)
  })

  test('where no more than half of the columns would be left, each record is a block, and whole', () => {
    expect(drawn(deadlines, 30)).toBe(
      [
        '到期事项',
        '',
        '乡镇  常平乡',
        '期限  2024-05-14',
        '金额  1234567.89',
        '办理  cun visit change 1',
        '      --closed DATE，再核对。',
        '',
      ].join('\n'),
    )
  })

  test.each([
    [
      'cun visit add --village 张老湾村 --date 2024-05-14',
      24,
      ['cun visit add --village', '张老湾村 --date', '2024-05-14'],
    ],
    [
      '电话138****5678，记在2024年3月15日的会上',
      16,
      ['电话', '138****5678，记', '在2024年3月15日', '的会上'],
    ],
    ['会议于2024年3月15日举行', 14, ['会议于', '2024年3月15日', '举行']],
    ['沁组〔2024〕3号文件', 8, ['沁组', '〔2024〕', '3号文件']],
    ['他说：“很好。”然后走了', 12, ['他说：“很', '好。”然后走', '了']],
    ['009 姜英兰 (脱贫户)', 14, ['009 姜英兰', '(脱贫户)']],
    ['the office’s own rows', 12, ['the office’s', 'own rows']],
    ['www.example.gov.cn/qinyang', 10, ['www.exampl', 'e.gov.cn/q', 'inyang']],
  ])('%s in %i cells is broken between its words', (text, cells, lines) => {
    expect(wrap(text, cells)).toEqual(lines)
  })

  test('a closing mark at the edge is not cut', () => {
    expect(drawn(deadlines, 60)).not.toContain('…')
  })

  test('colours: bold heads, a red column, a blue line, what was left out dim', () => {
    const [table] = deadlines.tables
    const columns = table!.columns.map((c, i) => (i === 1 ? { ...c, emphasis: 'red' as const } : c))
    const lines = [...table!.lines, { cells: [...table!.lines][0]!.cells, emphasis: 'blue' as const }]
    const text = [
      ...writeTerminal(
        { ...deadlines, tables: [{ ...table!, columns, lines }] },
        { lang: 'zh', terminal: true, width: 50, color: true },
      ),
    ].join('')
    expect(text).toContain('│ \u001b[1m乡镇\u001b[22m   │')
    expect(text).toContain('│ 常平乡 │ \u001b[31m2024-05-14\u001b[39m │')
    expect(text).toContain('│ \u001b[1m\u001b[94m常平乡\u001b[39m\u001b[22m │')
    expect(text).toContain('\u001b[2m为适应宽度略去: 办理;')
    // Of the bright ones only blue.
    expect(text).not.toMatch(/\u001b\[(?:33|37|9[0-35-7])m/)
  })
})

const hard = [
  ...[
    '常平乡',
    '〔2024〕3号',
    '138****5678',
    '2024-05-14',
    'cun visit add --village 张老湾村',
    '“很好。”',
    '（一）、（二）',
  ],
  ...[
    '☎ 0391',
    '㎡№①—…',
    'é\u0301ä',
    '👍🏽🇨🇳',
    '𠅤㛃',
    'x'.repeat(50),
    '第一行\n第二行',
    ' 前有空格',
    'สวัสดี',
    '©®™',
    '',
  ],
]
const cell = fc.array(fc.constantFrom(...hard), { maxLength: 4 }).map(parts => parts.join(''))

/** What is left of a drawn text when rules, spaces and line ends are taken out, its characters in order. */
const inked = (text: string) => [...text.replace(/[\s│┌┬┐├┼┤└┴┘─]/g, '')].sort().join('')

test('no table is wider than its screen, every row lines up, and no character is lost but in columns that are named', () => {
  const table = fc.integer({ min: 1, max: 9 }).chain(columns =>
    fc.record({
      rows: fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 6 }),
      columns: fc.constant(columns),
      cells: fc.integer({ min: 20, max: 130 }),
    }),
  )
  fc.assert(
    fc.property(table, ({ rows, columns, cells }) => {
      const types = ['text', 'text', 'date', 'integer'] as const
      const document: Document = {
        title: both('表'),
        tables: [
          {
            columns: Array.from({ length: columns }, (_, i) => ({
              key: `c${i}`,
              label: both(`列${i}`),
              type: types[i % 4]!,
            })),
            lines: rows.map(cells => ({ cells })),
          },
        ],
      }
      const text = drawn(document, cells)
      for (const line of text.split('\n')) expect(width(line)).toBeLessThanOrEqual(cells)
      const ruled = text.split('\n').filter(line => /^[│┌├└]/.test(line))
      const edges = ruled.map(line =>
        [...line.matchAll(/[│┌┬┐├┼┤└┴┘]/g)].map(m => width(line.slice(0, m.index))),
      )
      for (const edge of edges) expect(edge).toEqual(edges[0])
      const said = /略去: ([^;]*);/.exec(text.replaceAll('\n', ''))?.[1]?.split('、') ?? []
      const kept = [...Array(columns).keys()].filter(i => !said.includes(`列${i}`))
      const shown = ruled.length > 0 ? ruled.join('') : text.slice(text.indexOf('\n'))
      const heads = ruled.length > 0 ? kept : rows.flatMap(() => kept)
      const meant = [...heads.map(i => `列${i}`), ...rows.flatMap(row => kept.map(i => row[i]!))]
      expect(inked(shown)).toBe(inked(meant.join('')))
    }),
    { numRuns: 300, seed: 20240726 },
  )
})

test('of a list the minor columns go first, then those on the right; number and key stay', () => {
  const call = {
    directories: { of: () => ({ label: (id: number) => `示例第${id}单位` }) },
    global: {},
    lang: 'zh',
  }
  const row = {
    id: 1,
    name: '欧阳某某',
    gender: 'male',
    unit: 1,
    village: 2,
    roles: ['firstSecretary'],
    start: '2024-01-31',
    end: '2024-06-30',
    phone: '13800138000',
  }
  const leftOut = (cells: number) =>
    /略去: (.*?);/.exec(drawn(listing(call as unknown as Call, posting, [row]), cells))?.[1]
  expect([140, 100, 88, 80].map(leftOut)).toEqual([
    undefined,
    '性别',
    '性别、联系电话',
    '性别、实际结束时间、联系电话',
  ])
})
