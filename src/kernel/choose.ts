import type { Call } from './call.ts'
import { say, type Text, visible } from './text.ts'

/** Whether there is a person to answer. */
export const canAsk = ({ world: { terminal } }: Call): boolean => terminal.in && terminal.err

/** Asks which of several is meant. Only where somebody can be asked. */
export async function choose<T>(
  call: Call,
  question: Text,
  options: readonly { readonly value: T; readonly name: Text | string }[],
): Promise<T> {
  const names = options.map(o => visible(say(o.name, call.lang)))
  return options[await call.world.choose(visible(say(question, call.lang)), names)]!.value
}
