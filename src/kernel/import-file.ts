import { setFlagsFromString } from 'node:v8'
import type { Call } from './call.ts'
import {
  digestOf,
  exportMark,
  type Intake,
  type Plan,
  plan,
  planAndWrite,
  sourceName,
  type TextRow,
} from './import.ts'
import type { Options } from './line.ts'
import { save } from './output.ts'
import type { Document } from './paper.ts'
import { exitCodes, refuse } from './refuse.ts'
import type { Register } from './register.ts'
import { isMarkedSecret, secret } from './secrecy.ts'
import { isAddable } from './settle.ts'
import { csvRows, type SheetRow } from './sheet/csv.ts'
import { detect, type Encoding, maxFileSize } from './sheet/decode.ts'
import { type Mapping, reasonHeader, recognise } from './sheet/header.ts'
import { sayable, spoken } from './speak.ts'
import { both, fold, say, type Text } from './text.ts'
import { writeCsv } from './write/csv.ts'

interface Opened {
  readonly name: string
  readonly bytes: Buffer
  readonly encoding: Encoding
  readonly mapping: Mapping
}

/** Imports one file: reads, settles and checks every row, then writes one batch or says everything wrong. */
export async function importFile(
  call: Call,
  file: string,
  options: Options,
  registers: readonly Register[],
): Promise<number> {
  const mayAdd = addable(call, options.add)
  // A long file leaves much short-lived rubbish; without this the heap grows to several times what is in use.
  setFlagsFromString('--heap-growing-percent=40')
  const opened = await open(call, file, options, registers)
  const { name, bytes, mapping } = opened
  const { register } = mapping
  const skipped = { total: 0, blank: 0 }
  const intake: Intake = {
    sheet: { register, columns: mapping.columns, headers: mapping.headers, from: 'sheet' },
    recordColumn: mapping.record?.mark === exportMark(call) ? mapping.record.column : undefined,
    mayAdd,
    keepCells: options.acceptValid === true,
  }
  let announced = false
  const make = () => plan(call, intake, dataRows(opened, skipped))
  const note = { command: `${register.name} import`, source: name, sourceDigest: digestOf(bytes) }
  const {
    plan: made,
    batch,
    newcomers,
  } = await planAndWrite(call, note, make, made => {
    if (!announced) announce(call, opened, skipped)
    announced = true
    if (made.complaints.length > 0 && !options.acceptValid) refuseRows(opened, made)
    if (options.dryRun) return false
    if (made.rejected.length > 0) saveRejects(call, opened, made, options)
    return true
  })
  sayResult(call, made, batch, options.dryRun ? newNames(made) : newcomers, options.dryRun === true)
  if (made.rejected.length > 0) {
    for (const complaint of sayable(made.complaints, call.lang)) call.world.err(`  ${complaint}\n`)
  }
  return made.rejected.length > 0 ? exitCodes.attention : exitCodes.done
}

const newNames = (made: Plan) => made.newcomers.reduce((sum, n) => sum + n.names.size, 0)

/** Registers named by `--add`, whose unknown names may be recorded along with the rows that use them. */
export function addable(call: Call, names: Options[string]): Set<Register> {
  const found = new Set<Register>()
  for (const name of typeof names === 'string' ? names.split(',') : []) {
    const register = call.registers.find(r => r.name === name.trim() || r.label.zh === name.trim())
    if (!register || !isAddable(register)) {
      const can = call.registers.filter(r => r.name !== 'setting' && isAddable(r)).map(r => r.name)
      return refuse(
        'usage',
        { zh: `--add ${name} 不能一并登记`, en: `--add ${name} cannot be recorded along with others` },
        { zh: `可用: ${can.join('、')}`, en: `use one of ${can.join(', ')}` },
      )
    }
    found.add(register)
  }
  return found
}

