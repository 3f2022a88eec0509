import { beginning, isShowable, openForReading, type Word, wordsFor } from './kernel/cli/completion.ts'
import { flagIn, nameOf } from './kernel/cli/flags.ts'
import { type Global, type GlobalOption, globalOptions, parted } from './kernel/cli/global-options.ts'
import type { Verb } from './kernel/cli/line.ts'
import { makeCall } from './kernel/cli/make-call.ts'
import { langOf } from './kernel/cli/screen.ts'
import type { World } from './kernel/terminal/world.ts'
import { personalMasked, say, type Text, visible } from './kernel/text.ts'
import { lines } from './lines.ts'
import { migrations } from './migrations.ts'
import { type Noun, nounsOf } from './program.ts'

/**
 * `cun complete [--word=WORD] -- WORDS…`, called by shells: prints what may replace the last word, one per
 * line: value, tab, meaning. Prints nothing for a file or free text. Never asks, waits, writes or complains.
 */
export async function complete(world: World): Promise<number> {
  try {
    const end = world.argv.indexOf('--')
    // Bash splits `--lang=zh` into three words.
    const words = world.argv.slice(end + 1).filter((word, i, all) => word !== '=' || i === all.length - 1)
    const given = world.argv.slice(1, end).find(word => word.startsWith('--word='))
    const last = (given === undefined ? words.pop() : given.slice('--word='.length)) ?? ''
    const [, flag = '', rest = ''] = /^(--[a-z-]+=)?(.*)$/s.exec(last === '=' ? '' : last)!
    const before = flag ? [...words, flag.slice(0, -1)] : words
    const found = await candidates(world, before, rest.replace(/^["']/, ''))
    const rows = found.filter(isShowable).map(({ value, means = '' }) => {
      return `${flag}${value}\t${visible(personalMasked(means)).replace(/\s+/g, ' ')}\n`
    })
    world.out(rows.join(''))
  } catch {
    // An error message would disturb the line being typed.
  }
  return 0
}

interface Typed {
  readonly noun?: Noun
  readonly verb?: Verb
  readonly args: readonly string[]
  readonly global: Global
  /** The option whose value comes next. */
  readonly option?: string
}

const flagsOf = (verb: Verb | undefined): readonly GlobalOption[] => [
  ...(verb?.options ?? []),
  ...globalOptions,
]

/** Parses the words before the one to be completed. */
function read(words: readonly string[], nouns: readonly Noun[]): Typed {
  let noun: Noun | undefined
  let verb: Verb | undefined
  const args: string[] = []
  const global: Record<string, string> = {}
  for (let i = 0; i < words.length; i++) {
    const [word, joined] = words[i]!.startsWith('--') ? parted(words[i]!) : [words[i]!]
    if (word.startsWith('-')) {
      const option = flagsOf(verb).find(o => flagIn(o.flags) === word)
      if (!option?.flags.includes('<')) continue
      const value = joined ?? words[++i]
      if (value === undefined) return { noun, verb, args, global, option: word }
      if (globalOptions.some(o => o === option)) global[nameOf(option.flags)] = value
    } else if (!noun) {
      noun = nouns.find(n => n.name === word)
      if (!noun) throw new Error(`no command ${word}`)
      if (noun?.isAlone) verb = noun.verbs()[0]
    } else if (!verb) {
      verb = noun.verbs().find(v => v.name === word) ?? noun.verbs().find(v => v.isDefault)
      if (verb?.name !== word) args.push(word)
    } else args.push(word)
  }
  return { noun, verb, args, global }
}

async function candidates(world: World, before: readonly string[], typed: string): Promise<Word[]> {
  const all = nounsOf(lines)
  const helps = before[0] === 'help'
  const { noun, verb, args, global, option } = read(helps ? before.slice(1) : before, all)
  const lang = langOf(world, global.lang)
  const named = (words: readonly { name: string; label: Text }[]) =>
    beginning(
      words.map(({ name, label }) => ({ value: name, means: say(label, lang) })),
      typed,
    )
  const call = makeCall(world, global, lines, migrations, undefined, path =>
    openForReading(path, migrations.at(-1)?.number),
  )
  try {
    if (option !== undefined) {
      const own = verb?.options?.find(o => o.flags.startsWith(`${option} `))
      if (own) return await wordsFor(call, own, args, typed)
      return beginning(
        (flagsOf(undefined).find(o => flagIn(o.flags) === option)?.values ?? []).map(value => ({ value })),
        typed,
      )
    }
    if (typed.startsWith('-')) {
      return named(flagsOf(verb).map(({ flags, label }) => ({ name: flagIn(flags), label })))
    }
    if (!noun) return named([...all, ...(helps ? [optionsTopic] : [helpCommand])])
    if (!verb) {
      const usual = noun.verbs().find(v => v.isDefault)?.args?.[0]
      const more = usual && !helps ? await wordsFor(call, usual, [], typed) : []
      return [...named(noun.verbs()), ...more]
    }
    const next = verb.args?.[args.length] ?? verb.args?.find(a => a.name.includes('...'))
    return next && !helps ? await wordsFor(call, next, args, typed) : []
  } finally {
    call.close()
  }
}

const helpCommand = { name: 'help', label: { zh: '帮助', en: 'help' } }
const optionsTopic = { name: 'options', label: { zh: '各命令通用的选项', en: 'options of every command' } }
