import { periodDays } from '../../kernel/calendar.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import type { Entry } from '../list/redblue.ts'
import { type Block, chinesePunctuation } from './official/official.ts'

/**
 * The deeds for the people behind each red unit, by name: done in the period and confirmed by the village. A
 * deed that names its unit is that unit's; any other belongs to every unit with someone in the village that day.
 */
export function deedParagraphs(facts: Facts, period: string, reds: readonly Entry[]): Block[] {
  const units = reds.filter(e => e.kind === 'unit')
  const rows = facts.db
    .prepare(
      `select u.value as unit, t.name || v.name || group_concat(d.title, '、' order by d.date, d.id) as said
       from json_each(:units) u
       join deed d on d.date between :from and :to and d."confirmedOn" <= :asOf
       join village v on v.id = d.village join township t on t.id = v.township
       where d.unit = u.value or (d.unit is null and exists (
         select 1 from posting p where p.unit = u.value and p.village = d.village
           and p.start <= d.date and (p."end" is null or p."end" >= d.date)))
       group by u.value, v.id order by v.code`,
    )
    .all({ ...periodDays(period), asOf: facts.asOf, units: JSON.stringify(units.map(e => e.subject)) }) as {
    unit: number
    said: string
  }[]
  const paragraph = (text: string): Block => ({ kind: 'paragraph', text })
  const named = units.flatMap(({ name, subject }) => {
    const own = rows.filter(r => r.unit === subject).map(r => chinesePunctuation(r.said))
    return own.length > 0 ? [paragraph(`${name}：${own.join('；')}。`)] : []
  })
  return named.length > 0 ? [paragraph('上述单位办成、经村里确认的民生实事：'), ...named] : []
}
