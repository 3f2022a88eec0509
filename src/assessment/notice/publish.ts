import { verb } from '../../kernel/cli/line.ts'
import { writeNow } from '../../kernel/cli/write.ts'
import type { Row } from '../../kernel/schema/types.ts'
import { headOf } from '../../kernel/store/journal.ts'
import { decode, rowsById } from '../../kernel/store/records.ts'
import { bothJoined } from '../../kernel/text.ts'
import { publication, publishEntries } from '../list/publication.ts'
import { warnOfPublished } from '../list/published.ts'
import { type Entry, entriesOf, redblue } from '../list/redblue.ts'
import { timesRunning } from '../list/standing.ts'
import { periodArg, requireFrozen } from '../score/asked.ts'
import { namedBy, naming, notice } from './notice.ts'
import { ask, formAsked, noticeOptions, put, recordOf, refuseIfIssued } from './notice-draft.ts'
import { rendered } from './notice-files.ts'

/**
 * Publishes the decided entries that the notice names and issues it, in one batch that also stores the files.
 * Entries that it does not name wait for another notice on the same edition.
 */
export const publish = verb({
  noun: 'redblue',
  name: 'publish',
  label: {
    zh: '公布通报列名的红蓝榜并印发通报',
    en: 'publish the list that a notice names and issue the notice',
  },
  args: [periodArg],
  options: noticeOptions,
  isWriting: true,
  example: 'cun redblue publish 2024Q2 --number 沁组通〔2024〕3号',
  async run(call, [period], options) {
    const seen = headOf(call.db)
    const on = options.on ?? call.asOf
    formAsked(call)
    const { number, kind = 'information' } = options
    const entries = publishEntries(call, period, namedBy[kind], number, on)
    refuseIfIssued(call, number)
    const { edition } = requireFrozen(call, period)
    const standing = entriesOf(call, period).filter(e => e.edition === edition && !e.withdrawn)
    const kept = standing.filter(e => e.decision !== 'dropped')
    const asked = ask(call, period, options, entries, on)
    await warnOfPublished(call, period, edition, kept)
    const files = await rendered(call, asked.official)
    const times = timesRunning(call)
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
            ...publication(call, e, times(e)),
          } as Row)
        }
        pen.add(notice, [recordOf(asked, files)])
      },
      seen,
    )
    const count = (colour: Entry['colour']) => entries.filter(e => e.colour === colour).length
    const waiting = kept.filter(e => !e.published && !entries.some(p => p.id === e.id))
    put(call, asked.official, files, {
      zh: `${number} 已印发: 红榜 ${count('red')} 个, 蓝榜 ${count('blue')} 个, 第 ${batch} 批; 重印: cun notice print ${number} --out 通报-重印.docx`,
      en: `${number} issued: ${count('red')} red, ${count('blue')} blue, batch ${batch}; to reprint: cun notice print ${number} --out reprint.docx`,
    })
    if (waiting.length > 0) {
      const names = bothJoined(waiting.map(e => e.name))
      const other = naming(waiting)
      call.tell({
        zh: `这份通报没有列名的还有 ${waiting.length} 个, 未公布: ${names.zh}; 另发一份: cun redblue publish ${period} --kind ${other.zh} --number 文号`,
        en: `${waiting.length} not named in this notice and not published: ${names.en}; in another one: cun redblue publish ${period} --kind ${other.en} --number NUMBER`,
      })
    }
    return 0
  },
})
