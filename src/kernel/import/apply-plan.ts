import type { Call } from '../cli/line.ts'
import { writeNow } from '../cli/write.ts'
import { namingFields } from '../schema/register.ts'
import type { Register, Row } from '../schema/types.ts'
import type { Database } from '../store/database.ts'
import { changeFrom, pastRows } from '../store/dated.ts'
import { type Pen, Stale } from '../store/write-batch.ts'
import type { Plan } from './plan.ts'

/** Writes a plan inside a batch: first its newcomers, then its own records. */
export function applyPlan(
  db: Database,
  plan: Plan,
  pen: Pen,
  tick: () => void = () => {},
): { added: number[]; newcomers: number } {
  const real = new Map<Register, Map<number, number>>()
  let count = 0
  for (const { register, names } of plan.newcomers) {
    const field = namingFields(register)[0]!
    const list = [...names.values()]
    const ids = pen.add(
      register,
      list.map(n => ({ [field]: n.name })),
    )
    real.set(register, new Map(list.map((n, i) => [n.id, ids[i]!])))
    count += ids.length
  }
  const references = Object.entries(plan.register.fields).filter(([, f]) => f.target && real.has(f.target()))
  const settled = (record: Row): Row => {
    if (references.length === 0) return record
    const out = { ...record }
    for (const [name, field] of references) {
      const ids = real.get(field.target!())!
      const value = out[name]
      if (Array.isArray(value)) out[name] = value.map(id => ids.get(id) ?? id)
      else if (typeof value === 'number') out[name] = ids.get(value) ?? value
    }
    return out
  }
  const past = pastRows(
    db,
    plan.register,
    plan.changes.map(c => c.before.id),
  )
  for (const { before, after } of plan.changes) {
    changeFrom(pen, plan.register, before, settled(after), past.get(before.id), plan.on)
    tick()
  }
  function* adds() {
    for (const record of plan.adds) {
      yield settled(record)
      tick()
    }
  }
  // After the changes: a new record may have the key that another gave up.
  const added = pen.add(plan.register, adds())
  return { added, newcomers: count }
}

/** A plan after writing; batch 0 if it was not accepted or changed nothing. */
export interface Written {
  readonly plan: Plan
  readonly batch: number
  /** Numbers of the added records, in plan order. */
  readonly added: readonly number[]
  readonly newcomers: number
}

/**
 * Plans and writes; plans again if another window wrote in between. `accept` throws to refuse a plan, or
 * returns false not to write it; `also` writes more into the same batch.
 */
export async function planAndWrite(
  call: Call,
  note: { command: string; source?: string; sourceDigest?: string },
  make: () => Promise<Plan>,
  accept: (plan: Plan) => boolean | Promise<boolean>,
  also: (pen: Pen, plan: Plan, added: readonly number[]) => void = () => {},
): Promise<Written> {
  call.asStored()
  for (;;) {
    const plan = await make()
    if (!(await accept(plan))) return { plan, batch: 0, added: [], newcomers: 0 }
    if (plan.adds.length + plan.changes.length > 0 && note.source) call.keep()
    // Yields, so that a Ctrl-C pressed while reading is handled.
    await new Promise(done => setImmediate(done))
    // Each record is written, then read back.
    const progress = call.progress({
      what: { zh: '写入并回读', en: 'writing and reading back' },
      total: () => 2 * (plan.adds.length + plan.changes.length),
    })
    try {
      let done: ReturnType<typeof applyPlan> = { added: [], newcomers: 0 }
      const batch = writeNow(
        call,
        note,
        pen => {
          done = applyPlan(call.db, plan, pen, progress.tick)
          also(pen, plan, done.added)
        },
        plan.seen,
        progress.tick,
      )
      return { plan, batch, ...done }
    } catch (error) {
      if (!(error instanceof Stale)) throw error
      call.changed()
    } finally {
      progress.end()
    }
  }
}
