import { width, wrap } from '../terminal/width.ts'
import { type Lang, say } from '../text.ts'
import { figures, type Group, groupsOf, nameOf, range } from './chart.ts'
import type { Chart, Series } from './document.ts'
import { escapeXml } from './zip-parts.ts'

const across = 960
/** Pixels per terminal cell: half a Chinese character of the 13-pixel text, plus some space. */
const cell = 6.8
const line = 17

const at = (n: number) => String(Math.round(n * 10) / 10)
const long = (text: string) => width(text) * cell

function textAt(x: number, y: number, text: string, anchor: 'start' | 'middle' | 'end', of = ''): string {
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}"${of && ` class="${of}"`}>${escapeXml(text)}</text>`
}

/** The CSS class that colours a series: its emphasis, else one of four neutral ones. */
const classOf = (series: Series, i: number) => series.emphasis ?? `s${i % 4}`

/** A chart as self-contained SVG in a figure; the page's style sets the colours. */
export function writeSvg(chart: Chart, lang: Lang): string {
  const groups = groupsOf(chart, lang)
  const legend = chart.series.length > 1 ? legendOf(chart, lang) : { height: 4, body: '' }
  const drawn = (chart.kind === 'bars' ? bars : lines)(chart, groups, legend.height, lang)
  const title = escapeXml(say(chart.title, lang))
  return `<figure><figcaption>${title}</figcaption><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${across} ${at(drawn.height)}" role="img" aria-label="${title}">${legend.body}${drawn.body}</svg></figure>`
}

interface Drawn {
  readonly height: number
  readonly body: string
}

/** The names of the series, in as many rows as they need. */
function legendOf(chart: Chart, lang: Lang): Drawn {
  let [x, y] = [0, 14]
  const out: string[] = []
  for (const [i, series] of chart.series.entries()) {
    const name = nameOf(series, lang)
    const room = 26 + long(name) + 20
    if (x > 0 && x + room > across) [x, y] = [0, y + line]
    const of = classOf(series, i)
    out.push(
      chart.kind === 'bars'
        ? `<rect x="${at(x)}" y="${at(y - 10)}" width="20" height="11" class="f ${of}"/>`
        : `<path d="M${at(x)} ${at(y - 4)}h20" class="l ${of}"/>${mark(i, x + 10, y - 4, of)}`,
      textAt(x + 26, y, name, 'start'),
    )
    x += room
  }
  return { height: y + 14, body: out.join('') }
}

/** Horizontal bars, one label per row, so that no labels overlap. */
function bars(chart: Chart, groups: readonly Group[], top: number, lang: Lang): Drawn {
  const write = figures(chart, lang)
  const { least, most } = range(chart)
  const written = groups.flatMap(g => g.values.map(v => (v === null ? 0 : long(write(v)))))
  const figure = Math.max(0, ...written) + 8
  const cells = Math.min(36, Math.max(2, ...groups.map(g => width(g.label))))
  const left = cells * cell + 10 + (least < 0 ? figure : 0)
  const scale = (across - left - figure) / (most - least)
  const zero = left - least * scale
  const thick = chart.series.length > 1 ? 13 : 16
  const out: string[] = []
  let y = top
  for (const group of groups) {
    const words = wrap(group.label, cells)
    const height = Math.max(words.length * line, group.values.length * (thick + 2))
    for (const [j, word] of words.entries()) {
      out.push(textAt(cells * cell, y + height / 2 + (j - (words.length - 1) / 2) * line + 4.5, word, 'end'))
    }
    const first = y + (height - group.values.length * (thick + 2)) / 2
    for (const [i, value] of group.values.entries()) {
      if (value === null) continue
      const wide = Math.abs(value) * scale
      const row = first + i * (thick + 2)
      const x = value < 0 ? zero - wide : zero
      out.push(
        `<rect x="${at(x)}" y="${at(row)}" width="${at(wide)}" height="${thick}" class="f ${classOf(chart.series[i]!, i)}"/>`,
        value < 0
          ? textAt(x - 4, row + thick / 2 + 4.5, write(value), 'end', 'v')
          : textAt(x + wide + 4, row + thick / 2 + 4.5, write(value), 'start', 'v'),
      )
    }
    y += height + 8
  }
  out.push(`<path d="M${at(zero)} ${at(top - 4)}V${at(y - 4)}" class="axis"/>`)
  return { height: y, body: out.join('') }
}

