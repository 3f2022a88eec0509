import type { Call } from './call.ts'
import { exportMark, type Plan, sourceName, type TextRow } from './import.ts'
import type { Options } from './line.ts'
import { refuse } from './refuse.ts'
import type { Register } from './register.ts'
import { isMarkedSecret, isSecrecy, secret } from './secrecy.ts'
import { csvRows, type SheetRow } from './sheet/csv.ts'
import { detect, type Encoding, maxFileSize } from './sheet/decode.ts'
import { type Mapping, recognise } from './sheet/header.ts'
import { counted, fold, narrow, type Text } from './text.ts'

export interface Opened {
  readonly name: string
  readonly bytes: Buffer
  readonly encoding: Encoding
  readonly mapping: Mapping
}

/** Rows that were passed over below the header. */
export interface Skipped {
  total: number
  blank: number
  /** Whoever filled in and checked the form, and remarks on it, below the last row. */
  footer: number
  /** Rows that were not passed over. */
  rows: number
}

export const nothingSkipped = (): Skipped => ({ total: 0, blank: 0, footer: 0, rows: 0 })

/** Reads the head of a file: its encoding, which register it belongs to, which column is what. */
export async function openFile(
  call: Call,
  file: string,
  options: Options,
  registers: readonly Register[],
): Promise<Opened> {
  const path = call.path(file)
  const size = call.world.size(path)
  const name = sourceName(file)
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
  const bytes = call.world.read(path)
  const encoding = detect(bytes, name)
  const head: SheetRow[] = []
  for await (const row of csvRows(bytes, encoding, name)) {
    head.push(row)
    if (head.length === 40) break
  }
  const headerRow = options.headerRow === undefined ? undefined : Number(options.headerRow)
  const ignore = typeof options.ignoreColumns === 'string' ? options.ignoreColumns.split(/[,，]/) : []
  const found = recognise(registers, head, { headerRow, ignore })
  const mapping = found[0]
  if (!mapping || mapping.columns.size < Math.min(2, mapping.headers.filter(h => h !== '').length)) {
    return refuse('input', ...unrecognised(call, name, registers))
  }
  if (found.length > 1) {
    const names = found.map(m => `${m.register.label.zh} (${m.register.name})`)
    refuse(
      'input',
      {
        zh: `${name} 可能是: ${names.join('、')}`,
        en: `${name} may be: ${found.map(m => m.register.name).join(', ')}`,
      },
      { zh: '用 --register 指明', en: 'say which with --register' },
    )
  }
  for (const row of head.slice(0, mapping.leading + mapping.height)) {
    if (row.cells.some(isMarkedSecret)) {
      refuse(
        'input',
        {
          zh: `${name} 第 ${row.line} 行带有涉密标志, 整个文件拒收`,
          en: `${name} line ${row.line} carries a secrecy marking; the whole file is refused`,
        },
        secret.next,
      )
    }
  }
  if (mapping.complaints.length > 0) {
    refuse(
      'input',
      {
        zh: `${name} 的表头有 ${mapping.complaints.length} 处问题, 未导入 (按${mapping.register.label.zh}读)`,
        en: `${name} has ${counted(mapping.complaints.length, 'unclear header')}, nothing was imported (read as ${mapping.register.label.en})`,
      },
      { zh: '改正表头后再导入', en: 'correct the headers and import again' },
      mapping.complaints,
    )
  }
  if (mapping.record && mapping.record.mark !== exportMark(call)) {
    call.tell({
      zh: `${mapping.record.mark ? '记录号列不是本库导出的' : '记录号列没有本库的标记 (用 export 导出的才有)'}, 不用它; 按各记录的关键项对应`,
      en: `the record numbers ${mapping.record.mark ? 'are of another database' : 'bear no mark of this database (an export has it)'} and are not used; records are matched by their keys`,
    })
  }
  return { name, bytes, encoding, mapping }
}

const isTotal = (cells: readonly string[]) =>
  /^(合计|总计|共计|小计|total)/.test(fold(cells.find(c => c !== '') ?? ''))

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
function unrecognised(call: Call, name: string, registers: readonly Register[]): [Text, Text] {
  const [only, ...others] = registers
  if (!only || others.length > 0) {
    return [
      { zh: `认不出 ${name} 是哪一种表`, en: `cannot tell which register ${name} belongs to` },
      {
        zh: '核对表头 (cun <台账> template 给出空白表), 或用 --register 和 --header-row 指明',
        en: 'check the headers (cun <register> template gives a blank sheet), or say --register and --header-row',
      },
    ]
  }
  const blank = call.registers.includes(only) ? `cun ${only.name} template` : undefined
  return [
    {
      zh: `${name} 里找不到${only.label.zh}的表头`,
      en: `${name} has no header of the register "${only.label.en}"`,
    },
    {
      zh: `核对表头${blank ? ` (${blank} 给出空白表)` : ''}, 或用 --header-row 指明表头在第几行`,
      en: `check the headers${blank ? ` (${blank} gives a blank sheet)` : ''}, or say --header-row`,
    },
  ]
}

