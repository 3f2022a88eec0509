import type { Resolving } from '../../../src/kernel/import/newcomers.ts'
import { type Columns, type Draft, type RowAsk, rowReader } from '../../../src/kernel/import/parse.ts'
import { resolveReferences } from '../../../src/kernel/import/resolve.ts'
import { flagOf, inputs } from '../../../src/kernel/schema/register.ts'
import type { Register } from '../../../src/kernel/schema/types.ts'
import type { Database } from '../../../src/kernel/store/database.ts'
import { directories } from '../../../src/kernel/store/names.ts'
import { reader } from '../small.ts'

/** What a row of a sheet says, by the keys of its columns. */
export type Given = Readonly<Record<string, string>>

export function columnsOf(
  register: Register,
  keys: readonly string[],
  from: Columns['from'] = 'sheet',
): Columns {
  const headers = keys.map(key => {
    const { label } = inputs(register).find(i => i.key === key)!
    return from === 'sheet' ? label.zh : `--${flagOf(key)}`
  })
  return { register, headers, columns: new Map(keys.map((key, i) => [key, i])), from }
}

/** The row as the fields read it. */
export function drafted(register: Register, given: Given, ask: RowAsk = { line: 2 }, from?: Columns['from']) {
  const sheet = columnsOf(register, Object.keys(given), from)
  return { sheet, draft: rowReader(sheet, reader)(Object.values(given), ask) }
}

export const settlingOf = (db: Database, mayAdd: readonly Register[] = []): Resolving => ({
  db,
  directories: directories(db),
  reader,
  mayAdd: new Set(mayAdd),
  newcomers: new Map(),
})

/** Complaints as the clerk reads them, `经手人“张三”: …`. */
export const complaintsOf = ({ complaints }: Draft): string[] =>
  complaints.map(({ column, value, rule }) => {
    const header = typeof column === 'string' ? column : (column?.zh ?? '')
    return `${header}${value === undefined ? '' : `“${value}”`}: ${rule.zh}`
  })

/** The row with its references made real. */
export function resolved(register: Register, given: Given, settling: Resolving, ask?: RowAsk) {
  const { sheet, draft } = drafted(register, given, ask)
  resolveReferences(draft, sheet, settling)
  return { sheet, draft, complaints: complaintsOf(draft) }
}
