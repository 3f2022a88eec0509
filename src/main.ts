import { type Command, CommanderError } from 'commander'
import { isMissing } from './kernel/cli/arguments.ts'
import { mayAsk } from './kernel/cli/ask.ts'
import { globals, plainWords } from './kernel/cli/global-options.ts'
import type { Call, Global, Verb } from './kernel/cli/line.ts'
import { langOf, makeCall } from './kernel/cli/make-call.ts'
import { logOutput } from './kernel/cli/write.ts'
import { exitCodes, type Refusal, refuse } from './kernel/errors.ts'
import { isMarkedSecret, secret } from './kernel/schema/secrecy.ts'
import { understood } from './kernel/store/driver-errors.ts'
import { sayRefusal } from './kernel/terminal/report-error.ts'
import type { World } from './kernel/terminal/world.ts'
import { type Lang, say, visible } from './kernel/text.ts'
import { lines } from './lines.ts'
import { migrations } from './migrations.ts'
import { makeProgram } from './program.ts'
import { usage } from './usage-error.ts'

/** Words in, exit code out: the one place where a refusal becomes an exit code. `heard` is told of it first. */
export async function main(world: World, heard?: (refusal: Refusal) => void): Promise<number> {
  const lang = langAsked(world)
  try {
    return await run(world, lang)
  } catch (error) {
    const refusal = understood(error)
    if (!refusal) {
      world.err(
        `${say({ zh: 'cun 内部错误, 未写入任何数据。请把下面这行报告给开发者:', en: 'A bug in cun; nothing was written. Please report this line:' }, lang)}\n`,
      )
      world.err(`${visible(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`)
      return exitCodes.bug
    }
    heard?.(refusal)
    sayRefusal(world, refusal, lang)
    return exitCodes[refusal.kind]
  }
}

function langAsked(world: World): Lang {
  const at = world.argv.findIndex(word => word === '--lang' || word.startsWith('--lang='))
  const [, joined] = world.argv[at]?.split('=') ?? []
  return langOf(world, at < 0 ? undefined : (joined ?? world.argv[at + 1]))
}

/** What Ctrl-C is answered with while nothing has been written. */
export function sayCancelled(world: World): void {
  world.err(`\n${say({ zh: '已取消, 未写入', en: 'cancelled, nothing was written' }, langAsked(world))}\n`)
}

async function run(world: World, lang: Lang): Promise<number> {
  if (world.argv[0] === 'complete') return (await import('./complete.ts')).complete(world)
  const { words, help } = helpAsked(world.argv)
  if (words.length === 0 && !isUnknown(world.argv)) {
    world.out((await import('./help.ts')).overview(lang))
    return exitCodes.done
  }
  if (help && words[0] === 'options') {
    world.out((await import('./help.ts')).optionsHelp(lang))
    return exitCodes.done
  }
  let code: number = exitCodes.done
  const { command, nouns, examples, answering } = makeProgram(
    world,
    lang,
    words,
    async (verb, args, options) => {
      code = await perform(world, command.opts() as Global, verb, args, options)
    },
  )
  const wrong = (error: CommanderError) => usage(error, command, nouns, words, c => examples.get(c))
  if (help) {
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

/** `cun help visit add`, `cun visit add --help`: the words, and whether their help is asked for. */
function helpAsked(argv: readonly string[]): { words: readonly string[]; help: boolean } {
  const [first, ...rest] = plainWords(argv)
  if (first === 'help') return { words: rest, help: true }
  const end = argv.indexOf('--')
  const help = argv.slice(0, end < 0 ? undefined : end).some(word => word === '-h' || word === '--help')
  return { words: first === undefined ? [] : [first, ...rest], help }
}

/** Whether there is an option that the command without words does not have; the version is one of its own. */
const isUnknown = (argv: readonly string[]) =>
  argv.some(
    word =>
      word.startsWith('-') &&
      word !== '-h' &&
      word !== '--help' &&
      !globals.some(([flags]) => flags.split(' ')[0] === word.split('=')[0]),
  )

const unknownCommand = (word: string) =>
  new CommanderError(1, 'commander.unknownCommand', `error: unknown command '${word}'`)

/** The command whose help is meant, or the word that names none. What follows a command's own words is its arguments. */
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

async function perform(
  world: World,
  global: Global,
  verb: Verb,
  args: string[],
  options: Record<string, string>,
): Promise<number> {
  const seen = (global as { color?: boolean }).color === false ? { ...world, color: false } : world
  if (mayAsk({ world, global }) && isMissing(verb, { args, options, global })) {
    const { askMissing } = await import('./kernel/cli/ask-arguments.ts')
    const asking = makeCall(seen, global, lines, migrations)
    const asked = await askMissing(asking, verb, { args, options, global }).finally(() => asking.close())
    return perform(world, asked.global, verb, [...asked.args], { ...asked.options } as Record<string, string>)
  }
  const call: Call = makeCall(seen, global, lines, migrations)
  try {
    if (global.open && global.out === undefined) {
      refuse(
        'usage',
        'usage.open-without-out',
        { zh: '--open 要与 --out 同用', en: '--open needs --out' },
        { zh: '加 --out 文件名, 如 --out 表.xlsx', en: 'add --out FILE, as --out table.xlsx' },
      )
    }
    if (global.reason !== undefined && isMarkedSecret(global.reason)) {
      refuse(
        'input',
        'usage.secret-reason',
        {
          zh: '--reason 带有涉密标志, 未执行, 内容不存、不记、不显示',
          en: '--reason carries a secrecy marking: nothing was done, and it is neither kept nor shown',
        },
        secret.next,
      )
    }
    if (global.unmask) {
      if (!global.reason?.trim()) {
        refuse(
          'usage',
          'usage.reason-missing',
          { zh: '--unmask 要说明事由', en: '--unmask needs a reason' },
          { zh: '加上 --reason 事由; 它会记入日志', en: 'add --reason TEXT; it is recorded' },
        )
      }
      await call.unlock()
      logOutput(call, 'unmask', [verb.noun, verb.name].filter(Boolean).join(' '), 0)
    }
    await call.unlock()
    return (await verb.run(call, args.flat(), options)) ?? exitCodes.done
  } finally {
    call.close()
  }
}
