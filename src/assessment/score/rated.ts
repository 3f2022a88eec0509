import { lastPeriod } from '../../kernel/calendar.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import { Fault } from '../../kernel/errors.ts'
import { fold } from '../../kernel/text.ts'
import { rating } from './rating.ts'
import { ratedIn } from './rating-rules.ts'
import type { SubjectKind } from './rules.ts'

/** One column of the wide sheet: an indicator that people rate, and who rates it. */
export interface RatedColumn {
  readonly indicator: string
  readonly evaluator: string
  readonly kinds: readonly SubjectKind[]
}

/** The header of a column: `群众满意度（村党组织）`. */
export const ratedHeader = ({ indicator, evaluator }: RatedColumn): string => `${indicator}（${evaluator}）`

/** What evaluators rate in a period, by the model that holds for it, in its order. */
export function ratedColumns({ db }: Pick<Facts, 'db'>, period: string): RatedColumn[] {
  const columns = new Map<string, { indicator: string; evaluator: string; kinds: SubjectKind[] }>()
  for (const { indicator, subject, parameters } of ratedIn(db, period)) {
    if (parameters.kind !== 'manual') continue
    for (const { name } of parameters.evaluators) {
      const key = `${indicator} ${name}`
      const column = columns.get(key) ?? { indicator, evaluator: name, kinds: [] }
      columns.set(key, column)
      if (!column.kinds.includes(subject)) column.kinds.push(subject)
    }
  }
  return [...columns.values()]
}

/** Finds the column that a header means: indicator and evaluator, or the indicator alone where one evaluator rates it. */
export function columnReader(columns: readonly RatedColumn[]): (header: string) => RatedColumn | undefined {
  const known = new Map<string, RatedColumn>()
  for (const column of columns) {
    const { indicator, evaluator } = column
    known.set(fold(indicator + evaluator), column)
    known.set(fold(evaluator + indicator), column)
    if (columns.filter(c => c.indicator === indicator).length === 1) known.set(fold(indicator), column)
  }
  return header => known.get(fold(header)) ?? known.get(fold(withoutPoints(header)))
}

const withoutPoints = (header: string) => header.replace(/满分[\s:：=]*\d+\s*分?|得分|评分/g, '')

/** The columns of an indicator whose name is a whole header. */
export const ofIndicator = (columns: readonly RatedColumn[], header: string): RatedColumn[] =>
  columns.filter(c => [header, withoutPoints(header)].some(text => fold(text) === fold(c.indicator)))

const written = /20\d\d\s*(?:[Qq][1-4]|[Hh][12]|年\s*(?:第?[一二三四1-4]季度|[上下]半年|度))/g

/** The only period that texts such as a title or a file name name. */
export function periodNamed(facts: Facts, texts: readonly string[]): string | undefined {
  const found = new Set(
    texts
      .flatMap(text => text.match(written) ?? [])
      .flatMap(word => {
        const period = rating.fields.period.read(word.replace(/\s/g, ''), facts.settings)
        return period instanceof Fault ? [] : [period]
      }),
  )
  return found.size === 1 ? [...found][0] : undefined
}

/** The columns that may be meant where no period is named yet. */
export const usualPeriod = (facts: Facts): string => lastPeriod('quarter', facts.asOf)
