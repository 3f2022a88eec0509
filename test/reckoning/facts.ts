import Sqlite from 'better-sqlite3'

/** What a database holds, in plain arrays; names of fields are those of registers.md. */
export interface Township {
  readonly id: number
  readonly code: string
  readonly name: string
}

export interface Village {
  readonly id: number
  readonly code: string
  readonly name: string
  readonly kinds: readonly string[] | null
  readonly households: number | null
  readonly firstRound?: number | null
  readonly mergedInto: number | null
  readonly mergedOn: string | null
  readonly township: number
}

export interface Unit {
  readonly id: number
  readonly name: string
}

export interface Posting {
  readonly id: number
  readonly name: string
  readonly idNumber: string | null
  readonly unit: number
  readonly village: number
  readonly roles: readonly string[]
  readonly start: string
  readonly end: string | null
  readonly predecessor: number | null
}

export interface Household {
  readonly id: number
  readonly village: number
  readonly number: string | null
  readonly head: string
  readonly kind: string
  readonly since?: string | null
  readonly end?: string | null
}

/** What a record was up to and including this day, since the day after the one before. */
export interface Past {
  readonly record: number
  readonly until: string
}

export interface HouseholdPast extends Past {
  readonly village: number
  readonly kind: string
}

export interface PostingPast extends Past {
  readonly unit: number
}

export interface Gathering {
  readonly id: number
  readonly date: string
  readonly series?: string
  readonly level: string
  readonly township: number | null
  readonly attendees: readonly number[] | null
  readonly excused: readonly number[] | null
}

export interface Visit {
  readonly id: number
  readonly household: number
  readonly date: string
  readonly posting: number
  readonly request: string | null
  readonly closed: string | null
}

export interface Dispatch {
  readonly id: number
  readonly title: string
  readonly received: string
  readonly forwarded: string | null
  readonly recipients: readonly number[] | null
  readonly due: string | null
}

export interface Leave {
  readonly id: number
  readonly posting: number
  readonly firstDay: string
  readonly lastDay: string
  readonly approvedOn: string
  readonly returned: string | null
}

export interface Inspection {
  readonly id: number
  readonly date: string
  readonly posting: number
  readonly status: string | null
  readonly rectifyBy: string | null
  readonly rectified: string | null
}

export interface Rating {
  readonly period: string
  readonly unit: number | null
  readonly posting: number | null
  readonly indicator: string
  readonly evaluator: string
  readonly points: number
}

export interface Facts {
  readonly township: readonly Township[]
  readonly village: readonly Village[]
  readonly villagepast: readonly (Past & Pick<Village, 'households'>)[]
  readonly unit: readonly Unit[]
  readonly posting: readonly Posting[]
  readonly household: readonly Household[]
  readonly householdpast: readonly HouseholdPast[]
  readonly postingpast: readonly PostingPast[]
  readonly training: readonly Gathering[]
  readonly seminar: readonly Gathering[]
  readonly visit: readonly Visit[]
  readonly dispatch: readonly Dispatch[]
  readonly receipt: readonly { dispatch: number; posting: number; date: string }[]
  readonly handover: readonly { id: number; receiver: number; village: number; accepted: string | null }[]
  readonly briefing: readonly { village: number; date: string; posting: number }[]
  readonly review: readonly { posting: number; until: string; date: string }[]
  readonly strategy: readonly { id: number; village: number; year: string }[]
  readonly milestone: readonly { id: number; strategy: number; due: string; done: string | null }[]
  readonly expert: readonly { id: number; date: string; village: number }[]
  readonly holiday: readonly { date: string; kind: string }[]
  readonly stationday: readonly { unit: number; village: number; date: string }[]
  readonly resource: readonly { id: number; village: number; amount: number | null; arrived: string | null }[]
  readonly purchase: readonly { id: number; date: string; villages: readonly number[]; amount: number }[]
  readonly participation: readonly { date: string; kind: string; postings: readonly number[] }[]
  readonly trip: readonly { date: string; participants: readonly number[] }[]
  readonly leave: readonly Leave[]
  readonly inspection: readonly Inspection[]
  readonly exchange: readonly { township: number; quarter: string; date: string }[]
  readonly exemplar: readonly { posting: number; date: string }[]
  readonly rating: readonly Rating[]
  readonly quarter: readonly { id: number; period: string; frozen: string }[]
  readonly redblue: readonly {
    id: number
    quarter: number
    unit: number | null
    posting: number | null
    colour: string
    published: string | null
    due: string | null
    closed: string | null
  }[]
  readonly deed: readonly { id: number; village: number; date: string; confirmedOn: string | null }[]
}

const tables = [
  'township village villagepast unit posting postingpast household householdpast training seminar visit dispatch receipt handover briefing',
  'review strategy milestone expert holiday stationday resource purchase participation trip leave inspection',
  'exchange exemplar rating quarter redblue deed',
].flatMap(line => line.split(' '))

const lists = ['kinds', 'roles', 'attendees', 'excused', 'recipients', 'villages', 'postings', 'participants']

/** Everything a database holds. A table that this version does not have yet is empty. */
export function factsOf(path: string): Facts {
  const db = new Sqlite(path, { readonly: true })
  const has = new Set(db.prepare("select name from sqlite_schema where type = 'table'").pluck().all())
  const facts: Record<string, unknown[]> = {}
  for (const table of tables) {
    const rows = has.has(table) ? db.prepare(`select * from "${table}" order by id`).all() : []
    facts[table] = rows.map(row => {
      const record = row as Record<string, unknown>
      for (const list of lists) {
        if (typeof record[list] === 'string') record[list] = JSON.parse(record[list])
      }
      return record
    })
  }
  db.close()
  return facts as unknown as Facts
}
