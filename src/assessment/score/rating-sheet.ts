import type { Call, OtherSheet } from '../../kernel/cli/line.ts'
import { type Fault, type Line, refuse } from '../../kernel/errors.ts'
import type { SheetRow } from '../../kernel/sheet/csv.ts'
import { headerReader } from '../../kernel/sheet/header-names.ts'
import type { Source } from '../../kernel/sheet/source.ts'
import { counted } from '../../kernel/text.ts'
import {
  columnReader,
  ofIndicator,
  periodNamed,
  type RatedColumn,
  ratedColumns,
  ratedHeader,
  usualPeriod,
} from './rated.ts'
import { rating } from './rating.ts'

/** Columns that a row has before the points, in the order of the long sheet. */
const rowKeys = ['period', 'unit', 'posting', 'township', 'village'] as const
const longKeys = [...rowKeys, 'indicator', 'evaluator', 'points'] as const
const longHeaders = ['考核期', '被评单位', '被评人', '乡镇', '被评村', '指标', '评价主体', '得分']

/** A sheet with one row a person (or unit, village) and one column an indicator and evaluator. */
interface Wide {
  readonly source: Source
  /** Rows above the data. */
  readonly above: number
  readonly columns: ReadonlyMap<string, number>
  readonly rated: readonly { readonly at: number; readonly column: RatedColumn }[]
  /** Every column that there may be. */
  readonly all: readonly RatedColumn[]
  /** Headers of columns that are computed from the others, and not read. */
  readonly skipped: readonly string[]
  readonly unknown: readonly { readonly header: string; readonly line: Line }[]
  readonly period: string | undefined
}

/** The wide sheet of ratings, as offices fill it: it is read as one rating a cell. */
export const ratingSheet: OtherSheet = {
  known(call, { name, sheets }) {
    for (const { source, head } of sheets) {
      const wide = wideOf(call, source, head, [name, source.sheet?.name ?? ''])
      if (wide) return async () => [longOf(wide)]
    }
    return undefined
  },
}

let readHeader: ReturnType<typeof headerReader> | undefined
const known = (header: string) => {
  readHeader ??= headerReader(rating)
  return readHeader(header)
}

/** Columns that an office computes from the others. */
const isComputed = (header: string) =>
  /^(?:总分|总得分|合计|小计|平均分?|平均得分|名次|排名|等次)$/.test(header.replace(/\s/g, ''))

function wideOf(
  call: Call,
  source: Source,
  head: readonly SheetRow[],
  names: readonly string[],
): Wide | undefined {
  // Only a sheet without any rated column may have indicators that do not say who rated.
  for (const isBare of [false, true]) {
    for (const height of [1, 2]) {
      for (let at = 0; at + height <= Math.min(head.length, 10); at++) {
        const found = headerAt(call, source, head, at, height, names, isBare)
        if (found) return found
      }
    }
  }
  return undefined
}

function headerAt(
  call: Call,
  source: Source,
  head: readonly SheetRow[],
  at: number,
  height: number,
  names: readonly string[],
  isBare: boolean,
): Wide | undefined {
  const rows = head.slice(at, at + height).map(row => row.cells)
  const titles = head.slice(0, at).flatMap(row => row.cells)
  const columns = new Map<string, number>()
  const others: { at: number; texts: readonly string[] }[] = []
  let over = ''
  for (let c = 0; c < Math.max(...rows.map(r => r.length)); c++) {
    const top = rows[0]![c] ?? ''
    const own = rows.at(-1)![c] ?? ''
    if (top !== '') over = top
    const text = own || top
    const means = text === '' ? 'ordinal' : known(text)
    if (typeof means === 'object') {
      if (['indicator', 'evaluator', 'points'].includes(means.key)) return undefined
      columns.set(means.key, c)
    } else if (means === undefined) others.push({ at: c, texts: height > 1 ? [over + own, text] : [text] })
  }
  if (!['unit', 'posting', 'village'].some(key => columns.has(key))) return undefined
  const periodAt = columns.get('period')
  const given = periodAt === undefined ? [] : head.slice(at + height).map(row => row.cells[periodAt] ?? '')
  const period = periodNamed(
    call,
    [...titles, ...names].filter(t => t !== ''),
  )
  const inRows = periodNamed(call, given.slice(0, 20))
  const all = ratedColumns(call, inRows ?? period ?? usualPeriod(call))
  const means = columnReader(all)
  const read = others.map(o => ({ ...o, column: o.texts.map(means).find(c => c !== undefined) }))
  const rated = read.flatMap(({ at, column }) => (column ? [{ at, column }] : []))
  const isIndicator = (text: string) => ofIndicator(all, text).length > 0
  if (rated.length === 0 && !(isBare && others.some(o => o.texts.some(isIndicator)))) return undefined
  const line = head[at + height - 1]!.line
  const left = read.flatMap(o => (o.column ? [] : [{ header: o.texts.at(-1)!, line }]))
  const skipped = left.filter(o => isComputed(o.header)).map(o => o.header)
  const unknown = left.filter(o => !isComputed(o.header))
  return { source, above: at + height, columns, rated, all, skipped, unknown, period }
}

