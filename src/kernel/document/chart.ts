import { type Lang, say, type Text, visible } from '../text.ts'
import type { Chart, Series } from './document.ts'

/** The values under one label, in the order of the series; null is a gap. */
export interface Group {
  readonly label: string
  readonly values: (number | null)[]
}

/** A text of a chart on one line. */
const lineOf = (text: Text | string, lang: Lang) => visible(say(text, lang)).replace(/\s+/g, ' ')

/** Points by label, in the order of the first series. Equal labels pair up by position among their equals. */
export function groupsOf(chart: Chart, lang: Lang): Group[] {
  const groups = new Map<string, Group>()
  for (const [i, series] of chart.series.entries()) {
    const met = new Map<string, number>()
    for (const point of series.points) {
      const label = lineOf(point.label, lang)
      const nth = met.get(label) ?? 0
      met.set(label, nth + 1)
      const key = `${nth} ${label}`
      const group = groups.get(key) ?? { label, values: chart.series.map(() => null) }
      group.values[i] = point.value
      groups.set(key, group)
    }
  }
  return [...groups.values()]
}

const valuesOf = (chart: Chart) => chart.series.flatMap(s => s.points.map(p => p.value ?? 0))

/** How the values of a chart are written: all with one decimal, or all without. */
export function figures(chart: Chart, lang: Lang): (value: number) => string {
  const digits = valuesOf(chart).every(Number.isInteger) ? 0 : 1
  const unit = chart.unit ? lineOf(chart.unit, lang) : ''
  return value => `${value.toFixed(digits)}${unit}`
}

/** The range of values, extended to include 0; never empty. */
export function range(chart: Chart): { least: number; most: number } {
  const values = valuesOf(chart)
  const least = Math.min(0, ...values)
  const most = Math.max(0, ...values)
  return { least, most: most === least ? least + 1 : most }
}

export const nameOf = (series: Series, lang: Lang) => lineOf(series.label, lang)
