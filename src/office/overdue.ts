import { daysBetween } from '../kernel/calendar.ts'
import { duties, type Item, listDeadlines, statuses, whatOf } from '../kernel/cli/deadlines.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { type Call, type Option, type Overview, verb } from '../kernel/cli/line.ts'
import { toRun } from '../kernel/cli/placeholders.ts'
import { print } from '../kernel/cli/print.ts'
import type { Column, Document } from '../kernel/document/document.ts'
import { exitCodes, Fault, refuse } from '../kernel/errors.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import type { Text } from '../kernel/text.ts'
import { dutiesSince } from '../roster/county.ts'
import { township } from '../roster/township.ts'

/** People see the status column only if some item is done or not yet due; scripts always do. */
export function dueDocument(
  facts: Overview,
  items: readonly Item[],
  { each, line }: { each: boolean; line?: string },
): Document {
  const mixed = items.some(i => i.status !== 'overdue' && i.status !== 'unknown')
  const since = facts.settings.get(dutiesSince)
  const notes: Text[] = []
  if (facts.db.prepare('select 1 from posting limit 1').get() === undefined) {
    notes.push({
      zh: '名册上还没有一个人, 多数时限因此无从算起: 先导入花名册 (cun import 花名册.csv)。',
      en: 'The roster is empty, so most deadlines cannot be computed: import it first (cun import roster.csv).',
    })
  }
  if (since > '1950') {
    notes.push({
      zh: `启用日期 ${since}: 此前到期的时限不计 (cun settings set duties.since 日期)。`,
      en: `Day one ${since}: deadlines before it are not counted (cun settings set duties.since DATE).`,
    })
  }
  for (const { older } of duties(facts.lines, line))
    notes.push(...[older?.(facts)].filter(note => note !== undefined))
  return {
    title: { zh: '到期事项', en: 'Deadlines' },
    subtitle: {
      zh: `截至 ${facts.asOf}; 当天不算逾期`,
      en: `as of ${facts.asOf}; an item is not overdue on its last day`,
    },
    notes,
    tables: [
      {
        columns: [
          { key: 'township', label: { zh: '乡镇', en: 'township' }, type: 'text', weight: -2 },
          { key: 'village', label: { zh: '村', en: 'village' }, type: 'text' },
          { key: 'who', label: { zh: '责任人', en: 'who' }, type: 'text' },
          forScripts('duty', '事项代号', 'duty code'),
          { key: 'dutyText', label: { zh: '事项', en: 'duty' }, type: 'text' },
          {
            key: 'what',
            label: each ? { zh: '对象', en: 'what' } : { zh: '内容', en: 'what' },
            type: 'text',
          },
          forScripts('count', '项数', 'items', 'integer'),
          { key: 'due', label: { zh: '最后期限', en: 'last day' }, type: 'date' },
          forScripts('done', '完成日期', 'done', 'date'),
          {
            key: 'late',
            label: { zh: '逾期天数', en: 'days late' },
            type: 'integer',
            weight: -1,
            emphasis: 'red',
          },
          forScripts('status', '状态代号', 'status code'),
          {
            key: 'statusText',
            label: { zh: '状态', en: 'status' },
            type: 'text',
            isForScripts: !mixed,
          },
          forScripts('register', '台账', 'register'),
          forScripts('record', '记录号', 'record number', 'integer'),
          forScripts('subject', '责任人派驻记录号', 'posting responsible', 'integer'),
          forScripts('inheritedFrom', '承接自', 'inherited from'),
          forScripts('inheritedSince', '事项起于', 'arose on', 'date'),
          { key: 'next', label: { zh: '办理', en: 'what to run' }, type: 'command', weight: -3 },
        ],
        lines: items.map(item => ({ cells: cells(facts, item) })),
      },
    ],
  }
}

const forScripts = (key: string, zh: string, en: string, type: Column['type'] = 'text'): Column => ({
  key,
  label: { zh, en },
  type,
  isForScripts: true,
})

/** An item of several rows has no one record; they share who is responsible where they share `who`. */
function cells(facts: Facts, item: Item) {
  const { duty, status, row, count } = item
  const one = count === 1 ? row : undefined
  const late = row.due !== null && status === 'overdue' ? daysBetween(row.due, facts.asOf) : null
  return [
    row.place[0] ?? '',
    row.place[1] ?? '',
    row.who,
    duty.name,
    duty.label,
    whatOf(item),
    count,
    row.due,
    one?.done ?? null,
    late,
    status,
    statuses[status],
    one?.register ?? null,
    one?.record ?? null,
    one?.subject ?? null,
    one?.inherited?.from ?? null,
    one?.inherited?.since ?? null,
    suggested(row.next ?? duty.next),
  ]
}

const own = { UNITS: '单位', PURPOSES: '事项', VILLAGE: '村', QUARTER: '季度' }

const commands = new Map<string, Text>()

/** Caches `toRun`, because many items share a command. */
function suggested(command: string): Text {
  const known = commands.get(command) ?? toRun(command, own)
  commands.set(command, known)
  return known
}

/** Resolves the township of an option to a place; undefined without the option. Refuses an unknown one. */
export function townshipNamed(facts: Facts, text: string | undefined): [string] | undefined {
  if (text === undefined) return undefined
  const found = facts.directories.of(township).find([text])
  if (found instanceof Fault) {
    return refuse(
      'input',
      found.code,
      { zh: `乡镇“${text}”: ${found.rule.zh}`, en: `township "${text}" ${found.rule.en}` },
      found.next,
    )
  }
  return [facts.directories.of(township).label(found)]
}

/** Only the deadlines of one township. */
export const townshipOption = {
  flags: '--township <name>',
  label: { zh: '只看一个乡镇', en: 'one township only' },
  of: () => township,
} as const satisfies Option

/** Options that limit the deadlines to one line or one township. */
export const scopeOptions = [
  {
    flags: '--line <name>',
    label: { zh: '只看一条线', en: 'one line only' },
    words: (call: Call) => call.lines.flatMap(l => (l.duties?.length ? [l.name] : [])),
  },
  townshipOption,
] as const satisfies readonly Option[]

const soon = { zh: '连同几天内到期的', en: 'also items due within this many days' }

export const overdue = verb({
  name: 'overdue',
  isReading: true,
  label: {
    zh: '到期事项: 谁、什么事、最后期限、逾期几天',
    en: 'deadlines that need action: who, what, last day, days late',
  },
  options: [
    ...scopeOptions,
    { flags: '--soon <days>', label: soon, field: integer(soon) },
    { flags: '--each', label: { zh: '逐项列出, 不合并', en: 'one line per item' } },
    { flags: '--all', label: { zh: '连同未到期和已完成的', en: 'also items done or not yet due' } },
    { flags: '--fail', label: { zh: '有逾期时退出码为 1', en: 'exit with 1 if anything is overdue' } },
  ],
  example: 'cun overdue --as-of 2024-06-30 --soon 7',
  async run(call, _, options) {
    const each = options.each === true
    const { line } = options
    const items = listDeadlines(call, {
      line,
      place: townshipNamed(call, options.township),
      which: options.all ? 'all' : 'overdue',
      soon: options.soon,
      each,
    })
    await print(call, dueDocument(call, items, { each, line }))
    const total = items.filter(i => i.status === 'overdue').reduce((sum, i) => sum + i.count, 0)
    call.tell({ zh: `逾期 ${total} 项`, en: `${total} overdue` })
    return options.fail && total > 0 ? exitCodes.attention : exitCodes.done
  },
})
