import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodes, type RefusalKind } from '../../src/kernel/errors.ts'
import { perform, type Step, steps } from '../../test/session.ts'
import { place } from '../../test/world.ts'
import { hard, run } from './hard-refusals.ts'
import { type Phrase, type Refusing, refusing } from './refusing.ts'

/** Needs the driver that encrypts, which is no dependency. */
const encrypted = {
  zh: '加密的库, 另装能加密的驱动之后: `npm run cipher`',
  en: 'an encrypted database, once the driver that encrypts is installed: `npm run cipher`',
  file: 'test/cipher.js',
}

/** Refusals that no test of this folder can bring about, and where they are brought about instead. */
const elsewhere: Record<string, { readonly zh: string; readonly en: string; readonly file?: string }> = {
  '备份时磁盘已满或出错, 什么也没有写入': {
    zh: '真的写满一块磁盘: `npm run torture -- --only "full disk"`',
    en: 'a disk really filled up: `npm run torture -- --only "full disk"`',
    file: 'test/torture/full-disk.js',
  },
  '备份与原库不一致, 未保存': {
    zh: '磁盘写下的与交给它的不同时',
    en: 'when a disk keeps other bytes than it was given',
  },
  与改过的日期或地点不符: {
    zh: '在终端上逐项填写、退回去改了日期或村之后: `test/prompts/01-add.txt`。重新选',
    en: 'asked field by field at a terminal, after day or village was corrected: `test/prompts/01-add.txt`; choose again',
    file: 'test/prompts/01-add.txt',
  },
  '… 在网络文件系统上': {
    zh: '数据库在 NFS 或 SMB 上时',
    en: 'when the database lies on NFS or SMB',
  },
  '没有口令文件 …': encrypted,
  '口令文件 … 别人也能读': encrypted,
  '没有给出 … 的口令': encrypted,
  '口令不足 … 个字符': encrypted,
  '两次输入的口令不同, 未建库': encrypted,
  '口令不对, 打不开 … (或文件已损坏)': encrypted,
  '… 加了密, 现有的库没有加密': encrypted,
  '… 没有加密, 现有的库加了密': encrypted,
  'Node … 用不了已安装的数据库驱动 (… …)': {
    zh: '安装之后换了 Node 版本时',
    en: 'when the version of Node was changed after the installation',
  },
}

type Both<T> = { readonly zh: T; readonly en: T }

/** One place where refusals are shown: what was typed and what came of it. */
interface Shown {
  readonly words: string
  readonly when?: Both<string>
  /** The file that the command read, as a session has it. */
  readonly file?: { readonly name: string; readonly lines: readonly string[] }
  readonly lines: Both<readonly string[]>
  readonly isOfRefusals: boolean
}

export interface Entry {
  readonly refusing: Refusing
  readonly shown?: Shown
  readonly elsewhere?: (typeof elsewhere)[string]
}

