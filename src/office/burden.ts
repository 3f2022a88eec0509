import { daysInMonth, earlier, isoDate } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { type Overview, paper, verb } from '../kernel/cli/line.ts'
import { print } from '../kernel/cli/print.ts'
import type { Document, Line } from '../kernel/document/document.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import { typedFields } from '../kernel/schema/register.ts'
import { setting } from '../kernel/schema/setting.ts'
import type { Register } from '../kernel/schema/types.ts'
import { joined, type Lang, type Text } from '../kernel/text.ts'
import { byUnit } from '../roster/posting-unit.ts'
import { postings, servingBetween } from '../roster/serving.ts'

/** Who fills in records: the values of a register's `filledBy`. */
export const roles: Readonly<Record<string, Text>> = {
  county: { zh: '县级', en: 'county' },
  township: { zh: '乡镇(街道)', en: 'townships' },
  secretary: { zh: '驻村干部', en: 'people posted' },
  unit: { zh: '派出单位', en: 'sponsor units' },
  group: { zh: '党建指导组', en: 'guidance groups' },
}

/** Source: 整治形式主义为基层减负若干规定 (ask for a fact at most once; keep forms few). */
export const burdenCeiling = setting({
  name: 'burden.ceiling',
  field: integer({
    zh: '每人(单位)每月填报项数上限, 0 为不设',
    en: 'maximum fields per person or unit and month; 0 for no limit',
  }),
  fallback: '120',
})

/** Date field of a register's records: `on` if it is a required date, or else the first required date. */
function dateOf({ on, fields }: Register): string | undefined {
  if (on && fields[on]!.kind === 'date' && !fields[on]!.optional) return on
  return Object.keys(fields).find(name => fields[name]!.kind === 'date' && !fields[name]!.optional)
}

interface Asked {
  readonly month: string
  readonly role: string
  readonly register: Register
  readonly count: number
}

/** Filled fields per month of a year up to as-of; one query per register. */
function asked(facts: Overview, year: string): { rows: Asked[]; undated: Register[] } {
  const rows: Asked[] = []
  const undated: Register[] = []
  for (const register of facts.lines.flatMap(l => l.registers ?? [])) {
    // Nobody is asked for what only a verb writes.
    if (register.process) continue
    const day = dateOf(register)
    if (!day) {
      undated.push(register)
      continue
    }
    const filled = typedFields(register)
      .filter(([, field]) => !field.computed)
      .map(([name]) => `("${name}" is not null)`)
      .join(' + ')
    const found = facts.db
      .prepare(
        `select substr("${day}", 1, 7) as month, sum(${filled}) as count from "${register.name}"
         where "${day}" between ? and ? group by 1`,
      )
      .all(`${year}-01-01`, earlier(`${year}-12-31`, facts.asOf)) as { month: string; count: number }[]
    for (const { month, count } of found) rows.push({ month, role: register.filledBy, register, count })
  }
  return { rows, undated }
}

/** People or units per role in a month; at least 1, because somebody filled in the records. */
function keepers(facts: Facts, month: string): Record<string, number> {
  const [year, m] = [Number(month.slice(0, 4)), Number(month.slice(5))]
  const last = isoDate(year, m, daysInMonth(year, m))
  const spans = servingBetween(postings(facts), `${month}-01`, last)
  const count = (table: string) => facts.db.prepare(`select count(*) from "${table}"`).pluck().get() as number
  const of = {
    county: 1,
    township: count('township'),
    secretary: new Set(spans.map(s => s.posting.id)).size,
    unit: new Set(byUnit(facts, spans).map(s => s.posting.unitId)).size,
    group: count('guidance'),
  }
  return Object.fromEntries(Object.entries(of).map(([role, n]) => [role, Math.max(1, n)]))
}

