import { earlier, later, periodDays } from '../kernel/calendar.ts'
import { paper } from '../kernel/cli/line.ts'
import { worded } from '../kernel/cli/record-document.ts'
import type { Line } from '../kernel/document/document.ts'
import { Fault } from '../kernel/errors.ts'
import type { Field } from '../kernel/schema/types.ts'
import { fold, type Text } from '../kernel/text.ts'
import { target } from '../policy/target.ts'
import { type Round, roundNamed, roundOption, roundSpan, roundUntil } from '../roster/round.ts'
import { trip } from '../skills/trip.ts'

interface Held {
  readonly activity: string
  readonly organiser: string
  readonly date: string
}

/** SQL: everything held, of each activity that a yearly plan can name. */
const held = `
  select case series when 'policy' then 'policy' else 'skills' end as activity, organiser, date from training
  union all select 'seminar', organiser, date from seminar
  union all select 'trip', organiser, date from trip
  union all select 'exchange', t.name, e.date from exchange e join township t on t.id = e.township where e.date is not null`

/** 年度计划: planned against held, to date and by half-year; unplanned rows come last in each activity. */
export const planPaper = paper({
  name: 'plan',
  label: { zh: '年度计划执行情况', en: 'planned against held' },
  period: 'year',
  isYearly: true,
  example: 'cun report plan 2024',
  options: [roundOption],
  make(facts, year, options) {
    const { from: newYear, to } = periodDays(year)
    // A plan is of a whole year, in which a round may begin: only when asked is it cut to the days of one.
    const round = options.round === undefined ? undefined : roundNamed(facts, options.round)
    const from = round ? later(newYear, round.start) : newYear
    const until = earlier(to, round ? roundUntil(round, facts.asOf) : facts.asOf)
    const half = `${year}-07-01`
    const groups = new Map<
      string,
      { activity: string; organiser: string; planned: number | null; dates: string[] }
    >()
    const key = (activity: string, organiser: string) => `${activity} ${fold(organiser)}`
    const targets = facts.db
      .prepare('select activity, organiser, planned from target where year = ? order by id')
      .all(year) as { activity: string; organiser: string; planned: number }[]
    for (const t of targets) groups.set(key(t.activity, t.organiser), { ...t, dates: [] })
    const rows = facts.db
      .prepare(`select * from (${held}) where date between ? and ? order by date, organiser`)
      .all(from, until) as Held[]
    for (const { activity, organiser: held, date } of rows) {
      const organiser = activity === 'trip' ? trip.fields.organiser.write(held as never, 'zh') : held
      const group = groups.get(key(activity, organiser)) ?? { activity, organiser, planned: null, dates: [] }
      groups.set(key(activity, organiser), group)
      group.dates.push(date)
    }
    const activities = target.fields.activity.words!(facts.settings)
    const name = (activity: string) => worded(target.fields.activity as Field, activity)
    // A trip stores its organiser as a choice, a plan as free text.
    const organiserOf = ({ activity, organiser }: { activity: string; organiser: string }) => {
      const known = activity === 'trip' ? trip.fields.organiser.read(organiser, facts.settings) : undefined
      return known === undefined || known instanceof Fault ? organiser : worded(trip.fields.organiser, known)
    }
    const order = (activity: string) =>
      activities.indexOf(target.fields.activity.write(activity as never, 'zh'))
    const sorted = [...groups.values()].sort(
      (a, b) =>
        order(a.activity) - order(b.activity) || Number(a.planned === null) - Number(b.planned === null),
    )
    const sums = (of: typeof sorted) => {
      const dates = of.flatMap(g => g.dates)
      const planned = of.some(g => g.planned !== null)
        ? of.reduce((sum, g) => sum + (g.planned ?? 0), 0)
        : null
      const within = of.flatMap(g => (g.planned === null ? [] : [Math.max(0, g.planned - g.dates.length)]))
      return [
        planned,
        dates.length,
        dates.filter(d => d < half).length,
        dates.filter(d => d >= half).length,
        planned === null ? null : within.reduce((a, b) => a + b, 0),
      ]
    }
    const lines: Line[] = []
    for (const activity of new Set(sorted.map(g => g.activity))) {
      const of = sorted.filter(g => g.activity === activity)
      for (const group of of) lines.push({ cells: [name(activity), organiserOf(group), ...sums([group])] })
      if (of.length > 1) {
        lines.push({
          cells: [name(activity), { zh: '小计', en: 'subtotal' }, ...sums(of)],
          emphasis: 'total',
        })
      }
    }
    return {
      title: { zh: `${year} 年度计划执行情况`, en: `Plan of ${year}: planned against held` },
      subtitle: subtitle(facts.asOf, from, until, round),
      tables: [
        {
          columns: [
            { key: 'activity', label: target.fields.activity.label, type: 'text' },
            { key: 'organiser', label: target.fields.organiser.label, type: 'text' },
            { key: 'planned', label: { zh: '计划', en: 'planned' }, type: 'integer' },
            { key: 'held', label: { zh: '已开展', en: 'held' }, type: 'integer' },
            { key: 'first', label: { zh: '上半年', en: 'first half' }, type: 'integer' },
            { key: 'second', label: { zh: '下半年', en: 'second half' }, type: 'integer' },
            { key: 'left', label: { zh: '尚差', en: 'left' }, type: 'integer' },
          ],
          lines,
        },
      ],
      notes: [
        {
          zh: '已开展按各台账中组织单位相同的记录计; 计划为空的是计划外开展。',
          en: 'Held: records of the same organiser in the registers; an empty planned cell means the activity was not planned.',
        },
      ],
    }
  },
})

function subtitle(asOf: string, from: string, until: string, round: Round | undefined): Text {
  if (from > asOf) return { zh: `${from} 起, 还没有开始`, en: `from ${from}, not yet begun` }
  if (!round) return { zh: `截至 ${until}`, en: `as of ${until}` }
  const { zh, en } = roundSpan(round, asOf)
  return until < from
    ? {
        zh: `只计一轮 (${zh}): 这一年没有它的日子`,
        en: `one round only (${en}): no day of it lies in this year`,
      }
    : { zh: `只计一轮 (${zh}) 的 ${from} 至 ${until}`, en: `one round only (${en}): ${from} to ${until}` }
}
