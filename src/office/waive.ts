import { confirm } from '../kernel/cli/ask.ts'
import { duties } from '../kernel/cli/deadlines.ts'
import type { Duty, DutyRow, Facts } from '../kernel/cli/facts.ts'
import { type Call, verb } from '../kernel/cli/line.ts'
import { recordOf, writeNow } from '../kernel/cli/write.ts'
import { namedRecord } from '../kernel/commands/merge.ts'
import { refuse } from '../kernel/errors.ts'
import { date, period } from '../kernel/schema/fields/date.ts'
import { headOf } from '../kernel/store/journal.ts'
import { bothJoined, counted, nearest, say, type Text } from '../kernel/text.ts'
import { posting } from '../roster/posting.ts'
import { type Waiver, waivedKeys, waiver, waiverKey, waivers } from '../roster/waiver.ts'
import { townshipNamed, townshipOption } from './overdue.ts'

/** A deadline that can be written off: it has a last day, so it has a record. */
type OpenRow = DutyRow & { readonly register: string; readonly record: number; readonly due: string }

const markOf = (row: OpenRow): string => `${row.register}:${row.record}`

/** The open rows of a duty that nobody wrote off, on whatever day, the oldest first. */
function openRows(facts: Facts, duty: Duty): OpenRow[] {
  const waived = waivedKeys(duty, waivers(facts))
  const isOpen = (row: DutyRow): row is OpenRow =>
    row.due !== null && row.record !== undefined && row.done === null && !waived.has(waiverKey(duty, row))
  // A unit that keeps its station days village by village has several rows for one day: they are one duty.
  const rows = new Map([...duty.rows(facts, true)].filter(isOpen).map(row => [waiverKey(duty, row), row]))
  return [...rows.values()].sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0))
}

/** The duty of a code or of its label. */
function dutyNamed(call: Call, word: string): Duty {
  const all = duties(call.lines, undefined)
  const found = all.find(d => [d.name, d.label.zh, d.label.en].includes(word.trim()))
  if (found) return found
  const like = nearest(
    word,
    all.flatMap(d => [d.name, d.label.zh]),
  )
  return refuse(
    'usage',
    'waiver.unknown-duty',
    { zh: `没有到期事项 ${word}`, en: `there is no duty ${word}` },
    like.length > 0
      ? { zh: `是不是 ${like.join('、')}?`, en: `did you mean ${like.join(', ')}?` }
      : {
          zh: `可用: ${all.map(d => d.label.zh).join('、')}`,
          en: `use one of ${all.map(d => d.name).join(', ')}`,
        },
  )
}

/** One deadline to choose: its place, what it is about, who answers, its last day. */
const choiceOf = (call: Call, row: OpenRow) => ({
  value: markOf(row),
  name: [row.place.join(' '), say(row.what, call.lang), say(row.who, call.lang), row.due]
    .filter(Boolean)
    .join('  '),
  short: say(row.what, call.lang),
})

const soughtYear: Text = { zh: '年份: 只核销这一年到期的', en: 'a year: only what was due in it' }
const soughtDay: Text = {
  zh: '最后期限; 反复到期的事项用它指明一次',
  en: 'last day, which tells the items of a recurring duty apart',
}

/** Writes off one open deadline, or those of one kind, as a batch. */
export const waive = verb({
  name: 'waive',
  label: {
    zh: '核销不再可能完成的到期事项: 一项, 或一类事项一年的; 须用 --reason 写明原因',
    en: 'write off deadlines that can no longer be met: one, or a year’s of one kind; --reason is required',
  },
  args: [
    {
      name: '<duty>',
      zh: '事项',
      label: { zh: '事项, 如 milestone', en: 'duty, e.g. milestone' },
      words: (call: Call) =>
        duties(call.lines, undefined).map(d => ({ value: d.name, name: say(d.label, call.lang) })),
    },
  ],
  options: [
    {
      flags: '--record <register:number>',
      label: {
        zh: '一条记录的, 写作 台账:记录号, 如 milestone:12 (见 cun overdue --each --format json)',
        en: 'of one record, as register:number, e.g. milestone:12 (see cun overdue --each --format json)',
      },
      isAsked: true,
      words: (call: Call, [word]: readonly string[]) =>
        word ? openRows(call, dutyNamed(call, word)).map(row => choiceOf(call, row)) : [],
    },
    {
      flags: '--subject <posting>',
      label: { zh: '只核销这一人负责的', en: 'only those of this person' },
      of: () => posting,
    },
    { flags: '--due <date>', label: soughtDay, field: date(soughtDay, { ahead: true }) },
    { flags: '--year <year>', label: soughtYear, isAsked: true, field: period('year', soughtYear) },
    townshipOption,
    {
      flags: '--by <name>',
      label: { zh: '决定人', en: 'who decided' },
      required: true,
      field: waiver.fields.decider,
    },
  ],
  needs: [{ name: 'reason', label: { zh: '核销的原因', en: 'reason for writing it off' } }],
  isWriting: true,
  example: 'cun waive milestone --year 2024 --by 王部长 --reason 规划已调整',
  async run(call, [word], options) {
    const duty = dutyNamed(call, word)
    const { record, due, year } = options
    if (record === undefined && year === undefined && due === undefined) {
      refuse(
        'usage',
        'waiver.nothing-named',
        { zh: '没有说核销哪些', en: 'nothing was named to be written off' },
        {
          zh: '一条记录的用 --record 台账:记录号, 一年的用 --year 年份',
          en: 'give --record REGISTER:NUMBER for one record, or --year YEAR for a year',
        },
      )
    }
    const seen = headOf(call.db)
    const place = townshipNamed(call, options.township)
    const who = options.subject === undefined ? undefined : namedRecord(call, posting, options.subject).id
    const rows = openRows(call, duty).filter(
      row =>
        (record === undefined || markOf(row) === record.trim()) &&
        (who === undefined || row.subject === who) &&
        (due === undefined || row.due === due) &&
        (year === undefined || row.due.startsWith(year)) &&
        (place === undefined || row.place[0] === place[0]),
    )
    if (rows.length === 0) nothingOpen(call, duty)
    const said = namesOf(duty, rows)
    if (rows.length > 1) await confirm(call, { zh: `核销 ${said.zh}?`, en: `Write off ${said.en}?` })
    const why = call.global.reason!.trim()
    const batch = writeNow(
      call,
      'waive',
      pen => {
        pen.add(
          waiver,
          rows.map(row => ({
            duty: duty.name,
            register: row.register,
            record: row.record,
            subject: row.subject,
            due: row.due,
            why,
            decider: options.by,
            on: call.asOf,
          })),
        )
      },
      seen,
    )
    call.done({ zh: `已核销 ${said.zh}`, en: `written off: ${said.en}` }, batch)
    call.tell({
      zh: '核销不算完成, 考核指标不变; 查看: cun report waived 年份',
      en: 'what is written off is not done, and no measure changes; see cun report waived YEAR',
    })
    return 0
  },
})

