import { date } from '../schema/fields/date.ts'
import type { Field } from '../schema/types.ts'
import type { Text } from '../text.ts'
import { flagIn, type NameOf, nameOf } from './flags.ts'

export const formats = ['table', 'csv', 'tsv', 'json', 'jsonl', 'xlsx', 'html', 'docx'] as const
export type Format = (typeof formats)[number]

export interface GlobalOption {
  /** In commander's syntax: `--db <file>`. */
  readonly flags: string
  readonly label: Text
  /** Parses the value before the command runs. */
  readonly field?: Field
  /** Values that completion offers. */
  readonly values?: readonly string[]
}

const known = {
  zh: '按这一天止所录的内容 (查看、打印、导出)',
  en: 'as known at the end of this day (to list, print or export)',
}
const asOf = { zh: '以这一天为今天', en: 'the day to use as today' }

/** The options that every command takes. */
export const globalOptions = [
  {
    flags: '--db <file>',
    label: {
      zh: '数据库文件 (否则 CUN_DB, 当前文件夹的 cun.db, 用户数据文件夹)',
      en: 'the database (else CUN_DB, ./cun.db, the user’s data folder)',
    },
  },
  { flags: '--as-of <date>', label: asOf, field: date(asOf, { ahead: true }) },
  { flags: '--known <date>', label: known, field: date(known) },
  { flags: '--lang <zh|en>', label: { zh: '语言', en: 'language' }, values: ['zh', 'en'] },
  {
    flags: '--format <format>',
    label: {
      zh: `格式: ${formats.join(' ')}`,
      en: `format: ${formats.join(' ')}`,
    },
    values: formats,
  },
  {
    flags: '--out <file>',
    label: { zh: '写入文件 (格式随扩展名)', en: 'write to a file (its extension sets the format)' },
  },
  {
    flags: '--open',
    label: { zh: '写完后打开文件 (与 --out 同用)', en: 'open the written file (with --out)' },
  },
  { flags: '--force', label: { zh: '允许覆盖已有文件', en: 'overwrite an existing file' } },
  {
    flags: '--encoding <name>',
    label: { zh: 'CSV 编码: utf-8 gb18030', en: 'CSV encoding: utf-8 gb18030' },
    values: ['utf-8', 'gb18030'],
  },
  {
    flags: '--no-bom',
    label: {
      zh: 'CSV 供程序读取: 不加 BOM 和文本保护',
      en: 'CSV for scripts: no BOM, no guard for spreadsheets',
    },
  },
  { flags: '--quiet', label: { zh: '不显示提示', en: 'no notices on stderr' } },
  {
    flags: '--yes',
    label: {
      zh: '不再询问 (不在终端上时, 删除、撤销、恢复要加)',
      en: 'do not ask (off a terminal, needed to remove, undo or restore)',
    },
  },
  { flags: '--no-color', label: { zh: '不用颜色', en: 'no colour' } },
  { flags: '--no-pager', label: { zh: '长表不分屏', en: 'no pager for long tables' } },
  {
    flags: '--unmask',
    label: {
      zh: '显示完整身份证号和电话, 须说明事由',
      en: 'show full ID and phone numbers; needs --reason',
    },
  },
  { flags: '--reason <text>', label: { zh: '事由, 记入经过', en: 'the reason; it is recorded' } },
] as const satisfies readonly GlobalOption[]

type Declared = (typeof globalOptions)[number]

/** Global options as given: a text, or true for a bare flag (false for `--no-…`). */
export type Global = {
  readonly [O in Declared as NameOf<O['flags']>]?: O['flags'] extends `${string}<${string}` ? string : boolean
}

/** What can be parsed of a command line before its command is known. */
export interface CommandLine {
  /** Words that are neither flags nor values of global options. */
  readonly words: readonly string[]
  /** Global options as typed. */
  readonly global: Global
  readonly asksHelp: boolean
  /** Whether any flag is not a global option. */
  readonly hasOwnFlags: boolean
}

/** Parses a command line in one pass; ignores what follows `--`. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const words: string[] = []
  const global: Record<string, string | boolean> = {}
  let asksHelp = false
  let hasOwnFlags = false
  for (let i = 0; i < argv.length && argv[i] !== '--'; i++) {
    const word = argv[i]!
    if (!word.startsWith('-')) {
      words.push(word)
      continue
    }
    const [flag, joined] = parted(word)
    const option = globalOptions.find(o => flagIn(o.flags) === flag)
    if (flag === '-h' || flag === '--help') asksHelp = true
    else if (!option) hasOwnFlags = true
    else if (option.flags.includes('<')) {
      const value = joined ?? argv[++i]
      if (value !== undefined) global[nameOf(option.flags)] = value
    } else global[nameOf(option.flags)] = !option.flags.startsWith('--no-')
  }
  return { words, global: global as Global, asksHelp, hasOwnFlags }
}

/** Splits `--db=FILE` into the flag and its value. */
export function parted(word: string): [flag: string, value?: string] {
  const at = word.indexOf('=')
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)]
}
