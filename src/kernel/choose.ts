import { find, left, put } from './ask.ts'
import type { Call } from './call.ts'
import { say, type Text } from './text.ts'

/** As many as are looked through at a glance; among more one is found by typing. */
const few = 8

/** Asks which of several is meant; to go back is to leave. Only where somebody can be asked. */
export async function choose<T>(
  call: Call,
  question: Text,
  options: readonly { readonly value: T; readonly name: Text | string }[],
): Promise<T> {
  const choices = options.map((o, i) => ({ value: String(i), name: say(o.name, call.lang) }))
  const chosen =
    choices.length <= few
      ? await put(call, 'one', question, { choices })
      : await find(
          call,
          question,
          choices.map(choice => ({ choice, spellings: [choice.name] })),
        )
  return options[Number(chosen?.[0] ?? left())]!.value
}
