import { addDays, earlier, periodBefore, periodDays, periodsWithin, quarterOn } from '../kernel/calendar.ts'
import { duty, type Facts } from '../kernel/cli/facts.ts'
import { paper } from '../kernel/cli/line.ts'
import { measure, type Rows } from '../kernel/cli/measure.ts'
import { paperCell, worded } from '../kernel/cli/record-document.ts'
import { fault, optional } from '../kernel/schema/field.ts'
import { choice } from '../kernel/schema/fields/choice.ts'
import { date, period } from '../kernel/schema/fields/date.ts'
import { reference, references } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import type { Field, Row } from '../kernel/schema/types.ts'
import { decode, rowsById } from '../kernel/store/records.ts'
import { counted, type Text } from '../kernel/text.ts'
import { dutiesSince, periodOf, spanned } from '../roster/county.ts'
import { postings, servingBetween } from '../roster/serving.ts'
import { township } from '../roster/township.ts'
import { unit } from '../roster/unit.ts'

const exchangeForms = {
  industry: { zh: '产业研讨', en: 'industry seminar', aliases: ['产业研讨会', '产业交流'] },
  insights: { zh: '心得分享', en: 'sharing of insights', aliases: ['心得交流', '经验分享', '心得分享会'] },
}

export const exchange = register({
  name: 'exchange',
  label: { zh: '季度经验交流', en: 'quarterly exchange' },
  about: {
    zh: '一个乡镇一个季度的一次驻村工作经验交流。',
    en: 'The exchange of experience that a township holds in a quarter.',
  },
  key: ['township', 'quarter'],
  filledBy: 'township',
  fields: {
    township: reference(() => township, { zh: '乡镇', en: 'township', aliases: ['组织乡镇', '主办乡镇'] }),
    quarter: period('quarter', { zh: '季度', en: 'quarter', aliases: ['所属季度', '交流季度'] }),
    date: date({ zh: '交流日期', en: 'date', aliases: ['日期', '时间', '交流时间', '召开时间', '举办日期'] }),
    form: choice(exchangeForms, { zh: '交流形式', en: 'form', aliases: ['形式', '方式', '交流方式'] }),
    invited: references(() => unit, {
      zh: '受邀单位',
      en: 'invited units',
      aliases: ['邀请单位', '参加单位', '参会单位'],
    }),
    topics: optional(
      text({ zh: '交流主题', en: 'topics', aliases: ['主题', '议题', '交流内容', '主要内容'] }, { max: 500 }),
    ),
  },
  list: ['quarter', 'township', 'date', 'form', 'invited', 'topics'],
  example: {
    township: '常平乡',
    quarter: '2024Q1',
    date: '2024-03-20',
    form: '产业研讨',
    invited: '示例一局',
    topics: '中药材种植与销路',
  },
  rules: [
    ({ quarter, date }) => {
      if (!quarter || !date) return undefined
      const { from, to } = periodDays(quarter)
      return date < from || date > to
        ? {
            field: 'date',
            fault: fault(
              'exchange.not-in-quarter',
              `不在 ${quarter} (${from} 至 ${to})`,
              `is not in ${quarter} (${from} to ${to})`,
              '核对日期和季度; 上季未办的, 本季的交流不能补记为上季',
              'check date and quarter; an exchange held this quarter cannot count for the last',
            ),
          }
        : undefined
    },
  ],
})

/** A township with someone in office in a quarter, and its exchange. */
export interface Asked {
  readonly township: number
  readonly name: string
  readonly code: string
  readonly quarter: string
  /** Null if none was held by as-of. */
  readonly exchange: { readonly id: number; readonly date: string } | null
}

/** Townships that must hold an exchange, quarter by quarter; one query for all exchanges held. */
function exchangesAsked(facts: Facts, quarters: readonly string[]): Asked[] {
  const all = postings(facts)
  const rows = facts.db
    .prepare(
      `select id, township, quarter, date from exchange
       where quarter in (select value from json_each(?)) and date <= ?`,
    )
    .all(JSON.stringify(quarters), facts.asOf) as {
    id: number
    township: number
    quarter: string
    date: string
  }[]
  const held = new Map(rows.map(e => [`${e.township} ${e.quarter}`, e]))
  return quarters.flatMap(quarter => {
    const { from, until } = periodOf(facts, quarter)
    const spans = servingBetween(all, from, until)
    const townships = new Map(spans.map(s => [s.posting.township, s.posting]))
    return [...townships.values()].map(p => ({
      township: p.township,
      name: p.townshipName,
      code: p.townshipCode,
      quarter,
      exchange: held.get(`${p.township} ${quarter}`) ?? null,
    }))
  })
}

