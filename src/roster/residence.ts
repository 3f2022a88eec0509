import { addDays } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import type { Rows } from '../kernel/cli/measure.ts'
import { optional } from '../kernel/schema/field.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import type { Row } from '../kernel/schema/types.ts'
import type { Pen } from '../kernel/store/write-batch.ts'
import { household } from './household.ts'
import { village } from './village.ts'

/** Where a household belonged before: written when a village is merged or a household moves, from a day on. */
export const residence = register({
  name: 'residence',
  label: { zh: '农户归属', en: 'former village' },
  about: {
    zh: '一户以前属于哪个村、到哪一天为止; 并村和农户迁移时写入, 此前的时限和指标仍按原村计。',
    en: 'The village to which a household belonged, and until when: written when villages merge or a household moves, so that earlier deadlines and measures stay with it.',
  },
  key: ['household', 'until'],
  filledBy: 'township',
  process: true,
  isUndoable: true,
  fields: {
    household: reference(() => household, { zh: '农户', en: 'household' }),
    village: reference(() => village, { zh: '原属村', en: 'former village' }),
    until: date({ zh: '属该村至', en: 'until' }, { ahead: true }),
    number: optional(text({ zh: '原户编号', en: 'number there' }, { max: 30 })),
  },
  list: ['household', 'village', 'until', 'number'],
  naming: {
    header: { zh: '农户归属', en: 'former village' },
    by: ['until'],
    within: ['household', () => household],
  },
  example: {},
})

/** Keeps the village that a household leaves after a day, unless it was not yet listed then. */
export function formerVillage(pen: Pen, before: Row, until: string): void {
  if (before.since != null && (before.since as string) > until) return
  pen.add(residence, [{ household: before.id, village: before.village, until, number: before.number }])
}

/** The days on which a household belonged to a village, both included. */
export interface Stay {
  readonly household: number
  readonly village: number
  readonly since: string
  readonly until: string
  readonly number: string | null
}

/** Stand for “always there” and “still there”. */
export const firstDay = '1900-01-01'
export const lastDay = '9999-12-31'

/** The stays of the households that ever moved; every other one belongs to its village from its `since` on. */
export const movedStays = (facts: Facts): readonly Stay[] => facts.once(stays)

function stays(facts: Facts): readonly Stay[] {
  const rows = facts.db
    .prepare(
      `select r.household, r.village, r.until, r.number, h.village as now, h.number as "numberNow", h.since
       from residence r join household h on h.id = r.household order by r.household, r.until`,
    )
    .all() as {
    household: number
    village: number
    until: string
    number: string | null
    now: number
    numberNow: string | null
    since: string | null
  }[]
  const found: Stay[] = []
  let since = ''
  for (const [i, row] of rows.entries()) {
    const { household, until, now } = row
    if (rows[i - 1]?.household !== household) since = row.since ?? firstDay
    // Moves and mergers may be recorded in any order, so a household may come to where it is.
    const stay = (next: Omit<Stay, 'household' | 'since'>) => {
      const last = found.at(-1)
      if (last?.household === household && last.village === next.village) {
        found[found.length - 1] = { ...last, ...next }
      } else found.push({ household, since, ...next })
    }
    if (since <= until) {
      stay({ village: row.village, until, number: row.number })
      since = addDays(until, 1)
    }
    if (rows[i + 1]?.household !== household) stay({ village: now, until: lastDay, number: row.numberNow })
  }
  return found
}

/** `movedStays` as a table of a query. */
export const movedRows: Rows = {
  columns: { household: 'integer', village: 'integer', since: 'text', until: 'text', number: 'text' },
  of: facts => movedStays(facts).map(s => [s.household, s.village, s.since, s.until, s.number]),
}
