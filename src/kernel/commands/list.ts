import { periodDays } from '../calendar.ts'
import type { Facts } from '../cli/facts.ts'
import type { Call, Options } from '../cli/line.ts'
import { formatOf, print } from '../cli/print.ts'
import { listing } from '../cli/record-document.ts'
import { Fault, refuse } from '../errors.ts'
import { flagRow } from '../import/from-flags.ts'
import { rowReader } from '../import/parse.ts'
import { resolveReferences } from '../import/resolve.ts'
import { readPeriod } from '../schema/fields/date.ts'
import { inputs } from '../schema/register.ts'
import type { Register } from '../schema/types.ts'
import { records } from '../store/records.ts'

/** SQL conditions of a list, from the same flags that record a record. */
function filter(facts: Facts, register: Register, options: Options): { where: string; values: unknown[] } {
  const conditions: string[] = []
  const values: unknown[] = []
  const { sheet, cells } = flagRow(register, options)
  const dates = new Set(
    inputs(register)
      .filter(i => i.field && register.fields[i.field]!.kind === 'date')
      .map(i => i.key),
  )
  const plainSheet = { ...sheet, columns: new Map([...sheet.columns].filter(([key]) => !dates.has(key))) }
  const draft = rowReader(plainSheet, facts.settings)(cells, {})
  resolveReferences(draft, plainSheet, {
    db: facts.db,
    directories: facts.directories,
    reader: facts.settings,
    mayAdd: new Set(),
    newcomers: new Map(),
  })
  if (draft.complaints.length > 0) {
    refuse(
      'input',
      'list.conditions-wrong',
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
    const { from, to } = span(cells[place]!, facts, register.fields[key]!.read)
    conditions.push(`"${key}" between ? and ?`)
    values.push(from, to)
  }
  for (const [parent, text] of draft.parents)
    if (text !== undefined) byParent(facts, register, parent, text, conditions, values)
  return { where: conditions.length > 0 ? `where ${conditions.join(' and ')}` : '', values }
}

/** Restricts to records whose references lie within a parent. */
function byParent(
  facts: Facts,
  register: Register,
  parent: Register,
  text: string,
  conditions: string[],
  values: unknown[],
) {
  const id = facts.directories.of(parent).find([text])
  if (id instanceof Fault) {
    return refuse(
      'input',
      id.code,
      { zh: `${parent.label.zh}“${text}”: ${id.rule.zh}`, en: `${parent.label.en} ${text} ${id.rule.en}` },
      id.next,
    )
  }
  const ways = Object.entries(register.fields).flatMap(([name, field]) => {
    // A record lies where its references lie. A reference to its own register (merged into) gives no place.
    if (!field.target || field.many || field.target() === register) return []
    const members = facts.directories.of(field.target()).inside(parent, id)
    return members ? [{ name, members }] : []
  })
  if (ways.length === 0) {
    const own = facts.directories.of(register).inside(parent, id)
    if (own) ways.push({ name: 'id', members: own })
  }
  if (ways.length === 0) return
  conditions.push(`(${ways.map(w => `"${w.name}" in (select value from json_each(?))`).join(' or ')})`)
  values.push(...ways.map(w => JSON.stringify(w.members)))
}

function span(
  text: string,
  facts: Facts,
  read: Register['fields'][string]['read'],
): { from: string; to: string } {
  const period = /^\d{4}-\d{2}$/.test(text) ? text : readPeriod(text)?.period
  if (period) return periodDays(period)
  const day = read(text, facts.settings)
  if (typeof day === 'string') return { from: day, to: day }
  const fault = day as Fault
  return refuse(
    'input',
    fault.code,
    { zh: `${text} ${fault.rule.zh}`, en: `${text} ${fault.rule.en}` },
    { zh: '写一天、2024-06、2024Q2、2024H1 或 2024', en: 'give a day, 2024-06, 2024Q2, 2024H1 or 2024' },
  )
}

/**
 * A condition for records that had not begun or had ended on the as-of day, which is bound twice; undefined if
 * they have no term.
 */
export function offTheList(register: Register): string | undefined {
  if (!register.term) return undefined
  const [first, last] = register.term
  return `(coalesce("${first}" > ?, false) or coalesce("${last}" < ?, false))`
}

/** Lists the records that match the flags, at most `asked`; on a terminal at most 200 by default. */
export async function list(
  call: Call,
  register: Register,
  options: Options,
  asked: number | undefined,
): Promise<number> {
  const { where, values } = filter(call, register, options)
  const asksForDays = register.term?.some(name => options[name] !== undefined)
  const off = options.all || asksForDays ? undefined : offTheList(register)
  const shown = off ? `${where ? `${where} and` : 'where'} not ${off}` : where
  const day = off ? [call.asOf, call.asOf] : []
  const total = call.db
    .prepare(`select count(*) from "${register.name}" ${shown}`)
    .pluck()
    .get(...values, ...day) as number
  const screenful =
    call.world.terminal.out && formatOf(call) === 'table' && !call.global.out ? 200 : undefined
  const limit = asked ?? screenful
  function* some() {
    let count = 0
    for (const row of records(call.db, register, shown, [...values, ...day]))
      if (limit === undefined || count++ < limit) yield row
      else return
  }
  await print(call, { ...listing(call, register, some(), () => Math.min(limit ?? total, total)), notes: [] })
  const rest = limit === undefined ? 0 : Math.max(0, total - limit)
  call.tell(
    rest > 0
      ? {
          zh: `共 ${total} 条, 还有 ${rest} 条未列: 加条件, 或 --limit ${total}`,
          en: `${total} in all, ${rest} not shown: add conditions, or --limit ${total}`,
        }
      : { zh: `共 ${total} 条`, en: `${total} in all` },
  )
  if (off) {
    const every = call.db
      .prepare(`select count(*) from "${register.name}" ${where}`)
      .pluck()
      .get(...values) as number
    if (every > total)
      call.tell({
        zh: `另有 ${every - total} 条 ${call.asOf} 不在册, 未列: 加 --all`,
        en: `${every - total} more not on the list on ${call.asOf}: add --all`,
      })
  }
  return 0
}
