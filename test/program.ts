import type { Command } from 'commander'
import { realWorld } from '../src/kernel/terminal/world.ts'
import type { Lang } from '../src/kernel/text.ts'
import { makeProgram } from '../src/program.ts'

/** The program's commands as the library has them, with those of a noun if one is given. */
export async function programOf(lang: Lang, noun = 'help'): Promise<Command> {
  const terminal = { in: false, out: false, err: false }
  const world = { ...realWorld(), argv: [noun], terminal, width: 120 }
  return makeProgram(world, lang, [noun], false, async () => {}).command
}
