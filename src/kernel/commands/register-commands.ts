import { confirm, mayAsk } from '../cli/ask.ts'
import { argument, type Call, type Options, option, type Verb, verb } from '../cli/line.ts'
import { recordOf, refuseIfReferred, writeNow } from '../cli/write.ts'
import { refuse } from '../errors.ts'
import { fieldOptions, flagRow, onOption } from '../import/from-flags.ts'
import { addable } from '../import/import-file.ts'
import { addOption, importFiles, importOptions } from '../import/import-files.ts'
import { listOptions } from '../import/list-options.ts'
import { zerosWith } from '../import/lost-zeros.ts'
import { makePlan } from '../import/make-plan.ts'
import type { ImportOptions } from '../import/open-sheet.ts'
import type { Plan } from '../import/plan.ts'
import { writePlanned } from '../import/plan-verb.ts'
import { datedFields, pastOf } from '../schema/dated.ts'
import { integer } from '../schema/fields/number.ts'
import { flagOf, inputs } from '../schema/register.ts'
import type { Register } from '../schema/types.ts'
import { pastRows, removePast } from '../store/dated.ts'
import { both, type Text } from '../text.ts'
import { exportRegister } from './export.ts'
import { list } from './list.ts'
import { show } from './show.ts'

const numberOf = (register: Register) =>
  argument({
    name: '<number>',
    zh: '记录号',
    label: { zh: '记录号, 或名称', en: 'record number, or name' },
    of: () => register,
  })

const most = { zh: '最多列几条', en: 'maximum number of rows' }
const limitOption = option({ flags: '--limit <n>', label: most, field: integer(most) })

const allOption = option({
  flags: '--all',
  label: { zh: '当日不在册的也列', en: 'also those not on the list on the day' },
})

/** The commands of a register, derived from its declaration. */
export function derived(register: Register): Verb[] {
  const all = everything(register)
  return register.process ? all.filter(v => ['list', 'show', 'export'].includes(v.name)) : all
}

function everything(register: Register): Verb[] {
  const { name: noun, label } = register
  const example = Object.entries(register.example)
    .map(([key, value]) => `--${flagOf(key)} ${/[\s（）()]/.test(value) ? `"${value}"` : value}`)
    .join(' ')
  const of = (zh: string, en: string): Text => ({ zh: `${zh}${label.zh}`, en: `${en} ${label.en}` })
  return [
    verb({
      noun,
      name: 'add',
      label: of('登记', 'record'),
      options: [...fieldOptions(register), addOption],
      example: `cun ${noun} add ${example}`,
      run: (call, _, options) => add(call, register, options as Options),
    }),
    verb({
      noun,
      name: 'list',
      label: of('列出', 'list'),
      isReading: true,
      options: [...fieldOptions(register), limitOption, ...(register.term ? [allOption] : [])],
      example: `cun ${noun} list --limit 20`,
      run: (call, _, options) => list(call, register, options as Options, options.limit),
    }),
    verb({
      noun,
      name: 'show',
      label: of('查看', 'show one'),
      isReading: true,
      args: [numberOf(register)],
      example: `cun ${noun} show 1`,
      run: (call, [number]) => show(call, register, number),
    }),
    verb({
      noun,
      name: 'change',
      label: of('更改', 'change'),
      args: [numberOf(register)],
      options: [
        ...fieldOptions(register),
        addOption,
        ...(datedFields(register).length > 0 ? [onOption] : []),
      ],
      example: `cun ${noun} change 1 ${example.split(' --')[0]}`,
      run: (call, [number], options) =>
        change(call, register, number, options as Options, (options as { on?: string }).on),
    }),
    verb({
      noun,
      name: 'remove',
      label: of('删除', 'remove'),
      args: [numberOf(register)],
      example: `cun ${noun} remove 1`,
      run: (call, [number]) => remove(call, register, number),
    }),
    verb({
      noun,
      name: 'import',
      label: of('导入', 'import'),
      args: [{ name: '<files...>', zh: '文件', label: { zh: 'XLSX 或 CSV 文件', en: 'XLSX or CSV files' } }],
      options: [...importOptions, ...listOptions(register)],
      example: `cun ${noun} import ${noun}.csv`,
      run: (call, files, options) => importFiles(call, files, options as ImportOptions, [register]),
    }),
    verb({
      noun,
      name: 'export',
      label: of('导出', 'export'),
      isReading: true,
      example: `cun ${noun} export --out ${noun}.csv`,
      run: call => exportRegister(call, register),
    }),
    verb({
      noun,
      name: 'template',
      label: of('空白表: ', 'blank sheet for'),
      example: `cun ${noun} template --out ${noun}.xlsx`,
      run: async call => (await import('./template.ts')).template(call, register),
    }),
  ]
}

