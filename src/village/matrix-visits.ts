import type { Call } from '../kernel/cli/line.ts'
import { type Complaint, type Line, refuse } from '../kernel/errors.ts'
import { isMarkedSecret, isSecrecy, secret } from '../kernel/schema/secrecy.ts'
import type { SheetRow } from '../kernel/sheet/csv.ts'
import { dataRows, nothingSeen } from '../kernel/sheet/data-rows.ts'
import { recognise } from '../kernel/sheet/header.ts'
import type { Source } from '../kernel/sheet/source.ts'
import { bothJoined, counted, fold, letterOf, personalMasked, type Text } from '../kernel/text.ts'
import { posting } from '../roster/posting.ts'
import { postings } from '../roster/serving.ts'
import { township } from '../roster/township.ts'
import { village } from '../roster/village.ts'
import { type DayColumn, isoOf, isVisit, legendOf, type Shape } from './matrix-shape.ts'
import { visit } from './visit.ts'

/** The visits of a matrix as rows of a sheet of visits, each with the line that it stands on. */
export interface MatrixVisits {
  readonly headers: readonly string[]
  readonly rows: readonly SheetRow[]
  /** The line of the header. */
  readonly line: Line
  /** What was understood. */
  readonly told: Text
}

/**
 * Reads the cells below the header; refuses every one that is neither a mark nor a day nor the name of somebody
 * posted. The visitor is named in the cell, the row or a title, else it is the village's 第一书记 of the day.
 */
export function matrixVisits(
  call: Call,
  source: Source,
  shape: Shape,
  titles: readonly string[],
  year: number | undefined,
): MatrixVisits {
  const { at, days, columns, others } = shape
  const head = [...source.rows()][at]!
  const [mapping] = recognise([visit], [head], { headerRow: 1 })
  const seen = nothingSeen()
  const legend = legendOf(titles)
  const titled = visitorIn(titles)
  const place = columns.has('village') ? undefined : villageIn(call, titles)
  const known = new Set(
    [...call.directories.of(posting).ids()].flatMap(id =>
      call.directories.of(posting).spellings(id).map(fold),
    ),
  )
  const keys = [...columns.keys()].filter(key => key !== 'posting')
  const complaints: Complaint[] = []
  const visitors = new Set<string>()
  const rows: SheetRow[] = []
  let households = 0

  const villageOf = (cells: readonly string[]): number | undefined => {
    const text = cells[columns.get('village') ?? -1]
    if (!text) return place?.id
    const above = cells[columns.get('township') ?? -1]
    const within = above ? call.directories.of(township).find([above]) : undefined
    const found = call.directories.of(village).find([text], typeof within === 'number' ? within : undefined)
    return typeof found === 'number' ? found : undefined
  }
  const namesIn = (cell: string) => (known.has(fold(cell)) ? [cell] : cell.split(/[、,，/ ]+/))
  const complain = (
    day: DayColumn,
    line: Line | undefined,
    value: string | undefined,
    said: Omit<Complaint, 'line'>,
  ) =>
    complaints.push({
      ...said,
      line,
      column: `${day.header} (${letterOf(day.column)})`,
      value: value && personalMasked(value),
    })

  for (const row of dataRows(source, { ...mapping!, leading: at }, seen)) {
    households++
    if (row.cells.some(isMarkedSecret)) {
      complaints.push({ line: row.line, code: secret.code, rule: secret.rule, next: secret.next })
      continue
    }
    for (const day of days) {
      const cell = row.serials?.(day.column) ?? row.cells[day.column] ?? ''
      const mark = isVisit(cell, legend)
      if (mark === false) continue
      const own = mark === undefined ? isoOf(cell, day.year ?? year) : undefined
      const names = mark !== undefined || own !== undefined ? [] : namesIn(cell)
      if (names.some(name => !known.has(fold(name)))) {
        complain(day, row.line, cell, unclear)
        continue
      }
      const on = own ?? isoOf(day, year)!
      const named = names.length > 0 ? names.join('、') : row.cells[columns.get('posting') ?? -1] || titled
      const there = named ? undefined : villageOf(row.cells)
      if (!named && !place && !columns.has('village')) refusePlaceless(source)
      const first = there === undefined ? undefined : firstSecretary(call, there, on)
      const visitor = named || first
      if (there !== undefined && !visitor)
        complain(day, undefined, undefined, nobody(call.directories.of(village).label(there), on))
      if (first) visitors.add(first)
      rows.push({
        line: row.line,
        cells: [
          ...keys.map(key => row.cells[columns.get(key)!] ?? ''),
          ...(place ? [place.name] : []),
          on,
          visitor ?? '',
        ],
      })
    }
  }
  if (complaints.length > 0) refuseCells(source, complaints)
  const headers = [
    ...keys.map(key => head.cells[columns.get(key)!]!),
    ...(place ? [village.naming!.header.zh] : []),
    visit.fields.date.label.zh,
    columns.has('posting') ? head.cells[columns.get('posting')!]! : visit.fields.posting.label.zh,
  ]
  const dates = days.map(d => isoOf(d, year)!).sort()
  const by = columns.has('posting') ? undefined : titled
  const lists = [
    {
      zh: `${households} 户 × ${days.length} 天 (${dates[0]} 至 ${dates.at(-1)})`,
      en: `${counted(households, 'household')} × ${counted(days.length, 'day')} (${dates[0]} to ${dates.at(-1)})`,
    },
    { zh: `${rows.length} 次走访`, en: counted(rows.length, 'visit') },
    ...(place ? [{ zh: place.name, en: place.name }] : []),
    visitors.size > 0
      ? {
          zh: `走访人没有写, 按村第一书记: ${bothJoined([...visitors]).zh}`,
          en: `no visitor is given, so the first secretary: ${bothJoined([...visitors]).en}`,
        }
      : by
        ? { zh: `走访人 ${by}`, en: `visitor ${by}` }
        : { zh: '走访人按表上写的', en: 'visitors as the sheet says' },
    ...(seen.total > 0
      ? [{ zh: `跳过合计行 ${seen.total} 行`, en: `skipped ${counted(seen.total, 'total row')}` }]
      : []),
    ...(others.length > 0
      ? [
          {
            zh: `未读的列 ${bothJoined(others).zh}`,
            en: `not read: column${others.length > 1 ? 's' : ''} ${bothJoined(others).en}`,
          },
        ]
      : []),
  ]
  const told = { zh: lists.map(t => t.zh).join(', '), en: lists.map(t => t.en).join(', ') }
  return { headers, rows, line: head.line, told }
}

