import type { Call, Options } from '../cli/line.ts'
import { writeNow } from '../cli/write.ts'
import { refuse } from '../errors.ts'
import { isSecrecy } from '../schema/secrecy.ts'
import type { Register, Row } from '../schema/types.ts'
import { carryOut } from './apply-plan.ts'
import { flagRow } from './from-flags.ts'
import { plan } from './make-plan.ts'
import type { Plan } from './plan.ts'

export function refuseFaulty({ register, complaints }: Plan): void {
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
 * A record planned by a verb from words, as flags would give them: a new one, or a change of a stored one. It
 * passes every rule that an import does; refused with all that is wrong, each by the flag in `typed` where the
 * verb calls it otherwise than the register. Written with `carryOut`.
 */
export async function planned(
  call: Call,
  register: Register,
  words: Options,
  before?: Row,
  typed?: Readonly<Record<string, string>>,
): Promise<Plan> {
  const { sheet, cells } = flagRow(register, words, typed)
  const made = await plan(call, { sheet, before, mustBeNew: !before, mayAdd: new Set() }, [{ cells }])
  refuseFaulty(made)
  return made
}

/** Writes what a verb has planned as a batch of its own; gives the record's number, and 0 for the batch when nothing changed. */
export function writePlanned(call: Call, command: string, made: Plan): { id: number; batch: number } {
  let id = made.changes[0]?.before.id ?? 0
  const batch = writeNow(
    call,
    command,
    pen => {
      id = carryOut(made, pen).added[0] ?? id
    },
    made.seen,
  )
  return { id, batch }
}
