import { basename, dirname, join } from 'node:path'
import type { Call, Option } from '../cli/line.ts'
import { refuse } from '../errors.ts'
import type { Input, Register } from '../schema/types.ts'
import { nothingSeen } from '../sheet/data-rows.ts'
import { sourceName, sourcesOf } from '../sheet/source.ts'
import { sha256 } from '../store/journal.ts'
import { fold } from '../text.ts'
import { inspectSheets } from './choose-sheet.ts'
import { mapOf, usualMapName } from './column-map.ts'
import { columnNamed, columnOfNames } from './column-of-names.ts'
import { addSeen, countsOf, joinedSource } from './joined-sheets.ts'
import {
  type FileHints,
  headerHints,
  type ImportOptions,
  type Opened,
  refuseSecretRow,
  refuseSecretSheets,
} from './open-sheet.ts'
import { otherSheet } from './other-sheets.ts'
import { readWhole } from './read-file.ts'
import { hintsOf } from './reading-hints.ts'
import { type Candidate, sameRegister } from './same-register.ts'

/** Options for reading several sheets as one. */
export const togetherOptions = [
  {
    flags: '--all-sheets',
    label: {
      zh: '同一种表的工作表和文件都读入, 合为一批',
      en: 'read every sheet of one kind, of every file, as one batch',
    },
  },
  {
    flags: '--from-sheet-name <column>',
    label: {
      zh: '工作表的名称就是这一栏, 如 village; CSV 用文件的名称',
      en: 'the name of the sheet is this column, e.g. village; of a CSV that of the file',
    },
  },
  {
    flags: '--from-file-name <column>',
    label: {
      zh: '文件的名称就是这一栏, 如 township',
      en: 'the name of the file is this column, e.g. township',
    },
  },
] as const satisfies readonly Option[]

const stemOf = (file: string) => sourceName(file).replace(/\.[^.]*$/, '')
/** Names that a program gives to sheets. */
const isGeneric = (sheet: string) => /^(?:sheet|工作表)\s*\d*$/i.test(sheet)

/** The sheets in a folder, in the order of their names. Tells what else is in it. */
export function filesIn(call: Call, folder: string): string[] {
  const names = (call.world.list(call.path(folder)) ?? []).filter(n => !/^[.~]/.test(n) && n !== usualMapName)
  const isSheet = (name: string) => /\.(?:xlsx|xlsm|csv|tsv|txt)$/i.test(name)
  const isReject = (name: string) => /-(?:退回|rejects)(?:-\d+)?\.(?:csv|xlsx)$/i.test(name)
  const sheets = names.filter(n => isSheet(n) && !isReject(n))
  const others = names.filter(n => !sheets.includes(n) && !/\.db\b/.test(n))
  if (sheets.length === 0) {
    refuse(
      'missing',
      'file.no-sheets-in-folder',
      {
        zh: `文件夹 ${folder} 里没有 XLSX 或 CSV 表`,
        en: `there is no XLSX or CSV sheet in the folder ${folder}`,
      },
      { zh: '核对文件夹; 旧式 XLS 先另存为 XLSX', en: 'check the folder; save old XLS files as XLSX first' },
    )
  }
  if (others.length > 0) {
    call.tell({
      zh: `${folder} 中未读: ${others.join('、')}`,
      en: `not read in ${folder}: ${others.join(', ')}`,
    })
  }
  return sheets.map(name => join(folder, name))
}

/**
 * Opens every sheet of one register in the files as one sheet: the columns that any of them has, the rows one below the
 * other, each with the name of its sheet. Refuses sheets of several registers, and a sheet with an unclear header.
 */
export async function openTogether(
  call: Call,
  files: readonly string[],
  options: ImportOptions,
  registers: readonly Register[],
): Promise<Opened> {
  const found: Candidate[] = []
  const unread: string[] = []
  const digests: string[] = []
  const titles: string[] = []
  let first: FileHints | undefined
  for (const file of files) {
    const name = sourceName(file)
    const bytes = readWhole(call, file, name)
    digests.push(sha256(bytes))
    const other = options.matrix ? await otherSheet(call, file, options, registers) : undefined
    const all = typeof other === 'object' ? other : await sourcesOf(bytes, name)
    refuseSecretSheets(name, all)
    const hints = await headerHints(call, file, options, registers)
    const { asked } = hints
    first ??= hints
    titles.push(name)
    for (const look of inspectSheets(all, name, registers, asked, undefined, '--sheet')) {
      const sheet = look.source.sheet?.name
      const label = sheet === undefined ? name : files.length > 1 ? `${stemOf(file)} ${sheet}` : sheet
      if (look.found.length === 0) unread.push(label)
      else {
        for (const row of look.head.slice(0, look.found[0]!.leading + look.found[0]!.height))
          refuseSecretRow(look.source, row)
        titles.push(...look.head.slice(0, look.found[0]!.leading).flatMap(row => row.cells))
        const title = sheet === undefined || isGeneric(sheet) ? stemOf(file) : sheet
        found.push({
          name: label,
          titles: { sheet: title, file: stemOf(file) },
          source: look.source,
          head: look.head,
          found: look.found,
        })
      }
    }
    for (const { sheet } of all) if (sheet?.isHidden) unread.push(sheet.name)
  }
  const parts = await sameRegister(call, found, files, first!, options.map !== undefined)
  const { register } = parts[0]!.mapping
  const named = {
    sheet:
      options.fromSheetName === undefined
        ? await columnOfNames(call, parts)
        : columnNamed(register, options.fromSheetName),
    file: options.fromFileName === undefined ? undefined : columnNamed(register, options.fromFileName),
  }
  const [file] = files as [string, ...string[]]
  const folder = dirname(call.path(file))
  const name = files.length === 1 ? sourceName(file) : basename(folder)
  const seen = nothingSeen()
  for (const part of parts) addSeen(seen, countsOf(part))
  const about = seen.rows
  const used = mapOf(first!.mapFile.lines).get(register.name)
  const isMapped = parts.some(p => p.mapping.headers.some(h => used?.has(fold(h))))
  const source = joinedSource(name, parts, files.length, named)
  return {
    name,
    file: files.length === 1 ? file : join(dirname(file), basename(folder)),
    digest: files.length === 1 ? digests[0]! : sha256(Buffer.from(digests.join('\n'))),
    source: { ...source.source, about: () => about },
    mapping: source.mapping,
    unread,
    mapFile: isMapped ? first!.mapFile.name : undefined,
    flags: flagsOf(options, named.sheet),
    ambiguous: [],
    hints: hintsOf(options, titles),
    seen: { ...seen, rows: 0 },
  }
}

/** What a person answered about the sheets, as options. */
function flagsOf(options: ImportOptions, named: Input | undefined): string {
  if (named && options.fromSheetName === undefined) return `--from-sheet-name ${named.key}`
  const isSaid = options.allSheets ?? (options.fromSheetName ?? options.fromFileName) !== undefined
  return isSaid ? '' : '--all-sheets'
}
