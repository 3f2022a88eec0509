import { optional } from '../kernel/schema/field.ts'
import { choice } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { text, texts } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { village } from '../roster/village.ts'
import { credited } from './credit.ts'

export const expert = register({
  name: 'expert',
  label: { zh: '专业人才', en: 'expert support' },
  about: {
    zh: '高校、院所或企业的专业人才到村的一次支持: 调研、指导或共建基地。',
    en: 'One case of support for a village by experts of a college, institute or firm: a survey, advice or a joint base.',
  },
  key: ['date', 'village', 'institution'],
  filledBy: 'secretary',
  on: 'date',
  fields: {
    date: date({ zh: '日期', en: 'date', aliases: ['到村日期', '活动日期', '活动时间', '服务时间', '时间'] }),
    village: reference(() => village, { zh: '村', en: 'village' }),
    institution: text(
      {
        zh: '单位',
        en: 'institution',
        aliases: ['专家单位', '所在单位', '支持单位', '合作单位', '院校', '高校院所'],
      },
      { max: 80 },
    ),
    names: optional(
      texts({ zh: '专家姓名', en: 'experts', aliases: ['专家', '专家名单', '专业人才', '人员'] }),
    ),
    field: text(
      { zh: '领域', en: 'field', aliases: ['专业领域', '服务领域', '技术领域', '专业'] },
      { max: 80 },
    ),
    activity: choice(
      {
        survey: { zh: '调研', en: 'survey', aliases: ['实地调研', '考察'] },
        advice: { zh: '指导', en: 'advice', aliases: ['技术指导', '现场指导', '培训指导'] },
        base: { zh: '共建基地', en: 'joint base', aliases: ['产学研基地', '建立基地', '共建产学研基地'] },
      },
      { zh: '活动', en: 'activity', aliases: ['活动形式', '活动内容', '服务形式', '支持方式'] },
    ),
    result: optional(
      text({ zh: '成效', en: 'result', aliases: ['结果', '工作成效', '取得成效', '活动成果'] }),
    ),
  },
  list: ['date', 'village', 'institution', 'names', 'field', 'activity', 'result'],
  minor: ['activity'],
  example: {
    date: '2024-04-18',
    village: '张老湾村',
    institution: '郑州澍青医学高等专科学校',
    field: '中药及农产品',
    activity: '调研',
  },
})

export const expertSupport = credited({
  name: 'expert.support',
  label: { zh: '专业人才支持次数', en: 'expert supports' },
  type: 'count',
  register: 'expert',
  events: q => `
  select ${q.key('x')}x.village, x.date, 1 as part, 0 as "of", x.id as record, x.date || ' ' || x.institution as note
  from expert x
  where ${q.only('x')} and x.date >= :from and x.date <= :until`,
})
