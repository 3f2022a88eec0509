import type { Call, Options, Overview } from '../cli/line.ts'
import { refuse } from '../errors.ts'
import { isSecrecy } from '../schema/secrecy.ts'
import type { Register, Row } from '../schema/types.ts'
import type { Pen } from '../store/write-batch.ts'
import { planAndWrite } from './apply-plan.ts'
import { flagRow } from './from-flags.ts'
import { makePlan } from './make-plan.ts'
import type { Plan } from './plan.ts'

function refuseIfFaulty({ register, complaints }: Plan): void {
  if (complaints.length === 0) return
  refuse(
    'input',
    'record.fields-wrong',
    { zh: `${register.label.zh}未写入`, en: `the ${register.label.en} was not written` },
    complaints.some(isSecrecy)
      ? undefined
      : { zh: '改正后再执行一次', en: 'correct it and run the command again' },
    complaints,
  )
}

/**
 * Plans one record from words as flags would give them: a new one, or a change of `before`. Every rule of an
 * import applies. Refuses with all complaints; `typed` maps input keys to flags that the verb names
 * differently; `on` is the first day on which a change holds.
 */
export async function planned(
  facts: Overview,
  register: Register,
  words: Options,
  before?: Row,
  typed?: Readonly<Record<string, string>>,
  on?: string,
): Promise<Plan> {
  const { sheet, cells } = flagRow(register, words, typed)
  const made = await makePlan(facts, { sheet, before, mustBeNew: !before, mayAdd: new Set(), on }, [
    { cells },
  ])
  refuseIfFaulty(made)
  return made
}

/** Plans and writes one record (see `planAndWrite`); also returns its number. */
export async function writePlanned(
  call: Call,
  command: string,
  make: () => Promise<Plan>,
  also?: (pen: Pen, plan: Plan, id: number) => void,
): Promise<{ readonly id: number; readonly batch: number; readonly plan: Plan }> {
  const idOf = (plan: Plan, added: readonly number[]) => added[0] ?? plan.changes[0]?.before.id ?? 0
  const accept = (plan: Plan) => {
    refuseIfFaulty(plan)
    return true
  }
  const { plan, batch, added } = await planAndWrite(call, { command }, make, accept, (pen, plan, added) =>
    also?.(pen, plan, idOf(plan, added)),
  )
  return { id: idOf(plan, added), batch, plan }
}
