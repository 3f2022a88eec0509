import { measure } from '../kernel/cli/measure.ts'
import { optional } from '../kernel/schema/field.ts'
import { choice } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import { references } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { posting } from '../roster/posting.ts'

export const trip = register({
  name: 'trip',
  label: { zh: '外出学习', en: 'study trip' },
  about: {
    zh: '一次外出学习, 由县级、乡级或驻村干部自发组织。',
    en: 'One study trip, organised by the county, a township or the people themselves.',
  },
  key: ['date', 'destination', 'organiser'],
  filledBy: 'county',
  on: 'date',
  fields: {
    date: date({ zh: '日期', en: 'date', aliases: ['外出时间', '学习日期', '出发日期', '时间'] }),
    days: optional(integer({ zh: '天数', en: 'days' }, { min: 1, max: 99, units: ['天', '日'] })),
    destination: text(
      { zh: '学习地点', en: 'destination', aliases: ['目的地', '外出地点', '地点'] },
      { max: 100 },
    ),
    organiser: choice(
      {
        county: { zh: '县级组织', en: 'county', aliases: ['县级', '县'] },
        township: { zh: '乡级组织', en: 'township', aliases: ['乡镇组织', '乡级', '乡镇'] },
        self: { zh: '自发组织', en: 'self-organised', aliases: ['自发', '自行组织'] },
      },
      { zh: '组织方式', en: 'organised by', aliases: ['组织形式', '组织层级'] },
    ),
    topic: optional(text({ zh: '主题', en: 'topic', aliases: ['学习主题', '学习内容'] }, { max: 200 })),
    batch: optional(text({ zh: '批次', en: 'batch' }, { max: 30 })),
    participants: references(() => posting, {
      zh: '参加人员',
      en: 'participants',
      aliases: ['参训人员', '人员'],
    }),
    lessons: optional(text({ zh: '可借鉴做法', en: 'lessons', aliases: ['借鉴做法', '学习收获'] })),
    applied: optional(text({ zh: '转化情况', en: 'applied', aliases: ['成果转化'] })),
  },
  list: ['date', 'days', 'destination', 'organiser', 'topic', 'participants'],
  example: { date: '2024-05-16', destination: '信阳市新县', organiser: '县级组织', participants: '张三' },
})

export const trips = measure<{ subject: number; record: number; day: string; note: string }>({
  name: 'trip.count',
  label: { zh: '外出学习人次', en: 'study trips' },
  type: 'count',
  subject: 'posting',
  sql: q => `
select ${q.key('t')}e.value as subject, t.id as record, t.date as day, t.date || ' ' || t.destination as note
from trip t${q.items('t', 'participants')}
where ${q.only('t')} and t.date >= :from and t.date <= :until
order by ${q.key('t')}e.value, t.date, t.id`,
  fact: row => ({ ...row, part: 1, of: 0, register: 'trip' }),
})
