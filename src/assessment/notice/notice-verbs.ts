import type { Facts } from '../../kernel/cli/facts.ts'
import { type Call, type Option, type OptionsOf, type Verb, verb } from '../../kernel/cli/line.ts'
import { mustNotExist, save } from '../../kernel/cli/print.ts'
import { writeNow } from '../../kernel/cli/write.ts'
import { refuse } from '../../kernel/errors.ts'
import { date } from '../../kernel/schema/fields/date.ts'
import type { Row } from '../../kernel/schema/types.ts'
import { headOf } from '../../kernel/store/journal.ts'
import { decode, rowsById } from '../../kernel/store/records.ts'
import { warnOfPublished } from '../list/published.ts'
import { consecutiveBlues, type Entry, entriesOf, publishedEntries, redblue } from '../list/redblue.ts'
import { publication, publishEntries } from '../list/redblue-entries.ts'
import { mustBeFrozen, periodArg } from '../score/asked.ts'
import { type NoticeKind, notice, officialNotice, titleLine } from './notice.ts'
import { documentNumber, issuedNotice, kept, type NoticeForm, rendered } from './notice-files.ts'
import type { Official } from './official/official.ts'
import { writeOfficialText } from './official/text.ts'

const onLabel = { zh: '成文日期 (默认今天)', en: 'date (default: today)' }

const numberLabel = { zh: '发文字号, 如 沁组通〔2024〕3号', en: 'document number' }

const noticeOptions = [
  {
    flags: '--number <number>',
    label: numberLabel,
    required: true,
    field: documentNumber(numberLabel),
  },
  {
    flags: '--kind <word>',
    label: { zh: '情况通报 (默认)、表扬通报 或 批评通报', en: 'information (default), praise or criticism' },
    isAsked: true,
    field: notice.fields.kind,
  },
  { flags: '--to <text>', label: { zh: '主送机关 (默认按设置)', en: 'addressed to (default: the setting)' } },
  { flags: '--title <text>', label: { zh: '标题 (默认按季度和种类)', en: 'title' } },
  {
    flags: '--on <date>',
    label: onLabel,
    isAsked: true,
    field: date(onLabel, { ahead: true }),
    start: (call: Call) => call.asOf,
  },
] as const satisfies readonly Option[]

type NoticeOptions = OptionsOf<typeof noticeOptions>

interface Asked {
  readonly frozen: { readonly id: number; readonly edition: number }
  readonly official: Official
  readonly kind: NoticeKind
}

function ask(
  facts: Facts,
  period: string,
  options: NoticeOptions,
  entries: readonly Entry[],
  on: string,
): Asked {
  const frozen = mustBeFrozen(facts, period)
  const kind = options.kind ?? 'information'
  const official = officialNotice(
    facts,
    {
      period,
      edition: frozen.edition,
      number: options.number,
      kind,
      date: on,
      to: options.to?.trim() || undefined,
      title: options.title?.trim() || undefined,
    },
    entries,
  )
  return { frozen, official, kind }
}

function mustBeNew(facts: Facts, number: string): void {
  if (!facts.db.prepare('select 1 from notice where number = ?').get(number)) return
  refuse(
    'input',
    'notice.number-taken',
    { zh: `${number} 已印发过`, en: `${number} was issued already` },
    {
      zh: `换一个文号; 重印: cun notice print ${number}`,
      en: `take another number; to reprint: cun notice print ${number}`,
    },
  )
}

const recordOf = ({ official, kind, frozen }: Asked, files: Record<NoticeForm, Uint8Array>) => ({
  number: official.number,
  date: official.date,
  kind,
  title: titleLine(official),
  to: official.to,
  quarter: frozen.id,
  official: JSON.stringify(official),
  files: kept(files),
})

/** The form that `--out` asks for; refused before anything is written when it is none, or the file is there. */
function formAsked(call: Call): NoticeForm | undefined {
  const { out, force, format } = call.global
  if (out === undefined) return undefined
  const form = /\.(docx|html)$/i.exec(out)?.[1]?.toLowerCase() ?? format
  if (form !== 'docx' && form !== 'html') {
    return refuse(
      'usage',
      'output.unknown-format',
      { zh: `通报写不了这种格式: ${out}`, en: `a notice is not written as ${out}` },
      { zh: '文件名以 .docx 或 .html 结尾', en: 'end the file name with .docx or .html' },
    )
  }
  if (!force) mustNotExist(call, out)
  return form
}

/** Puts a notice out: as text, or its bytes into the file of `--out`. */
function put(call: Call, official: Official, files: Record<NoticeForm, Uint8Array>): void {
  const form = formAsked(call)
  if (form) {
    save(call, call.global.out!, [files[form]])
    return
  }
  const { lang, world } = call
  const screen = { lang, terminal: world.terminal.out, width: world.width, color: world.color }
  for (const piece of writeOfficialText(official, screen)) world.out(piece)
}

