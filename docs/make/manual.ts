import { type Line, type Option, usageOf, type Verb } from '../../src/kernel/cli/line.ts'
import { exportInputs } from '../../src/kernel/cli/record-document.ts'
import { derived } from '../../src/kernel/commands/register-commands.ts'
import { reporting } from '../../src/kernel/commands/report.ts'
import { listOptions } from '../../src/kernel/import/list-options.ts'
import { flagOf, inputs } from '../../src/kernel/schema/register.ts'
import type { Either, Field, Input, Register } from '../../src/kernel/schema/types.ts'
import { type Settings, settingsOf } from '../../src/kernel/store/settings.ts'
import { counted, type Lang, say, type Text } from '../../src/kernel/text.ts'
import { roles } from '../../src/office/burden.ts'

/** How a kind of value is written, where it has no words of its own. */
const kinds: Record<string, Text> = {
  date: {
    zh: '日期, 如 2024-7-26、2024.7.26、2024年7月26日',
    en: 'a date, e.g. 2024-7-26, 2024.7.26 or 2024年7月26日',
  },
  month: { zh: '年月, 如 1985.03', en: 'a month, as 1985.03' },
  year: { zh: '年份, 如 2024', en: 'a year, e.g. 2024' },
  quarter: { zh: '季度, 如 2024Q2、2024年第二季度', en: 'a quarter, e.g. 2024Q2' },
  period: {
    zh: '季度、半年或年份, 如 2024Q2、2024H1、2024',
    en: 'a quarter, a half-year or a year, e.g. 2024Q2, 2024H1 or 2024',
  },
  amount: { zh: '金额 (元), 也可写 31万元', en: 'an amount in yuan; 31万元 will do' },
  integer: { zh: '整数', en: 'a whole number' },
  number: { zh: '数', en: 'a number' },
  person: { zh: '姓名', en: 'a name' },
  recordNumber: { zh: '记录号', en: 'a record number' },
  idNumber: { zh: '18 位身份证号, 按文本填', en: 'an 18-digit ID number, as text' },
  phone: { zh: '手机号或座机号', en: 'a mobile or landline number' },
  code: { zh: '区划代码', en: 'a division code' },
  texts: { zh: '多个用“、”隔开', en: 'several, with 、 between them' },
  text: { zh: '文字', en: 'text' },
}

type Reading = Settings & Parameters<NonNullable<Field['words']>>[0]

/** Every word a value can be; in English with the Chinese word that a sheet has. */
function wordsOf(field: Field, settings: Reading, lang: Lang): string[] {
  return field.words!(settings).map(word => {
    const value = field.read(word, settings)
    const english = field.write(value, 'en')
    return lang === 'zh' || english === word ? word : `${english} (${word})`
  })
}

function written(field: Field, settings: Reading, lang: Lang): string {
  const many = { zh: '; 多个用“、”隔开', en: '; several with 、 between them' }[lang]
  if (field.words) {
    const words = wordsOf(field, settings, lang).join(lang === 'zh' ? '、' : ', ')
    return field.many ? words + many : words
  }
  const target = field.target?.()
  if (target) {
    const called = { zh: `${target.label.zh}的名称`, en: `the name of a ${target.label.en}` }[lang]
    return field.many ? called + many : called + { zh: '或 #记录号', en: ', or #number' }[lang]
  }
  if (field.nothing) return { zh: '文字; “无”等于留空', en: 'text; 无 (“none”) means empty' }[lang]
  const found = kinds[field.kind]
  if (!found) throw new Error(`no words for the kind ${field.kind}`)
  return found[lang]
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
const row = (...cells: string[]) => `| ${cells.map(cell).join(' | ')} |`

function keyText(register: Register, lang: Lang): string {
  const label = (name: string) => register.fields[name]!.label[lang]
  const way = (names: readonly string[]) =>
    names.map(label).join(' + ') || { zh: '(可空)', en: '(may be empty)' }[lang]
  return register.key
    .map(part =>
      typeof part === 'string'
        ? label(part)
        : (part as Either).either.map(way).join({ zh: ' 或 ', en: ' or ' }[lang]),
    )
    .join(' + ')
}

/** What must exist by when, what is counted, which thresholds: all that the lines declare under a name. */
function declared(lines: readonly Line[], name: string, lang: Lang): string[] {
  const all = <T>(of: (l: Line) => readonly T[] | undefined) => lines.flatMap(l => of(l) ?? [])
  const own = (of: string) => of === name || of.startsWith(`${name}.`)
  const list = (title: Text, items: readonly { readonly name: string; readonly label: Text }[]) => {
    const found = [...new Set(items.filter(i => own(i.name)).map(i => `- ${i.label[lang]} \`${i.name}\``))]
    return found.length > 0 ? ['', `## ${title[lang]}`, '', ...found] : []
  }
  const settings = all(l => l.settings).filter(s => own(s.name))
  return [
    ...list(
      { zh: '时限', en: 'Deadlines' },
      all(l => l.duties),
    ),
    ...list(
      { zh: '指标', en: 'Measures' },
      all(l => l.measures),
    ),
    ...(settings.length > 0
      ? ['', { zh: '## 设置', en: '## Settings' }[lang], '', ...settings.map(s => settingText(s, lang))]
      : []),
  ]
}

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)
const sentence = (text: Text | string, lang: Lang) =>
  lang === 'zh' ? `${say(text, lang)}。` : `${capital(say(text, lang))}.`

