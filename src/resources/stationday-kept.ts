import { addDays, later, weekday } from '../kernel/calendar.ts'
import { type DutyRow, duty, type Facts } from '../kernel/cli/facts.ts'
import { measure, type Rows } from '../kernel/cli/measure.ts'
import { dutiesSince, organisation } from '../roster/county.ts'
import { unitOn } from '../roster/posting-unit.ts'
import { called } from '../roster/reform.ts'
import { village } from '../roster/village.ts'
import { isConfirmed, isWorkday, type WorkCalendar, workCalendar } from './holiday.ts'
import { isStationWeek, stationLookback, stationPer, stationWeekday, stationWeeks } from './stationday.ts'

export interface StationDay {
  readonly day: string
  /** `off`: a day off by the calendar; `unconfirmed`: its year has no confirmed calendar. */
  readonly state: 'expected' | 'off' | 'unconfirmed'
}

/** Station weekdays between two days (both included), each with its state; none if `weekday` is 0. */
export function stationDays(
  calendar: WorkCalendar,
  rule: { weekday: number; weeks: number },
  from: string,
  to: string,
): StationDay[] {
  const found: StationDay[] = []
  if (rule.weekday === 0) return found
  const first = addDays(from, (rule.weekday - weekday(from) + 7) % 7)
  for (let day = first; day <= to; day = addDays(day, 7)) {
    if (!isStationWeek(day, rule.weeks)) continue
    const state = !isConfirmed(calendar, day.slice(0, 4))
      ? 'unconfirmed'
      : isWorkday(calendar, day)
        ? 'expected'
        : 'off'
    found.push({ day, state })
  }
  return found
}

export const stationDaysOf = (facts: Facts, from: string, to: string, calendar = workCalendar(facts)) =>
  stationDays(
    calendar,
    { weekday: facts.settings.get(stationWeekday), weeks: facts.settings.get(stationWeeks) },
    from,
    to,
  )

/** Whether a unit kept a day: in any of its villages or in one, by the setting `stationday.per`. */
export interface Expected {
  readonly day: string
  readonly unit: number
  readonly unitName: string
  /** Labels of the villages where a record keeps the day, lowest code first; namesakes are told apart. */
  readonly villages: readonly string[]
  /** Township and name of the first village, for lists. */
  readonly place: readonly [township: string, village: string]
  /** Id of the record that keeps the day; null if none does. */
  readonly kept: number | null
}

interface Row {
  readonly day: string
  readonly unit: number
  readonly unitName: string
  readonly village: number
  readonly villageName: string
  readonly township: string
  readonly kept: number | null
}

/** Units with someone in office on each expected day. A record where the unit serves keeps the day. */
export function expectations(facts: Facts, days: readonly StationDay[]): Expected[] {
  const rows = facts.db
    .prepare(
      `with d as materialized (select value as day from json_each(:days)),
       p as materialized (
         select d.day, p.village, ${unitOn('p', 'min(d.day, :asOf)')} as unit
         from d
         join posting p on p.start <= d.day and p.start <= :asOf
           and (p."end" is null or p."end" > :asOf or p."end" >= d.day)
       )
       select p.day, p.unit, u.name as unitName, v.id as village, v.name as villageName, t.name as township,
         (
           select min(s.id) from stationday s
           where s.unit = p.unit and s.village = p.village and s.date = p.day and s.date <= :asOf
         ) as kept
       from p
       join unit u on u.id = p.unit
       join village v on v.id = p.village
       join township t on t.id = v.township
       order by p.day, u.id, v.code`,
    )
    .iterate({
      days: JSON.stringify(days.filter(d => d.state === 'expected').map(d => d.day)),
      asOf: facts.asOf,
    }) as Iterable<Row>
  const each = facts.settings.get(stationPer) === 'village'
  const found = new Map<string, { -readonly [K in keyof Expected]: Expected[K] }>()
  const names = facts.directories.of(village)
  for (const row of rows) {
    const { day, unit, unitName, kept } = row
    const name = names.label(row.village)
    const key = each ? `${day} ${unit} ${row.village}` : `${day} ${unit}`
    const known = found.get(key)
    if (!known) {
      const place = [row.township, row.villageName] as const
      found.set(key, { day, unit, unitName, villages: [name], place, kept })
    } else {
      if (!known.villages.includes(name)) known.villages = [...known.villages, name]
      known.kept ??= kept
    }
  }
  return [...found.values()]
}

/** Rows decided by as-of: without a record, as-of itself can still be kept. */
export const decided = (facts: Facts, rows: readonly Expected[]): Expected[] =>
  rows.filter(r => r.kept || r.day < facts.asOf)