async function open(
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
async function* dataRows(opened: Opened, skipped: { total: number; blank: number }): AsyncGenerator<TextRow> {
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

function announce(
  call: Call,
  { name, encoding, mapping }: Opened,
  skipped: { total: number; blank: number },
): void {
  const { register, leading, height } = mapping
  const zh = [`编码 ${encoding.name}`, `${register.label.zh} (${register.name})`]
  const en = [`encoding ${encoding.name}`, `${register.label.en} (${register.name})`]
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

function refuseRows({ name }: Opened, made: Plan): never {
  const bad = made.rejected.length
  const good = made.adds.length + made.changes.length + made.unchanged
  return refuse(
    'input',
    {
      zh: `${name}: ${bad + good} 行中 ${bad} 行有误, 一行也未写入`,
      en: `${name}: ${bad} of ${bad + good} rows are wrong; nothing was written`,
    },
    {
      zh: `改正后再导入; 只收合格的 ${good} 行: 加 --accept-valid --rejects 退回.csv`,
      en: `correct them and import again; to take only the ${good} good rows add --accept-valid --rejects FILE`,
    },
    made.complaints,
  )
}

function sayResult(call: Call, made: Plan, batch: number, newcomers: number, dry: boolean): void {
  const { register, adds, changes, unchanged, rejected } = made
  const zh = [`新增 ${adds.length}`, `更改 ${changes.length}`, `不变 ${unchanged}`, `退回 ${rejected.length}`]
  const en = [
    `${adds.length} added`,
    `${changes.length} changed`,
    `${unchanged} unchanged`,
    `${rejected.length} rejected`,
  ]
  for (const of of made.newcomers) {
    if (newcomers === 0) continue
    zh.push(`一并登记${of.register.label.zh} ${of.names.size}`)
    en.push(`${of.names.size} ${of.register.label.en}s recorded with them`)
  }
  const tail: Text = dry
    ? { zh: '试算, 未写入', en: 'dry run, nothing written' }
    : batch > 0
      ? { zh: `第 ${batch} 批`, en: `batch ${batch}` }
      : { zh: '没有变动, 未记批次', en: 'nothing changed, no batch written' }
  const text = {
    zh: `${register.label.zh}: ${zh.join(', ')} (${tail.zh})`,
    en: `${register.label.en}: ${en.join(', ')} (${tail.en})`,
  }
  if (call.global.format === 'json' || call.global.format === 'jsonl') {
    const { length } = adds
    call.world.out(
      `${JSON.stringify({ register: register.name, added: length, changed: changes.length, unchanged, rejected: rejected.length, newcomers, batch: batch || null })}\n`,
    )
  } else call.world.out(`${say(text, call.lang)}\n`)
}

/** The rows that were not taken, as they were, with the reason beside them: to be corrected and imported again. */
function saveRejects(call: Call, opened: Opened, made: Plan, options: Options): void {
  const { headers } = opened.mapping
  const reason = headers.findIndex(h => fold(h) === fold(reasonHeader))
  const columns = headers.map((label, i) => ({ key: String(i), label: both(label), type: 'text' as const }))
  if (reason < 0) columns.push({ key: 'reason', label: both(reasonHeader), type: 'text' })
  const place = reason < 0 ? headers.length : reason
  const lines = made.rejected.map(row => {
    const cells = headers.map((_, i) => row.cells[i] ?? '')
    cells[place] =
      `第 ${row.line} 行: ${row.complaints.map(c => spoken({ ...c, line: undefined }, 'zh')).join(' | ')}`
    return { cells }
  })
  const document: Document = { title: both(opened.name), tables: [{ columns, lines }] }
  const pieces = [...syncCsv(document)]
  const name =
    typeof options.rejects === 'string'
      ? options.rejects
      : `${opened.name.replace(/\.[^.]*$/, '')}.rejects.csv`
  save(call, name, [Buffer.from(`\uFEFF${pieces.join('')}`)])
}

const syncCsv = (document: Document) => writeCsv(document, { lang: 'zh', delimiter: ',', people: true })
