import { globalOptions } from '../../src/kernel/cli/global-options.ts'
import type { Line, Verb } from '../../src/kernel/cli/line.ts'
import { say } from '../../src/kernel/text.ts'
import { nounsOf } from '../../src/program.ts'
import { version } from '../../src/version.ts'

/** Text as roff takes it: no dot or quote begins a line, no hyphen is a hyphen, no backslash an escape. */
const roff = (text: string) =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&')

const bold = (text: string) => `\\fB${roff(text)}\\fR`
const item = (head: string, text: string) => ['.TP', head, roff(text)]
const words = (verb: Verb) =>
  ['cun', verb.noun, verb.isDefault ? undefined : verb.name, ...(verb.args ?? []).map(a => a.name)]
    .filter(w => w !== undefined)
    .join(' ')

/** The page that `man cun` shows: every command, line by line, the options of every command, exit codes, files. */
export function manPage(lines: readonly Line[]): string {
  const nouns = nounsOf(lines)
  const verbs = (line: Line) =>
    nouns
      .filter(n => n.line === line)
      .flatMap(noun => [
        '.SS',
        `${roff(noun.name)} (${noun.label.zh})`,
        roff(noun.about.en),
        ...noun
          .verbs()
          .flatMap(verb => [
            ...item(bold(words(verb)), say(verb.label, 'en')),
            ...(verb.options ?? [])
              .filter(o => !/ <text>$/.test(o.flags))
              .flatMap(o => ['.RS', ...item(bold(o.flags), o.label.en), '.RE']),
          ]),
      ])
  return `${[
    `.TH CUN 1 "" "cun ${version}"`,
    '.SH NAME',
    'cun \\- records and papers of stationed first secretaries (驻村第一书记)',
    '.SH SYNOPSIS',
    `${bold('cun')} \\fICOMMAND\\fR [\\fIOPTIONS\\fR]`,
    '.SH DESCRIPTION',
    roff(
      'Facts are recorded once, in registers; deadlines, scores, lists and papers are computed from them. Each register is a noun with the verbs add, list, show, change, remove, import, export and template, and has a flag for each of its columns: see cun help NOUN VERB.',
    ),
    ...lines.flatMap(line => [`.SH ${roff(line.label.en.toUpperCase())}`, ...verbs(line)]),
    '.SH OPTIONS OF EVERY COMMAND',
    ...globalOptions.flatMap(({ flags, label }) => item(bold(flags), label.en)),
    '.SH EXIT STATUS',
    ...exits.flatMap(([code, means]) => item(bold(code), means)),
    '.SH ENVIRONMENT',
    ...environment.flatMap(([name, means]) => item(bold(name), means)),
    '.SH EXAMPLES',
    ...['cun demo', 'cun overdue --as-of 2024-06-30 --soon 7', 'cun help visit add'].flatMap(e => [
      '.PP',
      bold(e),
    ]),
  ].join('\n')}\n`
}

const exits = [
  ['0', 'done, also when nothing was found'],
  ['1', 'something needs attention'],
  ['64', 'the command was not understood'],
  ['65', 'the input was refused and nothing written'],
  ['66', 'there is no such input'],
  ['70', 'a bug in cun'],
  ['73', 'the output cannot be created'],
  ['74', 'disk trouble'],
  ['75', 'busy: try again'],
  ['77', 'not allowed'],
  ['78', 'the wrong file or version, or a Node that cannot run cun'],
  ['130', 'interrupted, nothing written'],
] as const

const environment = [
  ['CUN_DB', 'the database, where --db does not name it'],
  ['CUN_LANG', 'zh or en; else LC_ALL, LC_MESSAGES, LANG'],
  ['CUN_USER', 'who is recorded as having done it'],
  ['CUN_PASSPHRASE_FILE', 'a file that holds the passphrase of an encrypted database'],
  ['NO_COLOR', 'no colour'],
] as const
