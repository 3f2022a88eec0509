import { addDays, addMonths, daysBetween, earlier, later } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { paper } from '../kernel/cli/line.ts'
import type { Line } from '../kernel/document/document.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import { setting } from '../kernel/schema/setting.ts'
import { counted, type Text } from '../kernel/text.ts'
import { listedDays, spanned } from '../roster/county.ts'
import { servingOn } from '../roster/posting-unit.ts'
import { postings, type Span, servingBetween } from '../roster/serving.ts'
import { inspections } from './inspection.ts'
import { lastTaken } from './leave.ts'

/** 每月不少于 20 天: the most common rule. Ten months of 2024–2026 have fewer than 20 working days. */
export const onPostDays = setting({
  name: 'onpost.days',
  field: integer(
    {
      zh: '每月在岗天数下限 (天, 按日历天计), 不足的在报表中标出',
      en: 'minimum days on post per month (calendar days); months below it are marked',
    },
    { max: 31 },
  ),
  fallback: '20',
})

/** Days away: of leave other than 公出, and found absent outside such leave. */
interface Away {
  readonly leave: number
  readonly absent: number
}

/** Counts each day once: an absence found on a day of leave counts as leave. */
export function away(
  span: { readonly from: string; readonly to: string },
  leaves: readonly {
    readonly firstDay: string
    readonly lastDay: string
    readonly returned: string | null
  }[],
  absences: Iterable<string>,
): Away {
  const taken = leaves
    .map(l => ({ from: later(l.firstDay, span.from), to: earlier(lastTaken(l), span.to) }))
    .filter(l => l.from <= l.to)
  const leave = taken.reduce((sum, l) => sum + daysBetween(l.from, l.to) + 1, 0)
  const absent = [...new Set(absences)].filter(
    day => day >= span.from && day <= span.to && !taken.some(l => l.from <= day && day <= l.to),
  )
  return { leave, absent: absent.length }
}

interface Taken {
  readonly posting: number
  readonly firstDay: string
  readonly lastDay: string
  readonly returned: string | null
}

function grouped<T extends { readonly posting: number }>(rows: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>()
  for (const row of rows) {
    const list = groups.get(row.posting)
    if (list) list.push(row)
    else groups.set(row.posting, [row])
  }
  return groups
}

function leavesOf(facts: Facts, from: string, to: string): Map<number, Taken[]> {
  const rows = facts.db
    .prepare(
      `select posting, "firstDay", "lastDay", case when returned <= :asOf then returned end as returned
       from leave
       where kind <> 'business' and "approvedOn" <= :asOf and "firstDay" <= :to and "lastDay" >= :from
       order by "firstDay", id`,
    )
    .all({ from, to, asOf: facts.asOf }) as Taken[]
  return grouped(rows)
}

/** 在岗天数: computed from existing records, so that nobody has to check in. */
export const onPostPaper = paper({
  name: 'onpost',
  label: { zh: '在岗天数', en: 'days on post' },
  period: 'quarter',
  example: 'cun report onpost 2024Q2',
  make(facts, period) {
    const days = listedDays(facts, period)
    const to = days.until
    const least = facts.settings.get(onPostDays)
    const all = postings(facts)
    const leaves = leavesOf(facts, days.from, to)
    const absences = grouped(inspections(facts, days.from, to).filter(f => f.counts === 'absent'))
    const spans: { month: string; full: boolean; span: Span }[] = []
    for (let first = `${days.from.slice(0, 7)}-01`; first <= to; first = addMonths(first, 1)) {
      const last = addDays(addMonths(first, 1), -1)
      for (const span of servingBetween(all, later(first, days.from), earlier(last, to)))
        spans.push({ month: first.slice(0, 7), full: span.from === first && span.to === last, span })
    }
    const place = new Map(all.map((p, i) => [p.id, i]))
    spans.sort((a, b) => place.get(a.span.posting.id)! - place.get(b.span.posting.id)!)
    let short = 0
    const lines: Line[] = spans.map(({ month, full, span }) => {
      const { from, to } = span
      const p = servingOn(facts, span.posting, to)
      const inOffice = daysBetween(from, to) + 1
      const { leave, absent } = away(
        span,
        leaves.get(p.id) ?? [],
        (absences.get(p.id) ?? []).map(f => f.date),
      )
      const onPost = inOffice - leave - absent
      if (full && onPost < least) short++
      const mark: Text | null = full
        ? onPost < least
          ? { zh: `不足 ${least} 天`, en: `under ${counted(least, 'day')}` }
          : null
        : { zh: `${from} 至 ${to}`, en: `${from} to ${to}` }
      return {
        cells: [p.townshipName, p.villageName, p.name, p.unit, month, inOffice, leave, absent, onPost, mark],
      }
    })
    return {
      title: { zh: '驻村干部在岗天数', en: 'Days on post' },
      subtitle: spanned(period, days),
      tables: [
        {
          columns: [
            { key: 'township', label: { zh: '乡镇', en: 'township' }, type: 'text', weight: -1 },
            { key: 'village', label: { zh: '村', en: 'village' }, type: 'text' },
            { key: 'name', label: { zh: '姓名', en: 'name' }, type: 'text' },
            { key: 'unit', label: { zh: '派出单位', en: 'sponsor unit' }, type: 'text', weight: -2 },
            { key: 'month', label: { zh: '月份', en: 'month' }, type: 'text' },
            { key: 'inOffice', label: { zh: '在任天数', en: 'in office' }, type: 'integer' },
            { key: 'leave', label: { zh: '请假天数', en: 'on leave' }, type: 'integer' },
            { key: 'absent', label: { zh: '查出不在岗', en: 'found absent' }, type: 'integer' },
            { key: 'onPost', label: { zh: '在岗天数', en: 'on post' }, type: 'integer' },
            { key: 'mark', label: { zh: '备注', en: 'note' }, type: 'text', weight: -3 },
          ],
          lines,
        },
      ],
      notes: [
        {
          zh: '在岗天数 = 在任天数 − 请假天数 (公出除外) − 抽查查出的不在岗天数, 按日历天计; 由花名册、请假和抽查算出, 不需任何打卡签到。',
          en: 'on post = in office − leave (except business) − days found absent, in calendar days; computed from postings, leave and inspections, without any check-in.',
        },
        {
          zh: `整月在岗不足 ${least} 天的 ${short} 人月 (设置 onpost.days); 在任不满一月或截至日未满月的不标。`,
          en: `Full months under ${counted(least, 'day')}: ${short} (setting onpost.days); a month only partly in office, or cut off by the as-of date, is not marked.`,
        },
      ],
    }
  },
})
