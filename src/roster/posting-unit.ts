import { later } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { type Dialect, sqlite } from '../kernel/cli/measure.ts'
import { pastOf } from '../kernel/schema/dated.ts'
import { firstDay, lastDay, type Stage, stages } from '../kernel/store/dated.ts'
import { posting } from './posting.ts'
import type { Serving, Span } from './serving.ts'

const past = pastOf(posting)!.name

/**
 * SQL for the unit that the person of a posting came from on a day: the table's own `unit` is that of as-of, so the
 * day must not be later.
 */
export const unitOn = (posting: string, day: string, q: Dialect = sqlite()) => `coalesce((
    select x.unit from "${past}" x
    where ${q.only('x')} and x.record = ${posting}.id${q.same('x', posting)} and x.until = (
      select min(y.until) from "${past}" y
      where ${q.only('y')} and y.record = ${posting}.id${q.same('y', posting)} and y.until >= ${day}
    )
  ), ${posting}.unit)`

interface From {
  readonly since: string
  readonly until: string
  readonly unitId: number
  readonly unit: string
}

/** The units over time, oldest first, of the postings whose unit changed by as-of; a later change is not known yet. */
const changed = (facts: Facts): ReadonlyMap<number, readonly From[]> => facts.once(found)

function found({ db, asOf }: Facts): ReadonlyMap<number, readonly From[]> {
  const units = new Map<number, From[]>()
  const all = stages(db, posting).filter(s => s.since <= asOf)
  if (all.length === 0) return units
  const names = new Map(db.prepare('select id, name from unit').raw().all() as [number, string][])
  for (const { id, since, until, row } of all) {
    const unitId = row.unit as number
    const own = units.get(id) ?? []
    units.set(id, own)
    own.push({ since, until: until >= asOf ? lastDay : until, unitId, unit: names.get(unitId)! })
  }
  return units
}

/** A posting with the unit that the person came from on a day. */
export function servingOn(facts: Facts, p: Serving, day: string): Serving {
  const from = changed(facts)
    .get(p.id)
    ?.find(f => day <= f.until)
  return from ? { ...p, unitId: from.unitId, unit: from.unit } : p
}

/** Spans divided where the person's unit changed: each with the unit of its days. */
export function byUnit(facts: Facts, spans: readonly Span[]): readonly Span[] {
  const units = changed(facts)
  if (units.size === 0) return spans
  return spans.flatMap(span => {
    const own = units.get(span.posting.id)
    if (!own) return [span]
    return own.flatMap(({ since, until, unitId, unit }) => {
      const from = later(since, span.from)
      const to = until < span.to ? until : span.to
      return from <= to ? [{ posting: { ...span.posting, unitId, unit }, from, to }] : []
    })
  })
}

/** Terms of office by unit: those of a posting are divided where its unit changed. All of them, also after as-of. */
export function termsByUnit(db: Facts['db']) {
  const rows = db.prepare('select id, unit, village, start, "end" from main.posting order by id').all() as {
    id: number
    unit: number
    village: number
    start: string
    end: string | null
  }[]
  const own = new Map<number, Stage[]>()
  for (const stage of stages(db, posting)) own.set(stage.id, [...(own.get(stage.id) ?? []), stage])
  return rows.flatMap(({ id, unit, village, start, end }) => {
    const whole = [{ since: firstDay, until: lastDay, row: { unit } }]
    return (own.get(id) ?? whole).flatMap(({ since, until, row }) => {
      const [from, to] = [later(since, start), end !== null && end < until ? end : until]
      return from <= to ? [{ unit: row.unit as number, village, from, to }] : []
    })
  })
}
