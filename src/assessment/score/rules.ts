import type { Call, Options, Overview } from '../../kernel/cli/line.ts'
import type { Measure } from '../../kernel/cli/measure.ts'
import { Fault } from '../../kernel/errors.ts'
import type { Plan } from '../../kernel/import/plan.ts'
import { readSheet, readShipped } from '../../kernel/import/read-sheet.ts'
import { fault, optional } from '../../kernel/schema/field.ts'
import { choice, choices } from '../../kernel/schema/fields/choice.ts'
import { number } from '../../kernel/schema/fields/number.ts'
import { text } from '../../kernel/schema/fields/text.ts'
import { register } from '../../kernel/schema/register.ts'
import type { Candidate, RecordOf, Register } from '../../kernel/schema/types.ts'
import { programFile } from '../../kernel/terminal/program-files.ts'
import { bothJoined, nearest } from '../../kernel/text.ts'
import { parameters } from './parameters.ts'
import { refuseSharesOnLowest, traceFault } from './rule-faults.ts'
import { partsFault, periods, rowSets } from './rule-periods.ts'

/** The five lines in the order of the mission. */
export const missionLines = {
  policy: { zh: '天线', en: 'policy' },
  village: { zh: '地线', en: 'village' },
  resources: { zh: '外线', en: 'resources' },
  skills: { zh: '内线', en: 'skills' },
  assessment: { zh: '红线', en: 'assessment' },
}

/** Methods that turn an indicator's number into points, a veto or a grade. */
export const methods = {
  ratio: { zh: '比率', en: 'ratio', aliases: ['比例'] },
  each: { zh: '每项', en: 'each' },
  deduct: { zh: '扣分', en: 'deduct' },
  tier: { zh: '分档', en: 'tier' },
  bonus: { zh: '加分', en: 'bonus' },
  manual: { zh: '评分', en: 'manual' },
  parts: { zh: '分期', en: 'parts' },
  veto: { zh: '一票否决', en: 'veto' },
  gradeCap: { zh: '等次限制', en: 'grade-cap' },
  grade: { zh: '等次', en: 'grade' },
}

export const ruleFields = {
  indicator: text(
    { zh: '指标', en: 'indicator', aliases: ['考核指标', '考核内容', '指标名称'] },
    { max: 50 },
  ),
  line: optional(choice(missionLines, { zh: '线', en: 'line', aliases: ['五条线'] })),
  subject: choice(
    {
      posting: { zh: '派驻', en: 'posting', aliases: ['人', '个人', '第一书记'] },
      unit: { zh: '派出单位', en: 'unit', aliases: ['单位'] },
    },
    { zh: '对象', en: 'subject', aliases: ['考核对象'] },
  ),
  weight: optional(number({ zh: '分值', en: 'weight', aliases: ['满分', '权重', '基本分'] }, { max: 1000 })),
  measure: optional(text({ zh: '取数', en: 'measure', aliases: ['指标取数', '数据来源'] }, { max: 50 })),
  method: choice(methods, { zh: '方法', en: 'method', aliases: ['计分方法', '评分办法'] }),
  parameters: optional(text({ zh: '参数', en: 'parameters', aliases: ['计分参数'] }, { max: 200 })),
  cap: optional(number({ zh: '封顶', en: 'cap', aliases: ['上限'] }, { max: 1000 })),
  note: optional(text({ zh: '说明', en: 'note', aliases: ['备注', '评分细则'] }, { max: 500 })),
  period: optional(choices(periods, { zh: '周期', en: 'period', aliases: ['考核周期', '适用周期'] })),
}

export type Rule = RecordOf<typeof ruleFields>
export type SubjectKind = Rule['subject']

/** A rule with every column; versions stored before a column was added lack it. */
export const completed = (rule: Partial<Rule>): Rule =>
  Object.fromEntries(Object.keys(ruleFields).map(k => [k, rule[k as keyof Rule] ?? null])) as unknown as Rule

/** The measure with this name: the subject kind's own, or else the one of postings. */
export function measureOf(facts: Overview, name: string, subject: SubjectKind): Measure | undefined {
  const named = facts.lines.flatMap(l => l.measures ?? []).filter(m => m.name === name)
  return named.find(m => m.subject === subject) ?? named.find(m => m.subject === 'posting')
}

/** 考核模型 as a sheet, one row per rule. It has no table: `model` stores whole versions. */
function ruleSheet(facts: Overview): Register<typeof ruleFields> {
  return register({
    name: 'rule',
    label: { zh: '考核模型', en: 'score model' },
    about: {
      zh: '考核模型的一行: 一个指标, 或一个等次。',
      en: 'A row of the score model: an indicator, or a grade.',
    },
    key: ['indicator', 'subject', 'method', 'period'],
    filledBy: 'county',
    fields: ruleFields,
    list: ['indicator', 'subject', 'weight', 'measure', 'method', 'parameters', 'cap'],
    example: {},
    between: candidates => faultsOfModel(facts, candidates),
  })
}

const scored = new Set<Rule['method']>(['ratio', 'each', 'deduct', 'tier', 'manual', 'parts'])

