import { earlier } from '../../kernel/calendar.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import { type Call, type Verb, verb } from '../../kernel/cli/line.ts'
import { writeNow } from '../../kernel/cli/write.ts'
import { refuse } from '../../kernel/errors.ts'
import { headOf } from '../../kernel/store/journal.ts'
import { both, type Text } from '../../kernel/text.ts'
import type { Entry } from '../list/redblue.ts'
import { open, refuseIfEarlier } from '../list/redblue-entries.ts'
import { periodArg } from '../score/asked.ts'
import { type NoticeKind, namedBy, notice, noticeKinds } from './notice.ts'
import { ask, formAsked, noticeOptions, put, recordOf, refuseIfIssued } from './notice-draft.ts'
import { documentNumber, issuedNotice, rendered } from './notice-files.ts'
import { publish } from './publish.ts'

/** Entries of the frozen edition that a notice of this kind may name. */
const standing = (facts: Facts, period: string, kind: NoticeKind = 'information'): Entry[] =>
  open(facts, period).filter(e => e.decision !== 'dropped' && namedBy[kind].includes(e.colour))

const draft = verb({
  noun: 'notice',
  name: 'draft',
  label: { zh: '试排通报, 不印发不存档', en: 'lay out a notice without issuing it' },
  args: [periodArg],
  options: noticeOptions,
  example: 'cun notice draft 2024Q2 --number 沁组通〔2024〕3号 --kind 表扬通报',
  async run(call, [period], options) {
    const all = standing(call, period, options.kind)
    // Like `publish`, it names those who are not published yet, if there are any.
    const waiting = all.filter(e => !e.published)
    const entries = waiting.length > 0 ? waiting : all
    const { official } = ask(call, period, options, entries, options.on ?? call.asOf)
    put(call, official, await rendered(call, official))
    return 0
  },
})

const flagged = ({ zh, en }: Text): Text => ({ zh: ` --kind ${zh}`, en: ` --kind ${en}` })

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
    const on = options.on ?? call.asOf
    refuseIfEarlier(call, period, earlier(on, call.asOf))
    const entries = standing(call, period, options.kind).filter(e => e.published)
    if (entries.length === 0) {
      const kind = options.kind ? flagged(noticeKinds[options.kind]) : both('')
      refuse(
        'input',
        'redblue.not-published',
        { zh: `${period} 的红蓝榜还没有公布`, en: `the list of ${period} is not published` },
        {
          zh: `先执行 cun redblue publish ${period}${kind.zh} --number 文号`,
          en: `first run cun redblue publish ${period}${kind.en} --number NUMBER`,
        },
      )
    }
    const asked = ask(call, period, options, entries, on)
    refuseIfIssued(call, asked.official.number)
    const files = await rendered(call, asked.official)
    const batch = writeNow(call, 'notice issue', pen => void pen.add(notice, [recordOf(asked, files)]), seen)
    put(call, asked.official, files, {
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
  example: 'cun notice print 沁组通〔2024〕3号 --out 通报-重印.docx',
  run(call, [number]) {
    const { official, files } = issuedNotice(call, number)
    put(call, official, files)
    return 0
  },
})

export const noticeVerbs: readonly Verb[] = [publish, draft, issue, reprint]