const settingText = (s: NonNullable<Line['settings']>[number], lang: Lang) => {
  const value = s.fallback && s.field.kind === 'yesNo' ? s.field.read(s.fallback, {} as Reading) : undefined
  const usual =
    (value === undefined ? s.fallback : s.field.write(value, lang)) || { zh: '空', en: 'empty' }[lang]
  return lang === 'zh'
    ? `- \`${s.name}\` ${s.field.label.zh}; 默认 ${usual}`
    : `- \`${s.name}\` ${s.field.label.en}; default ${usual}`
}

const fenced = (lines: readonly string[]) => ['```', ...lines, '```']

const optionText = (o: Option, lang: Lang) =>
  `- \`${o.flags}\` ${o.label[lang]}${o.required ? { zh: ' (必填)', en: ' (required)' }[lang] : ''}`

/** A verb with its arguments and options, and its example. Columns that its register has need no second telling. */
function verbText(verb: Verb, lang: Lang, known: ReadonlySet<string> = new Set()): string[] {
  const words = [
    'cun',
    verb.noun,
    verb.isDefault ? '' : verb.name,
    ...(verb.args ?? []).map(a => usageOf(a, lang)),
  ]
  const own = (verb.options ?? []).filter(o => !known.has(o.flags.split(' ')[0]!))
  const items = [
    ...(verb.args ?? []).map(a => `- \`${usageOf(a, lang)}\` ${a.label[lang]}`),
    ...own.map(o => optionText(o, lang)),
  ]
  return [
    `### \`${words.filter(Boolean).join(' ')}\``,
    '',
    sentence(verb.label, lang),
    '',
    ...(items.length > 0 ? [...items, ''] : []),
    ...fenced([verb.example]),
    '',
  ]
}

function columnRow(register: Register, input: Input, exported: ReadonlySet<string>, s: Reading, lang: Lang) {
  const field = input.field === undefined ? undefined : register.fields[input.field]!
  const yes = { zh: '是', en: 'yes' }[lang]
  const how = input.parent
    ? {
        zh: `${input.parent.label.zh}的名称, 用于区分重名`,
        en: `the name of a ${input.parent.label.en}, to tell namesakes apart`,
      }[lang]
    : input.part === 0 || exported.has(input.key)
      ? written(field!, s, lang)
      : { zh: '是 或 否', en: '是 or 否 (yes or no)' }[lang]
  const must = field && input.part === 0 && !field.optional ? yes : ''
  const headers = [...(lang === 'en' ? [input.label.zh] : []), ...input.aliases]
  return row(input.label[lang], `\`--${flagOf(input.key)}\``, must, how, headers.join('、'))
}

/** What is written by commands alone is read in lists and exports, and never typed. */
const processColumns = (register: Register, s: Reading, lang: Lang) => [
  {
    zh: '由下面的命令写入, 不手工填、不导入。',
    en: 'Written by the commands below, never typed or imported.',
  }[lang],
  '',
  lang === 'zh' ? row('列', '选项 (列出时)', '内容') : row('column', 'flag (of list)', 'holds'),
  row('---', '---', '---'),
  ...inputs(register).map(i => {
    const how = i.parent ? `${i.parent.label[lang]}` : written(register.fields[i.field!]!, s, lang)
    return row(i.label[lang], `\`--${flagOf(i.key)}\``, how)
  }),
]