/** Reports every fault of a model: first row by row, then across rows. */
function faultsOfModel(facts: Overview, candidates: readonly Candidate<Rule>[]): void {
  for (const { record, complain } of candidates) {
    const { method, weight, measure, cap } = record
    const read = parameters(method, record.parameters ?? '', weight ?? 0)
    if (read instanceof Fault) complain('parameters', read)
    const trace = traceFault(record.indicator)
    if (trace) complain('indicator', trace)
    const length = partsFault(record, read)
    if (length) complain('period', length)
    if (measure && !measureOf(facts, measure, record.subject)) {
      const names = [...new Set(facts.lines.flatMap(l => l.measures ?? []).map(m => m.name))]
      const like = nearest(measure, names)
      const { zh, en } = bothJoined(like.length > 0 ? like : names)
      complain(
        'measure',
        fault(
          'model.unknown-measure',
          '没有这个取数',
          'is not a known measure',
          `可用: ${zh}`,
          `use one of ${en}`,
        ),
      )
    }
    if ((method === 'manual' || method === 'parts') && measure) {
      complain(
        'measure',
        fault(
          'model.manual-with-measure',
          '评分由评价主体给出、分期由各期得分给出, 不取数',
          'is not allowed for a manual indicator, or one made of parts',
          '清空取数',
          'clear the measure',
        ),
      )
    }
    if (scored.has(method) && weight == null) {
      complain(
        'weight',
        fault(
          'model.weight-missing',
          '必填',
          'is required',
          '填写分值, 只扣分的填 0',
          'give the weight; 0 for an indicator that only deducts',
        ),
      )
    }
    if (method === 'bonus' && cap == null) {
      complain(
        'cap',
        fault(
          'model.cap-missing',
          '加分要写明封顶',
          'is required for a bonus',
          '填写最多加几分',
          'give the maximum points it may add',
        ),
      )
    }
  }
  const sets = (['posting', 'unit'] as const).flatMap(subject =>
    rowSets(candidates.filter(c => c.record.subject === subject)).map(set => ({ subject, ...set })),
  )
  for (const { subject, of, kind } of sets) {
    const rules = of.filter(c => scored.has(c.record.method))
    const sum = rules.reduce((total, c) => total + Math.round((c.record.weight ?? 0) * 100), 0) / 100
    if (rules.length > 0 && sum !== 100) {
      rules
        .at(-1)!
        .complain(
          'weight',
          fault(
            'model.weights-not-100',
            `${ruleFields.subject.write(subject, 'zh')}${kind?.zh ?? ''}的分值合计 ${sum}, 应为 100`,
            `makes the weights for a ${subject}${kind ? ` in a ${kind.en}` : ''} add up to ${sum}, not 100`,
            '调整各指标分值',
            'change the weights',
          ),
        )
    }
    gradesFit(of)
  }
}

/** Reports grades with equal minimum scores, a lowest grade above 0 or with a share, and caps that name no grade. */
function gradesFit(of: readonly Candidate<Rule>[]): void {
  const grades = of.filter(c => c.record.method === 'grade')
  const names = new Set(grades.map(c => c.record.indicator))
  const seen = new Map<number, string>()
  for (const { record, complain } of grades) {
    const from = record.weight ?? 0
    const other = seen.get(from)
    if (other !== undefined) {
      complain(
        'weight',
        fault(
          'model.grade-score-taken',
          `与等次“${other}”的最低分相同`,
          `is already the minimum score of ${other}`,
          '每个等次一个最低分',
          'give each grade its own minimum score',
        ),
      )
    }
    seen.set(from, record.indicator)
  }
  if (grades.length > 0 && !seen.has(0)) {
    grades
      .at(-1)!
      .complain(
        'weight',
        fault(
          'model.lowest-grade-not-zero',
          '最低的等次应从 0 分起',
          'is the minimum score of the lowest grade, which must be 0',
          '把最低等次的分值改为 0',
          'set it to 0',
        ),
      )
  }
  refuseSharesOnLowest(grades)
  for (const { record, complain } of of.filter(c => c.record.method === 'gradeCap')) {
    const read = parameters('gradeCap', record.parameters ?? '', 0)
    if (read instanceof Fault || read.kind !== 'gradeCap') continue
    const unknown = read.steps.map(s => s.grade).filter(g => !names.has(g))
    if (unknown.length === 0) continue
    const { zh, en } = bothJoined([...names])
    complain(
      'parameters',
      fault(
        'model.unknown-grade',
        `没有等次 ${unknown.join('、')}`,
        `names ${unknown.length === 1 ? 'an unknown grade' : 'unknown grades'}: ${unknown.join(', ')}`,
        `可用: ${zh || '先写等次各行'}`,
        en ? `use one of ${en}` : 'first add the rows of grades',
      ),
    )
  }
}

/** Reads the rules of a model file (XLSX, or CSV in any office encoding); refuses with every fault in it. */
export async function readModel(call: Call, file: string, options: Options): Promise<Rule[]> {
  return rulesIn(await readSheet(call, file, ruleSheet(call), options))
}

const rulesIn = ({ adds }: Plan): Rule[] => adds.map(row => completed(row as Partial<Rule>))

/** The model shipped with cun: version 0. */
export const shippedRules = async (facts: Overview): Promise<Rule[]> =>
  rulesIn(await readShipped(facts, programFile('data/rules/score-model.csv'), ruleSheet(facts)))
