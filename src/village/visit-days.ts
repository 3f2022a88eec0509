import { dayNumber } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import type { Days, Rows } from '../kernel/cli/measure.ts'
import { cut, headsUntil, type Presence, unitsUntil } from '../roster/presence.ts'
import { movedStays } from '../roster/residence.ts'

export type Subject = 'posting' | 'unit'

interface Shared {
  readonly windows: (string | number)[][]
  readonly subjects: Readonly<Record<Subject, Map<number, number[]>>>
}

/**
 * The days on which subjects are responsible in villages. A posting and its unit mostly answer for the same days
 * of the same village: these days get one number, so that their households are read once.
 */
function shared(facts: Facts, days: Days): Shared {
  const known = facts.once(none)
  const found = known.get(days) ?? share(facts, days)
  known.set(days, found)
  return found
}

const none = () => new WeakMap<Days, Shared>()

function share(facts: Facts, { from, until }: Days): Shared {
  const subjects = { posting: new Map<number, number[]>(), unit: new Map<number, number[]>() }
  const windows: (string | number)[][] = []
  const numbers = new Map<string, number>()
  // A household that moves counts once for a subject that answers for both of its villages.
  const exchanging = new Set(movedStays(facts).map(s => s.village))
  const add = (kind: Subject, presences: readonly Presence[]) => {
    const spans = presences.flatMap(p => cut(p, from, until) ?? [])
    const inVillage = groups(spans, s => s.village)
    const isJoint = (s: Presence) =>
      kind === 'unit' &&
      inVillage.get(s.village)!.some(o => o.subject !== s.subject && o.since <= s.until && s.since <= o.until)
    const own = groups(spans, s => `${s.subject} ${exchanging.has(s.village) ? '' : s.village}`)
    for (const of of own.values()) {
      const rows = of.map(s => [s.village, s.since, s.until, Number(isJoint(s))] as const)
      const key = rows.join()
      const number = numbers.get(key) ?? numbers.size + 1
      if (!numbers.has(key)) {
        for (const [village, since, until, joint] of rows) {
          windows.push([number, village, since, until, dayNumber(since), dayNumber(until), joint])
        }
      }
      numbers.set(key, number)
      const list = subjects[kind].get(number) ?? []
      subjects[kind].set(number, list)
      list.push(of[0]!.subject)
    }
  }
  add('posting', headsUntil(facts, until))
  add('unit', unitsUntil(facts, until))
  return { windows, subjects }
}

function groups<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const found = new Map<K, T[]>()
  for (const one of all) {
    const list = found.get(keyOf(one))
    if (list) list.push(one)
    else found.set(keyOf(one), [one])
  }
  return found
}

/** The days in villages as a table; `isJoint`: other units are there, too. */
export const windows: Rows = {
  columns: {
    subject: 'integer',
    village: 'integer',
    since: 'text',
    until: 'text',
    first: 'integer',
    last: 'integer',
    isJoint: 'integer',
  },
  of: (facts, days) => shared(facts, days).windows,
}

/** Who answers for each of the days in villages. */
export const sharers = (subject: Subject) => (facts: Facts, days: Days) =>
  shared(facts, days).subjects[subject]
