import { confirm } from './ask.ts'
import { decode, head, rowsById, Stale, writeBatch } from './batch.ts'
import { periodDays } from './calendar.ts'
import type { Call } from './call.ts'
import { readPeriod } from './field.ts'
import { cell, exportInputs, exporting, listing, records, referrers } from './find.ts'
import { type Intake, type Plan, plan, planAndWrite } from './import.ts'
import { addable, importFile } from './import-file.ts'
import type { Line, Option, Options, Verb } from './line.ts'
import { formatOf, print } from './output.ts'
import type { Document } from './paper.ts'
import { rowReader } from './read.ts'
import { Fault, refuse } from './refuse.ts'
import { flagOf, inputs, type Register, type Row } from './register.ts'
import { settle } from './settle.ts'
import { both, type Text } from './text.ts'

const fieldOptions = (register: Register): Option[] =>
  inputs(register).map(input => ({ flags: `--${flagOf(input.key)} <text>`, label: input.label }))

const numberArg = { name: '<number>', label: { zh: '记录号', en: 'record number' } }

/** What every register gets on the command line, from its declaration. */
export function derived(register: Register): Verb[] {
  const { name: noun, label } = register
  const example = Object.entries(register.example)
    .map(([key, value]) => `--${flagOf(key)} ${/[\s（）()]/.test(value) ? `"${value}"` : value}`)
    .join(' ')
  const of = (zh: string, en: string): Text => ({ zh: `${zh}${label.zh}`, en: `${en} ${label.en}` })
  return [
    {
      noun,
      name: 'add',
      label: of('登记', 'record a'),
      options: [...fieldOptions(register), addOption],
      example: `cun ${noun} add ${example}`,
      run: (call, _, options) => add(call, register, options),
    },
    {
      noun,
      name: 'list',
      label: of('列出', 'list'),
      options: [
        ...fieldOptions(register),
        { flags: '--limit <n>', label: { zh: '最多列几条', en: 'at most so many' } },
      ],
      example: `cun ${noun} list --limit 20`,
      run: (call, _, options) => list(call, register, options),
    },
    {
      noun,
      name: 'show',
      label: of('查看', 'show one'),
      args: [numberArg],
      example: `cun ${noun} show 1`,
      run: (call, [number]) => show(call, register, number!),
    },
    {
      noun,
      name: 'change',
      label: of('更改', 'change a'),
      args: [numberArg],
      options: [...fieldOptions(register), addOption],
      example: `cun ${noun} change 1 ${example.split(' --')[0]}`,
      run: (call, [number], options) => change(call, register, number!, options),
    },
    {
      noun,
      name: 'remove',
      label: of('删除', 'remove a'),
      args: [numberArg],
      example: `cun ${noun} remove 1`,
      run: (call, [number]) => remove(call, register, number!),
    },
    {
      noun,
      name: 'import',
      label: of('导入', 'import'),
      args: [{ name: '<files...>', label: { zh: 'CSV 文件', en: 'CSV files' } }],
      options: importOptions,
      example: `cun ${noun} import ${noun}.csv`,
      run: (call, files, options) => importFiles(call, files, options, [register]),
    },
    {
      noun,
      name: 'export',
      label: of('导出', 'export'),
      example: `cun ${noun} export --out ${noun}.csv`,
      run: call => exportRegister(call, register),
    },
    {
      noun,
      name: 'template',
      label: of('空白表: ', 'blank sheet: '),
      example: `cun ${noun} template --out ${noun}.csv`,
      run: call => template(call, register),
    },
  ]
}

/** `cun report NAME`: one command for each paper of every line. */
export function reporting(lines: readonly Line[]): Verb[] {
  return lines
    .flatMap(l => l.papers ?? [])
    .map(paper => ({
      noun: 'report',
      name: paper.name,
      label: paper.label,
      args: paper.period ? [{ name: '<period>', label: paper.period === 'year' ? year : quarter }] : [],
      options: paper.options,
      example: paper.example,
      run(call, [period], options) {
        const read = paper.period ? readPeriod(period!, paper.period) : ''
        if (read instanceof Fault) {
          return refuse(
            'usage',
            { zh: `${period} ${read.rule.zh}`, en: `${period} ${read.rule.en}` },
            read.next,
          )
        }
        print(call, paper.make(call, read, options))
        return undefined
      },
    }))
}
const year = { zh: '年份, 如 2024', en: 'a year, as 2024' }
const quarter = { zh: '季度, 如 2024Q2', en: 'a quarter, as 2024Q2' }

