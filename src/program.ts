import { Command, Option as Flag } from 'commander'
import { globalOptions } from './kernel/cli/global-options.ts'
import { type Line, usageOf, type Verb } from './kernel/cli/line.ts'
import { derived } from './kernel/commands/register-commands.ts'
import { reporting } from './kernel/commands/report.ts'
import { width } from './kernel/terminal/width.ts'
import type { World } from './kernel/terminal/world.ts'
import { type Lang, say, type Text } from './kernel/text.ts'
import { lines } from './lines.ts'
import { version } from './version.ts'

/** First word of a command: a register, another noun with verbs, or a command that stands alone. */
export interface Noun {
  readonly name: string
  readonly label: Text
  readonly about: Text
  readonly line: Line
  /** Created on demand, because one command line needs the verbs of one noun only. */
  verbs(): readonly Verb[]
  /** It is a single command without verbs. */
  readonly isAlone: boolean
}

/** All commands by first word, in the order of the lines. */
export function nounsOf(lines: readonly Line[]): Noun[] {
  const found = new Map<string, Noun>()
  const all = lines.flatMap(l => l.verbs ?? [])
  const own = (name: string) => all.filter(v => v.noun === name)
  for (const line of lines) {
    for (const register of line.registers ?? []) {
      const { name, label, about } = register
      const verbs = () => {
        const written = own(name).map(v => v.name)
        return [...derived(register).filter(v => !written.includes(v.name)), ...own(name)]
      }
      found.set(name, { name, label, about, line, verbs, isAlone: false })
    }
    for (const verb of line.verbs ?? []) {
      const name = verb.noun ?? verb.name
      // Papers that take a name are verbs, listed below with the other papers.
      if (found.has(name) || name === 'report') continue
      const verbs = () => (verb.noun ? own(name) : [verb])
      const { label } = own(name).find(v => v.isDefault) ?? verb
      found.set(name, { name, label, about: label, line, verbs, isAlone: !verb.noun })
    }
  }
  const label = { zh: '打印报表', en: 'print a report' }
  const verbs = () => [...reporting(lines), ...own('report')]
  found.set('report', { name: 'report', label, about: label, line: lines.at(-1)!, verbs, isAlone: false })
  return [...found.values()]
}

type Act = (verb: Verb, args: string[], options: Record<string, string>) => Promise<void>

const titles: Record<string, string> = {
  'Usage:': '用法:',
  'Options:': '选项:',
  'Commands:': '命令:',
  'Arguments:': '参数:',
}

interface Program {
  readonly command: Command
  readonly nouns: readonly string[]
  /** The example of each command. */
  readonly examples: ReadonlyMap<Command, string>
  /** Commands with a default verb: the word after them need not be a verb. */
  readonly answering: ReadonlySet<Command>
}

/**
 * The program for commander: all nouns, but verbs only of the `wanted` ones. With `asks`, missing parameters
 * are asked for, so commander must not refuse them.
 */
export function makeProgram(
  world: World,
  lang: Lang,
  wanted: readonly string[],
  asks: boolean,
  act: Act,
): Program {
  const examples = new Map<Command, string>()
  const answering = new Set<Command>()
  const program = new Command('cun')
    .exitOverride()
    .configureOutput({ writeOut: text => world.out(text), writeErr: () => {} })
    .configureHelp({
      displayWidth: width,
      helpWidth: Math.min(world.width, 120),
      styleTitle: (title: string) => (lang === 'zh' ? (titles[title] ?? title) : title),
      styleUsage: (usage: string) =>
        lang === 'zh' ? usage.replace('[options]', '[选项]').replace('[command]', '[命令]') : usage,
      showGlobalOptions: false,
    } as object)
    .helpOption('-h, --help', say({ zh: '显示帮助', en: 'show help' }, lang))
    .helpCommand(false)
    .version(`cun ${version}`, '-V, --version', say({ zh: '显示版本', en: 'show the version' }, lang))
  for (const { flags, label } of globalOptions) program.option(flags, say(label, lang))
  const add = (verb: Verb, at: Command) => {
    const nameOf = (name: string) => (asks ? name.replace(/^<(.*)>$/, '[$1]') : name)
    const words = [verb.name, ...(verb.args ?? []).map(a => nameOf(usageOf(a, lang)))].join(' ')
    const command = at.command(words, { isDefault: verb.isDefault })
    command.description(say(verb.label, lang))
    if (verb.isDefault) answering.add(at)
    for (const option of verb.options ?? []) {
      const flag = new Flag(option.flags, say(option.label, lang))
      command.addOption(option.required && !asks ? flag.makeOptionMandatory() : flag)
    }
    examples.set(command, verb.example)
    command.addHelpText('after', () => afterHelp(verb.example, lang))
    command.action((...all: unknown[]) => {
      const positional = all
        .slice(0, -2)
        .flat()
        .filter(a => a !== undefined) as string[]
      return act(verb, positional, all.at(-2) as Record<string, string>)
    })
  }
  const nouns = nounsOf(lines)
  for (const noun of nouns) {
    const isWanted = wanted.includes(noun.name)
    if (noun.isAlone && isWanted) {
      for (const verb of noun.verbs()) add(verb, program)
      continue
    }
    const command = program
      .command(noun.name)
      .summary(say(noun.label, lang))
      .description(say(noun.about, lang))
      .helpCommand(false)
    if (!isWanted) continue
    for (const verb of noun.verbs()) add(verb, command)
    command.addHelpText('after', () => `\n${say(moreOf(noun.name), lang)}`)
  }
  return { command: program, nouns: nouns.map(n => n.name), examples, answering }
}

const afterHelp = (example: string, lang: Lang) =>
  [
    '',
    `${say({ zh: '例', en: 'Example' }, lang)}: ${example}`,
    say({ zh: '各命令通用的选项: cun help options', en: 'Options of every command: cun help options' }, lang),
  ].join('\n')

const moreOf = (noun: string): Text => ({
  zh: `一个命令的选项和例子: cun help ${noun} 命令`,
  en: `Options of one command, with an example: cun help ${noun} COMMAND`,
})
