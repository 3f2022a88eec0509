import type { Facts } from '../cli/facts.ts'
import { recordOf, refuseIfReferred } from '../cli/write.ts'
import { Fault, refuse } from '../errors.ts'
import type { Register, Row } from '../schema/types.ts'
import { removePast } from '../store/dated.ts'
import { decode, referrers, rowsById } from '../store/records.ts'
import type { Pen } from '../store/write-batch.ts'
import { both, type Text } from '../text.ts'

/** The record that an argument names: by number (#12), or by name as in a sheet. */
export function namedRecord(facts: Facts, register: Register, text: string): Row {
  const found = facts.directories.of(register).find([text])
  if (!(found instanceof Fault)) return recordOf(facts, register, String(found))
  return refuse(
    'input',
    found.code,
    {
      zh: `${register.label.zh}“${text}”: ${found.rule.zh}`,
      en: `${register.label.en} "${text}" ${found.rule.en}`,
    },
    found.next,
  )
}

/** Redirects every reference from one record to another; returns how many records changed. */
function repoint(facts: Facts, pen: Pen, register: Register, from: number, to: number): number {
  const touched = new Map<Register, Set<number>>()
  for (const { register: other, records } of referrers(facts.db, facts.registers, register, [from])) {
    touched.set(other, new Set([...(touched.get(other) ?? []), ...records]))
  }
  let count = 0
  for (const [other, ids] of touched) {
    for (const row of rowsById(facts.db, other, [...ids]).values()) {
      const before = decode(other, row)
      const after: Row = { ...before }
      for (const [name, field] of Object.entries(other.fields)) {
        const isOfRegister = field.registerIn
          ? before[field.registerIn] === register.name
          : field.target?.() === register
        if (!isOfRegister) continue
        const value = before[name]
        if (value === from) after[name] = to
        else if (Array.isArray(value)) after[name] = [...new Set(value.map(id => (id === from ? to : id)))]
      }
      pen.change(other, before, after)
      count++
    }
  }
  return count
}

/**
 * Merges `from` into `to`: redirects its references, then removes it. Returns how many records changed. `first` comes
 * before the advice on records that would have the same key.
 */
export function mergeInto(
  facts: Facts,
  pen: Pen,
  register: Register,
  from: Row,
  to: Row,
  first?: Text,
): number {
  removePast(facts.db, pen, register, from.id)
  const count = refuseTwins(pen, register, () => repoint(facts, pen, register, from.id, to.id), first)
  refuseIfReferred(facts, new Map([[register, [from.id]]]))
  pen.remove(register, from)
  return count
}

/** Refuses a merge that would give two records the same key: a person must decide between them. */
export function refuseTwins<T>(pen: Pen, register: Register, work: () => T, first: Text = both('')): T {
  try {
    const done = work()
    pen.settle()
    return done
  } catch (error) {
    if ((error as { code?: string }).code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error
    const table = /failed: (?:index ')?(\w+?)(?:_key'|\.)/.exec((error as Error).message)?.[1] ?? ''
    return refuse(
      'input',
      'merge.same-keys',
      {
        zh: `${register.label.zh}不能合并: 合并后有两条 ${table} 记录的关键项相同, 未写入`,
        en: `the ${register.label.en} cannot be merged: two ${table} records would have the same key; nothing was written`,
      },
      {
        zh: `${first.zh}先用 cun ${table} list 找出重复的两条, 删去或改正其一`,
        en: `${first.en}find the two with cun ${table} list and remove or correct one`,
      },
    )
  }
}

export function refuseIfSame(register: Register, from: Row, to: Row): void {
  if (from.id !== to.id) return
  refuse(
    'usage',
    'merge.same-record',
    { zh: `两个都是${register.label.zh} ${from.id} 号`, en: `both are ${register.label.en} ${from.id}` },
    { zh: '核对名称', en: 'check the names' },
  )
}
