import { type Call, type Overview, option } from '../cli/line.ts'
import type { Register } from '../schema/types.ts'
import { dataRows, nothingSeen } from '../sheet/data-rows.ts'
import { recognise } from '../sheet/header.ts'
import { sourcesOf } from '../sheet/source.ts'
import { refuseRows, reportImport } from './import-report.ts'
import { makePlan } from './make-plan.ts'
import { openFile, type SheetOptions } from './open-sheet.ts'
import type { NotedCells, Plan, TextRow } from './plan.ts'
import { withDitto } from './reading-hints.ts'

/** For a verb whose own `--sheet` is the file. */
export const worksheetOption = option({
  flags: '--worksheet <name>',
  label: { zh: '读工作簿的哪个工作表', en: 'which sheet of the workbook' },
})

/**
 * Reads a sheet whose rows are the words of a verb, e.g. a sign-in sheet, by a register without a table.
 * `fixed`: input key → text that applies to all rows. Returns the records as `adds`; refuses the whole sheet
 * with every complaint if a row is wrong. `prepare` changes the cells of a row before they are read; `columns` as in
 * `Columns`.
 */
export async function readSheet(
  call: Call,
  file: string,
  register: Register,
  options: Omit<SheetOptions, 'sheet'> & { readonly worksheet?: string },
  fixed: Readonly<Record<string, string>> = {},
  prepare: (row: TextRow, columns: ReadonlyMap<string, number>) => TextRow = row => row,
): Promise<Plan> {
  const opened = await openFile(
    call,
    file,
    { ...options, sheet: options.worksheet },
    [register],
    '--worksheet',
  )
  const { source, mapping } = opened
  const keys = Object.keys(fixed)
  const width = mapping.headers.length
  const sheet = {
    register,
    columns: new Map([...mapping.columns, ...keys.map((key, i) => [key, width + i] as const)]),
    headers: [...mapping.headers, ...keys],
    from: 'sheet' as const,
  }
  const seen = nothingSeen()
  const dittos = new Map<string, NotedCells>()
  const found = dataRows(source, mapping, seen)
  const read = opened.hints.ditto ? withDitto(found, mapping.headers, dittos) : found
  const rows = fitted(prepared(read, sheet.columns, prepare), width, Object.values(fixed))
  const made = await makePlan(call, { sheet, mayAdd: new Set(), hints: opened.hints }, rows, call)
  reportImport(call, opened, seen, [...dittos.values(), ...made.noted])
  if (made.complaints.length > 0) refuseRows(call, opened, made, false)
  return made
}

function* prepared(
  rows: Iterable<TextRow>,
  columns: ReadonlyMap<string, number>,
  prepare: (row: TextRow, columns: ReadonlyMap<string, number>) => TextRow,
): Generator<TextRow> {
  for (const row of rows) yield prepare(row, columns)
}

/** Cuts or pads rows to the width of the header, then appends the `fixed` texts. */
function* fitted(rows: Iterable<TextRow>, width: number, fixed: readonly string[] = []): Generator<TextRow> {
  for (const row of rows) {
    const blanks = Array.from({ length: Math.max(0, width - row.cells.length) }, () => '')
    yield { ...row, cells: [...row.cells.slice(0, width), ...blanks, ...fixed] }
  }
}

/** Reads a sheet shipped with the program; throws if it has a fault. */
export async function readShipped(facts: Overview, bytes: Buffer, register: Register): Promise<Plan> {
  const [source] = await sourcesOf(bytes, register.name)
  const rows = [...source!.rows()]
  const [mapping] = recognise([register], rows, { ignore: [], map: new Map() })
  const { columns, headers } = mapping!
  const sheet = { register, columns, headers, from: 'sheet' as const }
  const cells = fitted(dataRows(source!, mapping!, nothingSeen()), headers.length)
  const made = await makePlan(facts, { sheet, mayAdd: new Set() }, cells)
  const [wrong] = made.complaints
  if (wrong) throw new Error(`${register.name} as shipped, line ${wrong.line}: ${wrong.rule.en}`)
  return made
}
