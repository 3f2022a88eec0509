import { optional } from '../kernel/schema/field.ts'
import { choice } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { text, texts } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { attend } from './attend.ts'
import { attendanceRate, attendedBy, gatheringRules, heldBy } from './gathering.ts'

export const seminar = register({
  name: 'seminar',
  label: { zh: '研讨', en: 'seminar' },
  about: {
    zh: '一期第一书记研讨: 集中研讨或外出观摩; 计划期数在年度计划里。',
    en: 'One seminar of first secretaries, a discussion or a field visit; the yearly plan holds the planned number.',
  },
  key: ['date', 'title'],
  filledBy: 'county',
  on: 'date',
  fields: {
    date: date({ zh: '日期', en: 'date', aliases: ['研讨日期', '研讨时间', '活动时间', '时间'] }),
    title: text(
      { zh: '主题', en: 'title', aliases: ['研讨主题', '研讨内容', '活动主题', '活动名称'] },
      { max: 200 },
    ),
    form: choice(
      {
        indoor: { zh: '集中研讨', en: 'discussion', aliases: ['集中交流研讨', '研讨'] },
        outdoor: { zh: '外出观摩', en: 'field visit', aliases: ['外出观摩学习', '观摩'] },
      },
      { zh: '形式', en: 'form', aliases: ['研讨形式', '活动形式'] },
    ),
    topics: optional(texts({ zh: '研讨专题', en: 'topics', aliases: ['专题', '议题'] })),
    ...heldBy,
    ...attendedBy,
  },
  list: ['date', 'title', 'form', 'topics', 'organiser', 'level', 'township'],
  minor: ['organiser'],
  naming: {
    header: { zh: '研讨', en: 'seminar' },
    by: ['date', 'title'],
  },
  example: {
    date: '2024-05-22',
    title: '“五星”支部创建研讨',
    form: '集中研讨',
    organiser: '市委组织部',
    level: '县级',
  },
  rules: [...gatheringRules],
})

export const seminarAttend = attend(seminar, 'seminar')

export const seminarAttendance = attendanceRate(
  { name: 'seminar.attendance', label: { zh: '研讨出勤率', en: 'seminar attendance' } },
  'seminar',
)
