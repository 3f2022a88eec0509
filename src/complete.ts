import { beginning, isShowable, openForReading, type Word, wordsFor } from './kernel/cli/completion.ts'
import { globals, takesNext } from './kernel/cli/global-options.ts'
import type { Global, Verb } from './kernel/cli/line.ts'
import { langOf, makeCall } from './kernel/cli/make-call.ts'
import { formats } from './kernel/cli/print.ts'
import type { World } from './kernel/terminal/world.ts'
import { personalMasked, say, type Text, visible } from './kernel/text.ts'
import { lines } from './lines.ts'
import { migrations } from './migrations.ts'
import { type Noun, nounsOf } from './program.ts'

/**
 * `cun complete [--word=WORD] -- WORDS…`, asked by the shells: what may stand for the last word, `value`, tab,
 * meaning, one a line; nothing where a file or free text is wanted. It never asks, waits, writes or complains.
 */
export async function complete(world: World): Promise<number> {
  try {
    const end = world.argv.indexOf('--')
    // Bash takes `--lang=zh` for three words.
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
    // whoever presses Tab wants no explanations
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

const flagsOf = (verb: Verb | undefined): readonly { readonly flags: string; readonly label: Text }[] => [
  ...(verb?.options ?? []),
  ...globals.map(([flags, label]) => ({ flags, label })),
]

/** What has been typed before the word that is to be completed. */
function read(words: readonly string[], nouns: readonly Noun[]): Typed {
  let noun: Noun | undefined
  let verb: Verb | undefined
  const args: string[] = []
  const global: Record<string, string> = {}
  for (let i = 0; i < words.length; i++) {
    const [word, joined] = words[i]!.startsWith('--') ? words[i]!.split('=') : [words[i]!]
    if (word!.startsWith('-')) {
      const option = flagsOf(verb).find(o => o.flags.split(' ')[0] === word)
      if (!option?.flags.includes('<')) continue
      const value = joined ?? words[++i]
      if (value === undefined) return { noun, verb, args, global, option: word }
      if (takesNext(word!)) global[word!.slice(2).replace('as-of', 'asOf')] = value
    } else if (!noun) {
      noun = nouns.find(n => n.name === word)
      if (!noun) throw new Error(`no command ${word}`)
      if (noun?.isAlone) verb = noun.verbs()[0]
    } else if (!verb) {
      verb = noun.verbs().find(v => v.name === word) ?? noun.verbs().find(v => v.isDefault)
      if (verb?.name !== word) args.push(word!)
    } else args.push(word!)
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
        (valuesOf[option] ?? []).map(value => ({ value })),
        typed,
      )
    }
    if (typed.startsWith('-')) {
      return named(flagsOf(verb).map(({ flags, label }) => ({ name: flags.split(' ')[0]!, label })))
    }
    if (!noun) return named([...all, ...(helps ? [optionsTopic] : [helpCommand])])
    if (!verb) {
      const usual = noun.verbs().find(v => v.isDefault)?.args?.[0]
      const more = usual && !helps ? await wordsFor(call, usual, [], typed) : []
      return [...named(noun.verbs()), ...more]
    }
    const next = verb.args?.[args.length]
    return next && !helps ? await wordsFor(call, next, args, typed) : []
  } finally {
    call.close()
  }
}

const helpCommand = { name: 'help', label: { zh: '帮助', en: 'help' } }
const optionsTopic = { name: 'options', label: { zh: '各命令通用的选项', en: 'options of every command' } }

const valuesOf: Readonly<Record<string, readonly string[]>> = {
  '--lang': ['zh', 'en'],
  '--format': formats,
  '--encoding': ['utf-8', 'gb18030'],
}
