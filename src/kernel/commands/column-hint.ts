import { namingFields } from '../schema/register.ts'
import type { Input, Register } from '../schema/types.ts'
import { both, type Text } from '../text.ts'

/** What to fill in a column. */
export function howFilled(register: Register, input: Input): Text {
  if (input.parent) {
    const { zh, en } = input.parent.label
    return {
      zh: `${zh}的名称; 名称不重复时可以不填`,
      en: `name of the ${en}; optional if no two have the same name`,
    }
  }
  const field = register.fields[input.field!]!
  const target = field.target?.()
  const several = { zh: '; 多个用“、”隔开', en: '; separate several with 、' }
  const more = field.many ? several : both('')
  if (target && input.part > 0) {
    const { zh, en } = target.label
    return {
      zh: `与前面的列一起指明${zh}, 能认清时可以不填`,
      en: `identifies the ${en} together with the columns before; optional if it is clear`,
    }
  }
  if (target) {
    const by = target.fields[namingFields(target)[0]!]!.label
    return {
      zh: `已登记的${target.label.zh}, 填${by.zh}${more.zh}`,
      en: `a ${target.label.en} on record, by its ${by.en}${more.en}`,
    }
  }
  if (field.words) return { zh: `从下拉列表选${more.zh}`, en: `one from the list${more.en}` }
  if (field.nothing) return { zh: '文字; 没有的留空', en: 'text; leave it empty if there is nothing' }
  return kinds[field.kind] ?? both('')
}

const kinds: Readonly<Record<string, Text>> = {
  date: { zh: '日期, 如 2024-7-26', en: 'a date, e.g. 2024-7-26' },
  month: { zh: '年月, 如 1985-03', en: 'a month, e.g. 1985-03' },
  year: { zh: '年份, 如 2024', en: 'a year, e.g. 2024' },
  quarter: { zh: '季度, 如 2024Q2', en: 'a quarter, e.g. 2024Q2' },
  period: {
    zh: '季度、半年或年份, 如 2024Q2、2024H1、2024',
    en: 'a quarter, a half-year or a year, e.g. 2024Q2, 2024H1 or 2024',
  },
  amount: { zh: '金额, 单位元', en: 'an amount in yuan' },
  integer: { zh: '整数', en: 'a whole number' },
  number: { zh: '数', en: 'a number' },
  person: { zh: '姓名, 照身份证', en: 'a name, as on the ID card' },
  idNumber: { zh: '18 位身份证号, 文本格式', en: 'the 18-digit ID number, as text' },
  phone: { zh: '手机号或座机号, 文本格式', en: 'a mobile or landline number, as text' },
  code: { zh: '数字代码, 文本格式', en: 'a code of digits, as text' },
  texts: { zh: '文字; 多个用“、”隔开', en: 'text; separate several with 、' },
  text: { zh: '文字', en: 'text' },
}
