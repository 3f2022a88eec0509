import { earlier, periodDays } from '../kernel/calendar.ts'
import { duties, type Item, listDeadlines, waivedBy } from '../kernel/cli/deadlines.ts'
import { factsOn } from '../kernel/cli/facts.ts'
import { type Overview, paper } from '../kernel/cli/line.ts'
import type { Column, Line } from '../kernel/document/document.ts'
import { joined, type Lang, say, type Text } from '../kernel/text.ts'
import { waiverKey } from '../roster/waiver.ts'
import { scopeOptions, townshipNamed } from './overdue.ts'

const keyOf = ({ duty, row }: Item): string => waiverKey(duty, row)

/** 结转: what was open at the end of a year, by kind, and what became of it by as-of. */
export const carriedPaper = paper({
  name: 'carried',
  label: { zh: '年末结转的未办事项', en: 'what was open at the end of a year' },
  period: 'year',
  isYearly: true,
  options: scopeOptions,
  example: 'cun report carried 2024',
  make(facts, year, options) {
    const { from, to } = periodDays(year)
    const day = earlier(to, facts.asOf)
    const place = townshipNamed(facts, options.township)
    const open = (then: Overview) => openItems(then, { line: options.line, place })
    const items = from > facts.asOf ? [] : open(factsOn(facts, day))
    const isWaived = waivedBy(facts)
    const openNow = new Set(day === facts.asOf ? items.map(keyOf) : open(facts).map(keyOf))
    const counts = (of: readonly Item[]) => [
      of.length,
      of.filter(i => i.status === 'overdue').length,
      of.filter(i => isWaived(i.duty, i.row)).length,
      of.filter(i => openNow.has(keyOf(i))).length,
    ]
    const byDuty = new Map<string, Item[]>()
    for (const item of items) byDuty.set(item.duty.name, [...(byDuty.get(item.duty.name) ?? []), item])
    const kinds = duties(facts.lines, options.line).flatMap(d =>
      byDuty.has(d.name) ? [byDuty.get(d.name)!] : [],
    )
    const lines: Line[] = kinds.map(of => {
      const { duty, row } = of.reduce((a, b) => (b.row.due! < a.row.due! ? b : a))
      const words = [row.place.at(-1) ?? '', row.who, row.what]
      const inLang = (lang: Lang) => joined([...new Set(words.map(w => say(w, lang)).filter(Boolean))], lang)
      const oldest = { zh: inLang('zh'), en: inLang('en') }
      return { cells: [duty.label, ...counts(of), row.due, oldest] }
    })
    lines.push({ emphasis: 'total', cells: [{ zh: '合计', en: 'total' }, ...counts(items), null, null] })
    return {
      title: { zh: `${year} 年末结转的未办事项`, en: `Open at the end of ${year}` },
      subtitle:
        from > facts.asOf
          ? { zh: `${from} 起, 还没有开始`, en: `from ${from}, not yet begun` }
          : { zh: `截至 ${day}; 现况截至 ${facts.asOf}`, en: `as of ${day}; since then as of ${facts.asOf}` },
      tables: [{ columns, lines }],
      notes: [
        {
          zh: `逾期的逐项查看: cun overdue --each --as-of ${day}; 不再可能完成的: cun waive 事项 --year ${year}`,
          en: `for the overdue items one by one: cun overdue --each --as-of ${day}; what can no longer be met: cun waive DUTY --year ${year}`,
        },
        {
          zh: '年末当天到期的不算逾期。其后办结的、到期事项已不再列的 (如较早的蹲点日), 不在至今未办之列。',
          en: 'What is due on the last day is not overdue. What was done since, or is too old to be listed (an earlier station day), is not still open.',
        },
      ],
    }
  },
})

/** Open items that have a last day; what next year's plan says has not yet arisen. */
const openItems = (facts: Overview, limits: { line?: string; place?: readonly string[] }): Item[] =>
  listDeadlines(facts, { ...limits, which: 'open', each: true }).filter(
    ({ row }) => row.due !== null && (row.arose ?? '') <= facts.asOf,
  )

/** For a paper of 31 December: how much the next year takes over. */
export function carriedOver(facts: Overview): Text {
  const [count, year] = [openItems(facts, {}).length, facts.asOf.slice(0, 4)]
  return {
    zh: `年末未办、结转下年的事项 ${count} 项: cun report carried ${year}`,
    en: `${count} open at the end of the year and carried over: cun report carried ${year}`,
  }
}

const columns: readonly Column[] = [
  { key: 'duty', label: { zh: '事项', en: 'duty' }, type: 'text' },
  { key: 'carried', label: { zh: '结转项数', en: 'carried over' }, type: 'integer' },
  { key: 'overdue', label: { zh: '其中已逾期', en: 'overdue then' }, type: 'integer' },
  { key: 'waived', label: { zh: '其后核销', en: 'written off since' }, type: 'integer' },
  { key: 'open', label: { zh: '至今未办', en: 'still open' }, type: 'integer' },
  { key: 'oldest', label: { zh: '最早期限', en: 'oldest last day' }, type: 'date' },
  { key: 'what', label: { zh: '最早的一项', en: 'the oldest' }, type: 'text', weight: -1 },
]
