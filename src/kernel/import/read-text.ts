import { Fault } from '../errors.ts'
import { isBlankMark } from '../schema/nothing.ts'
import type { Field, Hints, Reader } from '../schema/types.ts'
import type { Text } from '../text.ts'

/** One way in which cells were read otherwise than they stand. */
export interface Noted {
  readonly column: Text | string
  readonly how: Text
}

export const nothingSaid: Text = {
  zh: '写“无”“/”等的按空读',
  en: 'read as empty where it says that there is nothing',
}
export const spanSplit: Text = { zh: '起止写在一格的分开读', en: 'split into a first and a last day' }

export const readAsPlanned: Text = {
  zh: '结束日期在今天之后的, 按计划结束时间读',
  en: 'read as the planned end where the day lies ahead',
}

export const nothingFault = new Fault(
  'value.nothing',
  { zh: '必填, 写“无”“/”等于没有填', en: 'is required, and says that there is nothing' },
  { zh: '补填', en: 'fill it in' },
)

/** A value, and how it was read if not as it stands. */
export interface Reading {
  readonly value: unknown
  readonly how?: Text
}

/** Parses a text, or what people mean by it. Returns the fault of the text if neither parses. */
export function readText(field: Field, text: string, reader: Reader, hints: Hints): Reading {
  const value = field.read(text, reader)
  // A list of names has none called so.
  if (field.kind === 'texts' && field.optional && isBlankMark(text)) return { value: null, how: nothingSaid }
  if (!(value instanceof Fault)) return value === null ? { value, how: nothingSaid } : { value }
  if (field.optional && isBlankMark(text)) return { value: null, how: nothingSaid }
  const tidied = field.tidy?.(text, hints)
  if (!tidied) return { value }
  if (tidied.text === '') return field.optional ? { value: null, how: tidied.how } : { value }
  const again = field.read(tidied.text, reader)
  return again instanceof Fault ? { value: again } : { value: again, how: tidied.how }
}
