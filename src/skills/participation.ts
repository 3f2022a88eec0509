import { earlier, periodDays } from '../kernel/calendar.ts'
import { measure } from '../kernel/cli/facts.ts'
import { choice } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { reference, references } from '../kernel/schema/fields/reference.ts'
import { register } from '../kernel/schema/register.ts'
import type { Lang } from '../kernel/text.ts'
import { posting } from '../roster/posting.ts'
import { village } from '../roster/village.ts'

export const participation = register({
  name: 'participation',
  label: { zh: '村内活动', en: 'village activity' },
  about: {
    zh: '驻村干部参加的一次村内活动: 会议、义务劳动、志愿服务等。',
    en: 'One meeting or activity of a village in which people posted there took part.',
  },
  key: ['village', 'date', 'kind'],
  filledBy: 'secretary',
  on: 'date',
  fields: {
    village: reference(() => village, { zh: '村', en: 'village' }),
    date: date({ zh: '日期', en: 'date', aliases: ['活动日期', '活动时间', '时间'] }),
    kind: choice(
      {
        villagers: { zh: '村民大会', en: 'villagers’ meeting', aliases: ['村民代表会议', '村民会议'] },
        party: { zh: '党员大会', en: 'party members’ meeting', aliases: ['支部党员大会'] },
        labour: { zh: '义务劳动', en: 'voluntary labour' },
        service: { zh: '志愿服务', en: 'volunteer service' },
        affairs: { zh: '村内事务', en: 'village affairs', aliases: ['村级事务', '其他'] },
      },
      { zh: '活动类别', en: 'kind', aliases: ['类别', '活动', '活动类型'] },
    ),
    postings: references(() => posting, {
      zh: '参加人员',
      en: 'took part',
      aliases: ['参加人', '驻村干部', '人员'],
    }),
  },
  list: ['date', 'village', 'kind', 'postings'],
  naming: { header: { zh: '活动日期', en: 'activity' }, by: ['date'], within: ['village', () => village] },
  example: { village: '张老湾村', date: '2024-03-12', kind: '义务劳动', postings: '张三' },
})

/** Counts kinds, not times: variety teaches; attendance must not become a ranking. */
const kindsOf = (subject: 'posting' | 'unit') =>
  measure({
    name: 'participation.kinds',
    label: { zh: '参加村内活动类别数', en: 'kinds of village activity' },
    type: 'count',
    subject,
    // Colleagues take part in the same kinds, so the unit's number is counted separately.
    isSummed: false,
    *facts(facts, period) {
      const { from, to } = periodDays(period)
      const rows = facts.db
        .prepare(
          `with taken as (
             select distinct ${subject === 'unit' ? 'p.unit' : 'p.id'} as subject, a.id as record, a.kind, a.date
             from participation a, json_each(a.postings) e join posting p on p.id = e.value
             where a.date between ? and ?
           )
           select *, row_number() over (partition by subject, kind order by date, record) = 1 as part
           from taken order by subject, date, record`,
        )
        .iterate(from, earlier(to, facts.asOf)) as Iterable<{
        subject: number
        record: number
        kind: 'villagers'
        date: string
        part: number
      }>
      for (const { kind, date, ...row } of rows) {
        const word = (lang: Lang) => `${participation.fields.kind.write(kind, lang)} ${date}`
        yield { ...row, of: 0, register: 'participation', note: { zh: word('zh'), en: word('en') } }
      }
    },
  })

export const kindsTakenPart = [kindsOf('posting'), kindsOf('unit')]
