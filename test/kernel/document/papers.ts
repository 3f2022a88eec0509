import { strFromU8, unzipSync } from 'fflate'
import type { Document, Line, Table } from '../../../src/kernel/document/document.ts'
import { both } from '../../../src/kernel/text.ts'

/** Papers to write: of no office in particular, with every type of column and every emphasis. */
export const places = [
  '覃怀街道',
  '怀庆街道',
  '太行街道',
  '沁园街道',
  '崇义镇',
  '西向镇',
  '西万镇',
  '柏香镇',
  '山王庄镇',
  '紫陵镇',
  '王曲乡',
  '王召乡',
  '常平乡',
]

export const table = (rows: number, name = '走访情况'): Table => ({
  title: { zh: name, en: `Table ${name}` },
  columns: [
    { key: 'code', label: { zh: '编号', en: 'code' }, type: 'text' },
    { key: 'place', label: { zh: '乡镇 (街道)', en: 'place' }, type: 'text' },
    { key: 'from', label: { zh: '起始日期', en: 'from' }, type: 'date' },
    { key: 'times', label: { zh: '次数', en: 'times' }, type: 'integer' },
    { key: 'money', label: { zh: '到位资金 (元)', en: 'money' }, type: 'amount' },
    { key: 'share', label: { zh: '走访覆盖率', en: 'share' }, type: 'percent' },
    { key: 'score', label: { zh: '得分', en: 'score' }, type: 'score' },
    { key: 'mean', label: { zh: '平均', en: 'mean' }, type: 'number' },
    { key: 'remark', label: { zh: '情况说明', en: 'remark' }, type: 'text' },
  ],
  lines: [
    ...Array.from(
      { length: rows },
      (_, i): Line => ({
        cells: [
          `00${4108821 + i}`,
          places[i % places.length]!,
          `2024-0${(i % 6) + 1}-15`,
          i,
          1_234_567 * (i + 1),
          { part: i % 7, of: i % 5 === 4 ? 0 : 7 },
          873 + (i % 100),
          i / 4,
          i % 3 === 0 ? '本季入户走访监测户并逐户填写走访记录, 对反映的饮水和道路问题已转交乡镇办理。' : null,
        ],
        emphasis: i % 11 === 3 ? 'red' : i % 11 === 7 ? 'blue' : undefined,
      }),
    ),
    {
      emphasis: 'total',
      cells: ['合计', null, null, rows * 3, 123_456_789, { part: 1, of: 3 }, 912, null, null],
    },
  ],
})

export const paper = (rows = 30): Document => ({
  title: { zh: '季度情况表', en: 'Quarterly table' },
  subtitle: { zh: '2024Q2 (2024-04-01 至 2024-06-30)', en: '2024Q2 (2024-04-01 to 2024-06-30)' },
  notes: [
    {
      zh: '比率 = 分子之和 ÷ 分母之和; “不适用”不计为 0。',
      en: 'A rate is the sum of its parts over the sum of its wholes.',
    },
    both('https://example.org/&?<>"'),
  ],
  tables: [table(rows), table(3, '帮扶/资金')],
  charts: [
    {
      title: { zh: '走访覆盖率', en: 'Coverage' },
      kind: 'bars',
      unit: both('%'),
      series: [
        {
          label: { zh: '本季', en: 'this quarter' },
          points: places.map((label, i) => ({ label, value: i === 4 ? null : 40 + i * 4.5 })),
        },
        {
          label: { zh: '上季', en: 'last quarter' },
          points: places.map((label, i) => ({ label, value: 80 - i * 3 })),
        },
      ],
    },
    {
      title: { zh: '得分走势', en: 'Course' },
      kind: 'lines',
      unit: { zh: '分', en: '' },
      series: [
        { label: { zh: '红榜', en: 'red' }, emphasis: 'red', points: quarters([88, 89.5, null, 91.2, 93]) },
        { label: { zh: '蓝榜', en: 'blue' }, emphasis: 'blue', points: quarters([60, 58.4, 62, 61, 64.8]) },
        { label: { zh: '全县', en: 'all' }, points: quarters([75, 76, 77, 78.5, 79]) },
      ],
    },
  ],
})

function quarters(values: readonly (number | null)[]) {
  return values.map((value, i) => ({ label: `202${3 + Math.floor(i / 4)}Q${(i % 4) + 1}`, value }))
}

/** What a person or a program with ill will might have typed. */
export const hostile = [
  '=cmd()',
  '=HYPERLINK("http://x","y")',
  '+1',
  '-1',
  '@SUM(A1)',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</style><script>alert(1)</script>',
  '../../x',
  '&amp;&#x3c;',
  ']]>',
  '_x0041_',
  '#N/A',
  '#REF!',
  '\u001b[31m红',
  'a\u0000b\u0001\u000b\u001f',
  '\u202eabc\u200b',
  '\ud800 x',
  '\ufffe\uffff',
  '{PAGE}',
  '&P &N',
] as const

export const hostilePaper = (text: string): Document => ({
  title: both(text),
  subtitle: both(text),
  notes: [both(text)],
  tables: [
    {
      title: both(text),
      columns: [
        { key: 'a', label: both(text), type: 'text' },
        { key: 'b', label: both('b'), type: 'integer' },
        { key: 'c', label: both('c'), type: 'date' },
      ],
      lines: [{ cells: [text, text, text] }, { cells: [both(text), 1, '2024-02-29'], emphasis: 'red' }],
    },
  ],
  charts: [
    {
      title: both(text),
      kind: 'bars',
      unit: both(text),
      series: [{ label: both(text), points: [{ label: text, value: 3 }] }],
    },
    {
      title: both(text),
      kind: 'lines',
      series: [
        {
          label: both(text),
          points: [
            { label: text, value: 3 },
            { label: both(text), value: null },
          ],
        },
      ],
    },
  ],
})

export const parts = (archive: Uint8Array): Record<string, string> =>
  Object.fromEntries(Object.entries(unzipSync(archive)).map(([name, data]) => [name, strFromU8(data)]))
