import { measure } from '../kernel/cli/measure.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { posting } from '../roster/posting.ts'

export const exemplar = register({
  name: 'exemplar',
  label: { zh: '先进典型', en: 'exemplar' },
  about: {
    zh: '一名驻村干部被确定为先进典型, 连同主要事迹。',
    en: 'One person named as an exemplar, with the deeds.',
  },
  key: ['posting', 'date'],
  filledBy: 'county',
  on: 'date',
  fields: {
    posting: reference(() => posting, { zh: '姓名', en: 'name', aliases: ['典型姓名', '先进个人', '人选'] }),
    date: date({
      zh: '确定日期',
      en: 'date',
      aliases: ['日期', '表扬日期', '认定日期', '通报日期', '推选日期'],
    }),
    deeds: text({ zh: '事迹', en: 'deeds', aliases: ['主要事迹', '典型事迹', '先进事迹', '事迹简介'] }),
  },
  list: ['date', 'posting', 'deeds'],
  example: {
    village: '张老湾村',
    posting: '张三',
    date: '2024-06-28',
    deeds: '牵头建成中药材初加工点, 带动四十户增收',
  },
})

export const exemplars = measure<{ subject: number; record: number; day: string; note: string }>({
  name: 'exemplar.count',
  label: { zh: '先进典型次数', en: 'times named as an exemplar' },
  type: 'count',
  subject: 'posting',
  sql: q => `
select ${q.key('x')}x.posting as subject, x.id as record, x.date as day, x.date as note
from exemplar x
where ${q.only('x')} and x.date >= :from and x.date <= :until
order by ${q.key('x')}x.posting, x.date, x.id`,
  fact: row => ({ ...row, part: 1, of: 0, register: 'exemplar' }),
})
