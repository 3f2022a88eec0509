import type { Answer } from '../cli/ask.ts'
import type { Call, Options } from '../cli/line.ts'
import type { Register, Row } from '../schema/types.ts'

/** A form being filled in. */
export interface FormState {
  readonly call: Call
  readonly register: Register
  /** Flags already given, by input key. */
  readonly given: Options
  /** The stored record to change. */
  readonly before?: Row
  readonly answers: Map<string, Answer>
  readonly mayAdd: Set<Register>
}

/** The stored value of a field; undefined if it is empty or the record is new. */
export const stored = ({ before }: FormState, name: string): unknown => before?.[name] ?? undefined
