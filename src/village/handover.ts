import { fault, optional } from '../kernel/schema/field.ts'
import { yesNo } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { person, text, texts } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { setting } from '../kernel/schema/setting.ts'
import type { Candidate, RecordOf } from '../kernel/schema/types.ts'
import type { Database } from '../kernel/store/database.ts'
import { posting } from '../roster/posting.ts'
import { village } from '../roster/village.ts'

const fields = {
  village: reference(() => village, { zh: '村', en: 'village' }),
  giver: optional(reference(() => posting, { zh: '移交人', en: 'giver', aliases: ['移交干部', '前任'] })),
  receiver: reference(() => posting, {
    zh: '接交人',
    en: 'receiver',
    aliases: ['接收人', '接交干部', '接任人'],
  }),
  date: date({ zh: '交接日期', en: 'date', aliases: ['日期', '交接时间', '轮换日期'] }),
  place: optional(
    text(
      { zh: '交接仪式地点', en: 'place of the ceremony', aliases: ['交接仪式', '仪式地点', '地点'] },
      { max: 100 },
    ),
  ),
  speaker: optional(person({ zh: '经验交流人', en: 'speaker', aliases: ['发言人', '优秀代表'] })),
  notebook: optional(
    yesNo({ zh: '赠送工作笔记', en: 'notebook given', aliases: ['是否赠送工作笔记', '工作笔记'] }),
  ),
  witness: optional(person({ zh: '监交人', en: 'witness' })),
  accepted: optional(date({ zh: '接收日期', en: 'accepted', aliases: ['接收时间', '签收日期'] })),
  returned: optional(date({ zh: '退回日期', en: 'returned' })),
  returnReason: optional(
    text({ zh: '退回原因', en: 'reason for return', aliases: ['退回理由'] }, { max: 200 }),
  ),
  note: optional(text({ zh: '备注', en: 'note' })),
}

export type Handover = RecordOf<typeof fields>

export const handover = register({
  name: 'handover',
  label: { zh: '轮换交接', en: 'handover' },
  about: {
    zh: '前后任在一村的一次交接; 自接收日期起, 该村未办结事项由接任者负责。',
    en: 'One handover in a village; from the accepted date on, the successor is responsible for open matters there.',
  },
  key: ['village', 'receiver', 'date'],
  filledBy: 'township',
  fields,
  list: ['date', 'village', 'giver', 'receiver', 'witness', 'accepted', 'returned'],
  minor: ['witness'],
  naming: {
    header: { zh: '交接日期', en: 'date of handover' },
    by: ['date'],
    within: ['village', () => village],
  },
  example: { village: '张老湾村', receiver: '张三', date: '2024-02-01', witness: '李四' },
  rules: [
    ({ giver, receiver }) =>
      giver && giver === receiver
        ? {
            field: 'giver',
            fault: fault(
              'handover.same-person',
              '与接交人是同一人',
              'is also the receiver',
              '核对两人',
              'check both people',
            ),
          }
        : undefined,
    ({ returned, returnReason }) =>
      returned && !returnReason
        ? {
            field: 'returnReason',
            fault: fault(
              'handover.return-reason-missing',
              '退回要写明原因',
              'is required when the handover is returned',
              '补填退回原因',
              'give the reason',
            ),
          }
        : undefined,
    ({ returned, returnReason }) =>
      returnReason && !returned
        ? {
            field: 'returned',
            fault: fault(
              'handover.return-date-missing',
              '有退回原因, 却没有退回日期',
              'is required when a reason for return is given',
              '补填退回日期',
              'give the date of return',
            ),
          }
        : undefined,
    ({ date, accepted }) => early('accepted', date, accepted),
    ({ date, returned }) => early('returned', date, returned),
    ({ returned, accepted }) =>
      returned && accepted && accepted < returned
        ? {
            field: 'accepted',
            fault: fault(
              'handover.accepted-before-return',
              '早于退回日期: 退回后要重新接收',
              'is before the return: a returned handover must be accepted again',
              '核对两个日期',
              'check the two dates',
            ),
          }
        : undefined,
  ],
  between: terms,
})

function early(field: 'accepted' | 'returned', date?: string, day?: string | null) {
  return date && day && day < date
    ? {
        field,
        fault: fault(
          'handover.before-handover',
          `早于交接日期 (${date})`,
          `is before the handover (${date})`,
          '核对两个日期',
          'check the two dates',
        ),
      }
    : undefined
}

/** By the day of the handover the receiver has arrived, and the giver arrived before the receiver. */
function terms(candidates: readonly Candidate<Handover>[], db: Database): void {
  const starts = new Map(
    (db.prepare('select id, start from posting').raw().all() as [number, string][]).map(([id, start]) => [
      id,
      start,
    ]),
  )
  for (const { record, complain } of candidates) {
    const [from, to] = [record.giver == null ? '' : starts.get(record.giver)!, starts.get(record.receiver)!]
    if (record.date < to) {
      complain(
        'date',
        fault(
          'handover.before-arrival',
          `早于接交人到村 (${to})`,
          `is before the receiver arrived (${to})`,
          '核对日期和接交人',
          'check the date and the receiver',
        ),
      )
    } else if (from >= to) {
      complain(
        'giver',
        fault(
          'handover.sides-swapped',
          `到村 (${from}) 不早于接交人 (${to})`,
          `arrived on ${from}, not before the receiver (${to})`,
          '核对移交人和接交人是否写反',
          'check whether giver and receiver are swapped',
        ),
      )
    }
  }
}

export const handoverDays = setting({
  name: 'handover.days',
  field: integer(
    { zh: '轮换交接期限 (接任者到村后几天内)', en: 'days for a handover after the successor arrives' },
    { min: 1, max: 365 },
  ),
  fallback: '15',
})

export const handoverItems = setting({
  name: 'handover.items',
  field: texts({ zh: '交接清单的事项', en: 'items of the handover checklist' }),
  fallback: '党建档案、工作台账、在建项目、帮扶资金、工作笔记、实物资产、村情底数',
})
