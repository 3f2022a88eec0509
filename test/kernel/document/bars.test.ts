import { describe, expect, test } from 'vitest'
import { writeBars } from '../../../src/kernel/document/bars.ts'
import type { Chart } from '../../../src/kernel/document/document.ts'
import { writeTerminal } from '../../../src/kernel/document/terminal.ts'
import { width } from '../../../src/kernel/terminal/width.ts'
import { both } from '../../../src/kernel/text.ts'
import { paper } from './papers.ts'

const bars = (chart: Chart, cells: number) =>
  [...writeBars(chart, { lang: 'zh', width: cells, paint: (_, text) => text })].join('')
const one = (...points: [string, number | null][]): Chart => ({
  title: both('t'),
  kind: 'bars',
  series: [{ label: both('s'), points: points.map(([label, value]) => ({ label, value })) }],
})

describe('bars on a terminal', () => {
  test('are aligned beside Chinese labels, the longest filling what is left; a gap is empty', () => {
    expect(bars(one(['山王庄镇', 20], ['王曲乡', 10.5], ['Abc', null], ['崇义镇', 0]), 30)).toBe(
      `山王庄镇  ${'█'.repeat(15)} 20.0\n王曲乡    ████████ 10.5\nAbc\n崇义镇    0.0\n`,
    )
  })
  test('of several series stand under each other, each with its name', () => {
    const chart: Chart = {
      title: both('t'),
      kind: 'lines',
      unit: both('%'),
      series: [
        { label: both('本季'), points: [{ label: 'Q1', value: 4 }] },
        {
          label: both('上季'),
          points: [
            { label: 'Q1', value: 2 },
            { label: 'Q2', value: -4 },
          ],
        },
      ],
    }
    expect(bars(chart, 20)).toBe('Q1  本季  ██████ 4%\n    上季  ███ 2%\nQ2  本季\n    上季  ░░░░░░ -4%\n')
  })
  test('namesakes keep a bar each', () => {
    expect(bars(one(['张庄村', 1], ['张庄村', 2]), 20)).toBe('张庄村  █████ 1\n张庄村  ██████████ 2\n')
  })
  test.each([40, 60, 80, 120])('keep within %d cells, on a pipe too', cells => {
    const screen = { lang: 'zh', terminal: false, width: cells, color: false } as const
    const text = [...writeTerminal({ ...paper(0), tables: [] }, screen)].join('')
    expect(text).toContain('\n走访覆盖率\n')
    for (const line of text.split('\n')) {
      if (line.includes('█')) expect(width(line)).toBeLessThanOrEqual(cells)
    }
    expect(Math.max(...text.split('\n').map(width))).toBeGreaterThan(cells - 8)
  })
  test('long labels are broken, not cut', () => {
    const text = bars(one(['中国人民银行沁阳市支行驻村工作队', 5]), 40)
    expect(text.replace(/[█ \n5]/g, '')).toBe('中国人民银行沁阳市支行驻村工作队')
    for (const line of text.split('\n')) expect(width(line)).toBeLessThanOrEqual(40)
  })
})
