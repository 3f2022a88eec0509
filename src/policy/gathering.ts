import type { Facts } from '../kernel/cli/facts.ts'
import { type Dialect, type Measure, measure, sqlite } from '../kernel/cli/measure.ts'
import { fault, optional } from '../kernel/schema/field.ts'
import { choice } from '../kernel/schema/fields/choice.ts'
import { reference, references } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import type { Rule } from '../kernel/schema/types.ts'
import type { Text } from '../kernel/text.ts'
import { posting } from '../roster/posting.ts'
import { township } from '../roster/township.ts'
import { onLeave } from './on-leave.ts'

export type AttendanceState = 'came' | 'excused' | 'absent'

/** Who holds a training or seminar, and for whom. */
export const heldBy = {
  organiser: text(
    { zh: '组织单位', en: 'organiser', aliases: ['主办单位', '承办单位', '举办单位', '主办部门'] },
    { max: 80 },
  ),
  level: choice(
    {
      county: { zh: '县级', en: 'county', aliases: ['市级(县)', '县'] },
      township: { zh: '乡级', en: 'township', aliases: ['乡镇级', '乡', '镇级'] },
    },
    { zh: '层级', en: 'level', aliases: ['培训层级', '组织层级'] },
  ),
  township: optional(reference(() => township, { zh: '乡镇', en: 'township' })),
}

/** Who came to a training or seminar, and who was excused. */
export const attendedBy = {
  attendees: optional(
    references(() => posting, {
      zh: '参训人员',
      en: 'attendees',
      aliases: ['参加人员', '签到人员', '参会人员', '参训人员名单', '参训人', '参加人'],
    }),
  ),
  excused: optional(references(() => posting, { zh: '请假人员', en: 'excused' })),
}

type Gathering = {
  level: 'county' | 'township'
  township: number | null
  attendees: number[] | null
  excused: number[] | null
}

export const gatheringRules: readonly Rule<Gathering>[] = [
  ({ level, township }) =>
    level === 'township' && !township
      ? {
          field: 'township',
          fault: fault(
            'gathering.township-missing',
            '乡级的要写明乡镇',
            'is required when the level is township',
            '补填乡镇',
            'give the township',
          ),
        }
      : undefined,
  ({ level, township }) =>
    level === 'county' && township
      ? {
          field: 'township',
          fault: fault(
            'gathering.township-not-wanted',
            '县级的不属于某个乡镇',
            'must be empty when the level is county',
            '清空乡镇, 或把层级改为乡级',
            'clear the township, or change the level',
          ),
        }
      : undefined,
  ({ attendees, excused }) =>
    attendees && excused?.some(id => attendees.includes(id))
      ? {
          field: 'excused',
          fault: fault(
            'gathering.attended-and-excused',
            '同一人既参加又请假',
            'names a person who also attended',
            '留下一处',
            'list the person only once',
          ),
        }
      : undefined,
]

export type GatheringTable = 'training' | 'seminar'

/** `leave`: on approved leave that day; `excused`: named among the excused. */
type State = 'attended' | 'excused' | 'leave' | 'absent'

export interface Attendance {
  readonly gathering: number
  readonly posting: number
  readonly date: string
  readonly state: State
}

/**
 * Attendance at the trainings or seminars held between `:from` and `:until`. Expected are the postings in office
 * that day; for a 乡级 one, only those of its township. What the record says beats an approved leave. One without
 * recorded attendance gives no rows.
 */
const attended = (q: Dialect, table: GatheringTable, where = 'true') => `
with came as (
  select ${q.key('t')}t.id as gathering, e.value as posting from "${table}" t${q.items('t', 'attendees')} where ${q.only('t')}
), away as (
  select ${q.key('t')}t.id as gathering, e.value as posting from "${table}" t${q.items('t', 'excused')} where ${q.only('t')}
)
select ${q.key('t')}t.id as gathering, p.id as posting, t.date,
  case
    when c.posting is not null then 'attended'
    when a.posting is not null then 'excused'
    when ${onLeave(q, 'p.id', 't.date')} then 'leave'
    else 'absent'
  end as state
from "${table}" t
join posting p on p.start <= t.date and (p."end" is null or p."end" >= t.date)${q.same('p', 't')}
join village v on v.id = p.village${q.same('v', 'p')}
left join came c on c.gathering = t.id and c.posting = p.id${q.same('c', 't')}
left join away a on a.gathering = t.id and a.posting = p.id${q.same('a', 't')}
where ${q.only('t')} and t.date >= :from and t.date <= :until and t.attendees is not null
  and (t.township is null or t.township = v.township) and ${where}
order by ${q.key('t')}t.date, t.id, v.code, p.id`

/** Attendance between two days, both included. */
export const attendance = (facts: Facts, table: GatheringTable, from: string, until: string): Attendance[] =>
  facts.db.prepare(attended(sqlite(), table)).all({ from, until }) as Attendance[]

export const attendanceStates = {
  attended: { zh: '实到', en: 'came' },
  excused: { zh: '请假', en: 'excused' },
  leave: { zh: '请假(已批准)', en: 'on leave' },
  absent: { zh: '缺席', en: 'absent' },
} as const

/** Attended ÷ (expected − excused or on approved leave) for each posting. */
export const attendanceRate = (
  { name, label }: { readonly name: string; readonly label: Text },
  table: GatheringTable,
  where?: string,
): Measure =>
  measure<Attendance>({
    name,
    label,
    type: 'rate',
    subject: 'posting',
    sql: q => attended(q, table, where),
    fact: ({ gathering, posting, date, state }) => ({
      subject: posting,
      part: Number(state === 'attended'),
      of: Number(state === 'attended' || state === 'absent'),
      register: table,
      record: gathering,
      day: date,
      note: attendanceStates[state],
      isLeftOut: state === 'excused' || state === 'leave' || undefined,
    }),
  })
