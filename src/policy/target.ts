import { optional } from '../kernel/schema/field.ts'
import { choice } from '../kernel/schema/fields/choice.ts'
import { period } from '../kernel/schema/fields/date.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { township } from '../roster/township.ts'

export const target = register({
  name: 'target',
  label: { zh: '年度计划', en: 'yearly plan' },
  about: {
    zh: '某组织单位一年计划办几期某项活动; 已开展几期由各台账算出。',
    en: 'How many events of an activity an organiser plans for a year; the number held is computed.',
  },
  key: ['year', 'activity', 'organiser'],
  filledBy: 'county',
  fields: {
    year: period('year', { zh: '年份', en: 'year', aliases: ['年度', '计划年度'] }),
    activity: choice(
      {
        policy: { zh: '政策培训', en: 'policy training' },
        seminar: { zh: '研讨', en: 'seminar', aliases: ['第一书记研讨', '交流研讨'] },
        skills: { zh: '业务培训', en: 'skills training' },
        trip: { zh: '外出学习', en: 'study trip' },
        exchange: { zh: '经验交流', en: 'exchange of experience', aliases: ['季度经验交流'] },
      },
      { zh: '活动', en: 'activity', aliases: ['活动类别', '项目', '活动名称'] },
    ),
    organiser: text({ zh: '组织单位', en: 'organiser', aliases: ['主办单位', '责任单位'] }, { max: 80 }),
    township: optional(reference(() => township, { zh: '乡镇', en: 'township' })),
    planned: integer(
      { zh: '计划期数', en: 'planned', aliases: ['计划次数', '计划数', '全年计划'] },
      { min: 1, max: 999, units: ['期', '次', '场', '场次'] },
    ),
  },
  list: ['year', 'activity', 'organiser', 'township', 'planned'],
  example: { year: '2024', activity: '研讨', organiser: '市委组织部', planned: '2' },
})
