import { kindOfPeriod, periodDays } from '../../kernel/calendar.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import type { Overview } from '../../kernel/cli/line.ts'
import type { Measure } from '../../kernel/cli/measure.ts'
import { paperCell } from '../../kernel/cli/record-document.ts'
import type { Document } from '../../kernel/document/document.ts'
import { Fault, refuse } from '../../kernel/errors.ts'
import { optional } from '../../kernel/schema/field.ts'
import { date } from '../../kernel/schema/fields/date.ts'
import { integer } from '../../kernel/schema/fields/number.ts'
import { text } from '../../kernel/schema/fields/text.ts'
import { register } from '../../kernel/schema/register.ts'
import type { Field } from '../../kernel/schema/types.ts'
import { lastDay } from '../../kernel/store/dated.ts'
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

/**
 * Imported versions of the model. A period has the newest of those that hold on its first day; without any, the
 * shipped one (version 0).
 */
export const model = register({
  name: 'model',
  label: { zh: '考核模型', en: 'score model' },
  about: {
    zh: '考核模型的一个版本, 用 cun model import 存入; 考核期按它第一天有效的版本计算, 冻结过的用它冻结时的版本。',
    en: 'One version of the score model. A period follows the version that holds on its first day; one that was frozen keeps its own.',
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
    since: optional(date({ zh: '自何日起的考核期', en: 'periods from' }, { ahead: true })),
  },
  list: ['modelVersion', 'since', 'date', 'source', 'count'],
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

export interface Version {
  readonly version: number
  /** First day of the periods that it holds for; null for all before. */
  readonly since: string | null
}

/** The version that holds on a day; the last one of all without a day. */
export const versionOn = (facts: Facts, day = lastDay): Version =>
  (facts.db
    .prepare(
      `select "modelVersion" as version, since from model where since is null or since <= ?
       order by coalesce(since, '') desc, "modelVersion" desc limit 1`,
    )
    .get(day) as Version | undefined) ?? { version: 0, since: null }

/** A version with its rules: by default the one with the highest number. Refuses one that is unknown. */
export async function versionNamed(
  facts: Overview,
  version = newestVersion(facts),
): Promise<{ version: number; rules: readonly Rule[] }> {
  const rules = await rulesOf(facts, version)
  return rules
    ? { version, rules }
    : refuse(
        'input',
        'model.unknown-version',
        { zh: `没有考核模型第 ${version} 版`, en: `there is no version ${version} of the model` },
        {
          zh: '用 cun model list 查看各版; 0 是随 cun 附带的',
          en: 'see cun model list; 0 is the one shipped with cun',
        },
      )
}

/** A stored version and its rules as they were stored with a frozen period, for that period. */
export const modelKept = (facts: Overview, version: number, rules: readonly Rule[], period: string): Model =>
  modelOf(facts, version, rules.map(completed), period)

/**
 * The rows that score a period, of the version given or of the one that holds on its first day; refuses if there
 * are none.
 */
export async function modelInForce(
  facts: Overview,
  period: string,
  asked = versionOn(facts, periodDays(period).from).version,
): Promise<Model> {
  const { version, rules } = await versionNamed(facts, asked)
  const model = modelOf(facts, version, rules, period)
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
