import { addDays } from '../kernel/calendar.ts'
import { verb } from '../kernel/cli/line.ts'
import { namedRecord } from '../kernel/commands/merge.ts'
import { planned, writePlanned } from '../kernel/import/plan-verb.ts'
import { fault, optional } from '../kernel/schema/field.ts'
import { choice } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { person, text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { posting } from '../roster/posting.ts'

export const review = register({
  name: 'review',
  label: { zh: '日记审阅', en: 'diary review' },
  about: {
    zh: '乡镇对一人一段时间的驻村日记的一次审阅; 退回要写明意见。',
    en: 'One review by the township of a person’s diary over a span of days; a return needs a comment.',
  },
  key: ['posting', 'since', 'until'],
  filledBy: 'township',
  on: 'until',
  fields: {
    posting: reference(() => posting, { zh: '姓名', en: 'name', aliases: ['驻村干部', '被审阅人'] }),
    since: date({ zh: '日记自', en: 'from', aliases: ['开始日期', '起始日期'] }),
    until: date({ zh: '日记至', en: 'until', aliases: ['结束日期', '截止日期'] }),
    date: date({ zh: '审阅日期', en: 'date', aliases: ['审阅时间', '日期'] }),
    reviewer: person({ zh: '审阅人', en: 'reviewer' }),
    result: choice(
      {
        read: { zh: '已阅', en: 'read' },
        returned: { zh: '退回', en: 'returned' },
      },
      { zh: '审阅结果', en: 'result', aliases: ['结果'] },
    ),
    comment: optional(text({ zh: '审阅意见', en: 'comment', aliases: ['意见', '批语'] })),
  },
  list: ['date', 'posting', 'since', 'until', 'reviewer', 'result', 'comment'],
  minor: ['comment'],
  example: {
    village: '张老湾村',
    posting: '张三',
    since: '2024-02-01',
    until: '2024-02-29',
    date: '2024-03-04',
    reviewer: '王五',
    result: '已阅',
  },
  rules: [
    ({ result, comment }) =>
      result === 'returned' && !comment
        ? {
            field: 'comment',
            fault: fault(
              'review.comment-missing',
              '退回要写明意见',
              'is required for a return',
              '补填审阅意见',
              'give the comment',
            ),
          }
        : undefined,
    ({ since, until }) =>
      since && until && until < since
        ? {
            field: 'until',
            fault: fault(
              'review.before-first-day',
              '早于开始日期',
              'is before the first day',
              '核对起止日期',
              'check the two days',
            ),
          }
        : undefined,
    ({ until, date }) =>
      until && date && date < until
        ? {
            field: 'date',
            fault: fault(
              'review.before-last-day',
              '早于所审日记的最后一天',
              'is before the last day reviewed',
              '核对日期',
              'check the dates',
            ),
          }
        : undefined,
  ],
})

/** Records a review, by default from the day after the last one, or from the arrival, up to as-of. */
export const diaryReview = verb({
  noun: 'diary',
  name: 'review',
  label: { zh: '审阅一人的驻村日记', en: 'record the review of a diary' },
  args: [
    { name: '<posting>', zh: '驻村干部', label: { zh: '驻村干部', en: 'whose diary' }, of: () => posting },
  ],
  options: [
    {
      flags: '--reviewer <name>',
      label: { zh: '审阅人', en: 'who read it' },
      required: true,
      column: review.fields.reviewer,
    },
    {
      flags: '--result <word>',
      label: { zh: '已阅 或 退回 (默认已阅)', en: 'read or returned (default: read)' },
      isAsked: true,
      column: review.fields.result,
    },
    {
      flags: '--comment <text>',
      label: { zh: '审阅意见, 退回时必填', en: 'comment, required for a return' },
      isAsked: true,
      column: review.fields.comment,
    },
    {
      flags: '--since <date>',
      label: { zh: '日记自 (默认接上次)', en: 'first day (default: after the last review)' },
    },
    { flags: '--until <date>', label: { zh: '日记至 (默认今天)', en: 'last day (default: today)' } },
  ],
  isWriting: true,
  example: 'cun diary review 张三 --reviewer 王五',
  async run(call, [name], options) {
    const who = namedRecord(call, posting, name)
    const last = call.db
      .prepare('select max(until) from review where posting = ? and until < ?')
      .pluck()
      .get(who.id, call.asOf) as string | null
    const words = {
      posting: `#${who.id}`,
      since: options.since ?? (last ? addDays(last, 1) : (who.start as string)),
      until: options.until ?? call.asOf,
      date: call.asOf,
      reviewer: options.reviewer,
      result: options.result ?? '已阅',
      comment: options.comment,
    }
    const { id, batch, plan } = await writePlanned(call, 'diary review', () => planned(call, review, words))
    const { since, until } = plan.adds[0]!
    call.done(
      {
        zh: `日记审阅 ${id} 号已登记: ${who.name} ${since} 至 ${until}`,
        en: `diary review ${id} recorded: ${who.name}, ${since} to ${until}`,
      },
      batch,
    )
    return 0
  },
})