/** The page of one register: what it is, its columns, commands, deadlines, measures and settings. */
export function page(register: Register, line: Line, lines: readonly Line[], lang: Lang): string {
  const settings = settingsOf(
    undefined,
    lines.flatMap(l => l.settings ?? []),
    '2024-07-26',
  )
  const { name, label, about } = register
  const exported = new Set(exportInputs(register).map(i => i.key))
  const verbs = lines.flatMap(l => l.verbs ?? []).filter(v => v.noun === name)
  const every = derived(register).filter(v => !verbs.some(own => own.name === v.name))
  const filledBy = roles[register.filledBy]!
  return [
    `# ${label[lang]} \`${name}\``,
    '',
    lang === 'zh' ? `${line.label.zh}。${about.zh}` : `${line.label.en}. ${about.en}`,
    '',
    lang === 'zh'
      ? `填报方: ${filledBy.zh}。认定同一条记录: ${keyText(register, lang)}。`
      : `Kept by: ${filledBy.en}. Two rows are one record when they agree in: ${keyText(register, lang)}.`,
    '',
    { zh: '## 列', en: '## Columns' }[lang],
    '',
    ...(register.process
      ? processColumns(register, settings, lang)
      : [
          lang === 'zh'
            ? row('列', '选项', '必填', '写法', '也认得的表头')
            : row('column', 'flag', 'required', 'written as', 'headers it is known by'),
          row('---', '---', '---', '---', '---'),
          ...inputs(register).map(input => columnRow(register, input, exported, settings, lang)),
        ]),
    '',
    { zh: '## 命令', en: '## Commands' }[lang],
    '',
    { zh: '各台账都有的命令, 选项见', en: 'What every register has; its options: ' }[lang] +
      `[${{ zh: '通用选项', en: 'options' }[lang]}](options.md)${lang === 'zh' ? '。' : '.'}`,
    '',
    ...fenced(every.map(v => `${v.example}    # ${say(v.label, lang)}`)),
    '',
    ...every.flatMap(v => listOptionsText(register, v, lang)),
    ...verbs.flatMap(v => verbText(v, lang)),
    ...declared(lines, name, lang).slice(1),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n')
}

/** Options of a derived command that only a register whose records begin and end has. */
function listOptionsText(register: Register, { name, options = [] }: Verb, lang: Lang): string[] {
  const own =
    name === 'import'
      ? listOptions(register)
      : name === 'list' && register.term
        ? options.filter(o => o.flags === '--all')
        : []
  if (own.length === 0) return []
  return [
    { zh: `\`cun ${register.name} ${name}\` 另有:`, en: `\`cun ${register.name} ${name}\` also has:` }[lang],
    '',
    ...own.map(o => optionText(o, lang)),
    '',
  ]
}

/** A command that is no register's: its verbs, or for `report` its papers. */
export function commandPage(
  noun: string,
  verbs: readonly Verb[],
  lines: readonly Line[],
  lang: Lang,
): string {
  const first = verbs.find(v => v.isDefault) ?? verbs[0]!
  const title =
    noun === 'report'
      ? { zh: '报表', en: 'papers' }[lang]
      : say(first.label, lang)
          .split(/[:：,;(（]/)[0]!
          .trim()
  const more = noun === 'settings' ? settingList(lines, lang) : declared(lines, noun, lang)
  return `${[`# ${title} \`${noun}\``, '', ...verbs.flatMap(v => verbText(v, lang)), ...more.slice(1)].join('\n').trimEnd()}\n`
}

/** Every setting, under its line. */
const settingList = (lines: readonly Line[], lang: Lang): string[] => [
  '',
  { zh: '## 全部设置', en: '## Every setting' }[lang],
  '',
  ...lines.flatMap(l =>
    l.settings?.length ? [`### ${l.label[lang]}`, '', ...l.settings.map(s => settingText(s, lang)), ''] : [],
  ),
]

/** Commands that no register has, by their first word, in the order of the help. */
export function commands(lines: readonly Line[]): Map<string, Verb[]> {
  const nouns = new Set(lines.flatMap(l => l.registers ?? []).map(r => r.name))
  const found = new Map<string, Verb[]>()
  for (const verb of [...lines.flatMap(l => l.verbs ?? []), ...reporting(lines)]) {
    const word = verb.noun ?? verb.name
    if (!nouns.has(word)) found.set(word, [...(found.get(word) ?? []), verb])
  }
  return found
}

/** Options of every command, of every register's own commands, where the language comes from, exit codes. */
export function optionsPage(
  globals: readonly { readonly flags: string; readonly description: Text }[],
  lines: readonly Line[],
  lang: Lang,
): string {
  const sample = lines.flatMap(l => l.registers ?? []).find(r => !r.process)!
  const flags = new Set(inputs(sample).map(i => `--${flagOf(i.key)}`))
  return [
    { zh: '# 通用选项', en: '# Options of every command' }[lang],
    '',
    ...globals.map(g => `- \`${g.flags}\` ${g.description[lang]}`),
    '',
    ...{
      zh: [
        '语言依次看 `--lang`、环境变量 `CUN_LANG`、`LC_ALL`、`LC_MESSAGES`、`LANG`: 以 `en` 开头的是英文, 其他是中文。数据库依次看 `--db`、`CUN_DB`、当前文件夹的 `cun.db`、用户数据文件夹。',
        '',
        '## 各台账都有的命令',
        '',
        `以${sample.label.zh}为例; 各列的选项见各台账的页。记录号处也可写名称, 同名的有几个时写记录号。`,
      ],
      en: [
        'The language comes from `--lang`, else `CUN_LANG`, `LC_ALL`, `LC_MESSAGES`, `LANG`: what begins with `en` is English, all else Chinese. The database is that of `--db`, else `CUN_DB`, else `cun.db` in this folder, else that of the user’s data folder.',
        '',
        '## What every register has',
        '',
        `Shown for the register of the ${sample.label.en}; the flags of columns stand on each register’s page. A name will do for a record number where one record alone has it.`,
      ],
    }[lang],
    '',
    ...derived(sample).flatMap(v => verbText(v, lang, flags)),
    ...exits[lang],
    '',
  ].join('\n')
}

const exits: Record<Lang, string[]> = {
  zh: [
    '## 退出码',
    '',
    '0 完成 · 1 有事要处理 · 64 命令写法有误 · 65 内容收不了, 没有写入 · 66 没有这个文件 · 70 程序有错 · 73 写不了文件 · 74 磁盘有问题 · 75 正忙 · 77 不允许 · 78 文件或版本不对 · 130 中断, 没有写入',
  ],
  en: [
    '## Exit codes',
    '',
    '0 done · 1 something needs attention · 64 usage · 65 input refused, nothing written · 66 no such input · 70 a bug · 73 cannot create the output · 74 disk trouble · 75 busy · 77 not allowed · 78 wrong file or version · 130 interrupted, nothing written',
  ],
}

/** The contents page: the guides, every register under its line, every other command. */
export function contents(
  lines: readonly Line[],
  guides: readonly { readonly file: string; readonly title: string }[],
  lang: Lang,
): string {
  const out = [{ zh: '# cun 手册', en: '# The manual of cun' }[lang], '']
  out.push({ zh: '## 指南', en: '## Guides' }[lang], '', ...guides.map(g => `- [${g.title}](${g.file})`), '')
  const nouns = commands(lines)
  for (const line of lines) {
    const { label, registers = [], papers = [], verbs = [] } = line
    out.push(`## ${label[lang]}`, '')
    for (const r of registers) out.push(`- [${r.label[lang]}](${r.name}.md) \`${r.name}\`: ${r.about[lang]}`)
    const own = new Set(verbs.map(v => v.noun ?? v.name).filter(word => nouns.has(word)))
    for (const word of own) {
      const first = nouns.get(word)!.find(v => v.isDefault) ?? nouns.get(word)![0]!
      out.push(`- [\`cun ${word}\`](${word}.md): ${say(first.label, lang)}`)
    }
    for (const p of papers) out.push(`- [\`cun report ${p.name}\`](report.md): ${say(p.label, lang)}`)
    out.push('')
  }
  out.push(
    { zh: '## 其他', en: '## Other' }[lang],
    '',
    {
      zh: '- [通用选项、各台账都有的命令、退出码](options.md)',
      en: '- [Options of every command, commands of every register, exit codes](options.md)',
    }[lang],
    { zh: '- [每一种拒绝](../../errors.md)', en: '- [Every refusal](../../errors.md)' }[lang],
    '',
    {
      zh: `共 ${lines.flatMap(l => l.registers ?? []).length} 个台账。台账、命令和设置各页由程序中的声明生成, 指南里的每条命令都由测试执行 (\`UPDATE_MANUAL=1 npm test\`)。`,
      en: `${counted(lines.flatMap(l => l.registers ?? []).length, 'register')}. The pages of registers, commands and settings are made from the program’s declarations; every command in the guides is run by a test (\`UPDATE_MANUAL=1 npm test\`).`,
    }[lang],
    '',
  )
  return out.join('\n')
}
