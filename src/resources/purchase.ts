import type { Facts } from '../kernel/cli/facts.ts'
import { fault, optional } from '../kernel/schema/field.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { amount } from '../kernel/schema/fields/number.ts'
import { reference, references } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { village } from '../roster/village.ts'
import { credited } from './credit.ts'
import { enterprise } from './enterprise.ts'

export const purchase = register({
  name: 'purchase',
  label: { zh: '团购订单', en: 'group order' },
  about: {
    zh: '企业向一村或数村的一笔团购; 数村的, 总额只计一次, 各村平均分摊。',
    en: 'One order of an enterprise from one or more villages: counted once in totals, split equally among them.',
  },
  key: ['date', 'enterprise', 'product'],
  filledBy: 'township',
  on: 'date',
  fields: {
    date: date({ zh: '日期', en: 'date', aliases: ['订单日期', '采购日期', '签订日期', '团购时间', '时间'] }),
    enterprise: reference(() => enterprise, { zh: '企业', en: 'enterprise' }),
    villages: references(() => village, {
      zh: '供货村',
      en: 'villages',
      aliases: ['涉及村', '村', '受益村', '销售村', '村名'],
    }),
    product: text(
      { zh: '产品', en: 'product', aliases: ['产品名称', '商品', '货物', '农产品'] },
      { max: 100 },
    ),
    amount: amount({
      zh: '金额(元)',
      en: 'amount (yuan)',
      aliases: ['金额', '订单金额', '采购金额', '成交额', '成交金额', '团购金额', '销售额'],
    }),
    event: optional(
      text({ zh: '活动', en: 'event', aliases: ['活动名称', '促成活动', '展销活动'] }, { max: 80 }),
    ),
    paid: optional(
      date({ zh: '付款日期', en: 'paid', aliases: ['付款时间', '结清日期', '到账日期', '回款日期'] }),
    ),
  },
  list: ['date', 'enterprise', 'villages', 'product', 'amount', 'event', 'paid'],
  minor: ['event'],
  example: {
    date: '2024-05-18',
    enterprise: '示例农产品有限公司',
    villages: '张老湾村',
    product: '小米',
    amount: '2.6万元',
    event: '山货展销',
  },
  rules: [
    ({ amount }) =>
      amount === 0
        ? {
            field: 'amount',
            fault: fault(
              'purchase.amount-zero',
              '金额为 0',
              'must be more than 0',
              '填写订单金额',
              'give the amount of the order',
            ),
          }
        : undefined,
    ({ date, paid }) =>
      date && paid && paid < date
        ? {
            field: 'paid',
            fault: fault(
              'purchase.before-order',
              '早于订单日期',
              'is before the order',
              '核对两个日期',
              'check the two dates',
            ),
          }
        : undefined,
  ],
})

/** Splits an amount into equal parts of whole 分; leftover 分 go to the first parts (lowest village codes). */
export function split(fen: number, parts: number): number[] {
  const each = Math.floor(fen / parts)
  return Array.from({ length: parts }, (_, i) => each + (i < fen - each * parts ? 1 : 0))
}

export interface Share {
  readonly purchase: number
  readonly date: string
  readonly product: string
  readonly amount: number
  readonly village: number
  readonly name: string
  readonly township: string
  readonly code: string
  readonly part: number
}

/** Orders between two days, one row per village with its part (分); within an order the lowest code first. */
export function shares(facts: Facts, from: string, to: string): Share[] {
  const rows = facts.db
    .prepare(
      `select p.id as purchase, p.date, p.product, p.amount, v.id as village, v.name, v.code, t.name as township
       from purchase p, json_each(p.villages) e
       join village v on v.id = e.value
       join township t on t.id = v.township
       where p.date between ? and ? order by p.date, p.id, v.code`,
    )
    .all(from, to) as Omit<Share, 'part'>[]
  const orders = new Map<number, typeof rows>()
  for (const row of rows) {
    const order = orders.get(row.purchase)
    if (order) order.push(row)
    else orders.set(row.purchase, [row])
  }
  return [...orders.values()].flatMap(order => {
    const parts = split(order[0]!.amount, order.length)
    return order.map((row, i) => ({ ...row, part: parts[i]! }))
  })
}

export const purchases = credited({
  name: 'purchase.amount',
  label: { zh: '团购订单额', en: 'group orders' },
  type: 'amount',
  register: 'purchase',
  // The split of `split`: what remains goes to the lowest village codes, one 分 each.
  events: q => `
  select ${q.key('x')}x.village, x.date,
    (x.amount - x.amount % x.villages) / x.villages + case when x.place <= x.amount % x.villages then 1 else 0 end as part,
    0 as "of", x.record, x.note
  from (
    select ${q.key('p')}v.id as village, p.date, p.amount, p.id as record,
      p.date || ' ' || p.product || ' (' || v.name || ')' as note,
      count(*) over (partition by ${q.key('p')}p.id) as villages,
      row_number() over (partition by ${q.key('p')}p.id order by v.code) as place
    from purchase p${q.items('p', 'villages')}
    join village v on v.id = e.value${q.same('v', 'p')}
    where ${q.only('p')} and p.date >= :from and p.date <= :until
  ) x`,
})
