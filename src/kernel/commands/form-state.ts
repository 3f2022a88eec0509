import type { Answer } from '../cli/ask.ts'
import type { Call, Options } from '../cli/line.ts'
import type { Register, Row } from '../schema/types.ts'

/** A form being filled in. */
export interface FormState {
  readonly call: Call
  readonly register: Register
  /** What flags said already, by column. */
  readonly given: Options
  /** The stored record that is changed. */
  readonly before?: Row
  readonly answers: Map<string, Answer>
  readonly mayAdd: Set<Register>
}

/** What is stored in a field of the record that is changed. */
export const stored = ({ before }: FormState, name: string): unknown => before?.[name] ?? undefined
