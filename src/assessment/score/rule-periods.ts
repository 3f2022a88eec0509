import { kindOfPeriod, type PeriodKind } from '../../kernel/calendar.ts'
import type { Fault } from '../../kernel/errors.ts'
import { fault } from '../../kernel/schema/field.ts'
import type { Parameters } from './parameters.ts'

/** Kinds of period that a row of the model may be limited to. */
export const periods = {
  quarter: { zh: '季度', en: 'quarter', aliases: ['季'] },
  half: { zh: '半年', en: 'half-year', aliases: ['半年度'] },
  year: { zh: '年度', en: 'year', aliases: ['年', '全年'] },
}
const kinds = Object.keys(periods) as (keyof typeof periods)[]

/** A row with its kinds of period; none for all. Versions stored before there were kinds have none. */
interface Limited {
  readonly period?: readonly (keyof typeof periods)[] | null
}

/** Whether a row scores periods of a kind. */
export const appliesTo = ({ period }: Limited, kind: PeriodKind): boolean =>
  !period || period.some(k => k === kind)

/** Rows that are judged together: those of one kind of period. Kinds with the same rows are one set. */
export function rowSets<C extends { readonly record: Limited }>(
  rows: readonly C[],
): { of: readonly C[]; kind?: (typeof periods)['year'] }[] {
  const sets = new Map<string, { of: readonly C[]; kind?: (typeof periods)['year'] }>()
  for (const kind of kinds) {
    const of = rows.filter(c => appliesTo(c.record, kind))
    const key = of.map(c => rows.indexOf(c)).join()
    if (of.length > 0 && !sets.has(key))
      sets.set(key, { of, kind: of.some(c => c.record.period) ? periods[kind] : undefined })
  }
  return [...sets.values()]
}

/** A row made of parts must be limited to periods longer than they are. */
export function partsFault(row: Limited, parameters: Parameters | Fault): Fault | undefined {
  if (!('kind' in parameters) || parameters.kind !== 'parts') return undefined
  const allowed: readonly string[] =
    kindOfPeriod(`2024${parameters.parts[0]!.part}`) === 'half' ? ['year'] : ['half', 'year']
  return row.period?.every(kind => allowed.includes(kind))
    ? undefined
    : fault(
        'model.parts-not-shorter',
        '分期要比这一行的周期短',
        'must name periods longer than the parts',
        '由季度组成的, 周期填 半年、年度; 由半年组成的, 填 年度',
        'give 半年 or 年度 for quarters, 年度 for half-years',
      )
}