const addOption: Option = {
  flags: '--add <register>',
  label: { zh: '一并登记未见过的名称, 如 unit', en: 'record unknown names too, as unit' },
}

export const importOptions: readonly Option[] = [
  { flags: '--dry-run', label: { zh: '只检查, 不写入', en: 'check only, write nothing' } },
  {
    flags: '--accept-valid',
    label: { zh: '只收合格的行, 其余写入退回表', en: 'take the good rows, write the rest to a reject file' },
  },
  { flags: '--rejects <file>', label: { zh: '退回表的文件名', en: 'name of the reject file' } },
  addOption,
  { flags: '--header-row <n>', label: { zh: '表头在第几行', en: 'row of the header' } },
  { flags: '--ignore-columns <a,b>', label: { zh: '跳过这些列', en: 'skip these columns' } },
]

/** Imports files one after another, each whole or not at all; the first that is refused ends it. */
export async function importFiles(
  call: Call,
  files: readonly string[],
  options: Options,
  registers: readonly Register[],
): Promise<number> {
  let worst = 0
  for (const file of files) worst = Math.max(worst, await importFile(call, file, options, registers))
  return worst
}

/** A row of text from the flags that were given. */
function flagRow(register: Register, options: Options) {
  const given = inputs(register).filter(i => options[i.key] !== undefined)
  return {
    sheet: {
      register,
      columns: new Map(given.map((input, i) => [input.key, i])),
      headers: given.map(i => `--${flagOf(i.key)}`),
      from: 'flags' as const,
    },
    cells: given.map(i => String(options[i.key]).trim()),
  }
}

async function writeRow(call: Call, command: string, intake: Intake, cells: readonly string[]) {
  const make = (): Promise<Plan> => plan(call, intake, [{ cells }])
  const { register } = intake.sheet
  return planAndWrite(call, { command }, make, made => {
    if (made.complaints.length === 0) return true
    return refuse(
      'input',
      { zh: `${register.label.zh}未写入`, en: `the ${register.label.en} was not written` },
      { zh: '改正后再执行一次', en: 'correct it and run the command again' },
      made.complaints,
    )
  })
}

async function add(call: Call, register: Register, options: Options): Promise<number> {
  const { sheet, cells } = flagRow(register, options)
  const missing = inputs(register).filter(
    i => i.field && i.part === 0 && !register.fields[i.field]!.optional && options[i.key] === undefined,
  )
  if (cells.length === 0) {
    return refuse(
      'usage',
      { zh: `没有给出${register.label.zh}的内容`, en: `nothing was given for the ${register.label.en}` },
      {
        zh: `必填: ${missing.map(i => `--${flagOf(i.key)} (${i.label.zh})`).join(' ')}`,
        en: `required: ${missing.map(i => `--${flagOf(i.key)}`).join(' ')}`,
      },
    )
  }
  const done = await writeRow(
    call,
    `${register.name} add`,
    { sheet, mustBeNew: true, mayAdd: addable(call, options.add) },
    cells,
  )
  const id = done.added[0]!
  call.world.out(
    `${call.lang === 'zh' ? `${register.label.zh} ${id} 号已登记, 第 ${done.batch} 批` : `${register.label.en} ${id} recorded, batch ${done.batch}`}\n`,
  )
  return 0
}

