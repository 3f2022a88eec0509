import { earlier, periodDays } from '../kernel/calendar.ts'
import { type Fact, measure } from '../kernel/cli/facts.ts'
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

export const exemplars = measure({
  name: 'exemplar.count',
  label: { zh: '先进典型次数', en: 'times named as an exemplar' },
  type: 'count',
  subject: 'posting',
  facts(facts, period) {
    const { from, to } = periodDays(period)
    return facts.db
      .prepare(
        `select posting as subject, 1 as part, 0 as "of", 'exemplar' as register, id as record, date as note
         from exemplar where date between ? and ? order by posting, date`,
      )
      .iterate(from, earlier(to, facts.asOf)) as Iterable<Fact>
  },
})
