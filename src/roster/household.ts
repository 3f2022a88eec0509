import { optional } from '../kernel/schema/field.ts'
import { choiceFrom } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { person, text, texts } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { setting } from '../kernel/schema/setting.ts'
import { village } from './village.ts'

export const householdKinds = setting({
  name: 'household.kinds',
  field: texts({ zh: '户类型', en: 'kinds of household' }),
  fallback: '一般农户、脱贫户、监测户',
})

export const household = register({
  name: 'household',
  label: { zh: '农户', en: 'household' },
  about: {
    zh: '农户名册的一户; 走访覆盖率以它为准。入册日期空着的, 视为一直在册。',
    en: 'One household of a village; visit coverage is computed from this list. Without a date it was always listed.',
  },
  key: ['village', { either: [['number'], ['head']] }],
  filledBy: 'township',
  fields: {
    village: reference(() => village, { zh: '村', en: 'village' }),
    number: optional(
      text({ zh: '户编号', en: 'household number', aliases: ['户号', '农户编号', '门牌编号'] }, { max: 30 }),
    ),
    head: person({ zh: '户主', en: 'head of household', aliases: ['户主姓名', '农户姓名'] }),
    kind: choiceFrom('household.kinds', {
      zh: '户类型',
      en: 'kind of household',
      aliases: ['农户类型', '户属性'],
    }),
    members: optional(
      integer({ zh: '人口', en: 'members', aliases: ['家庭人口', '家庭人口数', '人口数'] }, { max: 99 }),
    ),
    address: optional(text({ zh: '住址', en: 'address', aliases: ['家庭住址', '地址'] }, { max: 100 })),
    since: optional(
      date({ zh: '入册日期', en: 'listed since', aliases: ['入册时间', '列入日期', '迁入日期', '识别日期'] }),
    ),
  },
  list: ['village', 'number', 'head', 'kind', 'members', 'address', 'since'],
  // Sheets from before a merger or a move say the old village and number.
  former: db =>
    (
      db
        .prepare(
          'select r.household as id, r.village as parent, r.until, r.number, h.head from residence r join household h on h.id = r.household',
        )
        .all() as { id: number; parent: number; until: string; number: string | null; head: string }[]
    ).map(({ number, head, ...row }) => ({ ...row, names: [number, head] })),
  example: { village: '张老湾村', number: '001', head: '张三', kind: '一般农户' },
})
