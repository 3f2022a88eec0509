import { confirm } from '../kernel/cli/ask.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { argument, type Call, verb } from '../kernel/cli/line.ts'
import { print } from '../kernel/cli/print.ts'
import { cell } from '../kernel/cli/record-document.ts'
import { refuseIfReferred } from '../kernel/cli/write.ts'
import type { Cell, Document } from '../kernel/document/document.ts'
import { refuse } from '../kernel/errors.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import { namingFields, typedFields } from '../kernel/schema/register.ts'
import type { Field, Register, Row } from '../kernel/schema/types.ts'
import { type Batch, type Entry, entries, findBatch } from '../kernel/store/journal.ts'
import { decode, rowsById } from '../kernel/store/records.ts'
import { lastUndoable, undo, undoable, undoneBatches } from '../kernel/store/undo.ts'
import { joined, say, type Text } from '../kernel/text.ts'

const actions: Record<string, Text> = {
  add: { zh: '新增', en: 'added' },
  change: { zh: '更改', en: 'changed' },
  remove: { zh: '删除', en: 'removed' },
}

/** `派驻 新增 94, 派出单位 新增 24` */
function summary(call: Call, batch: Batch): string {
  const counts = JSON.parse(batch.counts) as Record<string, Record<string, number>>
  return Object.entries(counts)
    .map(([name, of]) => {
      const label = call.registers.find(r => r.name === name)?.label[call.lang] ?? name
      return `${label} ${Object.entries(of)
        .map(([a, n]) => `${say(actions[a]!, call.lang)} ${n}`)
        .join(' ')}`
    })
    .join(', ')
}

const batchLabel = { zh: '批号', en: 'batch' }
const batchArg = argument({ name: '[number]', zh: '批号', label: batchLabel, field: integer(batchLabel) })

export const history = verb({
  name: 'history',
  isReading: true,
  label: { zh: '经过: 每一批写入; show N 看一批的内容', en: 'list the batches written; show N shows one' },
  args: [{ name: '[show]', zh: 'show', label: { zh: 'show', en: 'show' }, words: () => ['show'] }, batchArg],
  options: [{ flags: '--by <name>', label: { zh: '只看某人经手的', en: 'only what one person did' } }],
  example: 'cun history show 1',
  async run(call, [show, number], options) {
    if (show === undefined) {
      await print(call, allBatches(call, options.by))
      return 0
    }
    if (show !== 'show' || !number) {
      return refuse(
        'usage',
        'usage.unknown-action',
        { zh: `看不懂 history ${show}`, en: `history ${show} is not understood` },
        { zh: '写作 cun history show 批号', en: 'write cun history show NUMBER' },
      )
    }
    const batch = findBatch(call.db, number)
    if (!batch) {
      return refuse(
        'input',
        'batch.unknown',
        { zh: `没有第 ${number} 批`, en: `there is no batch ${number}` },
        { zh: '用 cun history 查看各批', en: 'see cun history' },
      )
    }
    await print(call, oneBatch(call, batch))
    return 0
  },
})

function allBatches(call: Call, by: string | undefined): Document {
  const taken = undoneBatches(call.db)
  const batches = call.db
    .prepare('select * from batch where ? is null or who = ? order by number')
    .all(by ?? null, by ?? null) as Batch[]
  return {
    title: { zh: '经过', en: 'History' },
    tables: [
      {
        columns: [
          { key: 'batch', label: { zh: '批', en: 'batch' }, type: 'integer' },
          { key: 'at', label: { zh: '时间', en: 'when' }, type: 'text' },
          { key: 'who', label: { zh: '经手', en: 'who' }, type: 'text' },
          { key: 'command', label: { zh: '命令', en: 'command' }, type: 'text' },
          { key: 'source', label: { zh: '文件', en: 'file' }, type: 'text', weight: -1 },
          { key: 'counts', label: { zh: '内容', en: 'what' }, type: 'text' },
          { key: 'undone', label: { zh: '撤销于', en: 'undone by' }, type: 'integer' },
        ],
        lines: batches.map(b => ({
          cells: [b.number, b.at, b.who, b.command, b.source, summary(call, b), taken.get(b.number) ?? null],
        })),
      },
    ],
  }
}

