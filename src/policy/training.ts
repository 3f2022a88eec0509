import { earlier, periodDays } from '../kernel/calendar.ts'
import type { Call } from '../kernel/call.ts'
import { date } from '../kernel/dates.ts'
import {
  choice,
  fault,
  number,
  optional,
  person,
  reference,
  references,
  text,
  texts,
} from '../kernel/field.ts'
import { type MeasureRow, measure } from '../kernel/line.ts'
import { register } from '../kernel/register.ts'
import { posting } from '../roster/posting.ts'
import { township } from '../roster/township.ts'

export const training = register({
  name: 'training',
  label: { zh: '培训', en: 'training' },
  about: {
    zh: '一期培训: 政策培训或业务培训, 两类分别统计; 应到、缺席由花名册算出。',
    en: 'One training, in policy or in skills, never mixed in totals; who was expected and who was absent is computed.',
  },
  key: ['date', 'title', 'series', 'organiser'],
  filledBy: 'county',
  on: 'date',
  fields: {
    date: date({ zh: '日期', en: 'date', aliases: ['培训日期', '培训时间', '时间'] }),
    title: text({ zh: '主题', en: 'title', aliases: ['培训主题', '培训内容', '培训名称'] }, { max: 200 }),
    series: choice(
      {
        policy: { zh: '政策培训', en: 'policy training', aliases: ['政策'] },
        skills: { zh: '业务培训', en: 'skills training', aliases: ['业务'] },
      },
      { zh: '类别', en: 'series', aliases: ['培训类别', '培训类型'] },
    ),
    organiser: text({ zh: '组织单位', en: 'organiser', aliases: ['主办单位', '承办单位'] }, { max: 80 }),
    level: choice(
      {
        county: { zh: '县级', en: 'county', aliases: ['市级(县)', '县'] },
        township: { zh: '乡级', en: 'township', aliases: ['乡镇级', '乡', '镇级'] },
      },
      { zh: '层级', en: 'level', aliases: ['培训层级'] },
    ),
    township: optional(reference(() => township, { zh: '乡镇', en: 'township' })),
    place: optional(text({ zh: '地点', en: 'place', aliases: ['培训地点'] }, { max: 100 })),
    hours: optional(number({ zh: '学时', en: 'hours', aliases: ['课时'] }, { max: 200 })),
    speaker: optional(person({ zh: '授课人', en: 'speaker', aliases: ['主讲人', '授课老师'] })),
    topics: optional(texts({ zh: '专题', en: 'topics', aliases: ['培训专题'] })),
    attendees: optional(
      references(() => posting, { zh: '参训人员', en: 'attendees', aliases: ['参加人员', '签到人员'] }),
    ),
    excused: optional(references(() => posting, { zh: '请假人员', en: 'excused' })),
    note: optional(text({ zh: '备注', en: 'note' })),
  },
  list: ['date', 'title', 'series', 'organiser', 'level', 'township', 'hours'],
  called: {
    header: { zh: '培训', en: 'training' },
    by: ['date', 'title'],
  },
  example: {
    date: '2024-04-09',
    title: '强农惠农政策解读',
    series: '政策培训',
    organiser: '市委组织部',
    level: '县级',
  },
  rules: [
    ({ level, township }) =>
      level === 'township' && !township
        ? {
            field: 'township',
            fault: fault(
              '乡级培训要写明乡镇',
              'is required for a township training',
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
              '县级培训不属于某个乡镇',
              'belongs to no township when the level is county',
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
              '同一人既参训又请假',
              'names a person who also attended',
              '留下一处',
              'keep one of the two',
            ),
          }
        : undefined,
  ],
})

export interface Attendance {
  readonly training: number
  readonly posting: number
  readonly state: 'attended' | 'excused' | 'absent'
}

/**
 * Who was expected at the trainings of some days, and whether he came: the postings in office that day, of the
 * township for a 乡级 training. A training without any attendance recorded says nothing of anybody.
 */
export function attendance(call: Call, from: string, to: string): Attendance[] {
  return call.db
    .prepare(
      `with came as (
         select t.id as training, e.value as posting from training t, json_each(t.attendees) e
       ), away as (
         select t.id as training, e.value as posting from training t, json_each(t.excused) e
       )
       select t.id as training, p.id as posting,
         case when c.posting is not null then 'attended' when a.posting is not null then 'excused' else 'absent' end as state
       from training t
       join posting p on p.start <= t.date and (p.end is null or p.end >= t.date)
       join village v on v.id = p.village
       join township w on w.code = substr(v.code, 1, 9)
       left join came c on c.training = t.id and c.posting = p.id
       left join away a on a.training = t.id and a.posting = p.id
       where t.date between :from and :to and t.attendees is not null
         and (t.township is null or t.township = w.id)
       order by t.date, t.id, v.code, p.id`,
    )
    .all({ from, to }) as Attendance[]
}

/** Attended ÷ (expected − excused): an approved absence neither helps nor hurts. */
function attendanceRate(call: Call, period: string, series: 'policy' | 'skills'): MeasureRow[] {
  const { from, to } = periodDays(period)
  const of = new Set(
    call.db.prepare('select id from training where series = ?').pluck().all(series) as number[],
  )
  const sums = new Map<number, { part: number; of: number }>()
  for (const row of attendance(call, from, earlier(to, call.asOf))) {
    if (!of.has(row.training) || row.state === 'excused') continue
    const sum = sums.get(row.posting) ?? { part: 0, of: 0 }
    sums.set(row.posting, sum)
    sum.of++
    if (row.state === 'attended') sum.part++
  }
  return [...sums].map(([subject, sum]) => ({ subject, ...sum }))
}

export const policyAttendance = measure({
  name: 'training.policy',
  label: { zh: '政策培训出勤率', en: 'policy training attendance' },
  type: 'rate',
  subject: 'posting',
  rows: (call, period) => attendanceRate(call, period, 'policy'),
})

export const skillsAttendance = measure({
  name: 'training.skills',
  label: { zh: '业务培训出勤率', en: 'skills training attendance' },
  type: 'rate',
  subject: 'posting',
  rows: (call, period) => attendanceRate(call, period, 'skills'),
})
