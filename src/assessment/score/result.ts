import { kindOfPeriod, periodBefore } from '../../kernel/calendar.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import { type Overview, paper } from '../../kernel/cli/line.ts'
import type { Document } from '../../kernel/document/document.ts'
import { Fault } from '../../kernel/errors.ts'
import { yesNo } from '../../kernel/schema/fields/choice.ts'
import { setting } from '../../kernel/schema/setting.ts'
import type { Text } from '../../kernel/text.ts'
import { periodOf, spanned } from '../../roster/county.ts'
import { township } from '../../roster/township.ts'
import { comparison } from './compare.ts'
import { type Frozen, frozenQuarter, frozenState, type Result } from './quarter.ts'
import { type Basis, type Reckoned, reckon } from './reckoned.ts'
import type { Rule } from './rules.ts'
import { scoreDocument } from './score-paper.ts'

export const ranksPersons = setting({
  name: 'rank.persons',
  field: yesNo({
    zh: '个人得分排名次 (是或否); 默认只给单位排名',
    en: 'rank persons too; by default only units are ranked',
  }),
  fallback: '否',
})

/** A period's result on as-of: the frozen one, or else a draft by the model in force. */
export type Standing = {
  readonly result: Result
  readonly version: number
  readonly rules: readonly Rule[]
  readonly state: Text
} & (
  | { readonly frozen: Frozen; readonly reckoned?: undefined }
  | { readonly frozen?: undefined; readonly reckoned: Reckoned }
)

export async function standing(facts: Overview, period: string, basis?: Basis): Promise<Standing> {
  const frozen = frozenQuarter(facts, period)
  if (frozen) {
    const { content, edition, frozen: day, version } = frozen
    return {
      frozen,
      result: { period, asOf: content.asOf, from: content.from, scored: content.scored },
      version,
      rules: content.rules,
      state: frozenState(edition, day),
    }
  }
  const reckoned = await reckon(facts, period, basis)
  const { draft } = reckoned
  return {
    reckoned,
    result: draft,
    version: draft.model.version,
    rules: draft.model.rules,
    state: { zh: '草稿, 未冻结', en: 'draft, not frozen' },
  }
}

/**
 * An earlier result with its townships called as in a later one: what was renamed or merged between them is
 * compared with itself.
 */
function calledAs(facts: Facts, earlier: Result, result: Result): Result {
  const directory = facts.directories.of(township)
  const into = new Map(
    facts.db.prepare('select id, "mergedInto" from township where "mergedInto" is not null').raw().all() as [
      number,
      number,
    ][],
  )
  const idOf = (name: string) => {
    const id = directory.find([name])
    return id instanceof Fault ? undefined : id
  }
  const persons = (r: Result) => r.scored.filter(s => s.subject.kind === 'posting')
  const called = new Map(persons(result).map(s => [idOf(s.subject.township), s.subject.township]))
  const nameOf = (then: string) => {
    for (let id = idOf(then); id !== undefined; id = into.get(id)) if (called.has(id)) return called.get(id)!
    return then
  }
  const names = new Map(persons(earlier).map(s => [s.subject.township, '']))
  for (const then of names.keys()) names.set(then, nameOf(then))
  return {
    ...earlier,
    scored: earlier.scored.map(s => ({
      ...s,
      subject: { ...s.subject, township: names.get(s.subject.township) ?? s.subject.township },
    })),
  }
}

/** Frozen results of earlier periods of the same kind, then the given result. */
function course(facts: Facts, period: string, result: Result): Result[] {
  const before = facts.db
    .prepare('select distinct period from quarter where period < ? order by period')
    .pluck()
    .all(period) as string[]
  const frozen = before
    .filter(p => kindOfPeriod(p) === kindOfPeriod(period))
    .flatMap(p => frozenQuarter(facts, p) ?? [])
  const earlier = frozen.map(f => ({ period: f.period, asOf: f.content.asOf, scored: f.content.scored }))
  return [...earlier.map(e => calledAs(facts, e, result)), result]
}

export const compareDocument = (facts: Facts, period: string, result: Result, state: Text): Document =>
  comparison(
    course(facts, period, result),
    state,
    periodBefore(period),
    spanned(period, periodOf(facts, period)),
  )

export const scorePaper = paper({
  name: 'score',
  label: { zh: '考核得分', en: 'scores' },
  period: 'quarter',
  example: 'cun report score 2024Q2',
  async make(facts, period) {
    const { result, version, rules, state } = await standing(facts, period)
    return scoreDocument(result, {
      version,
      rules,
      state,
      span: spanned(period, periodOf(facts, period)),
      ranksPersons: facts.settings.get(ranksPersons) === 1,
    })
  },
})

export const comparePaper = paper({
  name: 'compare',
  label: { zh: '横向对比', en: 'comparison' },
  period: 'quarter',
  example: 'cun report compare 2024Q2',
  async make(facts, period) {
    const { result, state } = await standing(facts, period)
    return compareDocument(facts, period, result, state)
  },
})
