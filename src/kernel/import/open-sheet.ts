import { mayAsk } from '../cli/ask.ts'
import type { Call, Option } from '../cli/line.ts'
import { refuse } from '../errors.ts'
import { integer } from '../schema/fields/number.ts'
import { isMarkedSecret, secret } from '../schema/secrecy.ts'
import type { Register } from '../schema/types.ts'
import { type AmbiguousHeader, ambiguousHeaders } from '../sheet/ambiguous-headers.ts'
import type { SheetRow } from '../sheet/csv.ts'
import { dataRows, nothingSeen, type Seen } from '../sheet/data-rows.ts'
import type { HeaderHints } from '../sheet/header.ts'
import { type Mapping, withoutColumns } from '../sheet/header-mapping.ts'
import { type Source, sourceName, sourcesOf } from '../sheet/source.ts'
import { exportMark, sha256 } from '../store/journal.ts'
import { fold } from '../text.ts'
import { chooseRegister, chooseSheet, inspectSheets, mappingByAsking } from './choose-sheet.ts'
import { type MapFile, mapFileOf, mapOf } from './column-map.ts'
import { placeOf } from './parse.ts'
import { readWhole, refuseMissing } from './read-file.ts'
import { hintsOf, type ReadingOptions, readingOptions, type SheetHints } from './reading-hints.ts'
import { refuseUnclear } from './unclear-sheet.ts'

const headerRow = { zh: '表头在第几行', en: 'number of the header row' }

/** Options for where the header is and which columns to skip. */
export const headerOptions = [
  { flags: '--header-row <n>', label: headerRow, field: integer(headerRow, { min: 1 }) },
  { flags: '--ignore-columns <a,b>', label: { zh: '跳过这些列', en: 'skip these columns' } },
  ...readingOptions,
] as const satisfies readonly Option[]

/** Options for reading a sheet. */
export interface SheetOptions extends ReadingOptions {
  /** Name of the sheet in a workbook. */
  readonly sheet?: string
  readonly headerRow?: number
  /** Headers or letters of columns, joined by commas. */
  readonly ignoreColumns?: string
  /** Path of the header map. */
  readonly map?: string
}

/** Options of an import. */
export interface ImportOptions extends SheetOptions {
  readonly add?: string
  /** First day on which what the sheet says holds. */
  readonly on?: string
  /** The sheet has every record of its places. */
  readonly complete?: true
  readonly occurring?: true
  readonly dryRun?: true
  readonly acceptValid?: true
  /** Whether numbers without leading zeros are those on record with them: 1 or 0. */
  readonly lostZeros?: number
  readonly rejects?: string
  readonly allSheets?: true
  readonly fromSheetName?: string
  readonly fromFileName?: string
  /** Records down, days across. */
  readonly matrix?: true
}

export interface Opened {
  readonly name: string
  /** The path that the person gave; of several files the first. */
  readonly file: string
  /** SHA-256 of the file. */
  readonly digest: string
  readonly source: Source
  readonly mapping: Mapping
  /** Other non-empty sheets of the workbook, which were not read. */
  readonly unread: readonly string[]
  /** Name of the header map, if one applied. */
  readonly mapFile?: string
  readonly ambiguous: readonly AmbiguousHeader[]
  /** What a person answered about the sheets, as options. */
  readonly flags?: string
  readonly hints: SheetHints
  /** What was skipped and read before: sheets read together were read once to be joined. */
  readonly seen?: Seen
}

/**
 * Opens a file: which sheet is meant, which register it belongs to, which column is what. Asks or refuses if
 * that is unclear. `instead`: sheets made of those of the file.
 * `together` opens all its sheets as one, if a person may want that.
 */
