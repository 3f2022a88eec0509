import { flagIn } from './kernel/cli/flags.ts'
import { globalOptions } from './kernel/cli/global-options.ts'
import { padEnd, width, wrap } from './kernel/terminal/width.ts'
import { type Lang, say, type Text } from './kernel/text.ts'
import { lines } from './lines.ts'
import { nounsOf } from './program.ts'
import { version } from './version.ts'

const columns = 80

/** Commands listed first: the daily ones, then the occasional ones. */
const daily = ['overdue', 'import', 'report', 'assess', 'redblue', 'export', 'history', 'undo', 'backup']

/** The overview of all commands: at most 80 columns and 40 rows in either language. */
export function overview(lang: Lang): string {
  const of = (text: Text) => say(text, lang)
  const nouns = nounsOf(lines)
  const first = daily.map(name => nouns.find(n => n.name === name)!)
  const office = nouns.filter(n => n.line === lines.at(-1) && !first.includes(n))
  const registers = lines.filter(l => l.registers?.length)
  return [
    of({
      zh: `cun ${version}  村: 驻村第一书记管理 (五条线)`,
      en: `cun ${version}: records and papers of stationed first secretaries`,
    }),
    '',
    of({
      zh: '用法: cun 命令 [选项]          一个命令的用法: cun help 命令',
      en: 'Usage: cun COMMAND [OPTIONS]     One command: cun help COMMAND',
    }),
    '',
    of({ zh: '每天', en: 'Every day' }),
    ...first.map(n => `  ${padEnd(n.name, 10)}${short(of(n.label))}`),
    '',
    of({
      zh: '台账 (add 登记, list 列出, show 查看, change 更改, import 导入, template 空白表)',
      en: 'Registers (each: add list show change remove import export template)',
    }),
    ...registers.flatMap(line => {
      // Earlier values are shown with their records.
      const past = new Set(line.registers?.flatMap(r => (r.earlierOf ? [r.name] : [])))
      const names = nouns.filter(n => n.line === line && !first.includes(n) && !past.has(n.name))
      return row(
        of(line.label),
        names.map(n => (lang === 'zh' ? `${n.name} ${n.label.zh}` : n.name)),
        lang,
      )
    }),
    '',
    ...row(
      of({ zh: '其他', en: 'Other' }),
      office.map(n => n.name),
      lang,
    ),
    ...row(
      of({ zh: '选项', en: 'Options' }),
      globalOptions.map(({ flags }) => flagIn(flags)),
      lang,
    ),
    '',
    of({
      zh: '先试一试: cun demo          通用选项: cun help options',
      en: 'Try it: cun demo          Options of every command: cun help options',
    }),
    '',
  ].join('\n')
}

/** The label without its explanation in brackets. */
const short = (label: string) => label.replace(/ \(.*$/, '')

/** A heading and its words, wrapped. */
function row(heading: string, words: readonly string[], lang: Lang): string[] {
  const indent = lang === 'zh' ? 13 : 19
  const out: string[] = []
  let text = padEnd(`  ${heading}`, indent)
  for (const word of words) {
    if (width(text) + width(word) > columns) {
      out.push(text.trimEnd())
      text = ' '.repeat(indent)
    }
    text += `${word}  `
  }
  return [...out, text.trimEnd()]
}

/** Help of the global options. */
export function optionsHelp(lang: Lang): string {
  const widest = Math.max(...globalOptions.map(({ flags }) => width(flags)))
  return [
    say({ zh: '各命令通用的选项:', en: 'Options of every command:' }, lang),
    '',
    ...globalOptions.flatMap(({ flags, label }) =>
      wrap(say(label, lang), columns - widest - 4).map(
        (part, i) => `  ${padEnd(i === 0 ? flags : '', widest)}  ${part}`,
      ),
    ),
    '',
    ...wrap(
      say(
        {
          zh: '环境变量: CUN_DB 数据库文件; CUN_LANG 语言; CUN_USER 经手人; CUN_PASSPHRASE_FILE 口令文件; NO_COLOR 不用颜色',
          en: 'Environment: CUN_DB the database; CUN_LANG the language; CUN_USER the person recorded; CUN_PASSPHRASE_FILE the file with the passphrase; NO_COLOR no colour',
        },
        lang,
      ),
      columns,
    ),
    '',
  ].join('\n')
}
