import { type Code, Fault } from '../errors.ts'
import type { Field, Label } from './types.ts'

/** A masked value in a sheet: it can only mean "unchanged". */
export class Masked {
  constructor(readonly text: string) {}
}

export const optional = <T>(field: Field<T>): Field<T | null> =>
  ({ ...field, optional: true }) as Field<T | null>

/** A long text, stored compressed. */
export const packed = (field: Field<string>): Field<string> => ({ ...field, packed: true })

/** Written by a verb: nobody is asked for it, though a sheet may bring it back. */
export const computed = <F extends Field>(field: F): F => ({ ...field, computed: true })

/** Creates a field; the default is a required text column. */
export function field<T>(
  label: Label,
  rest: Pick<Field<T>, 'kind' | 'read' | 'write'> & Partial<Field<T>>,
): Field<T> {
  return {
    label: { zh: label.zh, en: label.en },
    aliases: label.aliases ?? [],
    optional: false,
    sql: 'TEXT',
    cell: 'text',
    ...rest,
  }
}

export const fault = (code: Code, zh: string, en: string, nextZh: string, nextEn: string) =>
  new Fault(code, { zh, en }, { zh: nextZh, en: nextEn })
