import { addDays, addMonths, later } from '../kernel/calendar.ts'
import { type DutyRow, duty, type Facts } from '../kernel/cli/facts.ts'
import { dutiesSince } from '../roster/county.ts'
import { answeringNow, type Serving } from '../roster/serving.ts'
import { answerer, answererName, placeOf } from './succession.ts'
import { firstRoundMonths, largeMonths, largeVillage, requestDays, roundOf, rounds } from './visit.ts'

/** Last day of the first round: some calendar months after arrival; large villages have their own setting. */
export function firstRoundDue(facts: Facts, posting: Serving): string {
  const { settings } = facts
  const large = settings.get(largeVillage)
  const isLarge = large > 0 && (posting.households ?? 0) >= large
  return addMonths(posting.start, settings.get(isLarge ? largeMonths : firstRoundMonths))
}

/**
 * A visit by any member of the village's team counts, from the arrival of the person who answers. All windows
 * go to the query as one JSON parameter: [posting, village, first day][].
 */
const WINDOWS = `with w as materialized (
  select value->>0 as posting, value->>1 as village, value->>2 as since from json_each(:windows)
)`
const TEAM_VISIT = `from visit v join posting q on q.id = v.posting
  where v.household = h.id and v.date >= w.since and v.date <= :asOf and q.village = w.village`

const windows = (people: readonly Serving[]) => JSON.stringify(people.map(p => [p.id, p.village, p.start]))

interface Found {
  readonly posting: number
  readonly id: number
  readonly household: string
  readonly done: string | null
}

export const firstRound = duty({
  name: 'visit.firstRound',
  label: { zh: '首轮遍访', en: 'first round of visits' },
  next: 'cun visit import FILE',
  *rows(facts, open) {
    const due = new Map(
      answeringNow(facts).map(p => [
        p.id,
        { p, due: firstRoundDue(facts, p), group: String(p.id), place: placeOf(p) },
      ]),
    )
    const raised = [...due.values()].filter(d => d.due >= facts.settings.get(dutiesSince)).map(d => d.p)
    const listed = new Set(
      facts.db.prepare('select distinct village from household').pluck().all() as number[],
    )
    for (const p of raised) {
      if (!listed.has(p.village)) yield unlisted(p)
    }
    const sql = `${WINDOWS}
      select w.posting, h.id, coalesce(h.number || ' ', '') || h.head as household,
        ${open ? 'null' : `(select min(v.date) ${TEAM_VISIT})`} as done
      from w join household h on h.village = w.village
      ${open ? `where not exists (select 1 ${TEAM_VISIT})` : ''}
      order by w.posting, h.id`
    const found = facts.db.prepare(sql).iterate({ windows: windows(raised), asOf: facts.asOf })
    for (const row of found as Iterable<Found>) {
      const { p, due: last, group, place } = due.get(row.posting)!
      yield {
        who: p.name,
        what: row.household,
        group,
        place,
        due: last,
        done: row.done,
        register: 'household',
        record: row.id,
        subject: p.id,
      }
    }
  },
})

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
 * A household is due again some months after its last visit, the arrival or day one, whichever is latest, by kind
 * (`visit.rounds`). One that was never visited is raised too.
 */
export const routineRound = duty({
  name: 'visit.round',
  label: { zh: '日常走访', en: 'routine visit' },
  next: 'cun visit import FILE',
  *rows(facts) {
    const months = roundMonths(facts)
    if (months.size === 0) return
    const since = facts.settings.get(dutiesSince)
    const people = new Map(answeringNow(facts).map(p => [p.id, p]))
    const rows = facts.db
      .prepare(
        `${WINDOWS}
        select w.posting, h.id, h.kind, coalesce(h.number || ' ', '') || h.head as household,
          (select max(v.date) ${TEAM_VISIT}) as last
        from w join household h on h.village = w.village
        where h.kind in (select value from json_each(:kinds))
        order by w.posting, h.id`,
      )
      .iterate({
        windows: windows([...people.values()]),
        kinds: JSON.stringify([...months.keys()]),
        asOf: facts.asOf,
      }) as Iterable<{ posting: number; id: number; kind: string; household: string; last: string | null }>
    for (const row of rows) {
      const p = people.get(row.posting)!
      const due = addMonths(later(later(row.last ?? p.start, p.start), since), months.get(row.kind)!)
      const isNever = row.last === null
      yield {
        who: p.name,
        what: isNever
          ? {
              zh: `${row.household} (${row.kind}, 任内未走访)`,
              en: `${row.household} (${row.kind}, not visited yet)`,
            }
          : `${row.household} (${row.kind})`,
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
    const rows = facts.db
      .prepare(
        `select v.id, h.village, v.date, v.request, case when v.closed <= :asOf then v.closed end as closed
         from visit v join household h on h.id = v.household
         where v.request is not null and v.date <= :asOf
           ${open ? 'and (v.closed is null or v.closed > :asOf)' : ''}
         order by v.date, v.id`,
      )
      .iterate({ asOf: facts.asOf }) as Iterable<Open>
    for (const row of rows) {
      const p = who(row.village, row.date)
      const due = addDays(row.date, days)
      if (!p || due < since) continue
      const what = `#${row.id} ${row.request}`
      yield {
        who: answererName(p),
        what,
        group: `${row.id}`,
        place: placeOf(p),
        due,
        done: row.closed,
        next: `cun visit change ${row.id} --closed DATE`,
        register: 'visit',
        record: row.id,
        subject: p.id,
      }
    }
  },
})
