import { addDays } from '../kernel/calendar.ts'
import { dated } from '../kernel/schema/dated.ts'
import { computed, optional } from '../kernel/schema/field.ts'
import { choice } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { phone } from '../kernel/schema/fields/personal.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { person, text, texts } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import type { Register } from '../kernel/schema/types.ts'
import { words } from '../kernel/text.ts'

export const unit: Register = register({
  name: 'unit',
  label: { zh: '派出单位', en: 'sponsor unit' },
  about: {
    zh: '派人驻村的单位, 也叫帮扶单位、选派单位、后盾单位。',
    en: 'An office that sends people to villages.',
  },
  key: ['name'],
  filledBy: 'county',
  fields: {
    name: dated(
      text(
        {
          zh: '单位名称',
          en: 'name',
          aliases: words('名称 派出单位 帮扶单位 单位全称 派出单位名称 帮扶单位名称 单位'),
        },
        { max: 80 },
      ),
    ),
    aliases: optional(texts({ zh: '简称', en: 'also called', aliases: ['单位简称', '曾用名'] })),
    level: dated(
      optional(
        choice(
          {
            central: { zh: '中央', en: 'central' },
            province: { zh: '省', en: 'province', aliases: ['省级', '省直'] },
            city: { zh: '市', en: 'city', aliases: ['市级', '市直', '市、地区'] },
            county: { zh: '县', en: 'county', aliases: ['县级', '县直', '区', '县(市、区)'] },
            township: { zh: '乡镇', en: 'township', aliases: ['乡', '镇', '街道', '乡镇级'] },
          },
          { zh: '隶属层级', en: 'level', aliases: ['单位隶属关系', '单位层级', '隶属关系', '层级'] },
        ),
      ),
    ),
    kind: dated(
      optional(text({ zh: '单位性质', en: 'kind', aliases: ['帮扶单位类型', '单位类型'] }, { max: 50 })),
    ),
    leader: optional(person({ zh: '主要负责人', en: 'leader', aliases: ['单位负责人', '负责人'] })),
    contact: optional(person({ zh: '联络人', en: 'contact', aliases: ['联系人'] })),
    phone: optional(
      phone({ zh: '联系电话', en: 'phone', aliases: ['电话', '联系方式', '手机号', '手机号码'] }),
    ),
    mergedInto: computed(optional(reference(() => unit, { zh: '并入单位', en: 'merged into' }))),
    mergedOn: computed(optional(date({ zh: '并入日期', en: 'merged on' }, { ahead: true }))),
  },
  list: ['name', 'level', 'kind', 'leader', 'contact', 'phone', 'mergedInto', 'mergedOn'],
  rare: ['mergedInto', 'mergedOn'],
  minor: ['kind'],
  naming: {
    header: {
      zh: '派出单位',
      en: 'sponsor unit',
      aliases: words(
        '选派单位 帮扶单位 后盾单位 包联单位 结对单位 派出(帮扶)单位 派驻单位 工作单位 单位名称 派出单位名称 选派单位名称 帮扶单位名称 单位 所在单位 原单位 原工作单位',
      ),
    },
    by: ['name'],
    during: ({ mergedOn }) => [null, mergedOn ? addDays(mergedOn as string, -1) : null],
    successor: ['mergedInto', 'mergedOn'],
    spellings: row => [
      row.name as string,
      ...((row.aliases ? JSON.parse(row.aliases as string) : []) as string[]),
    ],
  },
  example: { name: '示例一局', level: '县' },
  complete(record, before) {
    if (!before || !record.name || record.name === before.name) return record
    const aliases = new Set([...((record.aliases as string[] | null) ?? []), before.name as string])
    aliases.delete(record.name as string)
    return { ...record, aliases: Array.from(aliases) }
  },
})
