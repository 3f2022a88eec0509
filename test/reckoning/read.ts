import { readFileSync } from 'node:fs'
import type { Facts } from './facts.ts'
import type { Line } from './lines.ts'
import type { Rule } from './model.ts'

/** What the program prints, as plain values. The names of its JSON stand in this file alone. */
export type Run = (words: string) => Promise<{ code: number; out: string; both: string }>

interface Table {
  readonly title: string | null
  readonly columns: readonly { key: string; label: string; type: string }[]
  readonly rows: readonly Record<string, string | number | null>[]
}

async function tablesOf(run: Run, words: string): Promise<Table[]> {
  const { code, out, both } = await run(`cun ${words} --lang en --format json`)
  if (code !== 0) throw new Error(`cun ${words}: ${code}\n${both}`)
  return JSON.parse(out).tables
}

const text = (value: unknown) => (value === null || value === undefined ? '' : String(value))

export async function settingsOf(run: Run): Promise<Map<string, string>> {
  const tables = await tablesOf(run, 'settings list')
  return new Map(tables.flatMap(t => t.rows.map(r => [text(r.name), text(r.value)] as const)))
}

export async function modelOf(run: Run, version: string): Promise<Rule[]> {
  const [table] = await tablesOf(run, `model export ${version}`)
  return table!.rows.map(r => ({
    indicator: text(r.indicator),
    line: r.line === null ? null : text(r.line),
    subject: text(r.subject) as Rule['subject'],
    weight: r.weight === null ? null : text(r.weight),
    measure: r.measure === null ? null : text(r.measure),
    method: text(r.method),
    parameters: r.parameters === null ? null : text(r.parameters),
    cap: r.cap === null ? null : text(r.cap),
    period: text(r.period),
  }))
}

/** Which fact a line is about: its record, or its quarter. A handover or station day may have no record yet. */
function identity(duty: string, row: Table['rows'][number]): string {
  if (['handover', 'stationday'].includes(duty) || row.status === 'unknown') return ''
  return duty === 'exchange' ? text(row.what) : `#${row.record}`
}

/** A person who left is named with that in brackets. */
export async function linesOf(run: Run, asOf: string): Promise<Line[]> {
  const tables = await tablesOf(run, `overdue --all --each --as-of ${asOf}`)
  return tables.flatMap(t =>
    t.rows.map(r => ({
      duty: text(r.duty),
      who: text(r.who).replace(/ \(left\)$/, ''),
      what: identity(text(r.duty), r),
      due: r.due === null ? null : text(r.due),
      done: r.done === null ? null : text(r.done),
      status: text(r.status),
    })),
  )
}

export interface ScoreRow {
  readonly kind: 'posting' | 'unit'
  readonly name: string
  readonly unit: string
  /** Of a person. */
  readonly village: string
  readonly days: number
  readonly lines: readonly number[]
  readonly extra: number
  /** The weights that applied, of 100. */
  readonly applied: number
  readonly total: number | null
  readonly grade: string
  readonly place: string
}

export const lineNames = ['policy', 'village', 'resources', 'skills', 'assessment']

/** Points, printed as decimals with one place, in tenths. */
const tenths = (value: string | number | null | undefined): number | null =>
  value === null || value === undefined ? null : Math.round(Number(value) * 10)
const lineKey = (line: string) => `line${line[0]!.toUpperCase()}${line.slice(1)}`

export async function scoresOf(run: Run, asOf: string, period: string): Promise<ScoreRow[]> {
  const tables = await tablesOf(run, `assess ${period} --as-of ${asOf}`)
  return tables.flatMap(table => {
    if (!table.columns.some(c => c.key === 'total')) return []
    return table.rows.map(r => {
      const isPosting = r.name !== undefined
      return {
        kind: isPosting ? ('posting' as const) : ('unit' as const),
        name: text(isPosting ? r.name : r.unit),
        unit: text(r.unit),
        village: isPosting ? text(r.village) : '',
        days: Number(r.days),
        lines: lineNames.map(line => tenths(r[lineKey(line)]) ?? 0),
        applied: tenths(r.applied) ?? 0,
        extra: tenths(r.extra) ?? 0,
        total: tenths(r.total),
        grade: text(r.grade),
        place: text(r.rank),
      }
    })
  })
}

/** The scores of the periods that are frozen, as the program prints them: a year is made of what was frozen. */
export async function frozenOf(run: Run, facts: Facts, asOf: string): Promise<Map<string, ScoreRow[]>> {
  const frozen = new Map<string, ScoreRow[]>()
  for (const { period, frozen: on } of facts.quarter) {
    if (on <= asOf) frozen.set(period, await scoresOf(run, asOf, period))
  }
  return frozen
}

export interface Explained {
  /** Fact sums as printed: 3/4, 2, 30000 yuan; n/a where it does not apply. */
  readonly value: string
  readonly points: number | null
}

/** How a score came about, by indicator. */
export async function explainedOf(run: Run, asOf: string, period: string, name: string) {
  const [table] = await tablesOf(run, `assess explain ${period} ${name} --as-of ${asOf}`)
  return new Map<string, Explained>(
    table!.rows.map(r => [
      text(r.indicator),
      {
        value: text(r.value),
        points: tenths(r.points),
      },
    ]),
  )
}

/** The holiday table shipped with the program. */
export function shippedHolidays(): Map<string, string> {
  const path = new URL('../../data/rules/holidays.csv', import.meta.url)
  const rows = readFileSync(path, 'utf8').replace('\uFEFF', '').trim().split(/\r?\n/).slice(1)
  return new Map(
    rows.map(row => {
      const [day, kind] = row.split(',')
      return [day!, kind === '放假' ? 'off' : 'work']
    }),
  )
}
