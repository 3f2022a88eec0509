import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Chart } from '../../../src/kernel/document/document.ts'
import { standardFonts as fonts } from '../../../src/kernel/document/fonts.ts'
import { writeHtml } from '../../../src/kernel/document/html.ts'
import { writeSvg } from '../../../src/kernel/document/svg.ts'
import { both } from '../../../src/kernel/text.ts'
import { hostile, hostilePaper, paper, places } from './papers.ts'

const zh = { lang: 'zh', fonts } as const

describe('a page', () => {
  test('allows its own style and nothing else', () => {
    const html = writeHtml(paper(2), zh)
    const style = /<style>([\s\S]*)<\/style>/.exec(html)![1]!
    const hash = createHash('sha256').update(style).digest('base64')
    expect(html).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    )
    expect(html).not.toMatch(/<script|<link|<img|<iframe|\sstyle=|\son\w+=|url\(|src=|href=/i)
  })
  test('has a table for each, with heads that repeat, totals and emphasis', () => {
    const html = writeHtml(paper(5), zh)
    expect(html.match(/<table/g)).toHaveLength(2)
    expect(html.match(/<thead><tr><th scope="col">编号<\/th>/g)).toHaveLength(2)
    expect(html).toContain('<tr class="red"><td>004108824</td>')
    expect(html).toContain('<tr class="total"><td>合计</td>')
    expect(html).toContain('<td class="n">不适用</td>')
    expect(html).toContain('size: A4 landscape')
  })
  test.each(hostile)('%j is text', text => {
    const html = writeHtml(hostilePaper(text), zh)
    expect(html).not.toMatch(/<script|<img|\u0000|\u001b|\u202e|\ufffe|[\ud800-\udbff](?![\udc00-\udfff])/)
    expect(html.match(/<\/style>/g)).toHaveLength(1)
  })
  test('takes a font by any name without ending the style', () => {
    const html = writeHtml(paper(1), {
      lang: 'zh',
      fonts: { ...fonts, title: '</style><b>"} body{x:url(http://x)' },
    })
    expect(html.match(/<\/style>/g)).toHaveLength(1)
    expect(html).not.toContain('url(')
  })
})

describe('a chart', () => {
  const texts = (svg: string) =>
    [...svg.matchAll(/<text x="([\d.-]+)" y="([\d.-]+)" text-anchor="(\w+)"[^>]*>([^<]*)</g)].map(
      ([, x, y, anchor, text]) => {
        const wide = [...text!].reduce((w, c) => w + (c > '\u2E80' ? 13 : 7), 0)
        const left = Number(x) - (anchor === 'end' ? wide : anchor === 'middle' ? wide / 2 : 0)
        return { text, left, right: left + wide, top: Number(y) - 11, bottom: Number(y) + 2 }
      },
    )
  const overlaps = (svg: string) => {
    const all = texts(svg)
    return all.flatMap((a, i) =>
      all
        .slice(i + 1)
        .filter(b => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        .map(b => `${a.text} / ${b.text}`),
    )
  }
  const course = (n: number, series: number): Chart => ({
    title: both('走势'),
    kind: 'lines',
    series: Array.from({ length: series }, (_, s) => ({
      label: both(`系列${s}`),
      points: Array.from({ length: n }, (_, i) => ({
        label: `${2015 + (i >> 2)}年第${(i % 4) + 1}季度`,
        value: 80 + ((i * 7 + s * 3) % 11),
      })),
    })),
  })
  test.each([
    ['13 places, two series', paper(0).charts![0]!],
    ['a course of three series', paper(0).charts![1]!],
    ['40 quarters', course(40, 3)],
    ['one point', course(1, 1)],
    ['nothing', course(0, 1)],
  ])('%s: no label meets another, none leaves the picture', (_, chart) => {
    const svg = writeSvg(chart, 'zh')
    expect(overlaps(svg)).toEqual([])
    const high = Number(/viewBox="0 0 960 ([\d.]+)"/.exec(svg)![1])
    for (const { left, right, top, bottom } of texts(svg)) {
      expect(left).toBeGreaterThanOrEqual(-1)
      expect(right).toBeLessThanOrEqual(961)
      expect(top).toBeGreaterThanOrEqual(0)
      expect(bottom).toBeLessThanOrEqual(high)
    }
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
  })
  test('shows every place, its gap as nothing, emphasis by class', () => {
    const [bars, lines] = paper(0).charts!
    const svg = writeSvg(bars!, 'zh')
    for (const place of places) expect(svg).toContain(`>${place}<`)
    expect(svg.match(/class="f s0"/g)).toHaveLength(1 + 12)
    expect(writeSvg(lines!, 'zh')).toMatch(/<path d="M[\d. ]+L[\d. ]+M[\d. ]+L[\d. ]+" class="l red"/)
  })
})