export async function openFile(
  call: Call,
  file: string,
  options: SheetOptions,
  registers: readonly Register[],
  sheetFlag = '--sheet',
  instead?: readonly Source[],
  together?: () => Promise<Opened>,
): Promise<Opened> {
  const name = sourceName(file)
  const bytes = readWhole(call, file, name)
  const all = instead ?? (await sourcesOf(bytes, name))
  refuseSecretSheets(name, all)
  const { mapFile, asked } = await headerHints(call, file, options, registers)
  const looks = inspectSheets(all, name, registers, asked, options.sheet, sheetFlag)
  const look = await chooseSheet(call, name, looks, registers, sheetFlag, asked, together !== undefined)
  if (!look) return together!()
  const { source, head } = look
  const chosen = look.found.length > 0 ? await chooseRegister(call, source, look.found) : undefined
  const told = chosen && withoutEmpty(source, chosen)
  const mapping = told?.isClear
    ? told
    : await mappingByAsking(call, look, told, registers, asked, mapFile, options.map !== undefined)
  for (const row of head.slice(0, mapping.leading + mapping.height)) refuseSecretRow(source, row)
  refuseUnclear(call, source.label, mapping, head, asked)
  if (mapping.record && mapping.record.mark !== exportMark(call.db)) {
    call.tell({
      zh: `${mapping.record.mark ? '记录号列不是本库导出的' : '记录号列没有本库的标记 (用 export 导出的才有)'}, 不用它; 按各记录的关键项对应`,
      en: `the record numbers ${mapping.record.mark ? 'are from another database' : 'lack the mark of this database (exports have it)'} and are ignored; records are matched by their keys`,
    })
  }
  const titles = head.slice(0, mapping.leading).flatMap(row => row.cells)
  const unread = all.filter(s => s !== source).map(s => s.sheet!.name)
  const map = mapOf(mapFile.lines)
  const used = map.get(mapping.register.name)
  const isMapped = mapping.headers.some(h => used?.has(fold(h)))
  const ambiguous = ambiguousHeaders(mapping, map)
  return {
    name,
    file,
    digest: sha256(bytes),
    source,
    mapping,
    unread,
    mapFile: isMapped ? mapFile.name : undefined,
    ambiguous,
    hints: hintsOf(options, [name, ...titles]),
  }
}

export function refuseSecretSheets(name: string, all: readonly Source[]): void {
  if (!all.some(({ sheet }) => sheet && isMarkedSecret(sheet.name))) return
  refuse(
    'input',
    'file.secret-sheet-name',
    {
      zh: `${name} 有工作表的名称带有涉密标志, 整个文件拒收`,
      en: `a sheet of ${name} carries a secrecy marking in its name; the whole file is refused`,
    },
    secret.next,
  )
}

/** What the person and the header map say about the headers of a file. */
export interface FileHints {
  readonly mapFile: MapFile
  readonly asked: HeaderHints
}

export async function headerHints(
  call: Call,
  file: string,
  options: SheetOptions,
  registers: readonly Register[],
): Promise<FileHints> {
  const mapFile = await mapFileOf(call, file, options.map, registers)
  if (!mapFile.exists && options.map !== undefined && !mayAsk(call)) refuseMissing(mapFile.name)
  const asked = {
    headerRow: options.headerRow,
    ignore: options.ignoreColumns?.split(/[,，]/) ?? [],
    map: mapOf(mapFile.lines),
  }
  return { mapFile, asked }
}

/** Unknown and repeated columns without a value say nothing: they are left out. */
export function withoutEmpty(source: Source, mapping: Mapping): Mapping {
  let open = mapping.unclear
  let isFilled = false
  for (const { cells } of open.length > 0 ? dataRows(source, mapping, nothingSeen()) : []) {
    isFilled = true
    if (open.some(column => cells[column])) open = open.filter(column => !cells[column])
    if (open.length === 0) break
  }
  return isFilled ? withoutColumns(mapping, open) : mapping
}

export function refuseSecretRow({ label }: Source, row: SheetRow): void {
  if (!row.cells.some(isMarkedSecret)) return
  refuse(
    'input',
    'file.secret-row',
    {
      zh: `${label.zh} ${placeOf(row.line).zh}带有涉密标志, 整个文件拒收`,
      en: `${label.en} ${placeOf(row.line).en} carries a secrecy marking; the whole file is refused`,
    },
    secret.next,
  )
}

/** The content of a file, checked as that of an import is. */
export const contentOf = (call: Call, file: string): Buffer => readWhole(call, file, sourceName(file))
