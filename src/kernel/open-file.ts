import type { Call } from './call.ts'
import { exportMark, sourceName } from './import.ts'
import type { Options } from './line.ts'
import { refuse } from './refuse.ts'
import type { Register } from './register.ts'
import { isMarkedSecret, secret } from './secrecy.ts'
import type { SheetRow } from './sheet/csv.ts'
import { maxFileSize } from './sheet/decode.ts'
import { type Asked, type Mapping, recognise } from './sheet/header.ts'
import { type Source, sourcesOf } from './sheet/source.ts'
import { counted, shellWord, type Text } from './text.ts'

export interface Opened {
  readonly name: string
  readonly bytes: Buffer
  readonly source: Source
  readonly mapping: Mapping
  /** Sheets of the workbook that hold something and were left alone. */
  readonly unread: readonly string[]
  /** The file that says what its headers mean, if one was used. */
  readonly mapFile?: string
}

/** Rows looked at for the header. */
const looked = 40

/** Reads the head of a file: which sheet is meant, which register it belongs to, which column is what. */
export async function openFile(
  call: Call,
  file: string,
  options: Options,
  registers: readonly Register[],
  sheetFlag = '--sheet',
): Promise<Opened> {
  const name = sourceName(file)
  const bytes = readWhole(call, file, name)
  const all = await sourcesOf(bytes, name)
  const asked: Asked = {
    headerRow: options.headerRow === undefined ? undefined : Number(options.headerRow),
    ignore: typeof options.ignoreColumns === 'string' ? options.ignoreColumns.split(/[,，]/) : [],
  }
  const looks: Look[] = []
  for (const source of meant(all, name, options.sheet, sheetFlag)) {
    const head = await headOf(source)
    looks.push({ source, head, found: recognised(registers, head, asked) })
  }
  const { source, head, found } = await chosenSheet(call, name, looks, registers, sheetFlag)
  const mapping = onlyOne(source, found)
  for (const row of head.slice(0, mapping.leading + mapping.height)) refuseSecret(source, row)
  refuseUnclear(source, mapping)
  if (mapping.record && mapping.record.mark !== exportMark(call)) {
    call.tell({
      zh: `${mapping.record.mark ? '记录号列不是本库导出的' : '记录号列没有本库的标记 (用 export 导出的才有)'}, 不用它; 按各记录的关键项对应`,
      en: `the record numbers ${mapping.record.mark ? 'are of another database' : 'bear no mark of this database (an export has it)'} and are not used; records are matched by their keys`,
    })
  }
  const unread = all.filter(s => s !== source).map(s => s.sheet!.name)
  return { name, bytes, source, mapping, unread }
}

interface Look {
  readonly source: Source
  readonly head: readonly SheetRow[]
  readonly found: readonly Mapping[]
}

async function headOf(source: Source): Promise<SheetRow[]> {
  const head: SheetRow[] = []
  for await (const row of source.rows()) {
    head.push(row)
    if (head.length === looked) break
  }
  return head
}

/** What the rows may be; nothing where only one of several headers is known, which may be chance. */
function recognised(
  registers: readonly Register[],
  head: readonly SheetRow[],
  asked: Asked,
): readonly Mapping[] {
  const found = recognise(registers, head, asked)
  const headers = found[0]?.headers.filter(h => h !== '').length ?? 0
  return found[0] && found[0].columns.size >= Math.min(2, headers) ? found : []
}

/** The sheets to look at: the one that was named, or all that are shown. */
function meant(
  all: readonly Source[],
  name: string,
  asked: Options[string],
  flag: string,
): readonly Source[] {
  if (asked === undefined) {
    const shown = all.filter(s => !s.sheet?.isHidden)
    return shown.length > 0 ? shown : all
  }
  if (!all[0]!.sheet) {
    refuse(
      'usage',
      { zh: `${name} 不是工作簿, 没有工作表`, en: `${name} is no workbook and has no sheets` },
      { zh: `去掉 ${flag}`, en: `leave out ${flag}` },
    )
  }
  const found = all.filter(s => s.sheet!.name === asked)
  if (found.length > 0) return found
  const names = all.map(s => s.sheet!.name)
  return refuse(
    'usage',
    {
      zh: `${name} 没有工作表“${asked}”, 或其中没有内容`,
      en: `${name} has no sheet "${asked}" with anything in it`,
    },
    { zh: `可用: ${names.join('、')}`, en: `use one of ${names.join(', ')}` },
  )
}

