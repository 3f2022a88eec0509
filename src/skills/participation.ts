import { measure } from '../kernel/cli/measure.ts'
import { choice } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { reference, references } from '../kernel/schema/fields/reference.ts'
import { register } from '../kernel/schema/register.ts'
import type { Lang } from '../kernel/text.ts'
import { posting } from '../roster/posting.ts'
import { unitOn } from '../roster/posting-unit.ts'
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

interface Taken {
  readonly subject: number
  readonly record: number
  readonly kind: 'villagers'
  readonly date: string
  readonly part: number
}

/** Counts kinds, not times: variety teaches; attendance must not become a ranking. */
const kindsOf = (subject: 'posting' | 'unit') =>
  measure<Taken>({
    name: 'participation.kinds',
    label: { zh: '参加村内活动类别数', en: 'kinds of village activity' },
    type: 'count',
    subject,
    // Colleagues take part in the same kinds, so the unit's number is counted separately.
    isSummed: false,
    sql: q => `
with taken as (
  select distinct ${q.key('a')}${subject === 'unit' ? unitOn('p', 'a.date', q) : 'p.id'} as subject, a.id as record, a.kind, a.date
  from participation a${q.items('a', 'postings')}
  join posting p on p.id = e.value${q.same('p', 'a')}
  where ${q.only('a')} and a.date >= :from and a.date <= :until
)
select ${q.key('t')}t.subject, t.record, t.kind, t.date,
  case when row_number() over (partition by ${q.key('t')}t.subject, t.kind order by t.date, t.record) = 1 then 1 else 0 end as part
from taken t
order by ${q.key('t')}t.subject, t.date, t.record`,
    fact({ subject, record, part, kind, date }) {
      const word = (lang: Lang) => `${participation.fields.kind.write(kind, lang)} ${date}`
      return {
        subject,
        part,
        of: 0,
        register: 'participation',
        record,
        note: { zh: word('zh'), en: word('en') },
      }
    },
  })

export const kindsTakenPart = [kindsOf('posting'), kindsOf('unit')]
