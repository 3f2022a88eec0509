import type { Command, CommanderError } from 'commander'
import { Refusal } from './kernel/errors.ts'
import { nearest, type Text } from './kernel/text.ts'

/** Translates an error of commander into a refusal. */
export function usage(
  error: CommanderError,
  program: Command,
  nouns: readonly string[],
  argv: readonly string[],
  exampleOf: (command: Command) => string | undefined,
): Refusal {
  const word = /'([^']*)'/.exec(error.message)?.[1] ?? ''
  // The flag without its placeholder, which is not Chinese: `--by` of `--by <name>`.
  const flag = word.split(' ')[0]
  const at = argv.map(a => program.commands.find(c => c.name() === a)).find(c => c !== undefined)
  const verb = at && argv.map(a => at.commands.find(c => c.name() === a)).find(c => c !== undefined)
  const help = ['cun', at?.name(), verb?.name(), '--help'].filter(Boolean).join(' ')
  const see = { zh: `用法见 ${help}`, en: `see ${help}` }
  const example = exampleOf(verb ?? at ?? program)
  const called = program.commands.filter(c => word !== '' && [c.summary(), c.description()].includes(word))
  const like = (candidates: readonly string[]): Text => {
    // The day of a record is its --date, the day of a process is --on: whoever knows the first tries it.
    const isDay = word === '--date' && candidates.includes('--on')
    const found = called.length > 0 ? called.map(c => c.name()) : isDay ? ['--on'] : nearest(word, candidates)
    return found.length > 0
      ? { zh: `是不是 ${found.join('、')}? ${see.zh}`, en: `did you mean ${found.join(', ')}? ${see.en}` }
      : see
  }
  switch (error.code) {
    case 'commander.unknownCommand':
      return new Refusal(
        'usage',
        'usage.unknown-command',
        { zh: `没有命令 ${word}`, en: `there is no command ${word}` },
        like(at ? at.commands.map(c => c.name()) : nouns),
      )
    case 'commander.unknownOption': {
      const options = [program, at, ...(verb ? [verb] : (at?.commands ?? []))].flatMap(c =>
        (c?.options ?? []).map(o => o.long ?? ''),
      )
      return new Refusal(
        'usage',
        'usage.unknown-option',
        { zh: `没有选项 ${word}`, en: `there is no option ${word}` },
        like(options),
      )
    }
    case 'commander.missingArgument':
      return new Refusal(
        'usage',
        'usage.argument-missing',
        { zh: `缺少参数 ${word}`, en: `the argument ${word} is missing` },
        example ? { zh: `如 ${example}; ${see.zh}`, en: `e.g. ${example}; ${see.en}` } : see,
      )
    case 'commander.optionMissingArgument':
      return new Refusal(
        'usage',
        'usage.value-missing',
        { zh: `选项 ${flag} 后面缺少值`, en: `the option ${word} needs a value` },
        see,
      )
    case 'commander.missingMandatoryOptionValue':
      return new Refusal(
        'usage',
        'usage.option-missing',
        { zh: `缺少选项 ${flag}`, en: `the option ${word} is required` },
        see,
      )
    case 'commander.excessArguments':
      return new Refusal(
        'usage',
        'usage.too-many-arguments',
        { zh: '参数太多', en: 'there are too many arguments' },
        see,
      )
    default:
      return new Refusal(
        'usage',
        'usage.not-understood',
        { zh: '命令写法有误', en: 'the command is not understood' },
        see,
      )
  }
}
