import { daysBetween } from '../kernel/calendar.ts'
import type { Call } from '../kernel/call.ts'
import { type Duty, type DutyRow, type Line, type Options, verb } from '../kernel/line.ts'
import { print } from '../kernel/output.ts'
import type { Column, Document } from '../kernel/paper.ts'
import { exitCodes, Fault, refuse } from '../kernel/refuse.ts'
import { say, type Text } from '../kernel/text.ts'
import { dutiesSince } from '../roster/county.ts'
import { township } from '../roster/township.ts'

export type Status = 'unknown' | 'overdue' | 'soon' | 'ahead' | 'done' | 'doneLate'

export const statuses: Record<Status, Text> = {
  unknown: { zh: '无法计算', en: 'cannot be reckoned' },
  overdue: { zh: '已逾期', en: 'overdue' },
  soon: { zh: '即将到期', en: 'due soon' },
  ahead: { zh: '未到期', en: 'not yet due' },
  done: { zh: '已完成', en: 'done' },
  doneLate: { zh: '逾期完成', en: 'done late' },
}

/** Today is not overdue: the last permitted day is still in time. */
export function statusOf(row: DutyRow, asOf: string, soon: number): Status {
  if (row.due === null) return 'unknown'
  if (row.done !== null && row.done <= asOf) return row.done <= row.due ? 'done' : 'doneLate'
  const left = daysBetween(asOf, row.due)
  if (left < 0) return 'overdue'
  return left <= soon ? 'soon' : 'ahead'
}

/** Rows of one duty, posting and last day, as one line. */
export interface Item {
  readonly duty: Duty
  readonly status: Status
  readonly row: DutyRow
  count: number
}

export interface Asked {
  readonly line?: string
  readonly township?: string
  readonly soon: number
  readonly all: boolean
  /** One item for each row instead of one for each group. */
  readonly each: boolean
}

/** Every duty of every line that needs someone, worst first, grouped by township. */
export function due(call: Call, asked: Asked): Item[] {
  const items = new Map<string, Item>()
  for (const duty of duties(call.lines, asked.line)) {
    for (const row of duty.rows(call, !asked.all)) {
      if (asked.township && row.place[0] !== asked.township) continue
      const status = statusOf(row, call.asOf, asked.soon)
      if (
        !asked.all &&
        status !== 'overdue' &&
        status !== 'unknown' &&
        !(status === 'soon' && asked.soon > 0)
      )
        continue
      const key = asked.each ? String(items.size) : `${duty.name} ${row.group} ${row.due} ${status}`
      const item = items.get(key)
      if (item) item.count++
      else items.set(key, { duty, status, row, count: 1 })
    }
  }
  const late = (item: Item) => (item.row.due === null ? -1e9 : daysBetween(item.row.due, call.asOf))
  const worst = new Map<string, number>()
  for (const item of items.values()) {
    const place = item.row.place[0] ?? ''
    worst.set(place, Math.max(worst.get(place) ?? -1e9, late(item)))
  }
  const place = (item: Item) => item.row.place[0] ?? ''
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return [...items.values()].sort(
    (a, b) =>
      worst.get(place(b))! - worst.get(place(a))! ||
      order(place(a), place(b)) ||
      late(b) - late(a) ||
      order(a.row.place.join(), b.row.place.join()),
  )
}

function duties(lines: readonly Line[], name: string | undefined): Duty[] {
  if (name === undefined) return lines.flatMap(l => l.duties ?? [])
  const line = lines.find(l => l.name === name || l.label.zh.startsWith(name))
  if (line) return [...(line.duties ?? [])]
  return refuse(
    'usage',
    { zh: `没有这条线: ${name}`, en: `there is no line ${name}` },
    {
      zh: `可用: ${lines.map(l => l.name).join('、')}`,
      en: `use one of ${lines.map(l => l.name).join(', ')}`,
    },
  )
}

