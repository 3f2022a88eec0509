import { date } from './fields/date.ts'
import { reference } from './fields/reference.ts'
import { register as declare } from './register.ts'
import type { Field, Fields, Register } from './types.ts'

/** A value that holds from a day: an earlier one is kept with the last day on which it held. */
export const dated = <F extends Field>(field: F): F => ({ ...field, dated: true })

/** Names of the fields whose values hold from a day. */
export const datedFields = (register: Register): string[] =>
  Object.entries(register.fields).flatMap(([name, field]) => (field.dated ? [name] : []))

const known = new WeakMap<Register, Register>()

/**
 * The register of a register's earlier values. A record holds all dated values of one record up to a day, since
 * the day after the one before it. Written by changes from a day on; undefined if no field is dated.
 */
export function pastOf(register: Register): Register | undefined {
  const names = datedFields(register)
  if (names.length === 0) return undefined
  let found = known.get(register)
  if (!found) {
    const { zh, en } = register.label
    const fields: Fields = {
      record: reference(() => register, register.label),
      until: date({ zh: '止于', en: 'until' }, { ahead: true }),
    }
    for (const name of names) {
      const { derived: _, dated: __, ...field } = register.fields[name]!
      fields[name] = field
    }
    const declared = declare({
      name: `${register.name}past`,
      label: { zh: `${zh}原值`, en: `earlier values of a ${en}` },
      about: {
        zh: `${zh}自某日起变更的各项, 此前的值和最后有效的一天。`,
        en: `What a ${en} was before a change from a day on, and the last day of it.`,
      },
      key: ['record', 'until'],
      filledBy: register.filledBy,
      process: true,
      isUndoable: true,
      fields,
      list: ['record', 'until', ...names],
      naming: {
        header: { zh: `${zh}原值`, en: `earlier values of a ${en}` },
        by: ['until'],
        within: ['record', () => register],
      },
      example: {},
    })
    found = { ...declared, earlierOf: register }
    known.set(register, found)
  }
  return found
}

/** Registers with those of their earlier values, each after its own. */
export const withPast = (registers: readonly Register[]): Register[] =>
  registers.flatMap(r => [r, ...[pastOf(r) ?? []].flat()])