/** Without a village nobody knows whose first secretary is meant. */
function refusePlaceless({ label }: Source): never {
  return refuse(
    'input',
    'import.matrix-placeless',
    {
      zh: `${label.zh} 像走访矩阵 (一户一行, 一天一列), 没有写走访人, 也看不出是哪个村的`,
      en: `${label.en} looks like a matrix of visits (a row a household, a column a day), but names neither the visitors nor the village`,
    },
    {
      zh: '加一列“走访人”或“村”, 或在标题行写明: 张老湾村… 走访人：姓名',
      en: 'add a column 走访人 or 村, or write them in a title row: the village, 走访人：NAME',
    },
  )
}

function refuseCells({ label }: Source, complaints: readonly Complaint[]): never {
  return refuse(
    'input',
    'import.matrix-unclear',
    {
      zh: `${label.zh} 像走访矩阵 (一户一行, 一天一列), 有 ${complaints.length} 处读不出, 未导入`,
      en: `${label.en} looks like a matrix of visits (a row a household, a column a day), ${counted(complaints.length, 'place')} cannot be read; nothing was imported`,
    },
    complaints.some(isSecrecy) ? undefined : { zh: '改正后再导入', en: 'correct them and import again' },
    complaints,
  )
}

const unclear: Omit<Complaint, 'line'> = {
  code: 'matrix.cell-unclear',
  rule: { zh: '看不出走访了没有', en: 'says neither visited nor not' },
  next: {
    zh: '走访了的写 √ 或日期或走访人姓名, 没有的留空',
    en: 'write √, the day or the name of the visitor; leave it empty if there was none',
  },
}

const nobody = (place: string, day: string): Omit<Complaint, 'line'> => ({
  code: 'matrix.no-visitor',
  rule: {
    zh: `没有写走访人, ${place} ${day} 也没有第一书记`,
    en: `names no visitor, and ${place} had no first secretary on ${day}`,
  },
  next: {
    zh: '加一列“走访人”, 或在标题行写 走访人：姓名',
    en: 'add a column 走访人, or write 走访人：NAME in a title row',
  },
})

/** The name that a title gives: 走访人：徐静. */
const visitorIn = (titles: readonly string[]): string | undefined =>
  titles
    .map(
      t =>
        /(?:走访|入户)(?:人员?|干部)\s*[:：]\s*([\p{Script=Han}·]{2,6}(?:[、,，][\p{Script=Han}·]{2,6})*)/u.exec(
          t,
        )?.[1],
    )
    .find(Boolean)

/** The only village that the titles name, by a spelling that ends as villages do. */
function villageIn(call: Call, titles: readonly string[]): { id: number; name: string } | undefined {
  const of = call.directories.of(village)
  let best: { length: number; ids: Set<number> } = { length: 0, ids: new Set() }
  for (const id of of.ids()) {
    for (const spelling of of.spellings(id)) {
      if (
        spelling.length < best.length ||
        !/(?:村|社区|会|街|居)$/.test(spelling) ||
        !titles.some(t => t.includes(spelling))
      )
        continue
      if (spelling.length > best.length) best = { length: spelling.length, ids: new Set() }
      best.ids.add(id)
    }
  }
  const [id, ...more] = best.ids
  return id !== undefined && more.length === 0 ? { id, name: of.label(id) } : undefined
}

function firstSecretary(call: Call, place: number, day: string): string | undefined {
  const found = postings(call).find(
    p =>
      p.village === place && p.roles.includes('firstSecretary') && p.start <= day && (p.end ?? '9999') >= day,
  )
  return found && call.directories.of(posting).label(found.id)
}