/** The stored record of a number given as an argument. */
export function recordOf(call: Call, register: Register, number: string): Row {
  const id = Number(number.replace(/^#/, ''))
  const row = Number.isInteger(id) ? rowsById(call.db, register, [id]).get(id) : undefined
  return row
    ? decode(register, row)
    : refuse(
        'input',
        { zh: `没有${register.label.zh} ${number} 号`, en: `there is no ${register.label.en} ${number}` },
        { zh: `用 cun ${register.name} list 查记录号`, en: `find its number with cun ${register.name} list` },
      )
}

async function change(call: Call, register: Register, number: string, options: Options): Promise<number> {
  const before = recordOf(call, register, number)
  const { sheet, cells } = flagRow(register, options)
  if (cells.length === 0) {
    refuse(
      'usage',
      { zh: '没有说改什么', en: 'nothing to change was given' },
      {
        zh: `给出要改的项, 如 --${flagOf(inputs(register)[0]!.key)} 新值; 清空用 ""`,
        en: `give the fields to change; "" clears one`,
      },
    )
  }
  const done = await writeRow(
    call,
    `${register.name} change`,
    { sheet, before, mayAdd: addable(call, options.add) },
    cells,
  )
  const zh = done.batch
    ? `${register.label.zh} ${before.id} 号已更改, 第 ${done.batch} 批`
    : '与原来相同, 未写入'
  const en = done.batch
    ? `${register.label.en} ${before.id} changed, batch ${done.batch}`
    : 'the same as before, nothing written'
  call.world.out(`${call.lang === 'zh' ? zh : en}\n`)
  return 0
}

/** Refuses to let records go while others refer to them, with counts and first examples. */
export function mayRemove(call: Call, going: ReadonlyMap<Register, readonly number[]>): void {
  for (const [register, ids] of going) {
    if (ids.length === 0) continue
    const found = referrers(call, register, ids, going)
    if (found.length === 0) continue
    const list = (lang: 'zh' | 'en') =>
      found
        .map(
          f =>
            `${f.register.label[lang]} ${f.records.length} (${f.records
              .slice(0, 3)
              .map(r => `#${r}`)
              .join(', ')}${f.records.length > 3 ? ' …' : ''})`,
        )
        .join(lang === 'zh' ? '、' : ', ')
    refuse(
      'input',
      {
        zh: `${register.label.zh}不能删除: 还有记录用到它: ${list('zh')}`,
        en: `the ${register.label.en} cannot go: records refer to it: ${list('en')}`,
      },
      {
        zh: '先更改或删除这些记录; 写法不同的同一对象用 merge 合并',
        en: 'change or remove those first; use merge for two names of one thing',
      },
    )
  }
}

/** Writes a batch by hand-made work, looking at the facts again when another window wrote in between. */
export function writeNow(
  call: Call,
  command: string,
  work: (pen: Parameters<Parameters<typeof writeBatch>[3]>[0]) => void,
): number {
  for (;;) {
    try {
      const batch = writeBatch(call.db, call.note(command), head(call.db), work)
      call.changed()
      return batch
    } catch (error) {
      if (!(error instanceof Stale)) throw error
    }
  }
}

async function remove(call: Call, register: Register, number: string): Promise<number> {
  const { id } = recordOf(call, register, number)
  mayRemove(call, new Map([[register, [id]]]))
  await confirm(call, { zh: `删除${register.label.zh} ${id} 号?`, en: `Remove ${register.label.en} ${id}?` })
  const batch = writeNow(call, `${register.name} remove`, pen => {
    mayRemove(call, new Map([[register, [id]]]))
    pen.remove(register, recordOf(call, register, String(id)))
  })
  call.world.out(
    call.lang === 'zh'
      ? `${register.label.zh} ${id} 号已删除, 第 ${batch} 批\n`
      : `${register.label.en} ${id} removed, batch ${batch}\n`,
  )
  return 0
}

/** Conditions for a list, from the same words that would record one. */
function filter(call: Call, register: Register, options: Options): { where: string; values: unknown[] } {
  const conditions: string[] = []
  const values: unknown[] = []
  const { sheet, cells } = flagRow(register, options)
  const dates = new Set(
    inputs(register)
      .filter(i => i.field && register.fields[i.field]!.kind === 'date')
      .map(i => i.key),
  )
  const plainSheet = { ...sheet, columns: new Map([...sheet.columns].filter(([key]) => !dates.has(key))) }
  const draft = rowReader(plainSheet, call.settings)(cells, {})
  settle(draft, plainSheet, {
    db: call.db,
    directories: call.directories,
    reader: call.settings,
    mayAdd: new Set(),
    newcomers: new Map(),
  })
  if (draft.complaints.length > 0) {
    refuse(
      'input',
      { zh: '列出的条件有误', en: 'the conditions cannot be used' },
      undefined,
      draft.complaints,
    )
  }
  for (const [name, value] of Object.entries(draft.values)) {
    if (value == null) continue
    const field = register.fields[name]!
    if (field.many) {
      for (const one of value as unknown[]) {
        conditions.push(`exists (select 1 from json_each("${name}") e where e.value = ?)`)
        values.push(one)
      }
    } else if (field.kind === 'text' || field.kind === 'person') {
      conditions.push(`instr("${name}", ?) > 0`)
      values.push(value)
    } else {
      conditions.push(`"${name}" = ?`)
      values.push(value)
    }
  }
  for (const key of dates) {
    const place = sheet.columns.get(key)
    if (place === undefined) continue
    const { from, to } = span(cells[place]!, call, register.fields[key]!.read)
    conditions.push(`"${key}" between ? and ?`)
    values.push(from, to)
  }
  for (const [parent, text] of draft.parents)
    if (text !== undefined) byParent(call, register, parent, text, conditions, values)
  return { where: conditions.length > 0 ? `where ${conditions.join(' and ')}` : '', values }
}

/** Narrows to records whose references lie within a parent (a village's or township's). */
function byParent(
  call: Call,
  register: Register,
  parent: Register,
  text: string,
  conditions: string[],
  values: unknown[],
) {
  const id = call.directories.of(parent).find([text])
  if (id instanceof Fault) {
    return refuse(
      'input',
      { zh: `${parent.label.zh}“${text}”${id.rule.zh}`, en: `${parent.label.en} ${text} ${id.rule.en}` },
      id.next,
    )
  }
  const ways = Object.entries(register.fields).flatMap(([name, field]) => {
    if (!field.target || field.many) return []
    const members = call.directories.of(field.target()).inside(parent, id)
    return members ? [{ name, members }] : []
  })
  if (ways.length === 0) return
  conditions.push(`(${ways.map(w => `"${w.name}" in (select value from json_each(?))`).join(' or ')})`)
  values.push(...ways.map(w => JSON.stringify(w.members)))
}

function span(
  text: string,
  call: Call,
  read: Register['fields'][string]['read'],
): { from: string; to: string } {
  const period = /^\d{4}(?:Q[1-4]|-\d{2})?$/.exec(text.toUpperCase())
  if (period) return periodDays(period[0])
  const day = read(text, call.settings)
  if (typeof day === 'string') return { from: day, to: day }
  const fault = day as Fault
  return refuse(
    'input',
    { zh: `${text} ${fault.rule.zh}`, en: `${text} ${fault.rule.en}` },
    { zh: '写一天、2024-06、2024Q2 或 2024', en: 'give a day, 2024-06, 2024Q2 or 2024' },
  )
}

async function list(call: Call, register: Register, options: Options): Promise<number> {
  const { where, values } = filter(call, register, options)
  const total = call.db
    .prepare(`select count(*) from "${register.name}" ${where}`)
    .pluck()
    .get(...values) as number
  const screenful =
    call.world.terminal.out && formatOf(call) === 'table' && !call.global.out ? 200 : undefined
  const limit = options.limit === undefined ? screenful : Number(options.limit)
  if (limit !== undefined && !Number.isInteger(limit)) {
    refuse('usage', {
      zh: `--limit ${String(options.limit)} 不是整数`,
      en: `--limit ${String(options.limit)} is not a whole number`,
    })
  }
  function* some() {
    let count = 0
    for (const row of records(call, register, where, values))
      if (limit === undefined || count++ < limit) yield row
      else return
  }
  print(call, { ...listing(call, register, some()), notes: [] })
  const rest = limit === undefined ? 0 : Math.max(0, total - limit)
  call.tell(
    rest > 0
      ? {
          zh: `共 ${total} 条, 还有 ${rest} 条未列: 加条件, 或 --limit ${total}`,
          en: `${total} in all, ${rest} not shown: add conditions, or --limit ${total}`,
        }
      : { zh: `共 ${total} 条`, en: `${total} in all` },
  )
  return 0
}

async function show(call: Call, register: Register, number: string): Promise<number> {
  const row = recordOf(call, register, number)
  const lines = Object.entries(register.fields)
    .filter(([name]) => row[name] != null)
    .map(([name, field]) => {
      const value = cell(call, field, row[name])
      const text =
        typeof value === 'number' && field.cell === 'amount' ? field.write(value, call.lang) : String(value)
      return { cells: [field.label, text] }
    })
  const used = referrers(call, register, [row.id])
  const history = call.db
    .prepare(
      'select b.number, b.at, b.who, b.command, h.action from history h join batch b on b.number = h.batch where h.register = ? and h.record = ? order by h.id',
    )
    .all(register.name, row.id) as { number: number; at: string; who: string; command: string }[]
  const document: Document = {
    title: { zh: `${register.label.zh} ${row.id} 号`, en: `${register.label.en} ${row.id}` },
    tables: [
      {
        columns: [
          { key: 'field', label: { zh: '项目', en: 'field' }, type: 'text' },
          { key: 'value', label: { zh: '内容', en: 'value' }, type: 'text' },
        ],
        lines,
      },
      {
        title: { zh: '经过', en: 'history' },
        columns: [
          { key: 'batch', label: { zh: '批', en: 'batch' }, type: 'integer' },
          { key: 'at', label: { zh: '时间', en: 'when' }, type: 'text' },
          { key: 'who', label: { zh: '经手', en: 'who' }, type: 'text' },
          { key: 'command', label: { zh: '命令', en: 'command' }, type: 'text' },
        ],
        lines: history.map(h => ({ cells: [h.number, h.at, h.who, h.command] })),
      },
    ],
    notes: used.map(u => ({
      zh: `用到它的${u.register.label.zh}: ${u.records.length} 条 (${u.records
        .slice(0, 5)
        .map(r => `#${r}`)
        .join(', ')}${u.records.length > 5 ? ' …' : ''})`,
      en: `${u.register.label.en} records that refer to it: ${u.records.length} (${u.records
        .slice(0, 5)
        .map(r => `#${r}`)
        .join(', ')}${u.records.length > 5 ? ' …' : ''})`,
    })),
  }
  print(call, document)
  return 0
}

async function exportRegister(call: Call, register: Register): Promise<number> {
  const total = call.db.prepare(`select count(*) from "${register.name}"`).pluck().get() as number
  const digest = print(call, exporting(call, register, records(call, register)), 'csv')
  logOutput(call, 'export', `${register.name} export`, total, digest)
  return 0
}

/** Exports and unmaskings are kept apart from the batches, so that exporting changes nothing exported. */
export function logOutput(
  call: Call,
  kind: 'export' | 'unmask',
  command: string,
  rows: number,
  digest?: string,
): void {
  const { at, who } = call.note(command)
  call.db
    .prepare('insert into log (at, who, kind, command, reason, "rows", digest) values (?, ?, ?, ?, ?, ?, ?)')
    .run(at, who, kind, command, call.global.reason ?? null, rows, digest ?? null)
}

async function template(call: Call, register: Register): Promise<number> {
  const columns = exportInputs(register).map(input => ({
    key: input.key,
    label: input.label,
    type: 'text' as const,
  }))
  print(call, { title: both(register.label[call.lang]), tables: [{ columns, lines: [] }] }, 'csv')
  const required = exportInputs(register).filter(
    i => i.field && i.part === 0 && !register.fields[i.field]!.optional,
  )
  call.tell({
    zh: `必填: ${required.map(i => i.label.zh).join('、')}`,
    en: `required: ${required.map(i => i.label.en).join(', ')}`,
  })
  return 0
}
