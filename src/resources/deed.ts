import { fault, optional } from '../kernel/schema/field.ts'
import { choiceFrom } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { amount, integer } from '../kernel/schema/fields/number.ts'
import { reference, references } from '../kernel/schema/fields/reference.ts'
import { person, text, texts } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { setting } from '../kernel/schema/setting.ts'
import type { RecordOf, Rule } from '../kernel/schema/types.ts'
import type { Database } from '../kernel/store/database.ts'
import { counted, type Text } from '../kernel/text.ts'
import { posting } from '../roster/posting.ts'
import { unit } from '../roster/unit.ts'
import { village } from '../roster/village.ts'
import { credited } from './credit.ts'

export const deedKinds = setting({
  name: 'deed.kinds',
  field: texts({ zh: '民生实事类别', en: 'kinds of deed for the people' }),
  fallback: '道路、饮水、照明、养老、就学、就医、环境、其他',
})

const fields = {
  village: reference(() => village, { zh: '村', en: 'village', aliases: ['受益村', '实施村'] }),
  title: text(
    {
      zh: '实事名称',
      en: 'title',
      aliases: [
        '民生实事',
        '领办实事',
        '办实事',
        '为民办实事',
        '实事',
        '实事内容',
        '实事事项',
        '民生实事名称',
        '领办实事名称',
        '办实事内容',
        '名称',
      ],
    },
    { max: 100 },
  ),
  date: date({
    zh: '办结日期',
    en: 'done on',
    aliases: ['办结时间', '完成日期', '完成时间', '日期', '时间'],
  }),
  kind: optional(
    choiceFrom('deed.kinds', { zh: '类别', en: 'kind', aliases: ['实事类别', '民生类别', '类型'] }),
  ),
  postings: optional(
    references(() => posting, {
      zh: '领办人',
      en: 'done by',
      aliases: ['领办干部', '驻村干部', '参与人员', '参加人员', '牵头人', '经办人'],
    }),
  ),
  unit: optional(
    reference(() => unit, {
      zh: '派出单位',
      en: 'sponsor unit',
      aliases: ['单位', '帮扶单位', '领办单位', '牵头单位'],
    }),
  ),
  households: optional(
    integer(
      {
        zh: '受益户数',
        en: 'households served',
        aliases: ['受益农户', '受益农户数', '惠及户数', '受益户'],
      },
      { units: ['户'] },
    ),
  ),
  amount: optional(
    amount({
      zh: '金额(元)',
      en: 'amount (yuan)',
      aliases: ['金额', '投入资金', '投入金额', '资金投入', '资金'],
    }),
  ),
  confirmedBy: optional(
    person({
      zh: '村里确认人',
      en: 'confirmed by',
      aliases: ['确认人', '村级确认人', '村确认人', '群众代表', '村民代表'],
    }),
  ),
  confirmedOn: optional(
    date({
      zh: '村里确认日期',
      en: 'confirmed on',
      aliases: ['确认日期', '确认时间', '村里确认时间', '村级确认日期', '村级确认时间'],
    }),
  ),
}

type Deed = RecordOf<typeof fields>

/** The village confirms by a name and a day, or has not confirmed yet; not before the deed is done. */
const confirmed: Rule<Deed> = ({ date, confirmedBy, confirmedOn }) => {
  // A value that does not parse is undefined and has its own complaint.
  const missing =
    confirmedBy && confirmedOn === null
      ? 'confirmedOn'
      : confirmedOn && confirmedBy === null
        ? 'confirmedBy'
        : undefined
  if (missing) {
    return {
      field: missing,
      fault: fault(
        'deed.half-confirmed',
        '村里确认人和确认日期要一起填',
        'is missing: a confirmation has a person and a day',
        '补填这一项; 村里还没有确认的, 两项都不填',
        'give it too, or leave both empty until the village confirms',
      ),
    }
  }
  return date && confirmedOn && confirmedOn < date
    ? {
        field: 'confirmedOn',
        fault: fault(
          'deed.confirmed-before-done',
          `早于办结日期 ${date}`,
          `is before the day it was done (${date})`,
          '核对两个日期',
          'check the two dates',
        ),
      }
    : undefined
}

/**
 * Says which deeds serve more households than their village has: by its 户数 or its list, whichever is longer. A
 * village with neither says nothing.
 */
function moreThanThereAre(records: readonly Deed[], db: Database): Text | undefined {
  const size = db.prepare(
    `select name, max(coalesce(households, 0),
         (select count(*) from household h where h.village = v.id
          and coalesce(h.since <= :date, true) and coalesce(h."end" >= :date, true))) as households
       from village v where id = :village`,
  )
  const found = records.flatMap(({ village, title, households, date }) => {
    if (households === null) return []
    const there = size.get({ village, date }) as { name: string; households: number } | undefined
    return there && there.households > 0 && households > there.households
      ? [{ title, households, village: there.name, all: there.households }]
      : []
  })
  if (found.length === 0) return undefined
  const some = found.slice(0, 3)
  const more = found.length > some.length
  return {
    zh: `受益户数多于全村户数, 请核对: ${some.map(d => `${d.village}“${d.title}” ${d.households} 户, 全村 ${d.all} 户`).join('; ')}${more ? ` 等 ${found.length} 件` : ''}`,
    en: `more households served than the village has, please check: ${some.map(d => `${d.village} ${d.title}: ${d.households} of ${d.all}`).join('; ')}${more ? ` … ${counted(found.length, 'deed')} in all` : ''}`,
  }
}

export const deed = register({
  name: 'deed',
  label: { zh: '民生实事', en: 'deed for the people' },
  about: {
    zh: '为一村群众办成的一件实事, 以及村里由谁、哪天确认; 村里确认的才计入指标。',
    en: 'One thing done for the people of a village, and who in the village confirmed it when; measures count what is confirmed.',
  },
  key: ['village', 'title', 'date'],
  filledBy: 'secretary',
  on: 'date',
  fields,
  list: ['date', 'village', 'title', 'kind', 'postings', 'unit', 'households', 'amount', 'confirmedOn'],
  minor: ['kind', 'unit', 'amount'],
  example: {
    village: '张老湾村',
    title: '安装路灯二十盏',
    date: '2024-05-20',
    kind: '照明',
    postings: '张三',
    confirmedBy: '王五',
    confirmedOn: '2024-05-23',
  },
  rules: [confirmed],
  remark: moreThanThereAre,
})

export const deedsDone = credited({
  name: 'deed.done',
  label: { zh: '办成民生实事件数', en: 'deeds done and confirmed' },
  type: 'count',
  register: 'deed',
  events: q => `
  select ${q.key('x')}x.village, x.date, 1 as part, 0 as "of", x.id as record, x.date || ' ' || x.title as note
  from deed x
  where ${q.only('x')} and x.date >= :from and x.date <= :until and x."confirmedOn" <= :asOf`,
})
