import type { Facts } from '../cli/facts.ts'
import { typedFields } from '../schema/register.ts'
import type { Register } from '../schema/types.ts'
import { shownField } from './check-between.ts'
import type { TwinRows } from './plan.ts'
import { shownValue } from './shown-value.ts'
import { sharedFields, type Twin } from './twins.ts'

/** Rows to ask about: `rows` have one key, and no number tells them apart. */
export function twinRows(facts: Facts, register: Register, rows: readonly Twin[]): TwinRows {
  const shownOf = (name: string, { values }: Twin) => {
    const text = shownField(facts, register, name, values[name])
    return text === undefined ? '' : shownValue(register.fields[name], text)
  }
  const differing = typedFields(register).flatMap(([name]) => {
    const shown = rows.map(row => shownOf(name, row))
    return new Set(shown).size > 1 ? [shown] : []
  })
  return {
    rows: rows.map(({ line }, i) => ({
      line: line!,
      own: differing
        .map(shown => shown[i])
        .filter(text => text)
        .join('、'),
    })),
    name: sharedFields(register)
      .map(name => shownOf(name, rows[0]!))
      .join(' '),
    apart: register.fields[register.apart!]!.label,
  }
}
