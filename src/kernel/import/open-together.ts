import { basename, dirname, join } from 'node:path'
import { agreed, mayAsk } from '../cli/ask.ts'
import type { Call, Option } from '../cli/line.ts'
import { type Complaint, refuse } from '../errors.ts'
import { inputs } from '../schema/register.ts'
import type { Input, Register } from '../schema/types.ts'
import { nothingSeen } from '../sheet/data-rows.ts'
import type { Mapping } from '../sheet/header-mapping.ts'
import { sourceName, sourcesOf } from '../sheet/source.ts'
import { sha256 } from '../store/journal.ts'
import { counted, fold, joined, type Lang, nearest } from '../text.ts'
import { inspectSheets } from './choose-sheet.ts'
import { usualMapName } from './column-map.ts'
import { addSeen, countsOf, joinedSource, type Part } from './joined-sheets.ts'
import {
  headerHints,
  type ImportOptions,
  type Opened,
  refuseSecretRow,
  refuseSecretSheets,
  withoutEmpty,
} from './open-sheet.ts'
import { otherSheet } from './other-sheets.ts'
import { readWhole } from './read-file.ts'
import { hintsOf } from './reading-hints.ts'

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

interface Candidate extends Omit<Part, 'mapping'> {
  readonly found: readonly Mapping[]
}

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
  for (const file of files) {
    const name = sourceName(file)
    const bytes = readWhole(call, file, name)
    digests.push(sha256(bytes))
    const other = options.matrix ? await otherSheet(call, file, options, registers) : undefined
    const all = typeof other === 'object' ? other : await sourcesOf(bytes, name)
    refuseSecretSheets(name, all)
    const { asked } = await headerHints(call, file, options, registers)
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
          found: look.found,
        })
      }
    }
    for (const { sheet } of all) if (sheet?.isHidden) unread.push(sheet.name)
  }
  const parts = sameRegister(found, files)
  const { register } = parts[0]!.mapping
  const named = {
    sheet:
      options.fromSheetName === undefined
        ? await columnOfNames(call, parts)
        : columnNamed(register, options.fromSheetName),
    file: options.fromFileName === undefined ? undefined : columnNamed(register, options.fromFileName),
  }
  const [first] = files as [string, ...string[]]
  const folder = dirname(call.path(first))
  const name = files.length === 1 ? sourceName(first) : basename(folder)
  const seen = nothingSeen()
  for (const part of parts) addSeen(seen, countsOf(part))
  const about = seen.rows
  const source = joinedSource(name, parts, files.length, named)
  return {
    name,
    file: files.length === 1 ? first : join(dirname(first), basename(folder)),
    digest: files.length === 1 ? digests[0]! : sha256(Buffer.from(digests.join('\n'))),
    source: { ...source.source, about: () => about },
    mapping: source.mapping,
    unread,
    ambiguous: [],
    hints: hintsOf(options, titles),
    seen: { ...seen, rows: 0 },
  }
}

