import type { Facts } from '../kernel/cli/facts.ts'
import { paper } from '../kernel/cli/line.ts'
import type { Line, Table } from '../kernel/document/document.ts'
import { thousands, wanYuan } from '../kernel/schema/fields/number.ts'
import { bothJoined, counted, type Text } from '../kernel/text.ts'
import { listedDays, spanned } from '../roster/county.ts'
import { noRound, roundNamed, roundOn, roundOption, roundUntil, thisRound } from '../roster/round.ts'
import { type Share, shares } from './purchase.ts'

interface Order {
  readonly id: number
  readonly date: string
  readonly enterprise: string
  readonly product: string
  readonly amount: number
  readonly event: string | null
  readonly paid: string | null
}

/** 团购订单台账: every order once, then the share of each village. */
export const purchasePaper = paper({
  name: 'purchase',
  label: { zh: '团购订单台账', en: 'group orders' },
  period: 'year',
  example: 'cun report purchase 2024',
  options: [roundOption],
  make(facts, period, options) {
    const days = listedDays(facts, period)
    const { from, until } = days
    const orders = facts.db
      .prepare(
        `select p.id, p.date, e.name as enterprise, p.product, p.amount, p.event,
           case when p.paid <= :asOf then p.paid end as paid
         from purchase p join enterprise e on e.id = p.enterprise
         where p.date between :from and :until order by p.date, p.id`,
      )
      .all({ from, until, asOf: facts.asOf }) as Order[]
    const parts = shares(facts, from, until)
    return {
      title: { zh: '团购订单台账', en: 'Group orders' },
      subtitle: spanned(period, days),
      tables: [ledger(orders, parts), byVillage(parts)],
      notes: [
        roundTotal(facts, until, options.round),
        {
          zh: '数村共有的订单总额只计一次; 各村按分平均分摊, 除不尽的零头按区划代码从小到大每村多计 1 分。',
          en: 'An order of several villages counts once in the total. It is split equally in whole fen; the lowest village codes get one leftover fen each.',
        },
      ],
    }
  },
})

/** What was ordered up to a day in the round asked for, else in the one of that day. */
function roundTotal(facts: Facts, day: string, asked: string | undefined): Text {
  const found = asked === undefined ? roundOn(facts, day) : roundNamed(facts, asked)
  if (!found) return noRound(day)
  if (found.start > day) {
    return {
      zh: `${found.name} ${found.start} 才开始, 至 ${day} 没有可计的订单。`,
      en: `${found.name} begins on ${found.start}: no order up to ${day} lies in it.`,
    }
  }
  const until = roundUntil(found, day)
  const fen = facts.db
    .prepare('select coalesce(sum(amount), 0) from purchase where date between ? and ?')
    .pluck()
    .get(found.start, until) as number
  const { zh, en } = thisRound(found, until)
  return {
    zh: `${zh} 至 ${until} 累计 ${wanYuan(fen).join(' ')}。`,
    en: `${capital(en)} up to ${until}: ${thousands(fen / 100)} yuan.`,
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function ledger(orders: readonly Order[], parts: readonly Share[]): Table {
  const villages = new Map<number, string[]>()
  for (const p of parts) villages.set(p.purchase, [...(villages.get(p.purchase) ?? []), p.name])
  const lines: Line[] = orders.map(o => ({
    cells: [
      o.id,
      o.date,
      o.enterprise,
      bothJoined(villages.get(o.id)!),
      o.product,
      o.event,
      o.amount,
      o.paid,
    ],
  }))
  const total = (of: readonly Order[]) => of.reduce((sum, o) => sum + o.amount, 0)
  const unpaid = orders.filter(o => o.paid === null)
  const sum = (label: { zh: string; en: string }, of: readonly Order[]): Line => ({
    emphasis: 'total',
    cells: [
      null,
      label,
      { zh: `${of.length} 笔`, en: counted(of.length, 'order') },
      null,
      null,
      null,
      total(of),
      null,
    ],
  })
  lines.push(sum({ zh: '合计', en: 'total' }, orders))
  if (unpaid.length > 0) lines.push(sum({ zh: '其中未付款', en: 'of these unpaid' }, unpaid))
  return {
    columns: [
      { key: 'purchase', label: { zh: '记录号', en: 'number' }, type: 'integer' },
      { key: 'date', label: { zh: '日期', en: 'date' }, type: 'date' },
      { key: 'enterprise', label: { zh: '企业', en: 'enterprise' }, type: 'text' },
      { key: 'villages', label: { zh: '供货村', en: 'villages' }, type: 'text' },
      { key: 'product', label: { zh: '产品', en: 'product' }, type: 'text' },
      { key: 'event', label: { zh: '活动', en: 'event' }, type: 'text' },
      { key: 'amount', label: { zh: '金额(元)', en: 'amount (yuan)' }, type: 'amount', weight: 1 },
      { key: 'paid', label: { zh: '付款日期', en: 'paid' }, type: 'date' },
    ],
    lines,
  }
}

function byVillage(parts: readonly Share[]): Table {
  const villages = new Map<string, Share[]>()
  for (const p of parts) villages.set(p.code, [...(villages.get(p.code) ?? []), p])
  const total = (of: readonly Share[]) => of.reduce((sum, s) => sum + s.part, 0)
  const lines: Line[] = [...villages]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, of]) => ({ cells: [of[0]!.township, of[0]!.name, of.length, total(of)] }))
  const orders = new Set(parts.map(p => p.purchase)).size
  lines.push({
    emphasis: 'total',
    cells: [
      { zh: '合计', en: 'total' },
      { zh: `${villages.size} 村`, en: counted(villages.size, 'village') },
      orders,
      total(parts),
    ],
  })
  return {
    title: { zh: '各村分摊', en: 'By village' },
    columns: [
      { key: 'township', label: { zh: '乡镇', en: 'township' }, type: 'text' },
      { key: 'village', label: { zh: '村', en: 'village' }, type: 'text' },
      { key: 'orders', label: { zh: '涉及订单', en: 'orders' }, type: 'integer' },
      { key: 'amount', label: { zh: '分摊金额(元)', en: 'part (yuan)' }, type: 'amount' },
    ],
    lines,
  }
}