/** Each township with someone in office holds one exchange a quarter; checks this quarter and the last. */
export const exchangeDuty = duty({
  name: 'exchange',
  each: 'due',
  label: { zh: '季度经验交流', en: 'quarterly exchange' },
  next: 'cun exchange add',
  older: () => ({
    zh: '季度经验交流只列本季和上季, 更早的见 cun report exchange 季度。',
    en: 'Only exchanges of this quarter and the last are listed; for earlier ones see cun report exchange QUARTER.',
  }),
  *rows(facts, open) {
    const since = facts.settings.get(dutiesSince)
    const now = quarterOn(facts.asOf)
    const before = periodBefore(now)
    for (const { township, name, quarter, exchange } of exchangesAsked(facts, [before, now])) {
      const due = periodDays(quarter).to
      if (due < since || (open && exchange)) continue
      yield {
        who: name,
        what: quarter,
        group: `${township} ${quarter}`,
        place: [name],
        due,
        done: exchange?.date ?? null,
        next: `cun exchange add --township ${name} --quarter ${quarter} --date DATE --form FORM --invited UNITS`,
        ...(exchange
          ? { register: 'exchange', record: exchange.id }
          : { register: 'township', record: township }),
      }
    }
  },
})

/** The quarters of a period with their days that count, and whether they are over. */
const quarters: Rows = {
  columns: { quarter: 'text', from: 'text', until: 'text', isOver: 'integer' },
  of(facts, { from, until }) {
    const found: [string, string, string, number][] = []
    for (let day = from; day <= until; day = addDays(periodDays(quarterOn(day)).to, 1)) {
      const { to } = periodDays(quarterOn(day))
      found.push([quarterOn(day), day, earlier(to, until), Number(to < facts.asOf)])
    }
    return found
  },
}

/** Quarters with an exchange ÷ quarters that are over; a running quarter counts once it has its exchange. */
export const exchangesHeld = measure<{ subject: number; quarter: string; record: number | null }>({
  name: 'exchange.held',
  label: { zh: '季度经验交流开展率', en: 'quarterly exchanges held' },
  type: 'rate',
  subject: 'township',
  rows: { quarters },
  sql: q => `
select ${q.key('v')}v.township as subject, k.quarter, min(x.id) as record
from ${q.rows('quarters')} k
join posting p on p.start <= k.until and (p."end" is null or p."end" > :asOf or p."end" >= k."from")
join village v on v.id = p.village${q.same('v', 'p')}
left join exchange x on x.township = v.township and x.quarter = k.quarter and x.date <= :asOf${q.same('x', 'v')}
where ${q.only('p')}
group by ${q.key('v')}v.township, k.quarter, k."isOver"
having min(x.id) is not null or k."isOver" = 1
order by ${q.key('v')}v.township, k.quarter`,
  fact: ({ subject, quarter, record }) =>
    record === null
      ? { subject, part: 0, of: 1, note: quarter }
      : { subject, part: 1, of: 1, register: 'exchange', record, note: quarter },
})

/** 季度经验交流情况: each township's exchange, and the townships without one. */
export const exchangePaper = paper({
  name: 'exchange',
  label: { zh: '季度经验交流情况', en: 'quarterly exchanges' },
  period: 'quarter',
  example: 'cun report exchange 2024Q2',
  make(facts, period) {
    const asked = exchangesAsked(facts, periodsWithin('quarter', period))
    const stored = rowsById(
      facts.db,
      exchange,
      asked.flatMap(a => (a.exchange ? [a.exchange.id] : [])),
    )
    const held = asked.filter(a => a.exchange).length
    const cells = (name: 'date' | 'invited' | 'topics', row: Row | undefined) =>
      row ? paperCell(facts, exchange.fields[name] as Field, row[name]) : null
    const none = (quarter: string): Text =>
      periodDays(quarter).to < facts.asOf
        ? { zh: '未开展', en: 'none held' }
        : { zh: '尚未开展', en: 'not yet held' }
    return {
      title: { zh: '季度经验交流情况', en: 'Quarterly exchanges' },
      subtitle: spanned(period, periodOf(facts, period)),
      tables: [
        {
          columns: [
            { key: 'quarter', label: exchange.fields.quarter.label, type: 'text' },
            { key: 'township', label: exchange.fields.township.label, type: 'text' },
            { key: 'date', label: exchange.fields.date.label, type: 'date' },
            { key: 'form', label: exchange.fields.form.label, type: 'text' },
            { key: 'invited', label: exchange.fields.invited.label, type: 'text' },
            { key: 'topics', label: exchange.fields.topics.label, type: 'text' },
            { key: 'note', label: { zh: '备注', en: 'note' }, type: 'text' },
          ],
          lines: asked
            .sort((a, b) => (`${a.quarter} ${a.code}` < `${b.quarter} ${b.code}` ? -1 : 1))
            .map(a => {
              const found = a.exchange ? stored.get(a.exchange.id) : undefined
              const row = found && decode(exchange, found)
              return {
                cells: [
                  a.quarter,
                  a.name,
                  cells('date', row),
                  row ? worded(exchange.fields.form as Field, row.form) : null,
                  cells('invited', row),
                  cells('topics', row),
                  row ? null : none(a.quarter),
                ],
              }
            }),
        },
      ],
      notes: [
        {
          zh: `应开展 ${asked.length} 次 (每季有驻村干部在任的乡镇、街道各一次), 已开展 ${held} 次。`,
          en: `${counted(asked.length, 'exchange')} to hold: one a quarter for each township with someone in office; ${held} held.`,
        },
      ],
    }
  },
})
