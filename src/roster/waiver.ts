import type { Duty, DutyRow, Facts } from '../kernel/cli/facts.ts'
import { optional } from '../kernel/schema/field.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { recordNumber, reference } from '../kernel/schema/fields/reference.ts'
import { person, text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { posting } from './posting.ts'

/**
 * 核销: a duty that can no longer be met, from a day on. It is found again by duty, register and record, and by
 * what else tells the duties of that record apart (`Duty.each`).
 */
export const waiver = register({
  name: 'waiver',
  label: { zh: '核销', en: 'written off' },
  about: {
    zh: '一项不再可能完成的到期事项, 写明原因后核销: 不再列为逾期, 也不算完成, 考核指标不变。',
    en: 'One deadline that can no longer be met, written off with a reason: it is no longer listed, never counts as done, and changes no measure.',
  },
  key: ['duty', 'register', 'record', 'due', { either: [['subject'], []] }],
  filledBy: 'county',
  process: true,
  isUndoable: true,
  fields: {
    duty: text({ zh: '事项代号', en: 'duty code' }, { max: 50 }),
    register: text({ zh: '台账', en: 'register' }, { max: 50 }),
    record: recordNumber('register', { zh: '所指记录号', en: 'number of the record' }),
    subject: optional(reference(() => posting, { zh: '责任人', en: 'responsible' })),
    due: date({ zh: '最后期限', en: 'last day' }, { ahead: true }),
    why: text({ zh: '核销原因', en: 'reason' }),
    decider: person({ zh: '决定人', en: 'decided by' }),
    on: date({ zh: '核销日期', en: 'written off on' }),
  },
  list: ['on', 'duty', 'register', 'record', 'subject', 'due', 'why', 'decider'],
  minor: ['decider'],
  example: {},
})

/** What is stored of a deadline that was written off. */
export interface Waiver {
  readonly id: number
  readonly duty: string
  readonly register: string
  readonly record: number
  readonly subject: number | null
  readonly due: string
  readonly why: string
  readonly decider: string
  readonly on: string
}

/** All of them, also those of days after as-of. */
export const waivers = (facts: Facts): readonly Waiver[] => facts.once(stored)

const stored = ({ db }: Facts) => db.prepare('select * from waiver order by "on", id').all() as Waiver[]

const before = (facts: Facts) => waivers(facts).filter(w => w.on <= facts.asOf)

type Known = Pick<DutyRow, 'register' | 'record' | 'due'> & { readonly subject?: number | null }

/** Equal for a deadline and the waiver of it. */
export const waiverKey = (duty: Pick<Duty, 'name' | 'each'>, row: Known): string =>
  `${duty.name} ${row.register} ${row.record} ${(duty.each && row[duty.each]) ?? ''}`

/** The keys of the waivers of one duty. */
export const waivedKeys = (duty: Pick<Duty, 'name' | 'each'>, all: readonly Waiver[]): ReadonlySet<string> =>
  new Set(all.flatMap(w => (w.duty === duty.name ? [waiverKey(duty, w)] : [])))

/** Whether a row of a duty was written off by as-of. */
export function waivedRows(facts: Facts): (duty: Pick<Duty, 'name' | 'each'>, row: Known) => boolean {
  const known = before(facts)
  const keys = new Map<string, ReadonlySet<string>>()
  return (duty, row) => {
    if (known.length === 0) return false
    const own = keys.get(duty.name) ?? waivedKeys(duty, known)
    keys.set(duty.name, own)
    return own.has(waiverKey(duty, row))
  }
}

/** Record → the last day by as-of on which its duty was written off: one that recurs is due anew from that day. */
export const lastWaived = (facts: Facts, duty: string): ReadonlyMap<number, string> =>
  new Map(before(facts).flatMap(w => (w.duty === duty ? [[w.record, w.on] as const] : [])))
