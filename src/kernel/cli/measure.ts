import type { Text } from '../text.ts'
import type { Fact, Facts, MeasureType } from './facts.ts'

/** The days of a period that count. */
export interface Days {
  /** First day that counts; later than the period's first day if the office began within the period. */
  readonly from: string
  /** Last day of the period. */
  readonly to: string
  /** Last day that counts by as-of. */
  readonly until: string
  /** Calendar days of the whole period. */
  readonly length: number
}

/** A table that TypeScript works out for a query: dates are computed here, not in SQL. */
export interface Rows {
  readonly columns: Readonly<Record<string, 'integer' | 'text'>>
  of(facts: Facts, days: Days): readonly (readonly (string | number | null)[])[]
}

/**
 * The parts of a query that differ between SQLite and PostgreSQL, where every table has a county besides. The
 * rest of a text runs on both: names quoted, `case when` for a comparison used as a number, no bare column in
 * `group by`, no recursion, every order with a last tie-breaker, dates as text.
 */
export interface Dialect {
  /** Follows a table and joins each value of its list column, as `e.value`. */
  items(table: string, column: string, as?: string): string
  /** A table of `rows`, given as one JSON parameter. */
  rows(name: string): string
  /** Ends a join condition: both tables are of the same county. */
  same(a: string, b: string): string
  /** Precedes a list of columns that identify a record within its county. */
  key(table: string): string
  /** A condition: the table's rows of the counties asked for. Stands in every subquery. */
  only(table: string): string
}

/** A row of a query. */
type Found = Readonly<Record<string, string | number | null>>

/**
 * What is measured of the records of one register, as a value: tables that TypeScript works out, one query, and
 * the fact that each of its rows stands for. Identified by name and subject: postings, units and villages may
 * each have the same measure.
 */
export interface Measure<R = Found> {
  readonly name: string
  readonly label: Text
  readonly type: MeasureType
  /** Name of the register whose records are measured. */
  readonly subject: string
  /** False if adding up subjects means nothing, e.g. kinds that several of them share. */
  readonly isSummed?: false
  /** A target of this rate holds for the whole period; the days of each fact give the part that applies. */
  readonly isProRata?: true
  readonly rows?: Readonly<Record<string, Rows>>
  /**
   * The subjects that share the facts of each `subject` of the query, if that is not the subject itself but e.g.
   * days in a village, for which many answer. Measures with the same `sql` then share one query.
   */
  readonly sharers?: (facts: Facts, days: Days) => ReadonlyMap<number, readonly number[]>
  /** The query. Its parameters are `:from`, `:to`, `:until` (see `Days`), `:asOf` and the tables of `rows`. */
  sql(q: Dialect): string
  /** A rate does not apply to a subject without facts. */
  fact(row: R): Fact
}

export const measure = <R = Fact>(declared: Measure<R>): Measure => declared as unknown as Measure

export const sqlite = (rows: Readonly<Record<string, Rows>> = {}): Dialect => ({
  items: (table, column, as = 'e') => `, json_each(${table}."${column}") ${as}`,
  // The limit keeps SQLite from merging the table into the query: it then indexes it as it needs.
  rows: name =>
    `(select ${Object.keys(rows[name]!.columns)
      .map((column, i) => `value->>${i} as "${column}"`)
      .join(', ')} from json_each(:${name}) limit -1)`,
  same: () => '',
  key: () => '',
  only: () => 'true',
})

/** The text of a measure's query on SQLite. */
export const textOf = (measure: Measure): string => measure.sql(sqlite(measure.rows ?? {}))

/** Rows already read, by the text they were read with. */
export type Read = Map<Measure['sql'], readonly Found[]>

/** The facts of a measure on the days of a period; none if no day of it counts yet. Rows in `read` are used again. */
export function* factsOf(facts: Facts, measure: Measure, days: Days, read?: Read): Generator<Fact> {
  if (days.until < days.from) return
  const found = read?.get(measure.sql) ?? query(facts, measure, days, read)
  const sharers = measure.sharers?.(facts, days)
  for (const row of found) {
    const fact = measure.fact(row)
    if (!sharers) yield fact
    else for (const subject of sharers.get(fact.subject) ?? []) yield { ...fact, subject }
  }
}

function query(facts: Facts, measure: Measure, days: Days, read?: Read): Iterable<Found> {
  const tables = Object.entries(measure.rows ?? {}).map(([name, rows]) => [
    name,
    JSON.stringify(rows.of(facts, days)),
  ])
  const { from, to, until } = days
  const statement = facts.db.prepare(textOf(measure))
  const parameters = { from, to, until, asOf: facts.asOf, ...Object.fromEntries(tables) }
  if (!read || !measure.sharers) return statement.iterate(parameters) as Iterable<Found>
  const all = statement.all(parameters) as Found[]
  read.set(measure.sql, all)
  return all
}
