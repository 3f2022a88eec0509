import { Command, CommanderError, Option as Flag } from 'commander'
import { mayAsk } from './kernel/ask.ts'
import { type Call, type Global, langOf, makeCall } from './kernel/call.ts'
import { derived, reporting } from './kernel/commands.ts'
import type { Line, Verb } from './kernel/line.ts'
import { exitCodes, type Refusal, refuse } from './kernel/refuse.ts'
import { isMarkedSecret, secret } from './kernel/secrecy.ts'
import { sayable } from './kernel/speak.ts'
import { type Lang, say, type Text, visible } from './kernel/text.ts'
import { understood, usage } from './kernel/understand.ts'
import { isMissing } from './kernel/wanted.ts'
import type { World } from './kernel/world.ts'
import { width } from './kernel/write/width.ts'
import { logOutput } from './kernel/writing.ts'
import { lines } from './lines.ts'
import { migrations } from './migrations.ts'
import { version } from './version.ts'

/** Words in, exit code out: the one place where a refusal becomes a code. */
export async function main(world: World): Promise<number> {
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
    tell(world, refusal, lang)
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
  let code: number = exitCodes.done
  const { program, nouns, examples } = build(world, lang, async (verb, args, options) => {
    code = await perform(world, program.opts() as Global, verb, args, options)
  })
  const stray = world.argv.find(word => !word.startsWith('-'))
  if (stray === undefined) {
    world.out(program.helpInformation())
    return exitCodes.done
  }
  try {
    await program.parseAsync(world.argv as string[], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return exitCodes.done
    const noun = program.commands.find(c => c.name() === stray)
    if (error.code === 'commander.help') {
      world.out((noun ?? program).helpInformation())
      return exitCodes.done
    }
    throw usage(error, program, nouns, world.argv, command => examples.get(command))
  }
  return code
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
    const { askMissing } = await import('./kernel/missing.ts')
    const asking = makeCall(seen, global, lines, migrations)
    const asked = await askMissing(asking, verb, { args, options, global }).finally(() => asking.close())
    return perform(world, asked.global, verb, [...asked.args], { ...asked.options } as Record<string, string>)
  }
  const call: Call = makeCall(seen, global, lines, migrations)
  try {
    if (global.open && global.out === undefined) {
      refuse(
        'usage',
        { zh: '--open 要与 --out 同用', en: '--open needs --out' },
        { zh: '加 --out 文件名, 如 --out 表.xlsx', en: 'add --out FILE, as --out table.xlsx' },
      )
    }
    if (global.reason !== undefined && isMarkedSecret(global.reason)) {
      refuse(
        'input',
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

const asksForHelp = (world: World) => world.argv.some(word => ['help', '-h', '--help'].includes(word))

type Act = (verb: Verb, args: string[], options: Record<string, string>) => Promise<void>

const globals: readonly [flags: string, label: Text][] = [
  [
    '--db <file>',
    {
      zh: '数据库文件 (否则 CUN_DB, 当前文件夹的 cun.db, 用户数据文件夹)',
      en: 'the database (else CUN_DB, ./cun.db, the user’s data folder)',
    },
  ],
  ['--as-of <date>', { zh: '以这一天为今天', en: 'the day that stands for today' }],
  ['--lang <zh|en>', { zh: '语言', en: 'language' }],
  [
    '--format <format>',
    {
      zh: '格式: table csv tsv json jsonl xlsx html docx',
      en: 'format: table csv tsv json jsonl xlsx html docx',
    },
  ],
  ['--out <file>', { zh: '写入文件 (格式随扩展名)', en: 'write into a file (its ending gives the format)' }],
  ['--open', { zh: '写完后打开文件 (与 --out 同用)', en: 'open the file when it is written (with --out)' }],
  ['--force', { zh: '允许覆盖已有文件', en: 'overwrite an existing file' }],
  ['--encoding <name>', { zh: 'CSV 编码: utf-8 gb18030', en: 'CSV encoding: utf-8 gb18030' }],
  [
    '--no-bom',
    { zh: 'CSV 供程序读取: 不加 BOM 和文本保护', en: 'CSV for scripts: no BOM, no guard for spreadsheets' },
  ],
  ['--quiet', { zh: '不显示提示', en: 'say nothing on stderr' }],
  ['--yes', { zh: '不再询问', en: 'do not ask' }],
  ['--no-color', { zh: '不用颜色', en: 'no colour' }],
  ['--no-pager', { zh: '长表不分屏', en: 'no pager for long tables' }],
  [
    '--unmask',
    { zh: '显示完整身份证号和电话, 须说明事由', en: 'show ID numbers and phones whole; needs a reason' },
  ],
  ['--reason <text>', { zh: '事由, 记入日志', en: 'the reason, which is recorded' }],
]

const titles: Record<string, string> = {
  'Usage:': '用法:',
  'Options:': '选项:',
  'Commands:': '命令:',
  'Arguments:': '参数:',
  'Global Options:': '通用选项:',
}

interface Built {
  readonly program: Command
  readonly nouns: string[]
  /** How a verb is typed, by its command. */
  readonly examples: ReadonlyMap<Command, string>
}

function build(world: World, lang: Lang, act: Act): Built {
  const examples = new Map<Command, string>()
  const program = new Command('cun')
    .exitOverride()
    .configureOutput({ writeOut: text => world.out(text), writeErr: () => {} })
    .configureHelp({
      displayWidth: width,
      helpWidth: Math.min(world.width, 120),
      styleTitle: (title: string) => (lang === 'zh' ? (titles[title] ?? title) : title),
      showGlobalOptions: false,
    } as object)
    .helpOption('-h, --help', say({ zh: '显示帮助', en: 'show help' }, lang))
    .helpCommand('help [command]', say({ zh: '显示一个命令的帮助', en: 'show the help of a command' }, lang))
    .version(`cun ${version}`, '-V, --version', say({ zh: '显示版本', en: 'show the version' }, lang))
    .description(
      say(
        { zh: '村: 驻村第一书记管理 (五条线)', en: 'Records and papers of stationed first secretaries' },
        lang,
      ),
    )
  for (const [flags, label] of globals) program.option(flags, say(label, lang))
  const wanted = new Set(world.argv.filter(word => !word.startsWith('-')))
  const nouns = new Map<string, Command>()
  const noun = (name: string, label: Text, group: Text) => {
    let command = nouns.get(name)
    if (!command) {
      command = program
        .command(name)
        .description(say(label, lang))
        .helpGroup(`${say(group, lang)}:`)
      nouns.set(name, command)
    }
    return command
  }
  // What is missing is asked for: the library must not refuse it. Help shows every command as it is.
  const asks = mayAsk({ world, global: { yes: world.argv.includes('--yes') } }) && !asksForHelp(world)
  const add = (verb: Verb, group: Text, at: Command) => {
    const nameOf = (name: string) => (asks ? name.replace(/^<(.*)>$/, '[$1]') : name)
    const words = [verb.name, ...(verb.args ?? []).map(a => nameOf(a.name))].join(' ')
    const command = at.command(words, { isDefault: verb.isDefault })
    command.description(say(verb.label, lang))
    if (!verb.noun) command.helpGroup(`${say(group, lang)}:`)
    for (const option of verb.options ?? []) {
      const flag = new Flag(option.flags, say(option.label, lang))
      command.addOption(option.required && !asks ? flag.makeOptionMandatory() : flag)
    }
    examples.set(command, verb.example)
    command.addHelpText('after', `\n${say({ zh: '例', en: 'Example' }, lang)}: ${verb.example}`)
    command.action((...all: unknown[]) => {
      const positional = all
        .slice(0, -2)
        .flat()
        .filter(a => a !== undefined) as string[]
      return act(verb, positional, all.at(-2) as Record<string, string>)
    })
  }
  for (const line of lines) {
    for (const register of line.registers ?? []) {
      const at = noun(register.name, register.label, line.label)
        .summary(say(register.label, lang))
        .description(say(register.about, lang))
      if (!wanted.has(register.name)) continue
      const own = (line.verbs ?? []).filter(v => v.noun === register.name).map(v => v.name)
      for (const verb of derived(register)) if (!own.includes(verb.name)) add(verb, line.label, at)
    }
    for (const verb of line.verbs ?? []) {
      if (!verb.noun) add(verb, line.label, program)
      else add(verb, line.label, noun(verb.noun, nounLabel(verb.noun, line), line.label))
    }
  }
  const last = lines.at(-1)!
  const report = noun('report', { zh: '打印报表', en: 'print a report' }, last.label)
  for (const verb of reporting(lines)) add(verb, last.label, report)
  return { program, nouns: program.commands.map(c => c.name()), examples }
}

const nounLabel = (noun: string, line: Line): Text =>
  line.registers?.find(r => r.name === noun)?.label ??
  line.verbs?.find(v => v.noun === noun && v.isDefault)?.label ?? { zh: noun, en: noun }

function tell(world: World, refusal: Refusal, lang: Lang): void {
  const format = world.argv.indexOf('--format')
  if (format >= 0 && /^jsonl?$/.test(world.argv[format + 1] ?? '')) {
    const { kind, what, next, complaints } = refusal
    const error = {
      kind,
      exit: exitCodes[kind],
      what: say(what, lang),
      next: next ? say(next, lang) : null,
      complaints: complaints.map(c => ({
        ...c,
        column: c.column === undefined ? undefined : say(c.column, lang),
        rule: say(c.rule, lang),
        next: say(c.next, lang),
      })),
    }
    world.err(`${JSON.stringify({ error })}\n`)
    return
  }
  const out = [say(refusal.what, lang), ...sayable(refusal.complaints, lang).map(c => `  ${c}`)]
  if (refusal.next) out.push(say({ zh: `→ ${refusal.next.zh}`, en: `→ ${refusal.next.en}` }, lang))
  world.err(`${out.map(visible).join('\n')}\n`)
}