/** The duty with the count and, of several, the first and last day. */
function namesOf(duty: Duty, rows: readonly OpenRow[]): Text {
  const [first, last] = [rows[0]!, rows.at(-1)!]
  if (rows.length === 1) {
    const [what, who] = [
      (lang: keyof Text) => say(first.what, lang),
      (lang: keyof Text) => say(first.who, lang),
    ]
    return {
      zh: `${duty.label.zh} 1 项: ${what('zh')}, ${who('zh')}, ${first.due} 到期`,
      en: `1 ${duty.label.en}: ${what('en')}, ${who('en')}, due ${first.due}`,
    }
  }
  return {
    zh: `${duty.label.zh} ${rows.length} 项, ${first.due} 至 ${last.due} 到期`,
    en: `${rows.length} of ${duty.label.en}, due ${first.due} to ${last.due}`,
  }
}

function nothingOpen(call: Call, duty: Duty): never {
  return refuse(
    'input',
    'waiver.nothing-open',
    {
      zh: `截至 ${call.asOf} 没有这样的未办${duty.label.zh}`,
      en: `as of ${call.asOf} no such ${duty.label.en} is open`,
    },
    {
      zh: '逐项查看: cun overdue --each; 已核销的: cun waiver list',
      en: 'list the items with cun overdue --each; what was written off with cun waiver list',
    },
  )
}

/** Takes waivers back as mistakes: what they wrote off is listed again, on every day. */
/** The waivers, newest first, with the duty in words. */
function waiverChoices(call: Call) {
  const labels = new Map(duties(call.lines, undefined).map(d => [d.name, say(d.label, call.lang)]))
  const who = (w: Waiver) => (w.subject === null ? '' : call.directories.of(posting).label(w.subject))
  return [...waivers(call)].reverse().map(w => ({
    value: String(w.id),
    name: [`#${w.id}`, labels.get(w.duty) ?? w.duty, who(w), w.due, w.why].filter(Boolean).join('  '),
    short: `#${w.id}`,
  }))
}

export const withdrawWaivers = verb({
  noun: 'waiver',
  name: 'withdraw',
  label: { zh: '撤回核销, 事项重新列出', en: 'take waivers back: their deadlines are listed again' },
  args: [
    {
      name: '<numbers...>',
      zh: '记录号',
      label: { zh: '核销的记录号', en: 'record numbers of waivers' },
      words: waiverChoices,
      isOpen: true,
    },
  ],
  isWriting: true,
  example: 'cun waiver withdraw 1 --yes',
  async run(call, numbers) {
    const seen = headOf(call.db)
    const rows = [...new Map(numbers.map(n => recordOf(call, waiver, n)).map(r => [r.id, r])).values()]
    const { zh, en } = bothJoined(rows.map(r => `#${r.id}`))
    await confirm(call, { zh: `撤回核销 ${zh}?`, en: `Take back ${counted(rows.length, 'waiver')} ${en}?` })
    const batch = writeNow(
      call,
      'waiver withdraw',
      pen => {
        for (const row of rows) pen.remove(waiver, row)
      },
      seen,
    )
    call.done({ zh: `已撤回核销 ${zh}`, en: `taken back: ${en}` }, batch)
    return 0
  },
})
