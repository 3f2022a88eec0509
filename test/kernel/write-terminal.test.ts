import { describe, expect, test } from 'vitest'
import type { Document } from '../../src/kernel/paper.ts'
import { both } from '../../src/kernel/text.ts'
import { writeTerminal } from '../../src/kernel/write/terminal.ts'
import { width } from '../../src/kernel/write/width.ts'
import { paper } from './papers.ts'

const drawn = (document: Document, cells: number, lang: 'zh' | 'en' = 'zh') =>
  [...writeTerminal(document, { lang, terminal: true, width: cells, color: false })].join('')

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
      const ruled = text.split('\n').filter(line => /^[│┌├└]/.test(line))
      expect(ruled.length).toBeGreaterThan(8)
      for (const line of ruled) expect(width(line)).toBeLessThanOrEqual(cells)
      expect(text).not.toContain('…')
      if (text.includes('│ 起始日期')) expect(text).toContain('2024-01-15')
    },
  )

  test('columns that cannot fit are left out from the right, and named', () => {
    const text = drawn(deadlines, 40)
    expect(text).toContain('2024-05-14')
    expect(text).toContain('1234567.89')
    expect(text).toContain('窗口太窄, 未显示: 办理')
    expect(drawn(deadlines, 40, 'en').replaceAll('\n', ' ')).toContain('--out FILE.csv')
  })

  test('the first two columns stay', () => {
    expect(drawn(deadlines, 12)).toContain('2024-05-14')
  })

  test('a closing mark at the edge is not cut', () => {
    expect(drawn(deadlines, 60)).not.toContain('…')
  })
})
