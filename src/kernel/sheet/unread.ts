import type { Register } from '../schema/types.ts'
import type { SheetRow } from './csv.ts'
import type { Source } from './source.ts'

/** A short file before it is read as a sheet of a register. */
export interface Unread {
  /** As the person named it, and without its folder. */
  readonly file: string
  readonly name: string
  /** Of a text file. */
  readonly text?: string
  /** The visible sheets, or the one asked for, with their first rows. */
  readonly sheets: readonly { readonly source: Source; readonly head: readonly SheetRow[] }[]
  /** Those that the import may write into. */
  readonly registers: readonly Register[]
  /** As the import was given them. */
  readonly options: Readonly<Record<string, unknown>>
}