async function sessions(): Promise<Shown[]> {
  const all: Shown[] = []
  for (const kind of ['refusals', 'sessions']) {
    const folder = new URL(`../../test/${kind}/`, import.meta.url).pathname
    for (const name of readdirSync(folder).sort()) {
      const text = readFileSync(join(folder, name), 'utf8')
      const files = new Map<string, readonly string[]>()
      const english = await perform(text, 'en')
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
    const lines = { zh: await run(one, place(), 'zh'), en: await run(one, place(), 'en') }
    all.push({ words: one.words.replace('FOLDER', '…'), when: one.when, lines, isOfRefusals: true })
  }
  return all
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const pattern = (phrase: Phrase) => phrase.map(escaped).join('.*?')

/** The line of a phrase and what it says to do; undefined where the lines do not hold it. */
function found(one: Refusing, lang: 'zh' | 'en', lines: readonly string[]): [number, string] | undefined {
  const body = pattern(one.said[lang])
  const rule =
    lang === 'zh'
      ? new RegExp(`(?:^\\s*|: ?|”)${body}(?:。(.*))?$`)
      : new RegExp(`(?:^|[ "”])${body}(?:\\. (.*))?$`)
  const whole = one.form === 'rule' ? rule : new RegExp(`^${body}$`)
  for (const [i, line] of lines.entries()) {
    const hit = whole.exec(line)
    if (!hit) continue
    const next =
      hit[1] ??
      lines
        .slice(i + 1)
        .find(l => l.startsWith('→ '))
        ?.slice(2)
    return [i, next ?? '']
  }
  return undefined
}

const wholeOf = (phrase: Phrase) => phrase.join('…').replace(/…{2,}/g, '…')
export const nameOf = (one: Refusing, lang: 'zh' | 'en') => wholeOf(one.said[lang])

/** Tests that the page names instead of an example. */
export const namedFiles = Object.values(elsewhere).flatMap(e => (e.file ? [e.file] : []))

/** Every refusal and rule of the source, once, with an example in both languages where there is one. */
export async function entries(): Promise<{ entries: Entry[]; unclear: string[] }> {
  const { found: all, unclear } = refusing()
  const places = [...(await hardOnes()), ...(await sessions())]
  const once = new Map<string, Refusing>()
  for (const one of all) if (!once.has(nameOf(one, 'zh'))) once.set(nameOf(one, 'zh'), one)
  const made = [...once.values()].map(one => {
    const fits = places.filter(p => found(one, 'zh', p.lines.zh) && found(one, 'en', p.lines.en))
    const shown = fits.find(p => p.isOfRefusals) ?? fits[0]
    return { refusing: one, shown, elsewhere: elsewhere[nameOf(one, 'zh')] }
  })
  return { entries: made, unclear }
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

const chapterOf = (one: Refusing) => (one.form === 'rule' ? 'rule' : (one.kind ?? 'create'))

function entryText({ refusing: one, shown, elsewhere: other }: Entry): string[] {
  const out = [`### ${nameOf(one, 'zh')}`, '', `*${nameOf(one, 'en')}*`, '']
  if (!shown) {
    const next = one.next && [`- 怎么办: ${wholeOf(one.next.zh)}`, `- What to do: ${wholeOf(one.next.en)}`]
    const where = `- ${other!.zh}。 ${other!.en[0]!.toUpperCase()}${other!.en.slice(1)}.`
    return [...out, ...(next ?? []), where, '']
  }
  const at = { zh: found(one, 'zh', shown.lines.zh)!, en: found(one, 'en', shown.lines.en)! }
  for (const lang of ['zh', 'en'] as const) {
    const next = at[lang][1]
    if (next) out.push(lang === 'zh' ? `- 怎么办: ${next}` : `- What to do: ${next}`)
  }
  if (shown.when)
    out.push(`- ${shown.when.zh}。 ${shown.when.en[0]!.toUpperCase()}${shown.when.en.slice(1)}.`)
  if (out.at(-1) !== '') out.push('')
  out.push('```')
  for (const lang of ['zh', 'en'] as const) {
    const line = shown.lines[lang][at[lang][0]]!
    const inEnglish = lang === 'en' && !shown.words.includes('--lang')
    out.push(`$ ${shown.words}${inEnglish ? ' --lang en' : ''}`)
    if (lang === 'zh' && shown.file) out.push(...cited(shown.file, line).map(l => `| ${l}`))
    out.push(line.trim())
    if (at[lang][1] && one.form === 'refusal') out.push(`→ ${at[lang][1]}`)
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
    '怎样读一条提示, 见 [被拒收时怎么办](manual/zh/refused.md)。 How to read one: [When something is refused](manual/en/refused.md).',
    '',
  ]
  for (const [kind, zh, en] of chapters) {
    const own = all.filter(e => chapterOf(e.refusing) === kind)
    const code = kind === 'rule' ? exitCodes.input : exitCodes[kind]
    out.push(`## ${zh} · ${en} (${code})`, '', ...own.flatMap(entryText))
  }
  return `${out.join('\n').trimEnd()}\n`
}