const isTotal = (cells: readonly string[]) =>
  /^(?:合计|总计|平均|小计|示例|注|备注|填表)/.test(cells.find(c => c !== '') ?? '')

/** The sheet as one rating a row, on the lines of the cells. Empty cells are no ratings. */
function longOf(wide: Wide): Source {
  const { source, unknown, skipped } = wide
  if (unknown.length > 0) refuseUnknown(wide)
  if (!wide.columns.has('period') && wide.period === undefined) refuseWithoutPeriod(source)
  const rows = [...longRows(wide)]
  const lines = new Set(rows.map(row => row.line)).size
  const who =
    wide.columns.has('unit') || (wide.columns.has('village') && !wide.columns.has('posting')) ? '个' : '人'
  return {
    label: source.label,
    how: {
      zh: `${source.how.zh}; 一行一个被评的, 一列一项: ${lines} ${who} × ${wide.rated.length} 项, ${rows.length} 条评分${skipped.length > 0 ? `, ${skipped.join('、')}未读` : ''}`,
      en: `${source.how.en}; a row a subject, a column an indicator: ${counted(lines, 'row')} × ${wide.rated.length}, ${counted(rows.length, 'rating')}${skipped.length > 0 ? `, not read: ${skipped.join(', ')}` : ''}`,
    },
    sheet: source.sheet,
    hiddenColumns: new Set(),
    about: () => rows.length,
    rows: () => [{ line: 0, cells: longHeaders }, ...rows],
  }
}

function* longRows({ source, above, columns, rated, period }: Wide): Generator<SheetRow> {
  let at = 0
  for (const row of source.rows(above)) {
    if (at++ < above || isTotal(row.cells)) continue
    const base = rowKeys.map(key => {
      const column = columns.get(key)
      const text = column === undefined ? '' : (row.cells[column] ?? '')
      return key === 'period' && text === '' ? (period ?? '') : text
    })
    for (const { at: column, column: of } of rated) {
      const points = row.cells[column] ?? ''
      const fault = row.faults?.get(column)
      if (points === '' && !fault) continue
      const cells = [...base, of.indicator, of.evaluator, points]
      yield { line: row.line, cells, isHidden: row.isHidden, faults: faultsOf(row, columns, fault) }
    }
  }
}

function faultsOf(
  { faults }: SheetRow,
  columns: ReadonlyMap<string, number>,
  points: Fault | undefined,
): ReadonlyMap<number, Fault> | undefined {
  if (!faults) return undefined
  const found = new Map<number, Fault>()
  for (const [i, key] of longKeys.entries()) {
    const fault = key === 'points' ? points : faults.get(columns.get(key) ?? -1)
    if (fault) found.set(i, fault)
  }
  return found
}

function refuseUnknown({ source, unknown, rated, all }: Wide): never {
  const known = (rated.length > 0 ? rated.map(r => r.column) : all).map(ratedHeader)
  return refuse(
    'input',
    'rating.unknown-columns',
    {
      zh: `${source.label.zh} 有 ${unknown.length} 列认不出, 一行也未写入`,
      en: `${source.label.en} has ${counted(unknown.length, 'unknown column')}; nothing was written`,
    },
    {
      zh: '改正表头, 或删去这些列; cun rating template 考核期 给出填好名单的表',
      en: 'correct the headers, or delete the columns; cun rating template PERIOD gives a sheet with the names in it',
    },
    unknown.map(({ header, line }) => {
      const several = ofIndicator(all, header).map(ratedHeader)
      const headers = several.length > 0 ? several : known
      const next = { zh: `写作 ${headers.join('、')} 这样的`, en: `write it like ${headers.join(', ')}` }
      return several.length > 0
        ? {
            line,
            column: header,
            code: 'rating.no-evaluator',
            rule: { zh: '有几个评价主体, 没有写是谁评的', en: 'does not say which of its evaluators rated' },
            next,
          }
        : {
            line,
            column: header,
            code: 'rating.unknown-column',
            rule: {
              zh: '不是这一期考核模型中由人评分的指标',
              en: 'is no rated indicator of the model of that period',
            },
            next,
          }
    }),
  )
}

function refuseWithoutPeriod(source: Source): never {
  return refuse(
    'input',
    'rating.no-period',
    {
      zh: `${source.label.zh} 没有写明是哪一个考核期`,
      en: `${source.label.en} does not say of which period it is`,
    },
    {
      zh: '加上“考核期”一列, 或在文件名里写明, 如 2024Q2',
      en: 'add the column 考核期, or name it in the file name, e.g. 2024Q2',
    },
  )
}