/** Publishes the decided list and issues its notice: one batch, the issued bytes kept. */
const publish = verb({
  noun: 'redblue',
  name: 'publish',
  label: { zh: '公布红蓝榜并印发通报', en: 'publish the list and issue its notice' },
  args: [periodArg],
  options: noticeOptions,
  isWriting: true,
  example: 'cun redblue publish 2024Q2 --number 沁组通〔2024〕3号',
  async run(call, [period], options) {
    const seen = headOf(call.db)
    const on = options.on ?? call.asOf
    formAsked(call)
    mustBeFrozen(call, period)
    const number = options.number
    const entries = publishEntries(call, period, number, on)
    mustBeNew(call, number)
    await warnOfPublished(call, period, entries)
    const asked = ask(call, period, options, entries, on)
    const files = await rendered(call, asked.official)
    const times = consecutiveBlues([...publishedEntries(call).filter(e => e.period !== period), ...entries])
    const rows = rowsById(
      call.db,
      redblue,
      entries.map(e => e.id),
    )
    const batch = writeNow(
      call,
      'redblue publish',
      pen => {
        for (const e of entries) {
          const before = decode(redblue, rows.get(e.id)!)
          pen.change(redblue, before, {
            ...before,
            ...publication(call, e, times(e.kind, e.subject, e.period)),
          } as Row)
        }
        pen.add(notice, [recordOf(asked, files)])
      },
      seen,
    )
    put(call, asked.official, files)
    const count = (colour: Entry['colour']) => entries.filter(e => e.colour === colour).length
    call.tell({
      zh: `${number} 已印发: 红榜 ${count('red')} 个, 蓝榜 ${count('blue')} 个, 第 ${batch} 批; 重印: cun notice print ${number} --out 通报.docx`,
      en: `${number} issued: ${count('red')} red, ${count('blue')} blue, batch ${batch}; to reprint: cun notice print ${number} --out notice.docx`,
    })
    return 0
  },
})

/** The entries a further notice of a published quarter, or a draft, speaks of. */
const standing = (facts: Facts, period: string): Entry[] => {
  const { edition } = mustBeFrozen(facts, period)
  return entriesOf(facts, period).filter(e => e.edition === edition && e.decision !== 'dropped')
}

const draft = verb({
  noun: 'notice',
  name: 'draft',
  label: { zh: '试排通报, 不印发不存档', en: 'lay out a notice without issuing it' },
  args: [periodArg],
  options: noticeOptions,
  example: 'cun notice draft 2024Q2 --number 沁组通〔2024〕3号 --kind 表扬通报',
  async run(call, [period], options) {
    const entries = standing(call, period).map(e => ({ ...e, decision: 'kept' as const }))
    const { official } = ask(call, period, options, entries, options.on ?? call.asOf)
    put(call, official, await rendered(call, official))
    return 0
  },
})

const issue = verb({
  noun: 'notice',
  name: 'issue',
  label: {
    zh: '就已公布的红蓝榜另行印发一份通报 (如表扬、批评分开发)',
    en: 'issue a further notice on a published list',
  },
  args: [periodArg],
  options: noticeOptions,
  isWriting: true,
  example: 'cun notice issue 2024Q2 --number 沁组通〔2024〕4号 --kind 表扬通报',
  async run(call, [period], options) {
    const seen = headOf(call.db)
    formAsked(call)
    const entries = standing(call, period).filter(e => e.published)
    if (entries.length === 0) {
      refuse(
        'input',
        'redblue.not-published',
        { zh: `${period} 的红蓝榜还没有公布`, en: `the list of ${period} is not published` },
        {
          zh: `先执行 cun redblue publish ${period} --number 文号`,
          en: `first run cun redblue publish ${period} --number NUMBER`,
        },
      )
    }
    const asked = ask(call, period, options, entries, options.on ?? call.asOf)
    mustBeNew(call, asked.official.number)
    const files = await rendered(call, asked.official)
    const batch = writeNow(call, 'notice issue', pen => void pen.add(notice, [recordOf(asked, files)]), seen)
    put(call, asked.official, files)
    call.tell({
      zh: `${asked.official.number} 已印发, 第 ${batch} 批`,
      en: `${asked.official.number} issued, batch ${batch}`,
    })
    return 0
  },
})

const issuedLabel = { zh: '发文字号', en: 'document number' }

const reprint = verb({
  noun: 'notice',
  name: 'print',
  label: { zh: '重印一份通报: 与印发时逐字节相同', en: 'reprint a notice, byte for byte as issued' },
  args: [
    {
      name: '<number>',
      zh: '文号',
      label: issuedLabel,
      field: documentNumber(issuedLabel),
      words: (call: Call) =>
        call.db.prepare('select number from notice order by id desc').pluck().all() as string[],
    },
  ],
  example: 'cun notice print 沁组通〔2024〕3号 --out 通报.docx',
  run(call, [number]) {
    const { official, files } = issuedNotice(call, number)
    put(call, official, files)
    return 0
  },
})

export const noticeVerbs: readonly Verb[] = [publish, draft, issue, reprint]
