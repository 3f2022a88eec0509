import { kindOfPeriod, periodDays } from '../../kernel/calendar.ts'
import { fault } from '../../kernel/schema/field.ts'
import type { Candidate } from '../../kernel/schema/types.ts'
import { csvRows } from '../../kernel/sheet/csv.ts'
import { detect } from '../../kernel/sheet/decode.ts'
import type { Database } from '../../kernel/store/database.ts'
import { programFile } from '../../kernel/terminal/program-files.ts'
import { bothJoined, type Text } from '../../kernel/text.ts'
import { type Parameters, parameters } from './parameters.ts'
import { isLess, whole } from './ratio.ts'
import { decimalText } from './reading.ts'
import { appliesTo, periods } from './rule-periods.ts'
import { methods, type Rule, ruleFields, type SubjectKind } from './rules.ts'

/** What the rules on ratings ask of one. A village's ratings go to the people who answer for it. */
export interface Rating {
  readonly period: string
  readonly unit: number | null
  readonly indicator: string
  readonly evaluator: string
  readonly points: number
}

type Named = Pick<Rule, 'indicator' | 'subject' | 'method' | 'measure' | 'parameters' | 'weight'> &
  Partial<Pick<Rule, 'period'>>

/** An indicator that takes its number from ratings. */
interface Rated extends Partial<Pick<Rule, 'period'>> {
  readonly subject: SubjectKind
  readonly indicator: string
  readonly parameters: Parameters
}

const shippedName = 'data/rules/score-model.csv'

/** The shipped rules, read without the checks of an import: a rule between records cannot wait for them. */
function shipped(): Named[] {
  const bytes = programFile(shippedName)
  const [header, ...rows] = [...csvRows(bytes, detect(bytes, shippedName), shippedName)].map(r => r.cells)
  const cell = (cells: readonly string[], key: keyof Named) =>
    cells[header!.indexOf(ruleFields[key].label.zh)] ?? ''
  const code = <K extends string>(words: Readonly<Record<K, Text>>, word: string) =>
    (Object.keys(words) as K[]).find(k => words[k].zh === word)!
  const kinds = ['posting', 'unit'] as const
  return rows.map(cells => ({
    indicator: cell(cells, 'indicator'),
    subject: kinds.find(k => ruleFields.subject.write(k, 'zh') === cell(cells, 'subject'))!,
    method: code(methods, cell(cells, 'method')),
    measure: cell(cells, 'measure') || null,
    parameters: cell(cells, 'parameters') || null,
    weight: Number(cell(cells, 'weight')) || 0,
    period: cell(cells, 'period')
      ? cell(cells, 'period')
          .split('、')
          .map(word => code(periods, word))
      : null,
  }))
}

/** What the version of the model that holds on a day takes ratings for. */
function ratedOn(db: Database, day: string): Rated[] {
  const kept = db
    .prepare(
      `select rules from model where since is null or since <= ?
       order by coalesce(since, '') desc, "modelVersion" desc limit 1`,
    )
    .pluck()
    .get(day) as string | undefined
  const rules: readonly Named[] = kept === undefined ? shipped() : JSON.parse(kept)
  return rules.flatMap(({ indicator, subject, period, method, measure, parameters: words, weight }) => {
    if (measure || method === 'grade' || method === 'parts') return []
    const read = parameters(method, words ?? '', weight ?? 0)
    return 'kind' in read ? [{ subject, indicator, period, parameters: read }] : []
  })
}

/** What a period takes ratings for. */
export const ratedIn = (db: Database, period: string): readonly Rated[] =>
  ratedOn(db, periodDays(period).from).filter(r => appliesTo(r, kindOfPeriod(period)))

/** The same for many ratings: the model is asked once a period. */
function ratedOnce(db: Database): (period: string) => readonly Rated[] {
  const known = new Map<string, readonly Rated[]>()
  return period => {
    const found = known.get(period) ?? ratedIn(db, period)
    known.set(period, found)
    return found
  }
}

const subjectOf = (r: Rating): SubjectKind => (r.unit === null ? 'posting' : 'unit')
const rulesFor = (rated: (period: string) => readonly Rated[], r: Rating) =>
  rated(r.period).filter(
    o => o.subject === subjectOf(r) && o.indicator === r.indicator && appliesTo(o, kindOfPeriod(r.period)),
  )

/** Reports ratings of more points than their indicator has. */
export function refuseAboveFull(candidates: readonly Candidate<Rating>[], db: Database): void {
  const rated = ratedOnce(db)
  for (const { record, complain } of candidates) {
    const fulls = rulesFor(rated, record).flatMap(({ parameters: p }) =>
      p.kind === 'manual' ? [p.full] : [],
    )
    if (fulls.length === 0 || fulls.some(full => !isLess(full, whole(record.points)))) continue
    const full = decimalText(fulls.reduce((a, b) => (isLess(a, b) ? b : a)))
    complain(
      'points',
      fault(
        'rating.above-full',
        `超过“${record.indicator}”的满分 ${full}`,
        `is above the full ${full} points of ${record.indicator}`,
        '核对得分; 满分写在考核模型的参数里: cun model export',
        'check the points; the full points are among the parameters of the score model: cun model export',
      ),
    )
  }
}

/** Says which ratings the model in force does not count: an indicator or an evaluator that it does not know. */
export function uncounted(records: readonly Rating[], db: Database): Text | undefined {
  const rated = ratedOnce(db)
  const unknown = new Map<string, { readonly what: Text; count: number }>()
  for (const record of records) {
    const rules = rulesFor(rated, record)
    const evaluators = rules.flatMap(r => (r.parameters.kind === 'manual' ? r.parameters.evaluators : []))
    const isKnown =
      rules.some(r => r.parameters.kind !== 'manual') || evaluators.some(e => e.name === record.evaluator)
    if (isKnown) continue
    const { indicator, evaluator } = record
    const kind = subjectOf(record)
    const { write } = ruleFields.subject
    const { zh, en } = periods[kindOfPeriod(record.period) as keyof typeof periods]
    const what =
      rules.length === 0
        ? {
            zh: `${zh}考核没有评${write(kind, 'zh')}的指标“${indicator}”`,
            en: `no indicator ${indicator} is rated of a ${write(kind, 'en')} for a ${en}`,
          }
        : {
            zh: `“${indicator}”不由${evaluator}评, 由${bothJoined(evaluators.map(e => e.name)).zh}评`,
            en: `${indicator} is not rated by ${evaluator}, but by ${bothJoined(evaluators.map(e => e.name)).en}`,
          }
    const known = unknown.get(what.zh)
    if (known) known.count++
    else unknown.set(what.zh, { what, count: 1 })
  }
  if (unknown.size === 0) return undefined
  const said = [...unknown.values()]
  return {
    zh: `现行考核模型不计: ${said.map(u => `${u.what.zh} (${u.count} 条)`).join('; ')}。改指标或评价主体用 cun rating change, 改模型用 cun model import`,
    en: `The score model in force does not count: ${said.map(u => `${u.what.en} (${u.count})`).join('; ')}. Change the ratings with cun rating change, or the model with cun model import`,
  }
}