async function add(call: Call, register: Register, options: Options): Promise<number> {
  const { sheet, cells } = flagRow(register, options)
  const mayAdd = addable(call, options.add as string | undefined)
  const missing = inputs(register).filter(
    i =>
      i.field && i.part === 0 && !register.fields[i.field]!.optional && !isGiven(register, i.field, options),
  )
  const asks = missing.length > 0 && mayAsk(call)
  if (cells.length === 0 && !asks) {
    return refuse(
      'usage',
      'usage.nothing-given',
      { zh: `没有给出${register.label.zh}的内容`, en: `nothing was given for the ${register.label.en}` },
      {
        zh: `必填: ${missing.map(i => `--${flagOf(i.key)} (${i.label.zh})`).join(' ')}`,
        en: `required: ${missing.map(i => `--${flagOf(i.key)}`).join(' ')}`,
      },
    )
  }
  const { intake, cells: row } = asks
    ? await (await import('./record-form.ts')).fillIn(call, register, options, mayAdd)
    : { intake: { sheet, mustBeNew: true, mayAdd }, cells }
  const { id, batch, plan } = await writePlanned(call, `${register.name} add`, () =>
    makePlan(call, { ...intake, ...(register.apart && { zeros: zerosWith(undefined) }) }, [{ cells: row }]),
  )
  const { zh, en } = register.label
  call.done({ zh: `${zh} ${id} 号已登记`, en: `${en} ${id} recorded` }, batch)
  if (plan.remark) call.tell(plan.remark)
  return 0
}

/** A record with its earlier values. */
const going = (call: Call, register: Register, id: number): Map<Register, number[]> => {
  const past = pastOf(register)
  const of = past ? (pastRows(call.db, register, [id]).get(id) ?? []).map(p => p.id) : []
  return new Map([[register, [id]], ...(past ? [[past, of] as const] : [])])
}

const isGiven = (register: Register, field: string, options: Options): boolean =>
  inputs(register).some(i => i.field === field && options[i.key] !== undefined)

async function change(
  call: Call,
  register: Register,
  number: string,
  options: Options,
  on: string | undefined,
): Promise<number> {
  const before = recordOf(call, register, number)
  const { sheet, cells } = flagRow(register, options)
  const mayAdd = addable(call, options.add as string | undefined)
  const asks = cells.length === 0 && mayAsk(call)
  if (cells.length === 0 && !asks) {
    refuse(
      'usage',
      'usage.nothing-given',
      { zh: '没有说改什么', en: 'nothing to change was given' },
      {
        zh: `给出要改的项, 如 --${flagOf(inputs(register).find(i => i.field)!.key)} 新值; 清空用 ""`,
        en: `give the fields to change; "" clears one`,
      },
    )
  }
  const { intake, cells: row } = asks
    ? await (await import('./record-form.ts')).fillIn(call, register, options, mayAdd, before)
    : { intake: { sheet, before, mayAdd }, cells }
  const { batch, plan } = await writePlanned(call, `${register.name} change`, () =>
    makePlan(call, { ...intake, on }, [{ cells: row }]),
  )
  const { zh, en } = register.label
  call.done(
    on === undefined
      ? { zh: `${zh} ${before.id} 号已更改`, en: `${en} ${before.id} changed` }
      : { zh: `${zh} ${before.id} 号自 ${on} 起更改`, en: `${en} ${before.id} changed from ${on} on` },
    batch,
    both(''),
  )
  if (on === undefined && batch > 0) sayCorrected(call, register, plan)
  if (plan.remark) call.tell(plan.remark)
  return 0
}

/** A value that held from a day was corrected: said once, because a change from a day on needs the day. */
function sayCorrected(call: Call, register: Register, { changes }: Plan): void {
  const labels = datedFields(register)
    .filter(name => !register.fields[name]!.derived)
    .filter(name => changes.some(c => c.before[name] != null && c.before[name] !== c.after[name]))
    .map(name => register.fields[name]!.label)
  if (labels.length === 0) return
  call.tell({
    zh: `${labels.map(l => l.zh).join('、')}按改正错误处理, 以前的表也用新值; 是自某日起变更的, 撤销后加 --on 日期`,
    en: `${labels.map(l => l.en).join(', ')} corrected, for earlier days too; if it changed from a day on, undo this and add --on DATE`,
  })
}

async function remove(call: Call, register: Register, number: string): Promise<number> {
  const { id } = recordOf(call, register, number)
  refuseIfReferred(call, going(call, register, id))
  await confirm(call, { zh: `删除${register.label.zh} ${id} 号?`, en: `Remove ${register.label.en} ${id}?` })
  const batch = writeNow(call, `${register.name} remove`, pen => {
    refuseIfReferred(call, going(call, register, id))
    removePast(call.db, pen, register, id)
    pen.remove(register, recordOf(call, register, String(id)))
  })
  const { zh, en } = register.label
  call.done({ zh: `${zh} ${id} 号已删除`, en: `${en} ${id} removed` }, batch)
  return 0
}
