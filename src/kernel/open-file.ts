import type { Call } from './call.ts'
import { exportMark, type Plan, sourceName, type TextRow } from './import.ts'
import type { Options } from './line.ts'
import { refuse } from './refuse.ts'
import type { Register } from './register.ts'
import { isMarkedSecret, secret } from './secrecy.ts'
import { csvRows, type SheetRow } from './sheet/csv.ts'
import { detect, type Encoding, maxFileSize } from './sheet/decode.ts'
import { type Mapping, recognise } from './sheet/header.ts'
import { fold } from './text.ts'

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
}

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
    return refuse(
      'input',
      { zh: `认不出 ${name} 是哪一种表`, en: `cannot tell which register ${name} belongs to` },
      {
        zh: '核对表头 (cun <台账> template 给出空白表), 或用 --register 和 --header-row 指明',
        en: 'check the headers (cun <register> template gives a blank sheet), or say --register and --header-row',
      },
    )
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
        en: `${name} has ${mapping.complaints.length} unclear headers, nothing was imported (read as ${mapping.register.label.en})`,
      },
      { zh: '改正表头后再导入', en: 'correct the headers and import again' },
      mapping.complaints,
    )
  }
  if (mapping.record && mapping.record.mark !== exportMark(call)) {
    call.tell({
      zh: '记录号列不是本库导出的, 不用它; 按各记录的关键项对应',
      en: 'the record numbers are not of this database and are not used; records are matched by their keys',
    })
  }
  return { name, bytes, encoding, mapping }
}

const isTotal = (cells: readonly string[]) =>
  /^(合计|总计|共计|小计|total)/.test(fold(cells.find(c => c !== '') ?? ''))

/** Rows below the header. Blank rows, and totals with nothing but blanks after them, are skipped and counted. */
export async function* dataRows(opened: Opened, skipped: Skipped): AsyncGenerator<TextRow> {
  const { mapping } = opened
  const first = mapping.leading + mapping.height
  skipped.total = 0
  skipped.blank = 0
  let at = 0
  let totals: SheetRow[] = []
  for await (const row of csvRows(opened.bytes, opened.encoding, opened.name)) {
    if (at++ < first) continue
    if (row.cells.every(c => c === '')) skipped.blank++
    else if (isTotal(row.cells)) totals.push(row)
    else {
      yield* totals
      totals = []
      yield row
    }
  }
  skipped.total = totals.length
}

/** Says how the file was understood. */
export function announce(call: Call, { name, encoding, mapping }: Opened, skipped: Skipped): void {
  const { register, leading, height } = mapping
  const noun = call.registers.includes(register) ? ` (${register.name})` : ''
  const zh = [`编码 ${encoding.name}`, `${register.label.zh}${noun}`]
  const en = [`encoding ${encoding.name}`, `${register.label.en}${noun}`]
  if (leading > 0) {
    zh.push(`跳过表头前 ${leading} 行`)
    en.push(`skipped ${leading} rows above the header`)
  }
  if (height === 2) {
    zh.push('表头两行')
    en.push('a header of two rows')
  }
  if (skipped.total > 0) {
    zh.push(`跳过合计行 ${skipped.total} 行`)
    en.push(`skipped ${skipped.total} total row${skipped.total > 1 ? 's' : ''}`)
  }
  if (skipped.blank > 0) {
    zh.push(`跳过空行 ${skipped.blank} 行`)
    en.push(`skipped ${skipped.blank} blank row${skipped.blank > 1 ? 's' : ''}`)
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
      en: `${name}: ${bad} of ${bad + good} rows are wrong; nothing was written`,
    },
    mayTakeGood
      ? {
          zh: `改正后再导入; 只收合格的 ${good} 行: 加 --accept-valid --rejects 退回.csv`,
          en: `correct them and import again; to take only the ${good} good rows add --accept-valid --rejects FILE`,
        }
      : { zh: '改正后再执行一次', en: 'correct them and run the command again' },
    made.complaints,
  )
}