/** The sheets as the one register that all of them may be. */
function sameRegister(found: readonly Candidate[], files: readonly string[]): readonly Part[] {
  const [first] = found
  if (!first) {
    return refuse(
      'input',
      'import.no-known-sheet',
      {
        zh: `${files.map(sourceName).join('、')} 中没有认得出的表`,
        en: `no sheet in ${files.map(sourceName).join(', ')} is recognised`,
      },
      {
        zh: '核对表头 (cun <台账> template 给出空白表)',
        en: 'check the headers (cun <register> template gives a blank sheet)',
      },
    )
  }
  const isEvery = (register: Register) => found.every(f => f.found.some(m => m.register === register))
  const common = first.found.map(m => m.register).filter(isEvery)
  if (common.length !== 1) {
    const kinds = new Map<string, string[]>()
    for (const { name, found: fits } of found) {
      const kind = fits.map(m => m.register.label.zh).join('/')
      kinds.set(kind, [...(kinds.get(kind) ?? []), name])
    }
    const list = [...kinds].map(
      ([kind, names]) =>
        `${kind}: ${names.slice(0, 3).join('、')}${names.length > 3 ? ` 等 ${names.length} 个` : ''}`,
    )
    return refuse(
      'input',
      'import.several-kinds',
      {
        zh: `这些表不是一种: ${list.join('; ')}`,
        en: `these sheets are of several kinds: ${list.join('; ')}`,
      },
      {
        zh: '用 --register 指明要哪一种, 或分开导入',
        en: 'choose one with --register, or import them separately',
      },
    )
  }
  const parts: Part[] = found.map(({ found: fits, ...rest }) => ({
    ...rest,
    mapping: withoutEmpty(rest.source, fits.find(m => m.register === common[0])!),
  }))
  const complaints = parts.flatMap(({ name, mapping }, order) =>
    mapping.complaints.map(
      (c): Complaint => ({ ...c, line: { sheet: name, order, line: c.line as number } }),
    ),
  )
  if (complaints.length > 0) {
    refuse(
      'input',
      'import.headers-unclear',
      {
        zh: `表头有 ${complaints.length} 处问题, 未导入 (按${common[0]!.label.zh}读)`,
        en: `${counted(complaints.length, 'unclear header')}, nothing was imported (read as ${common[0]!.label.en})`,
      },
      {
        zh: '改正表头后再导入; 表头改不了的, 用 --map 写明哪个表头是哪一栏',
        en: 'correct the headers and import again; if they cannot be changed, say with --map which column each is',
      },
      complaints,
    )
  }
  return parts
}

/** The column that every record needs and no sheet has: at a terminal the names of the sheets may be it. */
async function columnOfNames(call: Call, parts: readonly Part[]): Promise<Input | undefined> {
  const { register } = parts[0]!.mapping
  const missing = inputs(register).find(i => {
    const field = i.field === undefined ? undefined : register.fields[i.field]
    const isThere = (key: string) => parts.some(p => p.mapping.columns.has(key))
    const any = inputs(register).some(other => other.field === i.field && isThere(other.key))
    return i.part === 0 && field?.target && !field.optional && !any
  })
  if (!missing) return undefined
  const { zh, en } = missing.label
  const names = parts.map(p => p.titles.sheet)
  const some = `${names.slice(0, 3).join('、')}${names.length > 3 ? ' …' : ''}`
  if (mayAsk(call)) {
    const question = {
      zh: `各表都没有“${zh}”一列。表的名称 (${some}) 就是${zh}吗?`,
      en: `No sheet has a column ${en}. Are the names of the sheets (${some}) the ${en}?`,
    }
    return (await agreed(call, question)) ? missing : undefined
  }
  return refuse(
    'input',
    'import.column-missing',
    { zh: `各表都没有“${zh}”一列`, en: `no sheet has a column ${en}` },
    {
      zh: `在表中加上这一列; 表的名称 (${some}) 就是的, 加 --from-sheet-name ${missing.key}`,
      en: `add the column; if the names of the sheets (${some}) are it, add --from-sheet-name ${missing.key}`,
    },
  )
}

function columnNamed(register: Register, word: string): Input {
  const all = inputs(register)
  const found = all.find(i => [i.key, i.label.zh, i.label.en, ...i.aliases].some(w => fold(w) === fold(word)))
  if (found) return found
  const among = (lang: Lang) => {
    const labels = all.map(i => i.label[lang])
    const like = nearest(fold(word), labels)
    return joined(like.length > 0 ? like : labels, lang)
  }
  return refuse(
    'usage',
    'import.unknown-column',
    {
      zh: `${register.label.zh}没有“${word}”这一栏`,
      en: `"${word}" is not a column of the register ${register.label.en}`,
    },
    { zh: `可用: ${among('zh')}`, en: `use one of ${among('en')}` },
  )
}
