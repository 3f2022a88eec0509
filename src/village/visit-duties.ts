import { addDays, addMonths, later } from '../kernel/calendar.ts'
import { type DutyRow, duty, type Facts } from '../kernel/cli/facts.ts'
import { dutiesSince } from '../roster/county.ts'
import { isUnmoved, movedStays } from '../roster/residence.ts'
import { answeringNow, type Serving } from '../roster/serving.ts'
import { lastWaived } from '../roster/waiver.ts'
import { answerer, answererName, inheritedBy, inheritedWords, placeOf } from './succession.ts'
import { firstRoundMonths, largeMonths, largeVillage, requestDays, roundOf, rounds } from './visit.ts'

/** Calendar months of the first round; large villages have their own setting. */
export function monthsFor({ settings }: Facts, posting: Serving): number {
  const large = settings.get(largeVillage)
  const isLarge = large > 0 && (posting.households ?? 0) >= large
  return settings.get(isLarge ? largeMonths : firstRoundMonths)
}

/**
 * The households that belong to the villages of some postings on as-of, each from the later of the arrival and
 * the day it came. Postings and moved households are JSON parameters: [posting, village, first day][] and
 * [household, village, since, number, head][].
 */
const THERE = `with w as materialized (
  select value->>0 as posting, value->>1 as village, value->>2 as start from json_each(:windows)
), there as (
  select w.posting, w.village, h.id, h.kind, coalesce(h.number || ' ', '') || h.head as household,
    case when h.since > w.start then h.since else w.start end as since
  from w join household h on h.village = w.village
  where (h.since is null or h.since <= :asOf) and ${isUnmoved('h')}
  union all
  select w.posting, w.village, h.id, h.kind, coalesce(m.value->>3 || ' ', '') || (m.value->>4),
    case when m.value->>2 > w.start then m.value->>2 else w.start end
  from w join json_each(:moved) m on m.value->>1 = w.village join household h on h.id = m.value->>0
)`
/** A visit by any member of the village's team counts. */
const TEAM_VISIT = `from visit v join posting q on q.id = v.posting
  where v.household = t.id and v.date >= t.since and v.date <= :asOf and q.village = t.village`

const parameters = (facts: Facts, people: readonly Serving[]) => ({
  asOf: facts.asOf,
  windows: JSON.stringify(people.map(p => [p.id, p.village, p.start])),
  moved: JSON.stringify(movedNow(facts).map(s => [s.household, s.village, s.since, s.number, s.head])),
})

const movedNow = (facts: Facts) =>
  movedStays(facts).filter(s => s.since <= facts.asOf && facts.asOf <= s.until)

/** Of these postings' villages, those to which a household belonged by as-of: they have a list. */
const listedVillages = (facts: Facts, people: Iterable<Serving>): Set<number> =>
  new Set([
    ...(facts.db
      .prepare(
        `select e.value from json_each(:villages) e
         where exists (select 1 from household h
           where h.village = e.value and (h.since is null or h.since <= :asOf) and ${isUnmoved('h')})`,
      )
      .pluck()
      .all({ villages: JSON.stringify([...people].map(p => p.village)), asOf: facts.asOf }) as number[]),
    ...movedStays(facts).flatMap(s => (s.since <= facts.asOf ? [s.village] : [])),
  ])

interface Found {
  readonly posting: number
  readonly id: number
  readonly household: string
  readonly since: string
  readonly done: string | null
}

export const firstRound = duty({
  name: 'visit.firstRound',
  each: 'subject',
  label: { zh: '首轮遍访', en: 'first round of visits' },
  next: 'cun visit import FILE',
  *rows(facts, open) {
    const people = new Map(answeringNow(facts).map(p => [p.id, p]))
    const since = facts.settings.get(dutiesSince)
    const listed = listedVillages(facts, people.values())
    for (const p of people.values()) {
      if (!listed.has(p.village)) yield unlisted(p)
    }
    const sql = `${THERE}
      select t.posting, t.id, t.household, t.since, ${open ? 'null' : `(select min(v.date) ${TEAM_VISIT})`} as done
      from there t ${open ? `where not exists (select 1 ${TEAM_VISIT})` : ''}
      order by t.posting, t.id`
    const found = facts.db.prepare(sql).iterate(parameters(facts, [...people.values()]))
    const known = new Map(
      [...people].map(([id, p]) => [
        id,
        { p, last: lastDay(facts, p), group: String(id), place: placeOf(p) },
      ]),
    )
    for (const row of found as Iterable<Found>) {
      const { p, last, group, place } = known.get(row.posting)!
      const due = last(row.since)
      if (due < since) continue
      yield {
        who: p.name,
        what: row.household,
        group,
        place,
        due,
        done: row.done,
        register: 'household',
        record: row.id,
        subject: p.id,
      }
    }
  },
})

