import { mayAsk } from '../cli/ask.ts'
import type { Call, Option } from '../cli/line.ts'
import { refuse } from '../errors.ts'
import { integer } from '../schema/fields/number.ts'
import { isMarkedSecret, secret } from '../schema/secrecy.ts'
import type { Register } from '../schema/types.ts'
import { type AmbiguousHeader, ambiguousHeaders } from '../sheet/ambiguous-headers.ts'
import type { SheetRow } from '../sheet/csv.ts'
import { dataRows, nothingSeen } from '../sheet/data-rows.ts'
import { maxFileSize } from '../sheet/decode.ts'
import type { HeaderHints } from '../sheet/header.ts'
import { type Mapping, withoutColumns } from '../sheet/header-mapping.ts'
import { type Source, sourceName, sourcesOf } from '../sheet/source.ts'
import { exportMark } from '../store/journal.ts'
import { counted, fold } from '../text.ts'
import { chooseRegister, chooseSheet, inspectSheets, mappingByAsking } from './choose-sheet.ts'
import { mapFileOf, mapOf } from './column-map.ts'
import { hintsOf, type ReadingOptions, readingOptions, type SheetHints } from './reading-hints.ts'

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
}

export interface Opened {
  readonly name: string
  readonly bytes: Buffer
  readonly source: Source
  readonly mapping: Mapping
  /** Other non-empty sheets of the workbook, which were not read. */
  readonly unread: readonly string[]
  /** Name of the header map, if one applied. */
  readonly mapFile?: string
  readonly ambiguous: readonly AmbiguousHeader[]
  readonly hints: SheetHints
}

/**
 * Opens a file: which sheet is meant, which register it belongs to, which column is what. Asks or refuses if
 * that is unclear. `instead`: sheets made of those of the file.
 */
export async function openFile(
  call: Call,
  file: string,
  options: SheetOptions,
  registers: readonly Register[],
  sheetFlag = '--sheet',
  instead?: readonly Source[],
): Promise<Opened> {
  const name = sourceName(file)
  const bytes = readWhole(call, file, name)
  const all = instead ?? (await sourcesOf(bytes, name))
  if (all.some(({ sheet }) => sheet && isMarkedSecret(sheet.name))) {
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
  const mapFile = await mapFileOf(call, file, options.map, registers)
  if (!mapFile.exists && options.map !== undefined && !mayAsk(call)) refuseMissing(mapFile.name)
  const asked: HeaderHints = {
    headerRow: options.headerRow,
    ignore: options.ignoreColumns?.split(/[,，]/) ?? [],
    map: mapOf(mapFile.lines),
  }
  const looks = inspectSheets(all, name, registers, asked, options.sheet, sheetFlag)
  const look = await chooseSheet(call, name, looks, registers, sheetFlag)
  const { source, head } = look
  const chosen = look.found.length > 0 ? await chooseRegister(call, source, look.found) : undefined
  const told = chosen && withoutEmpty(source, chosen)
  const mapping = told?.isClear
    ? told
    : await mappingByAsking(call, look, told, registers, asked, mapFile, options.map !== undefined)
  for (const row of head.slice(0, mapping.leading + mapping.height)) refuseSecret(source, row)
  refuseUnclear(source, mapping)
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
    bytes,
    source,
    mapping,
    unread,
    mapFile: isMapped ? mapFile.name : undefined,
    ambiguous,
    hints: hintsOf(options, [name, ...titles]),
  }
}

/** Unknown and repeated columns without a value say nothing: they are left out. */
function withoutEmpty(source: Source, mapping: Mapping): Mapping {
  let open = mapping.unclear
  for (const { cells } of open.length > 0 ? dataRows(source, mapping, nothingSeen()) : []) {
    if (open.some(column => cells[column])) open = open.filter(column => !cells[column])
    if (open.length === 0) break
  }
  return withoutColumns(mapping, open)
}

function refuseSecret({ label }: Source, row: SheetRow): void {
  if (!row.cells.some(isMarkedSecret)) return
  refuse(
    'input',
    'file.secret-row',
    {
      zh: `${label.zh} 第 ${row.line} 行带有涉密标志, 整个文件拒收`,
      en: `${label.en} line ${row.line} carries a secrecy marking; the whole file is refused`,
    },
    secret.next,
  )
}

function refuseUnclear({ label }: Source, { register, complaints }: Mapping): void {
  if (complaints.length === 0) return
  refuse(
    'input',
    'import.headers-unclear',
    {
      zh: `${label.zh} 的表头有 ${complaints.length} 处问题, 未导入 (按${register.label.zh}读)`,
      en: `${label.en} has ${counted(complaints.length, 'unclear header')}, nothing was imported (read as ${register.label.en})`,
    },
    {
      zh: '改正表头后再导入; 表头改不了的, 用 --map 写明哪个表头是哪一栏',
      en: 'correct the headers and import again; if they cannot be changed, say with --map which column each is',
    },
    complaints,
  )
}

/** The content of a file, checked as that of an import is. */
export const contentOf = (call: Call, file: string): Buffer => readWhole(call, file, sourceName(file))

/** Reads a file. Refuses a secrecy marking in its name and a missing, empty or too large file or a folder. */
function readWhole(call: Call, file: string, name: string): Buffer {
  const path = call.path(file)
  const size = call.world.size(path)
  if (isMarkedSecret(name))
    refuse(
      'input',
      'file.secret-name',
      { zh: '文件名带有涉密标志, 拒收', en: 'the file name carries a secrecy marking; the file is refused' },
      secret.next,
    )
  if (size === undefined && isFolder(call, path)) {
    refuse(
      'missing',
      'file.is-a-folder',
      { zh: `${file} 是文件夹, 不是文件`, en: `${file} is a folder, not a file` },
      { zh: '写明其中的一个文件', en: 'name a file in it' },
    )
  }
  if (size !== undefined && size < 64 && call.world.read(path).toString('utf8').trim() === '') {
    refuse(
      'input',
      'file.empty',
      { zh: `${name}: 文件是空的`, en: `${name} is empty` },
      { zh: '核对是否选错了文件, 或没有保存', en: 'check whether it is the right file and was saved' },
    )
  }
  if (size === undefined) refuseMissing(file)
  if (size! > maxFileSize) {
    refuse(
      'input',
      'file.too-large',
      {
        zh: `${name} 超过 ${maxFileSize / 1024 / 1024} MB`,
        en: `${name} is larger than ${maxFileSize / 1024 / 1024} MB`,
      },
      { zh: '分成几个文件导入', en: 'import it in several files' },
    )
  }
  return call.world.read(path)
}

/** Refuses a missing file before the work that needs it. */
export function requireFile(call: Call, file: string): void {
  if (call.world.size(call.path(file)) === undefined) refuseMissing(file)
}

const refuseMissing = (file: string): never =>
  refuse(
    'missing',
    'file.missing',
    { zh: `没有文件 ${file}`, en: `there is no file ${file}` },
    { zh: '核对文件名和所在文件夹', en: 'check its name and folder' },
  )

/** `size` is undefined for a folder as for a missing file: only reading tells them apart. */
function isFolder(call: Call, path: string): boolean {
  try {
    call.world.read(path)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EISDIR'
  }
}