/** The status has a column only where it is not the same for all: with what is done or still ahead. */
export function dueDocument(call: Call, items: readonly Item[], each: boolean): Document {
  const mixed = items.some(i => i.status !== 'overdue' && i.status !== 'unknown')
  const since = call.settings.get(dutiesSince)
  const notes: Text[] = []
  if (since > '1950') {
    notes.push({
      zh: `启用日期 ${since}: 此前到期的时限不计 (cun settings set duties.since 日期)。`,
      en: `Day one ${since}: what was due before is not raised (cun settings set duties.since DATE).`,
    })
  }
  return {
    title: { zh: '到期事项', en: 'Deadlines' },
    subtitle: {
      zh: `截至 ${call.asOf}; 当天不算逾期`,
      en: `as of ${call.asOf}; a last day is not yet overdue`,
    },
    notes,
    tables: [
      {
        columns: [
          { key: 'township', label: { zh: '乡镇', en: 'township' }, type: 'text' },
          { key: 'village', label: { zh: '村', en: 'village' }, type: 'text' },
          { key: 'who', label: { zh: '责任人', en: 'who' }, type: 'text' },
          { key: 'duty', label: { zh: '事项', en: 'duty' }, type: 'text' },
          {
            key: 'what',
            label: each ? { zh: '对象', en: 'what' } : { zh: '内容', en: 'what' },
            type: 'text',
          },
          { key: 'due', label: { zh: '最后期限', en: 'last day' }, type: 'date' },
          { key: 'late', label: { zh: '逾期天数', en: 'days late' }, type: 'integer' },
          ...(mixed ? [statusColumn] : []),
          { key: 'next', label: { zh: '办理', en: 'what to run' }, type: 'text' },
        ],
        lines: items.map(item => ({ cells: cells(call, item, mixed) })),
      },
    ],
  }
}

const statusColumn: Column = { key: 'status', label: { zh: '状态', en: 'status' }, type: 'text' }

function cells(call: Call, { duty, status, row, count }: Item, mixed: boolean) {
  const late = row.due !== null && status === 'overdue' ? daysBetween(row.due, call.asOf) : null
  const what =
    count === 1
      ? row.what
      : { zh: `${count} 项: ${say(row.what, 'zh')} 等`, en: `${count}: ${say(row.what, 'en')}, …` }
  return [
    row.place[0] ?? '',
    row.place[1] ?? '',
    row.who,
    duty.label,
    what,
    row.due,
    late,
    ...(mixed ? [statuses[status]] : []),
    row.next ?? duty.next,
  ]
}

export function wholeNumber(options: Options, name: string, usual: number): number {
  const text = options[name]
  if (text === undefined) return usual
  const value = Number(text)
  return Number.isInteger(value) && value >= 0
    ? value
    : refuse('usage', {
        zh: `--${name} ${String(text)} 不是整数`,
        en: `--${name} ${String(text)} is not a whole number`,
      })
}

/** The township an option names, as people write it. */
export function townshipNamed(call: Call, text: Options[string]): string | undefined {
  if (typeof text !== 'string') return undefined
  const found = call.directories.of(township).find([text])
  if (found instanceof Fault) {
    return refuse(
      'input',
      { zh: `乡镇“${text}”${found.rule.zh}`, en: `township "${text}" ${found.rule.en}` },
      found.next,
    )
  }
  return call.directories.of(township).label(found)
}

export const overdue = verb({
  name: 'overdue',
  label: {
    zh: '到期事项: 谁、什么事、最后期限、逾期几天',
    en: 'every deadline that needs someone, worst first',
  },
  options: [
    { flags: '--line <name>', label: { zh: '只看一条线', en: 'one line only' } },
    { flags: '--township <name>', label: { zh: '只看一个乡镇', en: 'one township only' } },
    {
      flags: '--soon <days>',
      label: { zh: '连同几天内到期的', en: 'also what falls due within so many days' },
    },
    { flags: '--each', label: { zh: '逐项列出, 不合并', en: 'every item on a line of its own' } },
    { flags: '--all', label: { zh: '连同未到期和已完成的', en: 'also what is done or not yet due' } },
    { flags: '--fail', label: { zh: '有逾期时退出码为 1', en: 'exit with 1 if anything is overdue' } },
  ],
  example: 'cun overdue --as-of 2024-06-30 --soon 7',
  run(call, _, options) {
    const each = options.each === true
    const items = due(call, {
      line: options.line as string | undefined,
      township: townshipNamed(call, options.township),
      soon: wholeNumber(options, 'soon', 0),
      all: options.all === true,
      each,
    })
    print(call, dueDocument(call, items, each))
    const total = items.filter(i => i.status === 'overdue').reduce((sum, i) => sum + i.count, 0)
    call.tell({ zh: `逾期 ${total} 项`, en: `${total} overdue` })
    return options.fail && total > 0 ? exitCodes.attention : exitCodes.done
  },
})
