import { verb } from '../../kernel/cli/line.ts'
import { writeNow } from '../../kernel/cli/write.ts'
import type { Row } from '../../kernel/schema/types.ts'
import { headOf } from '../../kernel/store/journal.ts'
import { decode, rowsById } from '../../kernel/store/records.ts'
import { warnOfPublished } from '../list/published.ts'
import { consecutiveBlues, type Entry, publishedEntries, redblue } from '../list/redblue.ts'
import { publication, publishEntries } from '../list/redblue-entries.ts'
import { periodArg, requireFrozen } from '../score/asked.ts'
import { notice } from './notice.ts'
import { ask, formAsked, noticeOptions, put, recordOf, refuseIfIssued } from './notice-draft.ts'
import { rendered } from './notice-files.ts'

/** Publishes the decided list and issues its notice, in one batch that also stores the files. */
export const publish = verb({
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
    requireFrozen(call, period)
    const number = options.number
    const entries = publishEntries(call, period, number, on)
    refuseIfIssued(call, number)
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
    const count = (colour: Entry['colour']) => entries.filter(e => e.colour === colour).length
    put(call, asked.official, files, {
      zh: `${number} 已印发: 红榜 ${count('red')} 个, 蓝榜 ${count('blue')} 个, 第 ${batch} 批; 重印: cun notice print ${number} --out 通报.docx`,
      en: `${number} issued: ${count('red')} red, ${count('blue')} blue, batch ${batch}; to reprint: cun notice print ${number} --out notice.docx`,
    })
    return 0
  },
})