/** The fields a batch changed, before and after, with personal numbers masked. */
function oneBatch(call: Call, batch: Batch): Document {
  const byName = new Map(call.registers.map(r => [r.name, r]))
  const lines = entries(call.db, batch.number).flatMap(entry => {
    const register = byName.get(entry.register)!
    const before = entry.before ? decode(register, JSON.parse(entry.before)) : undefined
    const after = entry.action === 'remove' ? undefined : afterImage(call, register, entry)
    return typedFields(register).flatMap(([name, field]) => {
      if (register.process && !register.list.includes(name)) return []
      const [old, now] = [before?.[name] ?? null, after?.[name] ?? null]
      if (JSON.stringify(old) === JSON.stringify(now)) return []
      const cells: Cell[] = [
        register.label,
        entry.record,
        actions[entry.action]!,
        field.label,
        reading(call, field, old),
        reading(call, field, now),
      ]
      return [{ cells }]
    })
  })
  return {
    title: { zh: `第 ${batch.number} 批`, en: `Batch ${batch.number}` },
    subtitle: {
      zh: `${batch.at} ${batch.who} ${batch.command}${batch.source ? ` (${batch.source})` : ''}`,
      en: `${batch.at} ${batch.who} ${batch.command}${batch.source ? ` (${batch.source})` : ''}`,
    },
    tables: [
      {
        columns: [
          { key: 'register', label: { zh: '台账', en: 'register' }, type: 'text' },
          { key: 'record', label: { zh: '记录号', en: 'number' }, type: 'integer' },
          { key: 'action', label: { zh: '动作', en: 'action' }, type: 'text' },
          { key: 'field', label: { zh: '项目', en: 'field' }, type: 'text' },
          { key: 'before', label: { zh: '原为', en: 'before' }, type: 'text' },
          { key: 'after', label: { zh: '改为', en: 'after' }, type: 'text' },
        ],
        lines,
      },
    ],
    notes: [{ zh: `批次摘要 (SHA-256): ${batch.digest}`, en: `chain digest (SHA-256): ${batch.digest}` }],
  }
}

const asText = (value: Cell): Cell => (typeof value === 'number' ? String(value) : value)

/** A value as shown elsewhere; a reference to a deleted record shows its last name and number. */
function reading(call: Call, field: Field, value: unknown): Cell {
  const target = field.target?.()
  if (value == null || !target) return asText(cell(call, field, value))
  const directory = call.directories.of(target)
  const isThere = (id: number) => directory.texts(id).some(text => text !== '')
  const ids = [value].flat() as number[]
  return joined(
    ids.map(id => (isThere(id) ? directory.label(id) : lastName(call, target, id))),
    call.lang,
  )
}

function lastName(call: Call, register: Register, id: number): string {
  const before = call.db
    .prepare(
      'select before from history where register = ? and record = ? and before is not null order by id desc limit 1',
    )
    .pluck()
    .get(register.name, id) as string | undefined
  const row = before && decode(register, JSON.parse(before))
  const name = namingFields(register)
    .map(by => row && row[by] != null && register.fields[by]!.write(row[by], call.lang))
    .find(text => text)
  return name ? `${name} (#${id})` : `#${id}`
}

/** The record after an entry: the `before` of its next entry, or else the current row. */
function afterImage(facts: Facts, register: Register, entry: Entry): Row | undefined {
  const next = facts.db
    .prepare('select before from history where register = ? and record = ? and id > ? order by id limit 1')
    .pluck()
    .get(register.name, entry.record, entry.id) as string | null | undefined
  if (next) return decode(register, JSON.parse(next))
  const row = rowsById(facts.db, register, [entry.record]).get(entry.record)
  return row && decode(register, row)
}

export const undoBatch = verb({
  name: 'undo',
  label: { zh: '撤销一批写入 (默认最近一批)', en: 'undo a batch (default: the last)' },
  args: [batchArg],
  example: 'cun undo',
  async run(call, [asked]) {
    const number = asked ?? lastUndoable(call.db)
    if (number === undefined) {
      return refuse(
        'usage',
        'undo.nothing-to-undo',
        { zh: '没有可撤销的批', en: 'there is no batch to undo' },
        { zh: '用 cun history 查看各批', en: 'see cun history' },
      )
    }
    const { batch } = undoable(call.db, call.registers, number)
    const what = [batch.command, batch.source, summary(call, batch)].filter(Boolean).join(' ')
    await confirm(call, { zh: `撤销第 ${number} 批 (${what})?`, en: `Undo batch ${number} (${what})?` })
    const { at, who } = call.note('undo')
    call.keep()
    const done = undo(call.db, call.registers, number, { at, who }, going => refuseIfReferred(call, going))
    call.committed(done)
    const counts = summary(call, findBatch(call.db, done)!)
    call.done({
      zh: `第 ${number} 批已撤销: ${counts} (第 ${done} 批)`,
      en: `batch ${number} undone: ${counts} (batch ${done})`,
    })
    const isRedone = batch.undoes !== null
    call.tell({
      zh: `要${isRedone ? '再撤销' : '恢复'}: cun undo ${done}`,
      en: `to ${isRedone ? 'undo it again' : 'redo'}: cun undo ${done}`,
    })
    return 0
  },
})
