import { padEnd, width, wrap } from '../terminal/width.ts'
import type { Lang } from '../text.ts'
import { figures, groupsOf, nameOf, range } from './chart.ts'
import type { Chart, Series } from './document.ts'

interface BarScreen {
  readonly lang: Lang
  readonly width: number
  paint(emphasis: Series['emphasis'], text: string): string
}

/** A chart as bars of characters that fit the width: `山王庄镇  ████ 12.3`. Negative bars are light. */
export function* writeBars(chart: Chart, screen: BarScreen): Generator<string> {
  const { lang, width: room, paint } = screen
  const write = figures(chart, lang)
  const groups = groupsOf(chart, lang)
  const names = chart.series.length > 1 ? chart.series.map(s => nameOf(s, lang)) : ['']
  const most = (texts: readonly string[], share: number) =>
    Math.min(Math.max(2, Math.floor(room * share)), Math.max(0, ...texts.map(width)))
  const label = most(
    groups.map(g => g.label),
    0.35,
  )
  const name = most(names, 0.2)
  const figure = most(
    groups.flatMap(g => g.values.map(v => write(v ?? 0))),
    0.3,
  )
  const long = Math.max(1, room - label - (name > 0 ? name + 2 : 0) - figure - 3)
  const { least, most: top } = range(chart)
  const scale = Math.max(top, -least)
  const bar = (value: number | null, { emphasis }: Series) => {
    if (value === null) return ''
    const cells = Math.round((Math.abs(value) / scale) * long)
    return `${paint(emphasis, (value < 0 ? '░' : '█').repeat(cells))}${cells > 0 ? ' ' : ''}${write(value)}`
  }
  for (const group of groups) {
    const places = wrap(group.label, label)
    const rows = chart.series.flatMap((series, i) =>
      wrap(names[i] ?? '', name || 1).map((part, j) => [part, j === 0 ? bar(group.values[i]!, series) : '']),
    )
    for (let at = 0; at < Math.max(places.length, rows.length); at++) {
      const [part = '', drawn = ''] = rows[at] ?? []
      const middle = name > 0 ? `${padEnd(part, name)}  ` : ''
      yield `${`${padEnd(places[at] ?? '', label)}  ${middle}${drawn}`.trimEnd()}\n`
    }
  }
}
