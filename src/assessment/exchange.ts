import { addDays, earlier, periodDays } from '../kernel/calendar.ts'
import { date, period } from '../kernel/dates.ts'
import { choice, fault, optional, reference, references, text } from '../kernel/field.ts'
import { duty } from '../kernel/line.ts'
import { register } from '../kernel/register.ts'
import { dutiesSince } from '../roster/county.ts'
import { postings, servingBetween } from '../roster/serving.ts'
import { township } from '../roster/township.ts'
import { unit } from '../roster/unit.ts'

export const exchangeForms = {
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
              `不在 ${quarter} (${from} 至 ${to})`,
              `is not in ${quarter} (${from} to ${to})`,
              '核对日期和季度; 上季未办的, 本季的交流不能补记为上季',
              'check date and quarter; an exchange of this quarter cannot stand for the last',
            ),
          }
        : undefined
    },
  ],
})

const quarterOf = (day: string) => `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`

/** Each township with someone in office holds one exchange a quarter; asked for this quarter and the last. */
export const exchangeDuty = duty({
  name: 'exchange',
  label: { zh: '季度经验交流', en: 'quarterly exchange' },
  next: 'cun exchange add',
  *rows(call, open) {
    const since = call.settings.get(dutiesSince)
    const now = quarterOf(call.asOf)
    const before = quarterOf(addDays(periodDays(now).from, -1))
    const all = postings(call)
    const held = new Map(
      (
        call.db
          .prepare('select township, quarter, date from exchange where quarter in (?, ?) and date <= ?')
          .all(before, now, call.asOf) as { township: number; quarter: string; date: string }[]
      ).map(e => [`${e.township} ${e.quarter}`, e.date]),
    )
    for (const quarter of [before, now]) {
      const { from, to } = periodDays(quarter)
      if (to < since) continue
      const places = new Map(
        servingBetween(all, from, earlier(to, call.asOf)).map(s => [
          s.posting.township,
          s.posting.townshipName,
        ]),
      )
      for (const [id, name] of places) {
        const done = held.get(`${id} ${quarter}`) ?? null
        if (open && done) continue
        yield {
          who: name,
          what: quarter,
          group: `${id} ${quarter}`,
          place: [name],
          due: to,
          done,
          next: `cun exchange add --township ${name} --quarter ${quarter} --date DATE --form FORM --invited UNITS`,
        }
      }
    }
  },
})
