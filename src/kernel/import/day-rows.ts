import type { Complaint, Line } from '../errors.ts'
import { datedFields, pastOf } from '../schema/dated.ts'
import type { Register, Row } from '../schema/types.ts'
import type { Database } from '../store/database.ts'
import { isSame as isSameValue, onDay, pastRows } from '../store/dated.ts'
import { findByKey } from './match-keys.ts'
import type { Draft } from './parse.ts'

/** Gives drafts the stored records with the values that held on a day: a list of that day is compared with these. */
export function useDay(
  db: Database,
  register: Register,
  drafts: readonly Draft[],
  stored: Map<Row, Row>,
  on: string,
): void {
  const past = pastRows(
    db,
    register,
    drafts.flatMap(d => d.before?.id ?? []),
  )
  const firstField = register.term?.[0]
  for (const draft of drafts) {
    if (!draft.before) continue
    const first = firstField && (draft.before[firstField] as string | null)
    if (first && on < first) {
      draft.complaints.push({
        line: draft.line,
        code: 'row.before-first-day',
        rule: {
          zh: `${on} 还没有这条记录: 它自 ${first} 起`,
          en: `is on record only from ${first}, after ${on}`,
        },
        next: { zh: '核对日期', en: 'check the day' },
      })
    }
    const then = onDay(register, draft.before, past.get(draft.before.id), on)
    if (then === draft.before) continue
    stored.set(then, draft.before)
    draft.before = then
  }
}

/** A new record of a list from a day on is on record from that day, unless the row says since when. */
export function begun(register: Register, record: Row, on: string | undefined): Row {
  const first = register.term?.[0]
  return on === undefined || first === undefined ? record : { ...record, [first]: record[first] ?? on }
}

/** A record that a complete list has on its day has not ended before it, whatever an earlier list said. */
export function stillListed(register: Register, record: Row, on: string): Row {
  const last = register.term![1]
  if (record[last] == null || (record[last] as string) >= on) return record
  return { ...record, [last]: null, ...(register.ending && { [register.ending[0]]: null }) }
}

/** A new row of a complete list must not take the key of a record that came after its day. */
export function complainOfKeysTakenLater(
  db: Database,
  register: Register,
  drafts: readonly Draft[],
  listed: ReadonlySet<number>,
  on: string,
): void {
  const unmatched = drafts.filter(d => !d.before)
  findByKey(db, register, unmatched, listed)
  for (const draft of unmatched) {
    if (!draft.before) continue
    const { id } = draft.before
    draft.before = undefined
    draft.complaints.push({
      line: draft.line,
      code: 'row.key-taken-later',
      rule: {
        zh: `记录 ${id} 的关键项与它相同, 而 ${on} 时那条记录还不在这个名册上`,
        en: `has the key of record ${id}, which was not on this list on ${on} yet`,
      },
      next: {
        zh: `确是同一个, 改正它的起始日期: cun ${register.name} change ${id}; 否则改正编号`,
        en: `if it is the same, correct its first day: cun ${register.name} change ${id}; else correct the key`,
      },
    })
  }
}

/** A record does not change from a day after its end, nor end before a day from which it changed. */
export function complainOfEnds(
  db: Database,
  register: Register,
  finished: readonly { draft: Draft; before?: Row; record: Row }[],
  on: string | undefined,
): void {
  const last = register.term?.[1]
  if (last === undefined || !pastOf(register)) return
  const ended = finished.filter(f => f.before && f.record[last] != null)
  const past = pastRows(
    db,
    register,
    ended.map(f => f.before!.id),
  )
  for (const { draft, before, record } of ended) {
    const { id } = before!
    const end = record[last] as string
    const until = past.get(id)?.at(-1)?.until as string | undefined
    if (until !== undefined && until >= end && end !== before![last])
      draft.complaints.push(changedAfter(register, id, until, draft.line))
    const isChanged = datedFields(register).some(f => !isSameValue(before![f], record[f]))
    if (on === undefined || end >= on || !isChanged) continue
    draft.complaints.push({
      line: draft.line,
      code: 'row.after-last-day',
      rule: { zh: `${on} 已没有这条记录: 它到 ${end} 止`, en: `ended on ${end}, before ${on}` },
      next: {
        zh: `核对日期; 止期有误的, 先改正: cun ${register.name} change ${id}`,
        en: `check the day; if the last day is wrong, first correct it: cun ${register.name} change ${id}`,
      },
    })
  }
}

export const changedAfter = (register: Register, id: number, until: string, line?: Line): Complaint => ({
  line,
  code: 'row.changed-after-end',
  rule: {
    zh: `记录 ${id} 在 ${until} 之后还有变更, 不能在此前结束`,
    en: `record ${id} changed after ${until}, so it cannot end before`,
  },
  next: {
    zh: `核对日期; 变更有误的, 先撤销: cun ${register.name} show ${id} 可见是哪一批`,
    en: `check the day; if that change is wrong, undo it first: cun ${register.name} show ${id} names its batch`,
  },
})
