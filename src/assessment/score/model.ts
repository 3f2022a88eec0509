import { kindOfPeriod } from '../../kernel/calendar.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import type { Overview } from '../../kernel/cli/line.ts'
import type { Measure } from '../../kernel/cli/measure.ts'
import { paperCell } from '../../kernel/cli/record-document.ts'
import type { Document } from '../../kernel/document/document.ts'
import { Fault, refuse } from '../../kernel/errors.ts'
import { date } from '../../kernel/schema/fields/date.ts'
import { integer } from '../../kernel/schema/fields/number.ts'
import { text } from '../../kernel/schema/fields/text.ts'
import { register } from '../../kernel/schema/register.ts'
import type { Field } from '../../kernel/schema/types.ts'
import { type Parameters, parameters } from './parameters.ts'
import { appliesTo, periods } from './rule-periods.ts'
import { completed, measureOf, type Rule, ruleFields, type SubjectKind, shippedRules } from './rules.ts'

/** A rule with its parameters parsed; weights and caps are in points. */
export interface Indicator {
  readonly rule: Rule
  readonly parameters: Parameters
  /** Source of its number; if undefined, the ratings under the indicator's name. */
  readonly measure?: Measure
}

export interface Grade {
  readonly name: string
  readonly subject: SubjectKind
  /** Minimum score, in points. */
  readonly from: number
  /** Maximum percentage of a stratum; undefined for no limit. */
  readonly share?: number
  readonly stratum: 'all' | 'township' | 'villageKind'
}

export interface Model {
  readonly version: number
  readonly rules: readonly Rule[]
  readonly indicators: readonly Indicator[]
  /** Best first. */
  readonly grades: readonly Grade[]
}

/** Builds the model of a period from rules that `readModel` or a stored version gives; throws on invalid parameters. */
function modelOf(facts: Overview, version: number, rules: readonly Rule[], period: string): Model {
  const indicators: Indicator[] = []
  const grades: Grade[] = []
  for (const rule of rules.filter(r => appliesTo(r, kindOfPeriod(period)))) {
    const read = parameters(rule.method, rule.parameters ?? '', rule.weight ?? 0)
    if (read instanceof Fault) throw new Error(`model ${version}, ${rule.indicator}: ${read.rule.en}`)
    if (read.kind === 'grade') {
      const { share, stratum } = read
      grades.push({ name: rule.indicator, subject: rule.subject, from: rule.weight ?? 0, share, stratum })
    } else {
      const measure = rule.measure ? measureOf(facts, rule.measure, rule.subject) : undefined
      indicators.push({ rule, parameters: read, measure })
    }
  }
  grades.sort((a, b) => b.from - a.from)
  return { version, rules, indicators, grades }
}

/** Imported versions of the model. The newest is in force; without any, the shipped one (version 0). */
export const model = register({
  name: 'model',
  label: { zh: '考核模型', en: 'score model' },
  about: {
    zh: '考核模型的一个版本, 用 cun model import 存入; 最新的版本有效, 冻结的考核期用它冻结时的版本。',
    en: 'One version of the score model; the newest is in force, and a frozen period keeps its own.',
  },
  key: ['modelVersion'],
  filledBy: 'county',
  process: true,
  correction: {
    zh: '改好再存入下一版: cun model import 文件',
    en: 'import the next version: cun model import FILE',
  },
  fields: {
    modelVersion: integer({ zh: '版本', en: 'version' }),
    date: date({ zh: '存入日期', en: 'date' }),
    source: text({ zh: '文件', en: 'file' }),
    count: integer({ zh: '行数', en: 'rows' }),
    rules: text({ zh: '内容', en: 'rules' }),
  },
  list: ['modelVersion', 'date', 'source', 'count'],
  example: {},
})

/** The rules of a version; undefined for an unknown version. */
export async function rulesOf(facts: Overview, version: number): Promise<readonly Rule[] | undefined> {
  if (version === 0) return shippedRules(facts)
  const kept = facts.db.prepare('select rules from model where "modelVersion" = ?').pluck().get(version) as
    | string
    | undefined
  return kept === undefined ? undefined : (JSON.parse(kept) as Partial<Rule>[]).map(completed)
}

export const newestVersion = (facts: Facts): number =>
  facts.db.prepare('select coalesce(max("modelVersion"), 0) from model').pluck().get() as number

/** The rows of the model in force that score a period; refuses if there are none. */
export async function modelInForce(facts: Overview, period: string): Promise<Model> {
  const version = newestVersion(facts)
  const model = modelOf(facts, version, (await rulesOf(facts, version))!, period)
  if (model.indicators.length > 0) return model
  const { zh, en } = periods[kindOfPeriod(period) as keyof typeof periods]
  return refuse(
    'input',
    'model.nothing-for-period',
    {
      zh: `考核模型第 ${version} 版没有用于${zh}的指标`,
      en: `version ${version} of the model has no indicator for a ${en}`,
    },
    {
      zh: `cun model export --out model.csv, 加上周期为${zh}的行, 再 cun model import model.csv`,
      en: `run cun model export --out model.csv, add rows whose period is ${zh}, then cun model import model.csv`,
    },
  )
}

/** The rules as a sheet that `model import` reads. */
export function modelDocument(facts: Facts, version: number, rules: readonly Rule[]): Document {
  return {
    title: { zh: `考核模型 第 ${version} 版`, en: `Score model, version ${version}` },
    tables: [
      {
        columns: Object.entries(ruleFields).map(([key, f]) => ({ key, label: f.label, type: f.cell })),
        lines: rules.map(rule => ({
          cells: Object.entries(ruleFields).map(([key, f]) =>
            paperCell(facts, f as Field, rule[key as keyof Rule]),
          ),
        })),
      },
    ],
  }
}