/** The last permitted day of a first round that begins on a day; most begin on the day of the arrival. */
function lastDay(facts: Facts, p: Serving): (since: string) => string {
  const months = monthsFor(facts, p)
  const usual = addMonths(p.start, months)
  return since => (since === p.start ? usual : addMonths(since, months))
}

function unlisted(p: Serving): DutyRow {
  return {
    who: p.name,
    what: { zh: '农户名册未录入', en: 'no household list' },
    group: String(p.id),
    place: placeOf(p),
    due: null,
    done: null,
    next: 'cun household import FILE',
    register: 'village',
    record: p.village,
    subject: p.id,
  }
}

/** Kind of household → months between visits. */
function roundMonths(facts: Facts): Map<string, number> {
  const found = facts.settings.get(rounds).map(roundOf)
  return new Map(found.filter(round => round !== undefined))
}

/**
 * A household is due again some months after its last visit, the arrival, day one or the day on which its visit was
 * written off, whichever is latest, by kind (`visit.rounds`). One that was never visited is raised too.
 */
export const routineRound = duty({
  name: 'visit.round',
  each: 'due',
  label: { zh: '日常走访', en: 'routine visit' },
  next: 'cun visit import FILE',
  *rows(facts) {
    const months = roundMonths(facts)
    if (months.size === 0) return
    const since = facts.settings.get(dutiesSince)
    const waived = lastWaived(facts, 'visit.round')
    const people = new Map(answeringNow(facts).map(p => [p.id, p]))
    const rows = facts.db
      .prepare(
        `${THERE}
        select t.posting, t.id, t.kind, t.household, t.since, (select max(v.date) ${TEAM_VISIT}) as last
        from there t
        where t.kind in (select value from json_each(:kinds))
        order by t.posting, t.id`,
      )
      .iterate({
        ...parameters(facts, [...people.values()]),
        kinds: JSON.stringify([...months.keys()]),
      }) as Iterable<{
      posting: number
      id: number
      kind: string
      household: string
      since: string
      last: string | null
    }>
    for (const row of rows) {
      const p = people.get(row.posting)!
      const from = later(later(row.last ?? row.since, since), waived.get(row.id) ?? since)
      const due = addMonths(from, months.get(row.kind)!)
      const isNever = row.last === null
      yield {
        who: p.name,
        what: `${row.household} (${row.kind})`,
        group: `${p.id} ${row.kind}${isNever ? ' never' : ''}`,
        place: placeOf(p),
        due,
        done: null,
        isNever,
        register: 'household',
        record: row.id,
        subject: p.id,
      }
    }
  },
})

interface Open {
  readonly id: number
  readonly household: number
  readonly village: number
  readonly date: string
  readonly request: string
  readonly closed: string | null
}

/** A request must be closed within `visit.request.days`; an accepted handover passes it to the successor. */
export const openRequest = duty({
  name: 'visit.request',
  label: { zh: '诉求办结', en: 'request' },
  next: 'cun visit change NUMBER --handling TEXT --closed DATE',
  *rows(facts, open) {
    const days = facts.settings.get(requestDays)
    const since = facts.settings.get(dutiesSince)
    const who = answerer(facts)
    const inherited = inheritedBy(facts)
    const rows = facts.db
      .prepare(
        `select v.id, v.household, h.village, v.date, v.request, case when v.closed <= :asOf then v.closed end as closed
         from visit v join household h on h.id = v.household
         where v.request is not null and v.date <= :asOf and (h."end" is null or h."end" >= :asOf or v.closed <= :asOf)
           ${open ? 'and (v.closed is null or v.closed > :asOf)' : ''}
         order by v.date, v.id`,
      )
      .iterate({ asOf: facts.asOf }) as Iterable<Open>
    const moved = new Map(movedNow(facts).map(s => [s.household, s.village]))
    for (const row of rows) {
      const place = moved.get(row.household) ?? row.village
      const p = who(place, row.date)
      const due = addDays(row.date, days)
      if (!p || due < since) continue
      const from = inherited(p, place, row.date, row.closed)
      yield {
        who: answererName(p),
        what: inheritedWords(`#${row.id} ${row.request}`, from),
        group: `${row.id}`,
        place: placeOf(p),
        due,
        done: row.closed,
        next: `cun visit change ${row.id} --closed DATE`,
        register: 'visit',
        record: row.id,
        subject: p.id,
        inherited: from,
      }
    }
  },
})