function document(facts: Overview, year: string): Document {
  const { rows, undated } = asked(facts, year)
  const ceiling = facts.settings.get(burdenCeiling)
  const sum = (of: readonly Asked[]) => of.reduce((total, r) => total + r.count, 0)
  const months = [...new Set(rows.map(r => r.month))].sort()
  const lines: Line[] = months.flatMap(month => {
    const heads = keepers(facts, month)
    return Object.keys(roles).flatMap(role => {
      const of = rows.filter(r => r.month === month && r.role === role)
      if (of.length === 0) return []
      const each = Math.round((sum(of) * 10) / heads[role]!)
      const isOver = ceiling > 0 && each > ceiling * 10
      return [
        {
          cells: [
            month,
            roles[role]!,
            sum(of),
            heads[role]!,
            each,
            isOver ? { zh: '超上限', en: 'over' } : null,
          ],
          emphasis: isOver ? ('red' as const) : undefined,
        },
      ]
    })
  })
  const registers: Line[] = Object.keys(roles).flatMap(role =>
    [...new Set(rows.filter(r => r.role === role).map(r => r.register))]
      .map(register => ({ register, count: sum(rows.filter(r => r.register === register)) }))
      .sort((a, b) => b.count - a.count)
      .map(({ register, count }) => ({ cells: [roles[role]!, register.label, count] })),
  )
  const [from, to] = [`${year}-01-01`, earlier(facts.asOf, `${year}-12-31`)]
  const upTo: Text =
    to < from
      ? { zh: `${from} 起, 还没有开始`, en: `from ${from}, not yet begun` }
      : { zh: `截至 ${to}`, en: `as of ${to}` }
  const names = (lang: Lang) =>
    joined(
      undated.map(r => r.label[lang]),
      lang,
    )
  return {
    title: { zh: `${year} 填报负担`, en: `Reporting burden ${year}` },
    subtitle: {
      zh: `${upTo.zh}; 每人(单位)每月上限 ${ceiling || '未设'}`,
      en: `${upTo.en}; ceiling ${ceiling || 'none'}`,
    },
    tables: [
      {
        title: { zh: '各月各方', en: 'By month and role' },
        columns: [
          { key: 'month', label: { zh: '月份', en: 'month' }, type: 'text' },
          { key: 'role', label: { zh: '填报方', en: 'role' }, type: 'text' },
          { key: 'fields', label: { zh: '填报项数', en: 'fields' }, type: 'integer' },
          { key: 'keepers', label: { zh: '人(单位)数', en: 'people (units)' }, type: 'integer' },
          { key: 'each', label: { zh: '每人(单位)项数', en: 'fields each' }, type: 'score' },
          { key: 'flag', label: { zh: '提示', en: 'flag' }, type: 'text' },
        ],
        lines,
      },
      {
        title: { zh: '各台账', en: 'By register' },
        columns: [
          { key: 'role', label: { zh: '填报方', en: 'role' }, type: 'text' },
          { key: 'register', label: { zh: '台账', en: 'register' }, type: 'text' },
          { key: 'fields', label: { zh: '填报项数', en: 'fields' }, type: 'integer' },
        ],
        lines: registers,
      },
    ],
    notes: [
      {
        zh: `填报项数 = 当月发生的记录中非空的项; 由命令算出的 (红蓝榜、通报等) 不计。只看要求了多少, 不作考核依据。没有日期、不计月份的台账: ${names('zh')}。`,
        en: `Fields: the non-empty fields of the records dated in the month, without those that a command computes (red and blue list, notices). The table shows the burden only; no score uses it. Registers without a date are not counted: ${names('en')}.`,
      },
    ],
  }
}

export const burdenPaper = paper({
  name: 'burden',
  label: { zh: '填报负担', en: 'reporting burden' },
  period: 'year',
  isYearly: true,
  example: 'cun report burden 2024',
  make: document,
})

export const burden = verb({
  name: 'burden',
  isReading: true,
  label: {
    zh: '填报负担: 各方各月被要求填了多少项',
    en: 'reporting burden: fields each role had to fill in, by month',
  },
  example: 'cun burden',
  async run(call) {
    await print(call, document(call, call.asOf.slice(0, 4)))
    return 0
  },
})
