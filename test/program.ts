import { Command } from 'commander'
import type { Lang } from '../src/kernel/text.ts'
import { place } from './world.ts'

/** The program's commands as the library has them, with those of a noun if one is given. */
export async function programOf(lang: Lang, noun = 'help'): Promise<Command> {
  let found: Command | undefined
  const original = Command.prototype.parseAsync
  Command.prototype.parseAsync = function (this: Command) {
    found = this
    return Promise.resolve(this)
  }
  try {
    await place().run(`cun ${noun}`, { env: { CUN_LANG: lang } })
  } finally {
    Command.prototype.parseAsync = original
  }
  if (!found) throw new Error('no program was built')
  return found
}
