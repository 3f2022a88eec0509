import { field } from '../field.ts'
import type { Derived, Field, Label, Register } from '../types.ts'
import { notNumber } from './number.ts'

/** A reference to a record of another register. Its text is resolved later, not by `read`. */
export function reference(target: () => Register, label: Label): Field<number> {
  return field<number>(label, {
    kind: 'reference',
    sql: 'INTEGER',
    target,
    read: () => notNumber,
    write: value => `#${value}`,
  })
}

/**
 * A reference that, beside another one of the record, only says in which place that one is: it is not kept where
 * both agree.
 */
export const placeBeside = (target: () => Register, other: string, label: Label): Field<number> => ({
  ...reference(target, label),
  placeOf: other,
})

/** A reference to one that came before: a name means who had left by the record's own day. */
export const pastReference = (target: () => Register, label: Label): Field<number> => ({
  ...reference(target, label),
  isPast: true,
})

/** A reference that another value of the record determines. Empty when no record matches that value. */
export function derivedReference(
  target: () => Register,
  derived: Derived,
  label: Label,
): Field<number | null> {
  return { ...reference(target, label), derived, optional: true }
}

/** The number of a record of any register; the field `registerIn` names the register. Only verbs write it. */
export const recordNumber = (registerIn: string, label: Label): Field<number> =>
  field<number>(label, {
    kind: 'recordNumber',
    sql: 'INTEGER',
    registerIn,
    read: () => notNumber,
    write: value => String(value),
  })

export function references(target: () => Register, label: Label): Field<number[]> {
  return field<number[]>(label, {
    kind: 'references',
    many: true,
    target,
    read: () => notNumber,
    write: value => value.map(id => `#${id}`).join('、'),
  })
}