/** Different shapes, so that series are distinguishable in black and white. */
function mark(i: number, x: number, y: number, of: string): string {
  const shapes = [
    'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0',
    'M-4 -4h8v8h-8z',
    'M0 -5l5 9h-10z',
    'M0 -5l5 5l-5 5l-5 -5z',
  ]
  return `<path transform="translate(${at(x)} ${at(y)})" d="${shapes[i % 4]}z" class="f ${of}"/>`
}

const high = 260

/** Scale ticks: about five steps of 1, 2 or 5 times a power of ten. */
function steps(least: number, most: number): number[] {
  const rough = (most - least) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5, 10].find(n => n * power >= rough) ?? 10)
  const first = Math.floor(least / step)
  return Array.from({ length: Math.ceil(most / step) - first + 1 }, (_, i) => (first + i) * step)
}

/** A line chart over periods; the scale need not begin at 0. A gap breaks the line. */
function lines(chart: Chart, groups: readonly Group[], top: number, lang: Lang): Drawn {
  const write = figures(chart, lang)
  const values = groups.flatMap(g => g.values.filter(v => v !== null))
  const [low, up] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1]
  const scale = steps(low, up === low ? low + 1 : up)
  const [least, most] = [scale[0]!, scale.at(-1)!]
  const digits = scale.every(Number.isInteger)
    ? 0
    : Math.max(0, -Math.floor(Math.log10(scale[1]! - scale[0]!)))
  const left = Math.max(...scale.map(v => long(v.toFixed(digits)))) + 10
  const ends = long(groups.at(-1)?.label ?? '') / 2
  const right = across - Math.max(30, ends, ...values.map(v => long(write(v)) / 2))
  const x = (i: number) =>
    groups.length < 2 ? (left + right) / 2 : left + 40 + (i * (right - left - 40)) / (groups.length - 1)
  const y = (v: number) => top + 12 + ((most - v) * high) / (most - least)
  const out = scale.map(
    v =>
      `<path d="M${at(left)} ${at(y(v))}H${across}" class="grid"/>${textAt(left - 6, y(v) + 4.5, v.toFixed(digits), 'end', 'v')}`,
  )
  let free = 0
  for (const [i, { label }] of groups.entries()) {
    const half = long(label) / 2
    if (x(i) - half < free) continue
    out.push(textAt(x(i), top + high + 34, label, 'middle'))
    free = x(i) + half + 10
  }
  for (const [i, series] of chart.series.entries()) {
    const of = classOf(series, i)
    const path = groups.map((g, n) => {
      const v = g.values[i]!
      return v === null
        ? ''
        : `${n > 0 && groups[n - 1]!.values[i] !== null ? 'L' : 'M'}${at(x(n))} ${at(y(v))}`
    })
    out.push(`<path d="${path.join('')}" class="l ${of}"/>`)
    for (const [n, g] of groups.entries())
      if (g.values[i] !== null) out.push(mark(i, x(n), y(g.values[i]!), of))
  }
  return { height: top + high + 44, body: out.join('') + figuresBeside(chart, groups, write, x, y) }
}

/** Each figure above or below its point, or left out where it would overlap: the table has it. */
function figuresBeside(
  chart: Chart,
  groups: readonly Group[],
  write: (value: number) => string,
  x: (i: number) => number,
  y: (value: number) => number,
): string {
  const taken: { x: number; y: number; half: number }[] = []
  for (const [n, g] of groups.entries()) {
    for (const v of g.values) if (v !== null) taken.push({ x: x(n), y: y(v) + 4, half: 5 })
  }
  const out: string[] = []
  for (const i of chart.series.keys()) {
    for (const [n, g] of groups.entries()) {
      const v = g.values[i]!
      if (v === null) continue
      const half = long(write(v)) / 2
      const spot = [y(v) - 8, y(v) + 18].find(
        place => !taken.some(t => Math.abs(t.x - x(n)) < t.half + half + 2 && Math.abs(t.y - place) < 12),
      )
      if (spot === undefined) continue
      taken.push({ x: x(n), y: spot, half })
      out.push(textAt(x(n), spot, write(v), 'middle', 'v'))
    }
  }
  return out.join('')
}
