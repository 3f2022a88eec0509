import type { Command, CommanderError } from 'commander'
import { Stale } from './batch.ts'
import { Refusal, type RefusalKind } from './refuse.ts'
import { nearest, type Text } from './text.ts'

/** The library's own words for a wrong command line, in ours. */
export function usage(
  error: CommanderError,
  program: Command,
  nouns: readonly string[],
  argv: readonly string[],
  exampleOf: (command: Command) => string | undefined,
): Refusal {
  const word = /'([^']*)'/.exec(error.message)?.[1] ?? ''
  // `--by <name>`: what is missing is the option; its placeholder is not Chinese.
  const flag = word.split(' ')[0]
  const at = argv.map(a => program.commands.find(c => c.name() === a)).find(c => c !== undefined)
  const verb = at && argv.map(a => at.commands.find(c => c.name() === a)).find(c => c !== undefined)
  const help = ['cun', at?.name(), verb?.name(), '--help'].filter(Boolean).join(' ')
  const see = { zh: `用法见 ${help}`, en: `see ${help}` }
  const example = exampleOf(verb ?? at ?? program)
  const called = program.commands.filter(c => word !== '' && [c.summary(), c.description()].includes(word))
  const like = (candidates: readonly string[]): Text => {
    const found = called.length > 0 ? called.map(c => c.name()) : nearest(word, candidates)
    return found.length > 0
      ? { zh: `是不是 ${found.join('、')}? ${see.zh}`, en: `did you mean ${found.join(', ')}? ${see.en}` }
      : see
  }
  switch (error.code) {
    case 'commander.unknownCommand':
      return new Refusal(
        'usage',
        { zh: `没有命令 ${word}`, en: `there is no command ${word}` },
        like(at ? at.commands.map(c => c.name()) : nouns),
      )
    case 'commander.unknownOption': {
      const options = [program, at, ...(verb ? [verb] : (at?.commands ?? []))].flatMap(c =>
        (c?.options ?? []).map(o => o.long ?? ''),
      )
      return new Refusal('usage', { zh: `没有选项 ${word}`, en: `there is no option ${word}` }, like(options))
    }
    case 'commander.missingArgument':
      return new Refusal(
        'usage',
        { zh: `缺少参数 ${word}`, en: `the argument ${word} is missing` },
        example ? { zh: `如 ${example}; ${see.zh}`, en: `as ${example}; ${see.en}` } : see,
      )
    case 'commander.optionMissingArgument':
      return new Refusal(
        'usage',
        { zh: `选项 ${flag} 后面缺少值`, en: `the option ${word} needs a value` },
        see,
      )
    case 'commander.missingMandatoryOptionValue':
      return new Refusal('usage', { zh: `缺少选项 ${flag}`, en: `the option ${word} is required` }, see)
    case 'commander.excessArguments':
      return new Refusal('usage', { zh: '参数太多', en: 'there are too many arguments' }, see)
    default:
      return new Refusal('usage', { zh: '命令写法有误', en: 'the command is not understood' }, see)
  }
}

const busy = new Refusal(
  'busy',
  { zh: '另一个窗口刚刚写入, 本次未写入', en: 'another window has just written; nothing was written' },
  { zh: '再执行一次', en: 'run the command again' },
)

const driverErrors: readonly [RegExp, RefusalKind, Text, Text][] = [
  [
    /^SQLITE_BUSY/,
    'busy',
    { zh: '另一个窗口正在写入', en: 'another window is writing' },
    { zh: '稍候再执行一次', en: 'wait a little and try again' },
  ],
  [
    /^SQLITE_(FULL|IOERR)/,
    'disk',
    { zh: '磁盘已满或读写出错, 未写入', en: 'the disk is full or failing; nothing was written' },
    { zh: '腾出空间或检查磁盘后再试', en: 'free some room or check the disk, then try again' },
  ],
  [
    /^SQLITE_(READONLY|PERM|AUTH)/,
    'denied',
    { zh: '数据库不可写', en: 'the database cannot be written' },
    { zh: '核对文件和文件夹的权限', en: 'check the permissions of the file and its folder' },
  ],
  [
    /^SQLITE_CANTOPEN/,
    'denied',
    { zh: '打不开数据库', en: 'the database cannot be opened' },
    { zh: '核对文件和文件夹的权限', en: 'check the permissions of the file and its folder' },
  ],
  [
    /^SQLITE_(NOTADB|CORRUPT)/,
    'wrong',
    { zh: '不是数据库, 或已损坏', en: 'is no database, or is damaged' },
    {
      zh: '核对 --db 所指的文件; 加了密的库, 先装能加密的驱动 (见 README); 用备份恢复',
      en: 'check what --db names; an encrypted one needs the driver that encrypts (see README); restore a backup',
    },
  ],
]

/** What is meant by an error of the driver or the prompts; undefined when it is a bug of ours. */
export function understood(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (error instanceof Stale) return busy
  const code = (error as { code?: string }).code ?? ''
  const known = driverErrors.find(([pattern]) => pattern.test(code))
  if (known) return new Refusal(known[1], known[2], known[3])
  return (error as Error).name === 'ExitPromptError'
    ? new Refusal('interrupted', { zh: '已取消, 未写入', en: 'cancelled, nothing was written' })
    : undefined
}
