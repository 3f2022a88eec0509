import { personalMasked, type Text } from '../text.ts'
import { type Cell, type Chart, type Document, isShare, type Line, type Table } from './document.ts'

function text(of: Text): Text {
  const [zh, en] = [personalMasked(of.zh), personalMasked(of.en)]
  return zh === of.zh && en === of.en ? of : { zh, en }
}
const words = (said: Text | string) => (typeof said === 'string' ? personalMasked(said) : text(said))

function cell(value: Cell): Cell {
  return value === null || typeof value === 'number' || isShare(value) ? value : words(value)
}

/** Masks lines lazily: a long list is never held whole. */
export const lines = (all: Iterable<Line>): Iterable<Line> => ({
  *[Symbol.iterator]() {
    for (const line of all) yield { ...line, cells: line.cells.map(cell) }
  },
})

export const table = (of: Table): Table => ({
  ...of,
  title: of.title && text(of.title),
  columns: of.columns.map(c => ({ ...c, label: text(c.label) })),
  lines: lines(of.lines),
})

const chart = (of: Chart): Chart => ({
  ...of,
  title: text(of.title),
  series: of.series.map(s => ({
    ...s,
    label: text(s.label),
    points: s.points.map(p => ({ ...p, label: words(p.label) })),
  })),
})

/** Masks ID numbers and mobile numbers in every text of a document. */
export const maskedDocument = (of: Document): Document => ({
  ...of,
  title: text(of.title),
  subtitle: of.subtitle && text(of.subtitle),
  notes: of.notes?.map(text),
  closing: of.closing?.map(text),
  tables: of.tables.map(table),
  charts: of.charts?.map(chart),
})
