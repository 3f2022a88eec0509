import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodes, type RefusalKind } from '../../src/kernel/errors.ts'
import type { Text } from '../../src/kernel/text.ts'
import { type Coded, codes } from '../../test/codes.ts'
import { perform, type Refused, type Step, steps } from '../../test/session.ts'
import { place } from '../../test/world.ts'
import { hard, run } from './hard-refusals.ts'

/** A refusal that no test of this folder can bring about: what it says, and where it is brought about instead. */
interface Elsewhere {
  readonly what: Text
  readonly next: Text
  readonly where: Text
  readonly file?: string
}

/** Needs the driver that encrypts, which is no dependency. */
const encrypted = {
  where: {
    zh: '加密的库, 另装能加密的驱动之后: `npm run cipher`',
    en: 'an encrypted database, once the driver that encrypts is installed: `npm run cipher`',
  },
  file: 'test/cipher.js',
}

const elsewhere: Record<string, Elsewhere> = {
  'backup.differs': {
    what: { zh: '备份与原库不一致, 未保存', en: 'the copy differs from the database and was not kept' },
    next: { zh: '腾出空间或检查磁盘后再试', en: 'free some space or check the disk, then try again' },
    where: { zh: '磁盘写下的与交给它的不同时', en: 'when a disk keeps other bytes than it was given' },
  },
  'backup.disk-failing': {
    what: {
      zh: '备份时磁盘已满或出错, 什么也没有写入',
      en: 'the disk is full or failing; no backup was made, nothing was written',
    },
    next: { zh: '腾出空间或检查磁盘后再试', en: 'free some space or check the disk, then try again' },
    where: {
      zh: '真的写满一块磁盘: `npm run torture -- --only "full disk"`',
      en: 'a disk really filled up: `npm run torture -- --only "full disk"`',
    },
    file: 'test/torture/full-disk.js',
  },
  'backup.encryption-differs': {
    what: {
      zh: '备份加了密, 现有的库没有加密; 或反过来',
      en: 'the backup is encrypted and the database in use is not, or the other way round',
    },
    next: {
      zh: '恢复到另一个文件: cun --db 新文件 restore 备份',
      en: 'restore it to another file: cun --db NEWFILE restore BACKUP',
    },
    ...encrypted,
  },
  'database.driver-unfit': {
    what: {
      zh: '这个 Node 用不了已安装的数据库驱动',
      en: 'this Node cannot run the installed database driver',
    },
    next: {
      zh: '用这个 Node 重新安装 cun (在源码文件夹中为 npm ci), 或改回安装时的 Node',
      en: 'install cun again with this Node (npm ci in its source), or go back to the Node it was installed with',
    },
    where: {
      zh: '安装之后换了 Node 版本时',
      en: 'when the version of Node was changed after the installation',
    },
  },
  'passphrase.differ': {
    what: { zh: '两次输入的口令不同, 未建库', en: 'the two passphrases differ; no database was created' },
    next: { zh: '再执行一次', en: 'run the command again' },
    ...encrypted,
  },
  'passphrase.file-missing': {
    what: { zh: '没有口令文件 …', en: 'there is no passphrase file …' },
    next: { zh: '核对 CUN_PASSPHRASE_FILE', en: 'check CUN_PASSPHRASE_FILE' },
    ...encrypted,
  },
  'passphrase.file-open-to-others': {
    what: { zh: '口令文件 … 别人也能读', en: 'others can read the passphrase file …' },
    next: { zh: 'chmod 600 …', en: 'chmod 600 …' },
    ...encrypted,
  },
  'passphrase.missing': {
    what: { zh: '没有给出 … 的口令', en: 'no passphrase was given for …' },
    next: {
      zh: '在终端上执行, 按提示输入; 脚本: 把口令写入只有自己能读的文件, 用 CUN_PASSPHRASE_FILE 指明',
      en: 'run on a terminal and type it; for scripts, save it in a file that only you can read and set CUN_PASSPHRASE_FILE to its path',
    },
    ...encrypted,
  },
  'passphrase.too-short': {
    what: { zh: '口令不足 … 个字符', en: 'the passphrase has fewer than … characters' },
    next: {
      zh: '几个不相干的词连在一起, 好记又难猜',
      en: 'use a few unrelated words: easy to remember, hard to guess',
    },
    ...encrypted,
  },
  'passphrase.wrong': {
    what: {
      zh: '口令不对, 打不开 … (或文件已损坏)',
      en: 'wrong passphrase for … (or the file is damaged)',
    },
    next: {
      zh: '核对口令; 口令确实无误的, 用备份恢复',
      en: 'check the passphrase; if it is correct, restore a backup',
    },
    ...encrypted,
  },
  'reference.no-longer-fits': {
    what: { zh: '与改过的日期或地点不符', en: 'does not match the corrected day or place' },
    next: { zh: '重新选', en: 'choose it again' },
    where: {
      zh: '在终端上逐项填写、退回去改了日期或村之后: `test/prompts/01-add.txt`',
      en: 'asked field by field at a terminal, after day or village was corrected: `test/prompts/01-add.txt`',
    },
    file: 'test/prompts/01-add.txt',
  },
}

