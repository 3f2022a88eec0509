import { type Command, CommanderError } from 'commander'
import { dayInChina } from './kernel/calendar.ts'
import { type Given, hasMissing, runVerb } from './kernel/cli/arguments.ts'
import { mayAsk } from './kernel/cli/ask.ts'
import { type CommandLine, type Global, readCommandLine } from './kernel/cli/global-options.ts'
import type { Call, Verb } from './kernel/cli/line.ts'
import { makeCall, readGlobal } from './kernel/cli/make-call.ts'
import { langOf } from './kernel/cli/screen.ts'
import { logOutput } from './kernel/cli/write.ts'
import { exitCodes, type Refusal, refuse } from './kernel/errors.ts'
import { isMarkedSecret, secret } from './kernel/schema/secrecy.ts'
import { asRefusal } from './kernel/store/driver-errors.ts'
import { refusePast } from './kernel/store/past.ts'
import { sayRefusal } from './kernel/terminal/report-error.ts'
import type { World } from './kernel/terminal/world.ts'
import { type Lang, say, type Text, visible } from './kernel/text.ts'
import { lines } from './lines.ts'
import { migrations } from './migrations.ts'
import { makeProgram } from './program.ts'
import { usage } from './usage-error.ts'

/**
 * Runs a command line and returns its exit code. Only here a refusal becomes an exit code; `heard` gets the
 * refusal first.
 */
export async function main(outside: World, heard?: (refusal: Refusal) => void): Promise<number> {
  const line = readCommandLine(outside.argv)
  const lang = langOf(outside, line.global.lang)
  // Set by the commit itself, never assumed.
  let hasWritten = false
  const world: World = {
    ...outside,
    committed() {
      hasWritten = true
      outside.committed()
    },
  }
  try {
    return await run(world, line, lang)
  } catch (error) {
    const refusal = asRefusal(error)
    if (!refusal) {
      world.err(`${say(bug(hasWritten), lang)}\n`)
      world.err(`${visible(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`)
      return exitCodes.bug
    }
    heard?.(refusal)
    sayRefusal(world, refusal, lang, line.global.format)
    return exitCodes[refusal.kind]
  }
}

const bug = (hasWritten: boolean): Text =>
  hasWritten
    ? {
        zh: 'cun 内部错误, 出错前已写入 (见 cun history)。请把下面这行报告给开发者:',
        en: 'A bug in cun, after something was written (see cun history). Please report this line:',
      }
    : {
        zh: 'cun 内部错误, 未写入任何数据。请把下面这行报告给开发者:',
        en: 'A bug in cun; nothing was written. Please report this line:',
      }

/** Answers a Ctrl-C while nothing has been written. */
export function sayCancelled(world: World): void {
  const lang = langOf(world, readCommandLine(world.argv).global.lang)
  world.err(`\n${say({ zh: '已取消, 未写入', en: 'cancelled, nothing was written' }, lang)}\n`)
}

async function run(world: World, line: CommandLine, lang: Lang): Promise<number> {
  if (world.argv[0] === 'complete') return (await import('./complete.ts')).complete(world)
  const isHelp = line.words[0] === 'help' || line.asksHelp
  const words = line.words[0] === 'help' ? line.words.slice(1) : line.words
  if (words.length === 0 && !line.hasOwnFlags) {
    world.out((await import('./help.ts')).overview(lang))
    return exitCodes.done
  }
  if (isHelp && words[0] === 'options') {
    world.out((await import('./help.ts')).optionsHelp(lang))
    return exitCodes.done
  }
  let code: number = exitCodes.done
  const asks = !line.asksHelp && mayAsk({ world, global: line.global })
  const { command, nouns, examples, answering } = makeProgram(
    world,
    lang,
    words,
    asks,
    async (verb, args, options) => {
      code = await perform(world, verb, { args, options, global: command.opts() as Global })
    },
  )
  const wrong = (error: CommanderError) => usage(error, command, nouns, words, c => examples.get(c))
  if (isHelp) {
    const found = helpFor(command, words, answering)
    if (typeof found === 'string') throw wrong(unknownCommand(found))
    found.outputHelp()
    return exitCodes.done
  }
  try {
    await command.parseAsync(world.argv as string[], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return exitCodes.done
    if (error.code !== 'commander.help') throw wrong(error)
    const found = helpFor(command, words, answering)
    if (typeof found !== 'string') found.outputHelp()
  }
  return code
}

const unknownCommand = (word: string) =>
  new CommanderError(1, 'commander.unknownCommand', `error: unknown command '${word}'`)

/** The command whose help is meant, or the first unknown word. Words after a command are its arguments. */
function helpFor(
  program: Command,
  words: readonly string[],
  answering: ReadonlySet<Command>,
): Command | string {
  let at = program
  for (const word of words) {
    if (at.commands.length === 0) break
    const next = at.commands.find(c => c.name() === word)
    if (!next) return answering.has(at) ? at : word
    at = next
  }
  return at
}

/** Asks for missing parameters if possible, then parses what was given and runs the verb. */
async function perform(outside: World, verb: Verb, typed: Given): Promise<number> {
  const world = typed.global.color === false ? { ...outside, color: false } : outside
  let given = { ...typed, global: readGlobal(typed.global, dayInChina(world.now())) }
  if (given.global.known && !verb.isReading) refusePast()
  let key: Buffer | undefined
  if (mayAsk({ world, global: given.global }) && hasMissing(verb, given)) {
    const { askMissing } = await import('./kernel/cli/ask-arguments.ts')
    const asking = makeCall(world, given.global, lines, migrations)
    try {
      await asking.unlock()
      key = asking.key()
      given = await askMissing(asking, verb, given)
    } finally {
      asking.close()
    }
  }
  const { global } = given
  const call: Call = makeCall(world, global, lines, migrations, key)
  try {
    if (global.open && global.out === undefined) {
      refuse(
        'usage',
        'usage.open-without-out',
        { zh: '--open 要与 --out 同用', en: '--open needs --out' },
        { zh: '加 --out 文件名, 如 --out 表.xlsx', en: 'add --out FILE, e.g. --out table.xlsx' },
      )
    }
    if (global.reason !== undefined && isMarkedSecret(global.reason)) {
      refuse(
        'input',
        'usage.secret-reason',
        {
          zh: '--reason 带有涉密标志, 未执行, 内容不存、不记、不显示',
          en: '--reason carries a secrecy marking: nothing was done; the reason is neither stored nor shown',
        },
        secret.next,
      )
    }
    if (global.unmask && !global.reason?.trim()) {
      refuse(
        'usage',
        'usage.reason-missing',
        { zh: '--unmask 要说明事由', en: '--unmask needs a reason' },
        { zh: '加上 --reason 事由; 它会记入经过', en: 'add --reason TEXT; it is recorded' },
      )
    }
    await call.unlock()
    if (global.unmask) logOutput(call, 'unmask', [verb.noun, verb.name].filter(Boolean).join(' '), 0)
    return await runVerb(call, verb, given)
  } finally {
    call.close()
  }
}
