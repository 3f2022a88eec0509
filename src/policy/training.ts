import { optional } from '../kernel/schema/field.ts'
import { choice } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { number } from '../kernel/schema/fields/number.ts'
import { person, text, texts } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { attend } from './attend.ts'
import { attendanceRate, attendedBy, gatheringRules, heldBy } from './gathering.ts'

export const training = register({
  name: 'training',
  label: { zh: '培训', en: 'training' },
  about: {
    zh: '一期培训: 政策培训或业务培训, 两类分别统计; 应到、缺席由花名册算出。',
    en: 'One training, in policy or in skills, each counted separately; who was expected or absent is computed.',
  },
  key: ['date', 'title', 'series', 'organiser'],
  filledBy: 'county',
  on: 'date',
  fields: {
    date: date({ zh: '日期', en: 'date', aliases: ['培训日期', '培训时间', '时间'] }),
    title: text(
      { zh: '主题', en: 'title', aliases: ['培训主题', '培训内容', '培训名称', '培训班名称', '培训班'] },
      { max: 200 },
    ),
    series: choice(
      {
        policy: { zh: '政策培训', en: 'policy training', aliases: ['政策'] },
        skills: { zh: '业务培训', en: 'skills training', aliases: ['业务'] },
      },
      { zh: '类别', en: 'series', aliases: ['培训类别', '培训类型'] },
    ),
    ...heldBy,
    place: optional(text({ zh: '地点', en: 'place', aliases: ['培训地点'] }, { max: 100 })),
    hours: optional(
      number({ zh: '学时', en: 'hours', aliases: ['课时'] }, { max: 200, units: ['学时', '课时', '小时'] }),
    ),
    speaker: optional(
      person({ zh: '授课人', en: 'speaker', aliases: ['主讲人', '授课老师', '授课教师', '讲师'] }),
    ),
    topics: optional(texts({ zh: '专题', en: 'topics', aliases: ['培训专题'] })),
    ...attendedBy,
    note: optional(text({ zh: '备注', en: 'note' })),
  },
  list: ['date', 'title', 'series', 'organiser', 'level', 'township', 'hours'],
  minor: ['hours'],
  naming: {
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
  rules: [...gatheringRules],
})

export const trainingAttend = attend(training, 'training')

export const policyAttendance = attendanceRate(
  { name: 'training.policy', label: { zh: '政策培训出勤率', en: 'policy training attendance' } },
  'training',
  "t.series = 'policy'",
)

export const skillsAttendance = attendanceRate(
  { name: 'training.skills', label: { zh: '业务培训出勤率', en: 'skills training attendance' } },
  'training',
  "t.series = 'skills'",
)