/** Tests that the page names instead of an example. */
export const namedFiles = Object.values(elsewhere).flatMap(e => (e.file ? [e.file] : []))

type Lang = keyof Text
type Both<T> = Readonly<Record<Lang, T>>

/** One command that was refused: what was typed and what came of it. */
interface Shown {
  readonly words: string
  readonly when?: Text
  /** The file that the command read, as a session has it. */
  readonly file?: { readonly name: string; readonly lines: readonly string[] }
  readonly lines: Both<readonly string[]>
  readonly refused: Both<readonly Refused[]>
  readonly isOfRefusals: boolean
}

/** How a code was said: its text, the line that was printed and what it says to do. */
interface Saying {
  readonly text: string
  readonly line: string
  readonly next: string
}

/** A code as one command brought it about. */
interface Example {
  readonly shown: Shown
  readonly isRule: boolean
  readonly kind: RefusalKind
  readonly said: Both<Saying>
}

export interface Entry {
  readonly coded: Coded
  readonly examples: readonly Example[]
  readonly elsewhere?: Elsewhere
}

async function sessions(): Promise<Shown[]> {
  const all: Shown[] = []
  for (const kind of ['refusals', 'sessions']) {
    const folder = new URL(`../../test/${kind}/`, import.meta.url).pathname
    for (const name of readdirSync(folder).sort()) {
      const text = readFileSync(join(folder, name), 'utf8')
      const files = new Map<string, readonly string[]>()
      const [chinese, english] = [await perform(text, 'zh'), await perform(text, 'en')]
      for (const [i, step] of steps(text).entries()) {
        if (step.file !== undefined)
          files.set(
            step.file,
            step.lines.filter(l => l.startsWith('| ')).map(l => l.slice(2)),
          )
        if (step.command === undefined) continue
        const file = [...files].find(([f]) => step.command!.split(' ').includes(f))
        all.push({
          words: step.command,
          file: file && { name: file[0], lines: file[1] },
          lines: { zh: plain(step), en: plain(english[i]!) },
          refused: { zh: chinese[i]!.refused!, en: english[i]!.refused! },
          isOfRefusals: kind === 'refusals',
        })
      }
    }
  }
  return all
}

const plain = (step: Step) => step.lines.filter(l => l !== '')

async function hardOnes(): Promise<Shown[]> {
  const all: Shown[] = []
  for (const one of hard) {
    const [zh, en] = [await run(one, place(), 'zh'), await run(one, place(), 'en')]
    all.push({
      words: one.words.replace('FOLDER', '…'),
      when: one.when,
      lines: { zh: zh.lines, en: en.lines },
      refused: { zh: zh.refused, en: en.refused },
      isOfRefusals: true,
    })
  }
  return all
}

/** The line that says it; undefined where none does. */
function printed({ said, isRule }: Refused, lang: Lang, lines: readonly string[]): Saying | undefined {
  const text = said[lang]
  const mark = lang === 'zh' ? '。' : '. '
  for (const [i, line] of lines.entries()) {
    const at = line.indexOf(text + mark)
    if (isRule ? at < 0 : line !== text) continue
    const after = isRule
      ? line.slice(at + text.length + mark.length)
      : lines.slice(i + 1).find(l => l.startsWith('→ '))
    return { text, line, next: after?.replace(/^→ /, '') ?? '' }
  }
  return undefined
}

/** All that one command brought about, by code. */
function examplesIn(shown: Shown): [code: string, Example][] {
  const { refused, lines } = shown
  return refused.zh.flatMap((one, i): [string, Example][] => {
    const other = refused.en[i]
    // The file that a session names may bear a name of its own in the other language, e.g. a reject file.
    if (other?.code !== one.code) return []
    const zh = printed(one, 'zh', lines.zh)
    const en = printed(other, 'en', lines.en)
    return zh && en ? [[one.code, { shown, isRule: one.isRule, kind: one.kind, said: { zh, en } }]] : []
  })
}

/** The best example first, then those that are worded quite otherwise, three at most. */
function chosen(coded: Coded, all: readonly Example[]): Example[] {
  const worth = (e: Example) => (e.isRule === coded.isRule ? 2 : 0) + (e.shown.isOfRefusals ? 1 : 0)
  const found: Example[] = []
  for (const one of all.toSorted((a, b) => worth(b) - worth(a)))
    if (found.length < 3 && found.every(e => areUnlike(e.said.en.text, one.said.en.text))) found.push(one)
  return found
}

/** Whether two texts share at most a third of their words. */
function areUnlike(one: string, other: string): boolean {
  const [a, b] = [one, other].map(text => new Set(text.match(/[a-z]{2,}/g)))
  const common = [...a!].filter(word => b!.has(word)).length
  return common * 3 <= Math.min(a!.size, b!.size)
}

