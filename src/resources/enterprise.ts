import { optional } from '../kernel/schema/field.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { references } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { village } from '../roster/village.ts'

export const enterprise = register({
  name: 'enterprise',
  label: { zh: '联村企业', en: 'paired enterprise' },
  about: {
    zh: '“项目进村、企业联村”行动中与村结对的一家企业。',
    en: 'One enterprise paired with villages.',
  },
  key: ['name'],
  filledBy: 'county',
  fields: {
    name: text(
      { zh: '企业名称', en: 'name', aliases: ['企业', '联村企业', '公司名称', '企业全称'] },
      { max: 80 },
    ),
    villages: references(() => village, {
      zh: '联系村',
      en: 'villages',
      aliases: ['联村', '结对村', '帮扶村', '所联村', '涉及村'],
    }),
    since: optional(
      date({ zh: '联村时间', en: 'since', aliases: ['结对时间', '结对日期', '联村日期', '起始时间'] }),
    ),
    contact: optional(
      text({ zh: '联系人', en: 'contact', aliases: ['联络人', '企业联系人', '负责人'] }, { max: 50 }),
    ),
  },
  list: ['name', 'villages', 'since', 'contact'],
  naming: {
    header: {
      zh: '企业',
      en: 'enterprise',
      aliases: ['企业名称', '联村企业', '采购企业', '采购单位', '购买企业'],
    },
    by: ['name'],
  },
  example: { name: '示例农产品有限公司', villages: '张老湾村', since: '2024-03-01' },
})
