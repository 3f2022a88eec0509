import type { Call } from '../cli/line.ts'
import { calledBy } from '../schema/register.ts'
import type { Register, Row } from '../schema/types.ts'
import { type Pen, Stale, writeBatch } from '../store/write-batch.ts'
import type { Plan } from './plan.ts'

/** Writes a plan inside a batch: first the newcomers it names, then its own records. */
export function carryOut(
  plan: Plan,
  pen: Pen,
  tick: () => void = () => {},
): { added: number[]; newcomers: number } {
  const real = new Map<Register, Map<number, number>>()
  let count = 0
  for (const { register, names } of plan.newcomers) {
    const field = calledBy(register)[0]!
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
  function* adds() {
    for (const record of plan.adds) {
      yield settled(record)
      tick()
    }
  }
  const added = pen.add(plan.register, adds())
  for (const { before, after } of plan.changes) {
    pen.change(plan.register, before, settled(after))
    tick()
  }
  return { added, newcomers: count }
}

/** Plans and writes, looking again when another window wrote in between. */
export async function planAndWrite(
  call: Call,
  note: { command: string; source?: string; sourceDigest?: string },
  make: () => Promise<Plan>,
  accept: (plan: Plan) => boolean | Promise<boolean>,
): Promise<{ plan: Plan; batch: number; added: number[]; newcomers: number }> {
  for (;;) {
    const made = await make()
    if (!(await accept(made))) return { plan: made, batch: 0, added: [], newcomers: 0 }
    try {
      let done: { added: number[]; newcomers: number } = { added: [], newcomers: 0 }
      if (made.adds.length + made.changes.length > 0 && note.source) call.keep()
      // Lets a Ctrl-C be heard that was pressed while the rows were read.
      await new Promise(done => setImmediate(done))
      // Each record is written, then read back.
      const progress = call.progress({
        what: { zh: '写入并回读', en: 'writing and reading back' },
        total: () => 2 * (made.adds.length + made.changes.length),
      })
      const batch = writeBatch(
        call.db,
        call.registers,
        { ...call.note(note.command), ...note },
        made.seen,
        pen => {
          done = carryOut(made, pen, progress.tick)
        },
        progress.tick,
      )
      progress.end()
      if (batch > 0) call.committed()
      return { plan: made, batch, ...done }
    } catch (error) {
      if (!(error instanceof Stale)) throw error
      call.changed()
    }
  }
}
