import { Fault } from '../kernel/errors.ts'
import { dated } from '../kernel/schema/dated.ts'
import { optional } from '../kernel/schema/field.ts'
import { choice, choiceFrom } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { person, text, texts } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { setting } from '../kernel/schema/setting.ts'
import { words } from '../kernel/text.ts'
import { listedWhereVillageIs } from './household-village.ts'
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
    zh: '农户名册的一户; 走访覆盖率以它为准。入册日期空着的, 视为一直在册; 离册的不删除。',
    en: 'One household of a village; visit coverage is computed from this list. Without a date it was always listed; one that left stays on record.',
  },
  key: ['village', { either: [['number'], ['head']] }],
  apart: 'number',
  filledBy: 'township',
  fields: {
    village: dated(reference(() => village, { zh: '村', en: 'village' })),
    number: dated(
      optional(
        text(
          { zh: '户编号', en: 'household number', aliases: ['户号', '农户编号', '门牌编号'] },
          { max: 30 },
        ),
      ),
    ),
    head: dated(
      person({ zh: '户主', en: 'head of household', aliases: ['户主姓名', '农户姓名', '农户户主'] }),
    ),
    kind: dated(
      choiceFrom('household.kinds', {
        zh: '户类型',
        en: 'kind of household',
        aliases: words('农户类型 户属性 户类别 农户类别 农户属性 户性质'),
      }),
    ),
    members: dated(
      optional(
        integer(
          {
            zh: '人口',
            en: 'members',
            aliases: words('家庭人口 家庭人口数 人口数 家庭总人口 家庭成员数 人数 户籍人口'),
          },
          { max: 99, units: ['人', '口', '口人'] },
        ),
      ),
    ),
    address: optional(
      text(
        { zh: '住址', en: 'address', aliases: words('家庭住址 地址 家庭地址 居住地址 详细地址') },
        { max: 100 },
      ),
    ),
    since: optional(
      date({ zh: '入册日期', en: 'listed since', aliases: ['入册时间', '列入日期', '迁入日期', '识别日期'] }),
    ),
    end: optional(
      date(
        { zh: '离册日期', en: 'last day listed', aliases: ['离册时间', '迁出日期', '销户日期'] },
        { ahead: true },
      ),
    ),
    endReason: optional(
      choice(
        {
          moved: { zh: '迁出', en: 'moved away', aliases: ['搬离', '外迁'] },
          died: { zh: '去世', en: 'died', aliases: ['死亡', '亡故', '整户消亡'] },
          joined: { zh: '并户', en: 'joined another household', aliases: ['合户'] },
          other: { zh: '其他', en: 'other' },
        },
        { zh: '离册原因', en: 'reason', aliases: ['减少原因', '销户原因'] },
      ),
    ),
  },
  term: ['since', 'end'],
  ending: ['endReason', 'other'],
  keyUntil: 'end',
  between: listedWhereVillageIs,
  list: ['village', 'number', 'head', 'kind', 'members', 'address', 'since', 'end'],
  minor: ['address', 'since', 'end'],
  rules: [
    ({ since, end }) =>
      since && end && end < since
        ? {
            field: 'end',
            fault: new Fault(
              'household.end-before-since',
              { zh: `早于入册日期 ${since}`, en: `is before the household was listed (${since})` },
              { zh: '核对两个日期', en: 'check both dates' },
            ),
          }
        : undefined,
    ({ end, endReason }) =>
      endReason && !end
        ? {
            field: 'endReason',
            fault: new Fault(
              'household.reason-without-end',
              { zh: '有离册原因而无离册日期', en: 'is given without the last day listed' },
              { zh: '补填离册日期', en: 'give the last day too' },
            ),
          }
        : undefined,
  ],
  example: { village: '张老湾村', number: '001', head: '张三', kind: '一般农户' },
})
