import type { Facts } from '../kernel/cli/facts.ts'
import { type Call, option } from '../kernel/cli/line.ts'
import { refuse } from '../kernel/errors.ts'
import { date } from '../kernel/schema/fields/date.ts'
import type { Register, Row } from '../kernel/schema/types.ts'
import { changeFrom, onDay, pastRows } from '../kernel/store/dated.ts'
import { records } from '../kernel/store/records.ts'
import type { Pen } from '../kernel/store/write-batch.ts'
import { both, type Text } from '../kernel/text.ts'
import { posting } from './posting.ts'
import { unit } from './unit.ts'
import { village } from './village.ts'

/** `--on`: the first day on which a reform holds. */
export const onDate = (label: Text) =>
  option({
    flags: '--on <date>',
    label,
    required: true,
    field: date(label, { ahead: true }),
    start: (call: Call) => call.asOf,
  })

/** Refuses a record that was merged into another, or that ended. */
export function refuseIfMerged(facts: Facts, register: Register, one: Row): void {
  if (!one.mergedOn) return
  const into = one.mergedInto && facts.directories.of(register).label(one.mergedInto as number)
  const what = into
    ? {
        zh: `${one.name}已于 ${one.mergedOn} 并入${into}`,
        en: `${one.name} was already merged into ${into} on ${one.mergedOn}`,
      }
    : { zh: `${one.name}已于 ${one.mergedOn} 撤销`, en: `${one.name} ended on ${one.mergedOn}` }
  if (register === village) {
    refuse('input', 'village.already-merged', what, {
      zh: '核对村名; 并错的用 cun undo 撤销',
      en: 'check the names; undo a wrong merge with cun undo',
    })
  }
  refuse('input', 'merge.already-merged', what, {
    zh: '核对名称; 办错的用 cun undo 撤销',
    en: 'check the names; undo a wrong one with cun undo',
  })
}

/** A posting and its earlier values. */
export interface Sent {
  readonly row: Row
  readonly past: readonly Row[]
}

/** The postings that come from a unit on a day or begin later, whose terms have not ended before it. */
export function sentBy(facts: Facts, from: number, on: string): Sent[] {
  const all = [...records(facts.db, posting, 'where "end" is null or "end" >= ?', [on])]
  const past = pastRows(
    facts.db,
    posting,
    all.map(p => p.id),
  )
  return all
    .map(row => ({ row, past: past.get(row.id) ?? [] }))
    .filter(({ row, past }) => {
      const start = row.start as string
      return onDay(posting, row, past, start > on ? start : on).unit === from
    })
}

/** Has a posting come from another unit from a day on; one that begins later, from its beginning. */
export function transfer(pen: Pen, { row, past }: Sent, to: number, on: string): void {
  changeFrom(pen, posting, row, { ...row, unit: to }, past, (row.start as string) < on ? on : undefined)
}

/**
 * What units are called whose duties of before a reform are still open: 示例十局 (已并入示例三十五局). One that is
 * still there by as-of has its own name.
 */
const whoAnswers = (facts: Facts): ReadonlyMap<number, Text> => facts.once(answerers)

function answerers(facts: Facts): ReadonlyMap<number, Text> {
  const rows = facts.db
    .prepare('select id, name, "mergedInto" as "into", "mergedOn" as "on" from unit where "mergedOn" <= ?')
    .all(facts.asOf) as { id: number; name: string; into: number | null; on: string }[]
  const gone = new Map(rows.map(r => [r.id, r]))
  const names = facts.directories.of(unit)
  return new Map(
    rows.map(({ id, name, into, on }): [number, Text] => {
      let last = into
      for (let next = gone.get(last ?? 0); next?.into; next = gone.get(last!)) last = next.into
      if (last === null) return [id, { zh: `${name} (已于 ${on} 撤销)`, en: `${name} (ended on ${on})` }]
      const to = names.label(last)
      return [id, { zh: `${name} (已并入${to})`, en: `${name} (merged into ${to})` }]
    }),
  )
}

/** A unit as it is called now in a list of what is open, given the name that it had. */
export const called = (facts: Facts, id: number, name: string): Text =>
  whoAnswers(facts).get(id) ?? both(name)
