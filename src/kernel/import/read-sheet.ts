import type { Call, Option, Options } from '../cli/line.ts'
import type { Register } from '../schema/types.ts'
import { dataRows, nothingSeen } from '../sheet/data-rows.ts'
import { announce, refuseRows } from './import-report.ts'
import { plan } from './make-plan.ts'
import { openFile } from './open-sheet.ts'
import type { Plan, TextRow } from './plan.ts'

/** What a verb that reads a sheet offers besides: its own `--sheet` may be the file. */
export const worksheetOption: Option = {
  flags: '--worksheet <name>',
  label: { zh: '读工作簿的哪个工作表', en: 'which sheet of the workbook' },
}

/**
 * Reads a sheet whose rows are words for a verb, as those of a sign-in sheet are: by a register that has no
 * table. `fixed` holds the texts that stand for all rows, by input. Gives the records as `adds`; refused whole,
 * with every complaint, when a row is wrong.
 */
export async function readSheet(
  call: Call,
  file: string,
  register: Register,
  options: Options,
  fixed: Readonly<Record<string, string>> = {},
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
  function* rows(): Generator<TextRow> {
    for (const row of dataRows(source, mapping, seen)) {
      const blanks = Array.from({ length: Math.max(0, width - row.cells.length) }, () => '')
      yield { ...row, cells: [...row.cells.slice(0, width), ...blanks, ...Object.values(fixed)] }
    }
  }
  const made = await plan(call, { sheet, mayAdd: new Set() }, rows())
  announce(call, opened, seen)
  if (made.complaints.length > 0) refuseRows(call, opened, made, false)
  return made
}
