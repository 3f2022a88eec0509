import type { Facts } from '../kernel/cli/facts.ts'
import { type Call, type OptionsOf, option, verb } from '../kernel/cli/line.ts'
import { formatOf, print } from '../kernel/cli/print.ts'
import { cell } from '../kernel/cli/record-document.ts'
import type { Cell, Document } from '../kernel/document/document.ts'
import { refuse } from '../kernel/errors.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import { namingFields, typedFields } from '../kernel/schema/register.ts'
import type { Field, Register, Row } from '../kernel/schema/types.ts'
import { type Batch, type Entry, entries, findBatch } from '../kernel/store/journal.ts'
import { decode, rowsById } from '../kernel/store/records.ts'
import { undoneBatches } from '../kernel/store/undo.ts'
import { counted, joined } from '../kernel/text.ts'
import { actions, batchArg, summary } from './batch.ts'
import { namedRegister } from './named-register.ts'

/** Batches of a page. */
const PAGE = 100

const sinceLabel = { zh: '自哪天起', en: 'first day' }
const untilLabel = { zh: '到哪天为止', en: 'last day' }
const pageLabel = {
  zh: `第几页, 每页 ${PAGE} 批, 第 1 页是最近的 (终端上默认第 1 页)`,
  en: `which page of ${PAGE} batches; 1 is the newest (the default on a terminal)`,
}

const conditions = [
  option({ flags: '--since <date>', label: sinceLabel, field: date(sinceLabel, { ahead: true }) }),
  option({ flags: '--until <date>', label: untilLabel, field: date(untilLabel, { ahead: true }) }),
  option({
    flags: '--register <name>',
    words: (call: Call) => call.registers.map(r => r.name),
    label: { zh: '只看写了某个台账的', en: 'only batches that wrote this register' },
  }),
  option({
    flags: '--by <name>',
    words: (call: Call) =>
      call.db.prepare('select distinct who from batch order by who').pluck().all() as string[],
    isOpen: true,
    label: { zh: '只看某人经手的', en: 'only what one person did' },
  }),
  option({ flags: '--page <n>', label: pageLabel, field: integer(pageLabel, { min: 1 }) }),
] as const

export const history = verb({
  name: 'history',
  isReading: true,
  label: { zh: '经过: 每一批写入; show N 看一批的内容', en: 'list the batches written; show N shows one' },
  args: [{ name: '[show]', zh: 'show', label: { zh: 'show', en: 'show' }, words: () => ['show'] }, batchArg],
  options: conditions,
  example: 'cun history --since 2024-01-01 --until 2024-12-31 --register visit',
  async run(call, [show, number], options) {
    if (show === undefined) {
      await listBatches(call, options)
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

const WHERE = `(:since is null or substr(at, 1, 10) >= :since) and (:until is null or substr(at, 1, 10) <= :until)
  and (:by is null or who = :by)
  and (:register is null or exists (select 1 from json_each(counts) c where c.key = :register))`

/** Lists the batches that meet the conditions, a page of them, or all; on a terminal the newest page by default. */
async function listBatches(call: Call, options: OptionsOf<typeof conditions>): Promise<void> {
  const { since, until, by } = options
  if (since && until && since > until) {
    refuse(
      'usage',
      'history.ends-before-it-begins',
      { zh: `--since ${since} 晚于 --until ${until}`, en: `--since ${since} is later than --until ${until}` },
      { zh: '核对两个日期', en: 'check the two days' },
    )
  }
  const register = options.register && namedRegister(call.registers, options.register).name
  const wanted = { since: since ?? null, until: until ?? null, by: by ?? null, register: register ?? null }
  const total = call.db.prepare(`select count(*) from batch where ${WHERE}`).pluck().get(wanted) as number
  const pages = Math.max(1, Math.ceil(total / PAGE))
  const isOnScreen = call.world.terminal.out && formatOf(call) === 'table' && !call.global.out
  const page = options.page ?? (isOnScreen ? 1 : undefined)
  if (page !== undefined && page > pages) {
    refuse(
      'usage',
      'history.page-unknown',
      {
        zh: `没有第 ${page} 页: 符合的有 ${total} 批, ${pages} 页`,
        en: `there is no page ${page}: ${counted(total, 'batch', 'batches')} on ${counted(pages, 'page')}`,
      },
      { zh: `最早的一页: --page ${pages}`, en: `the oldest page: --page ${pages}` },
    )
  }
  const batches = call.db
    .prepare(
      `select * from (select * from batch where ${WHERE} order by number desc limit :most offset :later) order by number`,
    )
    .all({ ...wanted, most: page ? PAGE : -1, later: page ? (page - 1) * PAGE : 0 }) as Batch[]
  await print(call, batchList(call, batches))
  if (total === 0) call.tell({ zh: '没有符合的批次', en: 'no batch meets the conditions' })
  if (page === undefined || (pages === 1 && options.page === undefined)) return
  const earlier = page < pages
  call.tell({
    zh: `共 ${total} 批, 第 ${page} 页, 共 ${pages} 页${earlier ? `; 更早的加 --page ${page + 1}` : ''}`,
    en: `${counted(total, 'batch', 'batches')} in all, page ${page} of ${pages}${earlier ? `; for earlier ones add --page ${page + 1}` : ''}`,
  })
}

function batchList(call: Call, batches: readonly Batch[]): Document {
  const taken = undoneBatches(call.db)
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