/** The one sheet that is recognised. */
function chosenSheet(
  call: Call,
  name: string,
  looks: readonly Look[],
  registers: readonly Register[],
  flag: string,
): Look {
  const known = looks.filter(l => l.found.length > 0)
  if (known.length === 0) {
    refuse('input', ...unrecognised(call, looks.length > 1 ? name : looks[0]!.source.called, registers))
  }
  if (known.length > 1) {
    const names = known.map(l => l.source.sheet!.name)
    refuse(
      'input',
      {
        zh: `${name} 有 ${known.length} 个工作表都认得出: ${names.map(n => `“${n}”`).join('、')}`,
        en: `${name} has ${known.length} sheets that are recognised: ${names.map(n => `"${n}"`).join(', ')}`,
      },
      {
        zh: `用 ${flag} 指明一个, 如 ${flag} ${shellWord(names[0]!)}; 都要的, 一个一个导入`,
        en: `say which with ${flag}, as ${flag} ${shellWord(names[0]!)}; import them one by one if all are meant`,
      },
    )
  }
  return known[0]!
}

function onlyOne({ called }: Source, found: readonly Mapping[]): Mapping {
  if (found.length === 1) return found[0]!
  const names = found.map(m => `${m.register.label.zh} (${m.register.name})`)
  return refuse(
    'input',
    {
      zh: `${called.zh} 可能是: ${names.join('、')}`,
      en: `${called.en} may be: ${found.map(m => m.register.name).join(', ')}`,
    },
    { zh: '用 --register 指明', en: 'say which with --register' },
  )
}

function refuseSecret({ called }: Source, row: SheetRow): void {
  if (!row.cells.some(isMarkedSecret)) return
  refuse(
    'input',
    {
      zh: `${called.zh} 第 ${row.line} 行带有涉密标志, 整个文件拒收`,
      en: `${called.en} line ${row.line} carries a secrecy marking; the whole file is refused`,
    },
    secret.next,
  )
}

function refuseUnclear({ called }: Source, { register, complaints }: Mapping): void {
  if (complaints.length === 0) return
  refuse(
    'input',
    {
      zh: `${called.zh} 的表头有 ${complaints.length} 处问题, 未导入 (按${register.label.zh}读)`,
      en: `${called.en} has ${counted(complaints.length, 'unclear header')}, nothing was imported (read as ${register.label.en})`,
    },
    { zh: '改正表头后再导入', en: 'correct the headers and import again' },
    complaints,
  )
}

/** The bytes of a file that is there, is a file, holds something and is not too large. */
export function readWhole(call: Call, file: string, name: string): Buffer {
  const path = call.path(file)
  const size = call.world.size(path)
  if (isMarkedSecret(name))
    refuse(
      'input',
      { zh: '文件名带有涉密标志, 拒收', en: 'the file name carries a secrecy marking' },
      secret.next,
    )
  if (size === undefined && isFolder(call, path)) {
    refuse(
      'missing',
      { zh: `${file} 是文件夹, 不是文件`, en: `${file} is a folder, not a file` },
      { zh: '写明其中的一个文件', en: 'name a file in it' },
    )
  }
  if (size !== undefined && size < 64 && call.world.read(path).toString('utf8').trim() === '') {
    refuse(
      'input',
      { zh: `${name}: 文件是空的`, en: `${name} is empty` },
      { zh: '核对是否选错了文件, 或没有保存', en: 'check whether it is the right file and was saved' },
    )
  }
  if (size === undefined) {
    refuse(
      'missing',
      { zh: `没有文件 ${file}`, en: `there is no file ${file}` },
      { zh: '核对文件名和所在文件夹', en: 'check its name and folder' },
    )
  }
  if (size! > maxFileSize) {
    refuse(
      'input',
      {
        zh: `${name} 超过 ${maxFileSize / 1024 / 1024} MB`,
        en: `${name} is larger than ${maxFileSize / 1024 / 1024} MB`,
      },
      { zh: '分成几个文件导入', en: 'import it in several files' },
    )
  }
  return call.world.read(path)
}

/** What has no size may be a folder: only reading it tells. */
function isFolder(call: Call, path: string): boolean {
  try {
    call.world.read(path)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EISDIR'
  }
}

/** No header is known: what could not be done, and what next. */
function unrecognised(call: Call, called: Text | string, registers: readonly Register[]): [Text, Text] {
  const { zh, en } = typeof called === 'string' ? { zh: called, en: called } : called
  const [only, ...others] = registers
  if (!only || others.length > 0) {
    return [
      { zh: `认不出 ${zh} 是哪一种表`, en: `cannot tell which register ${en} belongs to` },
      {
        zh: '核对表头 (cun <台账> template 给出空白表), 或用 --register 和 --header-row 指明',
        en: 'check the headers (cun <register> template gives a blank sheet), or say --register and --header-row',
      },
    ]
  }
  const blank = call.registers.includes(only) ? `cun ${only.name} template` : undefined
  return [
    {
      zh: `${zh} 里找不到${only.label.zh}的表头`,
      en: `${en} has no header of the register "${only.label.en}"`,
    },
    {
      zh: `核对表头${blank ? ` (${blank} 给出空白表)` : ''}, 或用 --header-row 指明表头在第几行`,
      en: `check the headers${blank ? ` (${blank} gives a blank sheet)` : ''}, or say --header-row`,
    },
  ]
}
