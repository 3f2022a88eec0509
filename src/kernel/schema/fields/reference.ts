import { field } from '../field.ts'
import type { Derived, Field, Label, Register } from '../types.ts'
import { notNumber } from './number.ts'

/** A record of another register. Its text becomes a record number only when it is settled. */
export function reference(target: () => Register, label: Label): Field<number> {
  return field<number>(label, {
    kind: 'reference',
    sql: 'INTEGER',
    target,
    read: () => notNumber,
    write: value => `#${value}`,
  })
}

/** A record of another register that a value of this one decides. Empty where that value leads to none. */
export function derivedReference(
  target: () => Register,
  derived: Derived,
  label: Label,
): Field<number | null> {
  return { ...reference(target, label), derived, optional: true }
}

export function references(target: () => Register, label: Label): Field<number[]> {
  return field<number[]>(label, {
    kind: 'references',
    many: true,
    target,
    read: () => notNumber,
    write: value => value.map(id => `#${id}`).join('、'),
  })
}
