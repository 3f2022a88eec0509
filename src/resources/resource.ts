import { fault, optional } from '../kernel/schema/field.ts'
import { choice } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { amount } from '../kernel/schema/fields/number.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import type { RecordOf, Rule } from '../kernel/schema/types.ts'
import type { Text } from '../kernel/text.ts'
import { village } from '../roster/village.ts'
import { credited } from './credit.ts'

export const resourceKinds = {
  funds: { zh: '资金', en: 'funds', aliases: ['专项资金', '项目资金', '衔接资金'] },
  project: { zh: '项目', en: 'project', aliases: ['建设项目'] },
  goods: { zh: '物资', en: 'goods', aliases: ['实物', '设备'] },
} as const

const fields = {
  village: reference(() => village, { zh: '村', en: 'village', aliases: ['受益村', '实施村'] }),
  title: text(
    { zh: '名称', en: 'title', aliases: ['项目名称', '资金名称', '项目资金名称', '争取事项', '资源名称'] },
    { max: 100 },
  ),
  kind: choice(resourceKinds, {
    zh: '类别',
    en: 'kind',
    aliases: ['资源类别', '类型', '争取类型', '资金类别'],
  }),
  source: text(
    { zh: '来源单位', en: 'source', aliases: ['资金来源', '上级单位', '支持单位', '来源'] },
    { max: 80 },
  ),
  level: choice(
    {
      central: { zh: '中央', en: 'central' },
      province: { zh: '省', en: 'province', aliases: ['省级'] },
      city: { zh: '市', en: 'city', aliases: ['市级', '地市级'] },
      county: { zh: '县', en: 'county', aliases: ['县级', '区', '县(市、区)'] },
      township: { zh: '乡镇', en: 'township', aliases: ['乡级', '乡镇级'] },
      society: { zh: '社会', en: 'society', aliases: ['企业', '社会捐赠', '社会力量'] },
    },
    { zh: '来源层级', en: 'level', aliases: ['层级', '级别', '资金级别'] },
  ),
  amount: optional(
    amount({
      zh: '金额(元)',
      en: 'amount (yuan)',
      aliases: ['金额', '资金额度', '项目金额', '资金', '资金金额', '争取资金', '项目资金', '资金规模'],
    }),
  ),
  applied: date({ zh: '申报日期', en: 'applied', aliases: ['申报时间', '申请日期', '申请时间'] }),
  approved: optional(date({ zh: '批复日期', en: 'approved', aliases: ['批复时间', '立项日期', '立项时间'] })),
  arrived: optional(date({ zh: '到位日期', en: 'arrived', aliases: ['到位时间', '到账日期', '拨付日期'] })),
  finished: optional(date({ zh: '完成日期', en: 'finished', aliases: ['完成时间', '竣工日期', '验收日期'] })),
}

export type Resource = RecordOf<typeof fields>

export const stages = ['applied', 'approved', 'arrived', 'finished'] as const
type Stage = (typeof stages)[number]

export const stageNames: Record<Stage, Text> = {
  applied: { zh: '申报中', en: 'applied for' },
  approved: { zh: '已批复', en: 'approved' },
  arrived: { zh: '已到位', en: 'arrived' },
  finished: { zh: '已完成', en: 'finished' },
}

/** The last stage reached by a day; undefined before the application. */
export const stageOn = (row: Pick<Resource, Stage>, day: string): Stage | undefined =>
  stages.findLast(stage => row[stage] != null && row[stage]! <= day)

/** A stage may be skipped, but its date is not before that of an earlier stage. */
const inOrder: Rule<Resource> = record => {
  for (const [i, name] of stages.entries()) {
    const before = stages.slice(0, i).findLast(stage => record[stage] != null)
    if (record[name] == null || !before || record[name]! >= record[before]!) continue
    const { zh, en } = fields[before].label
    return {
      field: name,
      fault: fault(
        'resource.dates-out-of-order',
        `早于${zh} ${record[before]}`,
        `is before the ${en} date (${record[before]})`,
        '核对两个日期',
        'check the two dates',
      ),
    }
  }
  return undefined
}

export const resource = register({
  name: 'resource',
  label: { zh: '争取项目资金', en: 'resource won' },
  about: {
    zh: '为一村向上级或社会争取的一笔资金、一个项目或一批物资; 状态由四个日期算出。',
    en: 'Funds, a project or goods sought for a village; its status follows from its four dates.',
  },
  key: ['village', 'title', 'applied'],
  filledBy: 'secretary',
  on: 'applied',
  fields,
  list: ['village', 'title', 'kind', 'source', 'amount', 'applied', 'arrived', 'finished'],
  minor: ['kind', 'source'],
  example: {
    village: '张老湾村',
    title: '中药材烘干房',
    kind: '项目',
    source: '市农业农村局',
    level: '县',
    amount: '20万元',
    applied: '2024-03-05',
  },
  rules: [
    ({ kind, amount }) =>
      kind && kind !== 'goods' && amount == null
        ? {
            field: 'amount',
            fault: fault(
              'resource.amount-missing',
              '资金和项目要写金额',
              'is required for funds and projects',
              '补填金额; 未估价的实物, 类别改为物资',
              'give the amount; for goods without a price, use kind 物资',
            ),
          }
        : undefined,
    inOrder,
  ],
})

export const resourcesArrived = credited({
  name: 'resource.arrived',
  label: { zh: '争取资金到位额', en: 'funds arrived' },
  type: 'amount',
  register: 'resource',
  events: q => `
  select ${q.key('r')}r.village, r.arrived as date, coalesce(r.amount, 0) as part, 0 as "of", r.id as record,
    r.arrived || ' ' || r.title as note
  from resource r
  where ${q.only('r')} and r.arrived >= :from and r.arrived <= :until`,
})