/** A missed station day is listed for `stationday.days` only, because nothing can make up for it. */
export const stationDuty = duty({
  name: 'stationday',
  each: 'due',
  label: { zh: '蹲点日', en: 'station day' },
  next: 'cun stationday add',
  older(facts) {
    if (facts.settings.get(stationWeekday) === 0) return undefined
    const day = addDays(facts.asOf, -facts.settings.get(stationLookback))
    return {
      zh: `蹲点日只列 ${day} 以来的, 更早的见 cun report stationday 季度。`,
      en: `Station days before ${day} are not listed: see cun report stationday QUARTER.`,
    }
  },
  *rows(facts, open) {
    const calendar = workCalendar(facts)
    const from = later(
      addDays(facts.asOf, -facts.settings.get(stationLookback)),
      facts.settings.get(dutiesSince),
    )
    // Include the next station day, so that it is listed before it is due.
    const days = stationDaysOf(
      facts,
      from,
      addDays(facts.asOf, 7 * facts.settings.get(stationWeeks)),
      calendar,
    )
    const years = new Set(days.filter(d => d.state === 'unconfirmed').map(d => d.day.slice(0, 4)))
    for (const year of years) yield unconfirmed(organisation(facts), year)
    for (const row of expectations(facts, days)) {
      if (open && row.kept) continue
      yield {
        who: called(facts, row.unit, row.unitName),
        what: row.villages.length > 1 ? either(row.villages) : row.villages[0]!,
        group: `${row.unit} ${row.villages[0]}`,
        place: row.place,
        due: row.day,
        done: row.kept ? row.day : null,
        next: `cun stationday add --unit ${row.unitName} --village ${row.villages[0]} --date ${row.day} --leader NAME --purposes PURPOSES`,
        ...(row.kept ? { register: 'stationday', record: row.kept } : { register: 'unit', record: row.unit }),
      }
    }
  },
})

const either = (villages: readonly string[]) => ({
  zh: `任一村: ${villages.join('、')}`,
  en: `any of ${villages.join(', ')}`,
})

function unconfirmed(who: string, year: string): DutyRow {
  return {
    who,
    what: { zh: `${year} 年节假日未确认`, en: `the holidays of ${year} are not confirmed` },
    group: year,
    place: [],
    due: null,
    done: null,
    next: 'cun holiday import FILE',
  }
}

/** The expected station days of the period; `each`: every village of a unit needs a record. */
const stationRows: Rows = {
  columns: { day: 'text', each: 'integer' },
  of(facts, { from, until }) {
    const each = Number(facts.settings.get(stationPer) === 'village')
    return stationDaysOf(facts, from, until).flatMap(d => (d.state === 'expected' ? [[d.day, each]] : []))
  },
}

interface Kept {
  readonly subject: number
  readonly day: string
  readonly record: number | null
  readonly place: string | null
}

/** Days kept ÷ days expected; years without a confirmed calendar do not count. */
export const stationKept = measure<Kept>({
  name: 'stationday.kept',
  label: { zh: '蹲点日落实率', en: 'station days kept' },
  type: 'rate',
  subject: 'unit',
  rows: { days: stationRows },
  sql: q => `
with t as (
  select ${q.key('p')}${unitOn('p', 'd.day', q)} as unit, p.village, d.day, d.each
  from ${q.rows('days')} d
  join posting p on p.start <= d.day and (p."end" is null or p."end" > :asOf or p."end" >= d.day)
  where ${q.only('p')}
)
select ${q.key('t')}t.unit as subject, t.day, min(s.id) as record,
  coalesce(min(case when s.id is not null then v.name end), case when t.each = 1 then min(v.name) end) as place
from t
join village v on v.id = t.village${q.same('v', 't')}
left join stationday s on s.unit = t.unit and s.village = t.village and s.date = t.day${q.same('s', 't')}
group by ${q.key('t')}t.unit, t.day, t.each, case when t.each = 1 then t.village else 0 end
having min(s.id) is not null or t.day < :asOf
order by ${q.key('t')}t.day, t.unit, case when t.each = 1 then t.village else 0 end`,
  fact({ subject, day, record, place }) {
    const at = place === null ? '' : ` ${place}`
    return record === null
      ? { subject, part: 0, of: 1, note: { zh: `${day}${at} 未蹲点`, en: `${day}${at} missed` } }
      : { subject, part: 1, of: 1, register: 'stationday', record, note: `${day}${at}` }
  },
})
