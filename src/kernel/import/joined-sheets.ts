import { inputs } from '../schema/register.ts'
import type { Input } from '../schema/types.ts'
import type { SheetRow } from '../sheet/csv.ts'
import { dataRows, nothingSeen, type Seen } from '../sheet/data-rows.ts'
import type { Mapping } from '../sheet/header-mapping.ts'
import type { Source } from '../sheet/source.ts'
import { counted, type Text } from '../text.ts'

/** Whose name may be a column. */
type Named = 'sheet' | 'file'

/** One sheet of those read together. */
export interface Part {
  /** As lines are named: the sheet's name, with its file's where there are several. */
  readonly name: string
  /** What the names of the sheet and of its file say. */
  readonly titles: Record<Named, string>
  readonly source: Source
  readonly mapping: Mapping
}

export function countsOf({ source, mapping }: Part): Seen {
  const seen = nothingSeen()
  for (const _ of dataRows(source, mapping, seen));
  return seen
}

/** Adds the counts of one sheet to those of all. Columns without headers have a letter only in their own sheet. */
export function addSeen(all: Seen, { headless: _, headings, ...counts }: Seen): void {
  for (const [key, count] of Object.entries(counts) as [keyof typeof counts, number][]) all[key] += count
  all.headings.push(...headings.slice(0, Math.max(0, 3 - all.headings.length)))
}

/** The sheets as one: a header row, then the rows of each. */
export function joinedSource(
  name: string,
  parts: readonly Part[],
  files: number,
  named: Readonly<Record<Named, Input | undefined>>,
): { source: Omit<Source, 'about'>; mapping: Mapping } {
  const { register } = parts[0]!.mapping
  const used = inputs(register).filter(
    i => i === named.sheet || i === named.file || parts.some(p => p.mapping.columns.has(i.key)),
  )
  const headers = used.map(({ key, label }) => {
    const { mapping } = parts.find(p => p.mapping.columns.has(key)) ?? {}
    return mapping ? mapping.headers[mapping.columns.get(key)!]! : label.zh
  })
  const places = (['sheet', 'file'] as const).flatMap(of =>
    named[of] ? [[of, used.indexOf(named[of])] as const] : [],
  )
  function* rows(): Generator<SheetRow> {
    yield { line: 0, cells: headers }
    for (const [order, { name: sheet, titles, source, mapping }] of parts.entries()) {
      const columns = used.map(i => mapping.columns.get(i.key) ?? -1)
      const width = mapping.headers.length
      for (const { line, cells, faults } of dataRows(source, mapping, nothingSeen())) {
        const own = columns.map(column => cells[column] ?? '')
        for (const [of, place] of places) own[place] ||= titles[of]
        const moved = columns.flatMap((column, i) => {
          const fault = faults?.get(column)
          return fault ? [[i, fault] as const] : []
        })
        yield {
          line: { sheet, order, line: line as number },
          cells: [...own, ...cells.slice(width)],
          ...(moved.length > 0 && { faults: new Map(moved) }),
        }
      }
    }
  }
  const zh = [`${files > 1 ? `${files} 个文件的 ` : ''}${parts.length} 个表合为一批`]
  const en = [
    `${counted(parts.length, 'sheet')}${files > 1 ? ` of ${counted(files, 'file')}` : ''} as one batch`,
  ]
  if (named.sheet) {
    zh.push(`表的名称作${named.sheet.label.zh}`)
    en.push(`their names as ${named.sheet.label.en}`)
  }
  if (named.file) {
    zh.push(`文件的名称作${named.file.label.zh}`)
    en.push(`names of files as ${named.file.label.en}`)
  }
  const how: Text = { zh: zh.join(', '), en: en.join(', ') }
  return {
    source: { label: { zh: name, en: name }, how, hiddenColumns: new Set(), rows },
    mapping: {
      register,
      columns: new Map(used.map((i, column) => [i.key, column])),
      headers,
      leading: 0,
      height: 1,
      matched: used.length,
      isClear: true,
      hasKey: true,
      complaints: [],
      unclear: [],
      ordinals: [],
      unsure: [],
      inWan: [],
      empty: [],
      beside: [],
    },
  }
}
