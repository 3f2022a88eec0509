import type { Text } from '../text.ts'

/** The options that every command takes. */
export const globals: readonly [flags: string, label: Text][] = [
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
  [
    '--yes',
    {
      zh: '不再询问 (不在终端上时, 删除、撤销、恢复要加)',
      en: 'do not ask (off a terminal, removing, undoing and restoring need it)',
    },
  ],
  ['--no-color', { zh: '不用颜色', en: 'no colour' }],
  ['--no-pager', { zh: '长表不分屏', en: 'no pager for long tables' }],
  [
    '--unmask',
    { zh: '显示完整身份证号和电话, 须说明事由', en: 'show ID numbers and phones whole; needs a reason' },
  ],
  ['--reason <text>', { zh: '事由, 记入日志', en: 'the reason, which is recorded' }],
]

/** `--db FILE` and `--db=FILE`: whether a word is an option of every command whose value is the next word. */
export const takesNext = (word: string): boolean => globals.some(([flags]) => flags.startsWith(`${word} <`))

/** The command and what it is given, without the options of every command and without flags. */
export function plainWords(argv: readonly string[]): string[] {
  const end = argv.indexOf('--')
  const words = end < 0 ? argv : argv.slice(0, end)
  return words.filter((word, i) => !word.startsWith('-') && !(i > 0 && takesNext(words[i - 1]!)))
}
