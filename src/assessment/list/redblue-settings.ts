import { yesNo } from '../../kernel/schema/fields/choice.ts'
import { integer, number } from '../../kernel/schema/fields/number.ts'
import { setting } from '../../kernel/schema/setting.ts'

export const redCount = setting({
  name: 'redblue.red',
  field: integer(
    { zh: '红榜提名: 最多前几名 (个)', en: 'red list: at most how many from the top' },
    { max: 500 },
  ),
  fallback: '5',
})
export const blueCount = setting({
  name: 'redblue.blue',
  field: integer(
    { zh: '蓝榜提名: 最多后几名 (个)', en: 'blue list: at most how many from the bottom' },
    { max: 500 },
  ),
  fallback: '3',
})
export const redFrom = setting({
  name: 'redblue.redFrom',
  field: number({ zh: '红榜提名: 达到多少分', en: 'red list: the score to reach' }, { max: 200 }),
  fallback: '85',
})
export const blueBelow = setting({
  name: 'redblue.blueBelow',
  field: number(
    {
      zh: '蓝榜提名: 低于多少分, 且有失分可改; 0 为不按规则提名',
      en: 'blue list: only scores below this with points lost; 0 proposes nobody',
    },
    { max: 200 },
  ),
  fallback: '60',
})
export const objectionDays = setting({
  name: 'redblue.objectionDays',
  field: integer(
    {
      zh: '异议期: 提出后几天内不公布 (天), 0 为没有',
      en: 'objection period: days after the proposal without publication, 0 for none',
    },
    { max: 60 },
  ),
  fallback: '5',
})
export const mayListPersons = setting({
  name: 'redblue.persons',
  field: yesNo({ zh: '红蓝榜可以列个人 (是或否)', en: 'persons may be listed' }),
  fallback: '否',
})
export const followDays = setting({
  name: 'redblue.followDays',
  field: integer(
    { zh: '蓝榜跟进期限 (公布后几天内)', en: 'days to follow up a blue entry' },
    { min: 1, max: 365 },
  ),
  fallback: '30',
})