/** Every code of the source with an example in both languages where there is one. */
export async function entries(): Promise<Entry[]> {
  const examples = new Map<string, Example[]>()
  for (const shown of [...(await hardOnes()), ...(await sessions())])
    for (const [code, example] of examplesIn(shown))
      examples.set(code, [...(examples.get(code) ?? []), example])
  return codes().map(coded => ({
    coded,
    examples: chosen(coded, examples.get(coded.code) ?? []),
    elsewhere: elsewhere[coded.code],
  }))
}

const chapters: readonly [kind: RefusalKind | 'rule', zh: string, en: string][] = [
  ['usage', '命令写得不对', 'The command is not understood'],
  ['rule', '格子和记录不合规则', 'A cell or a record breaks a rule'],
  ['input', '所给的内容收不了', 'The input is refused'],
  ['missing', '没有这个文件', 'There is no such file'],
  ['create', '写不了文件', 'The output cannot be made'],
  ['disk', '磁盘有问题', 'The disk is in trouble'],
  ['busy', '正忙', 'Busy'],
  ['denied', '不允许', 'Not allowed'],
  ['wrong', '文件或版本不对', 'The wrong file or version'],
  ['interrupted', '中断', 'Interrupted'],
]

const chapterOf = ({ coded, examples }: Entry) => (coded.isRule ? 'rule' : (examples[0]?.kind ?? coded.kind))

const asSentence = (text: string) => text[0]!.toUpperCase() + text.slice(1)
const toDo = (zh: string, en: string) => [
  ...(zh ? [`- 怎么办: ${zh}`] : []),
  ...(en ? [`- What to do: ${en}`] : []),
]

function entryText({ coded, examples, elsewhere: other }: Entry): string[] {
  const heading = [`### ${coded.code}`, '']
  if (examples.length > 0) return [...heading, ...examples.flatMap(exampleText)]
  const { what, next, where } = other!
  const told = `- ${where.zh}。 ${asSentence(where.en)}.`
  return [...heading, what.zh, '', `*${what.en}*`, '', ...toDo(next.zh, next.en), told, '']
}

function exampleText({ shown, isRule, said }: Example): string[] {
  const out = [said.zh.text, '', `*${said.en.text}*`, '', ...toDo(said.zh.next, said.en.next)]
  if (shown.when) out.push(`- ${shown.when.zh}。 ${asSentence(shown.when.en)}.`)
  if (out.at(-1) !== '') out.push('')
  out.push('```')
  for (const lang of ['zh', 'en'] as const) {
    const { line, next } = said[lang]
    const inEnglish = lang === 'en' && !shown.words.includes('--lang')
    out.push(`$ ${shown.words}${inEnglish ? ' --lang en' : ''}`)
    if (lang === 'zh' && shown.file) out.push(...cited(shown.file, line).map(l => `| ${l}`))
    out.push(line.trim())
    if (next && !isRule) out.push(`→ ${next}`)
  }
  return [...out, '```', '']
}

/** The header of a file and the row that a complaint names. */
function cited(file: NonNullable<Shown['file']>, line: string): string[] {
  const row = /第 (\d+) 行/.exec(line)?.[1]
  const rows =
    row === undefined || Number(row) <= 1
      ? file.lines.slice(0, 2)
      : [file.lines[0]!, file.lines[Number(row) - 1]]
  return rows.filter(r => r !== undefined).map(r => (r.length > 100 ? `${r.slice(0, 100)}…` : r))
}

/** docs/errors.md */
export function gallery(all: readonly Entry[]): string {
  const out = [
    '# 每一种拒绝 · Every refusal',
    '',
    '每条写明: 哪里不行、为什么、怎么办, 并附一个测试里跑过的例子, 中英文各一。本页由拒收的测试生成 (`UPDATE_MANUAL=1 npm test`); 有一条没有例子, 测试就不过。',
    '',
    'Each entry says what could not be done, why, and what to do, with an example that a test runs in Chinese and in English. This page is made from those tests; a refusal without an example fails them.',
    '',
    '标题是它的代号: 措辞会改, 代号不改。脚本加 `--format json`, 从标准错误的最后一行读 `error.code` 和 `error.complaints[].code`。',
    '',
    'The heading is its code: the wording may change, the code does not. A script adds `--format json` and reads `error.code` and `error.complaints[].code` on the last line of standard error.',
    '',
    '怎样读一条提示, 见 [被拒收时怎么办](manual/zh/refused.md)。 How to read one: [When something is refused](manual/en/refused.md).',
    '',
  ]
  for (const [kind, zh, en] of chapters) {
    const own = all.filter(e => chapterOf(e) === kind)
    const code = kind === 'rule' ? exitCodes.input : exitCodes[kind]
    out.push(`## ${zh} · ${en} (${code})`, '', ...own.flatMap(entryText))
  }
  return `${out.join('\n').trimEnd()}\n`
}