/** 填表人: 张三, or the word alone with the name in the next cell; 注: and its like only with what they say. */
const isFooter = (cells: readonly string[]) => {
  const first = narrow(cells.find(c => c !== '') ?? '').replace(/\s/g, '')
  return (
    /^(?:填表人?|填报人|制表人?|审核人?|(?:单位)?负责人)(?:[(]?签[字名章][)]?)?(?::|$)/.test(first) ||
    /^(?:备?注|说明)\d*:/.test(first)
  )
}

/**
 * Rows below the header. Blank rows, and totals and footers with nothing but their like after them, are skipped
 * and counted.
 */
export async function* dataRows(opened: Opened, skipped: Skipped): AsyncGenerator<TextRow> {
  const { mapping } = opened
  const first = mapping.leading + mapping.height
  Object.assign(skipped, nothingSkipped())
  let at = 0
  let last: SheetRow[] = []
  for await (const row of csvRows(opened.bytes, opened.encoding, opened.name)) {
    if (at++ < first) continue
    if (row.cells.every(c => c === '')) skipped.blank++
    else if (isTotal(row.cells) || isFooter(row.cells)) last.push(row)
    else {
      yield* last
      skipped.rows += last.length + 1
      last = []
      yield row
    }
  }
  skipped.footer = last.filter(row => isFooter(row.cells)).length
  skipped.total = last.length - skipped.footer
}

/** Says how the file was understood. */
export function announce(call: Call, { name, encoding, mapping }: Opened, skipped: Skipped): void {
  const { register, leading, height } = mapping
  const noun = call.registers.includes(register) ? ` (${register.name})` : ''
  const zh = [`编码 ${encoding.name}`, `${register.label.zh}${noun}`]
  const en = [`encoding ${encoding.name}`, `${register.label.en}${noun}`]
  if (leading > 0) {
    zh.push(`跳过表头前 ${leading} 行`)
    en.push(`skipped ${counted(leading, 'row')} above the header`)
  }
  if (height === 2) {
    zh.push('表头两行')
    en.push('a header of two rows')
  }
  if (skipped.total > 0) {
    zh.push(`跳过合计行 ${skipped.total} 行`)
    en.push(`skipped ${counted(skipped.total, 'total row')}`)
  }
  if (skipped.footer > 0) {
    zh.push(`跳过末尾说明行 ${skipped.footer} 行`)
    en.push(`skipped ${counted(skipped.footer, 'footer row')}`)
  }
  if (skipped.rows === 0) {
    zh.push('没有数据行')
    en.push('no rows of data')
  }
  if (skipped.blank > 0) {
    zh.push(`跳过空行 ${skipped.blank} 行`)
    en.push(`skipped ${counted(skipped.blank, 'blank row')}`)
  }
  call.tell({ zh: `${name}: ${zh.join('; ')}`, en: `${name}: ${en.join('; ')}` })
}

/** Refuses the file for its wrong rows; where the good ones alone can be taken, says how. */
export function refuseRows({ name }: Opened, made: Plan, mayTakeGood = true): never {
  const bad = made.rejected.length
  const good = made.adds.length + made.changes.length + made.unchanged
  return refuse(
    'input',
    {
      zh: `${name}: ${bad + good} 行中 ${bad} 行有误, 一行也未写入`,
      en: `${name}: ${bad} of ${counted(bad + good, 'row')} ${bad === 1 ? 'is' : 'are'} wrong; nothing was written`,
    },
    made.complaints.some(isSecrecy) ? undefined : nextOf(mayTakeGood, good),
    made.complaints,
  )
}

function nextOf(mayTakeGood: boolean, good: number): Text {
  if (!mayTakeGood) return { zh: '改正后再执行一次', en: 'correct them and run the command again' }
  if (good === 0) return { zh: '改正后再导入', en: 'correct them and import again' }
  return {
    zh: `改正后再导入; 只收合格的 ${good} 行: 加 --accept-valid --rejects 退回.csv`,
    en: `correct them and import again; to take only the ${counted(good, 'good row')} add --accept-valid --rejects FILE`,
  }
}
