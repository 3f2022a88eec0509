import type { Facts } from '../../kernel/cli/facts.ts'
import { type Verb, verb } from '../../kernel/cli/line.ts'
import { print } from '../../kernel/cli/print.ts'
import { candidates } from '../../kernel/cli/search.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Choice } from '../../kernel/terminal/question.ts'
import { counted, nearest, type Text } from '../../kernel/text.ts'
import { periodOf, spanned } from '../../roster/county.ts'
import { posting } from '../../roster/posting.ts'
import { unit } from '../../roster/unit.ts'
import { periodArg } from './asked.ts'
import type { Scored } from './assess.ts'
import { explanation } from './explain.ts'
import { asked, notOver, requireBegun, unfrozenParts } from './freezable.ts'
import { assessDrift, assessFreeze, assessReopen } from './freeze-verbs.ts'
import type { Frozen } from './quarter.ts'
import { frozenState } from './quarter.ts'
import { type Basis, basisOptions } from './reckoned.ts'
import { ranksPersons, standing } from './result.ts'
import { scoreDocument } from './score-paper.ts'
import { postingsOf } from './subjects.ts'

/** `cun assess 2024Q2`: the frozen scores, or else a draft. */
const assessDraft = verb({
  noun: 'assess',
  name: 'draft',
  isReading: true,
  isDefault: true,
  label: {
    zh: '一个季度、半年或年的得分 (已冻结的照冻结的打印)',
    en: 'scores of a quarter, half-year or year (frozen ones as frozen)',
  },
  args: [periodArg],
  options: basisOptions,
  example: 'cun assess 2024Q2',
  async run(call, [period], basis) {
    const { result, version, rules, state, frozen, reckoned } = await standing(call, period, basis)
    if (frozen) refuseBasis(frozen, basis)
    const kept = frozen?.content.documents.find(d => d.name === 'score')?.document
    const ranked = call.settings.get(ranksPersons) === 1
    const days = periodOf(call, period)
    const span = spanned(period, days)
    await print(call, kept ?? scoreDocument(result, { version, rules, state, span, ranksPersons: ranked }))
    if (reckoned?.today) call.tell(reckoned.today)
    const isEmpty = days.until < days.from
    if (!frozen) call.tell(isEmpty ? span : toDo(call, period, result.scored))
    return 0
  },
})

/** Refuses another model or settings for what is frozen: it is printed as it was frozen. */
function refuseBasis({ period, edition, frozen }: Frozen, { model, current }: Basis): void {
  if (model === undefined && !current) return
  refuse(
    'input',
    'assess.already-frozen',
    {
      zh: `${period} 已冻结 (${frozenState(edition, frozen).zh}), 照冻结的打印`,
      en: `${period} is already frozen and printed as it was`,
    },
    {
      zh: `按今天的模型和设置会有哪些不同: cun assess drift ${period}`,
      en: `what the model and settings of today would change: cun assess drift ${period}`,
    },
  )
}

/** What a draft still needs before it is frozen. */
function toDo(facts: Facts, period: string, all: readonly Scored[]): Text {
  const scored = asked(all)
  const unfrozen = unfrozenParts(scored)
  if (unfrozen.length > 0) {
    return {
      zh: `草稿; 所含的 ${unfrozen.join('、')} 还没有冻结: cun assess freeze ${unfrozen[0]}`,
      en: `draft; not frozen yet in it: ${unfrozen.join(', ')}; run cun assess freeze ${unfrozen[0]}`,
    }
  }
  const open = notOver(facts, period)
  if (open)
    return { zh: `草稿; ${open.zh}, 之后才能冻结`, en: `draft; ${open.en}, and can be frozen after that` }
  const missing = scored.filter(s => s.score.items.some(i => i.missing.length > 0)).length
  return missing > 0
    ? {
        zh: `草稿; ${missing} 个对象缺评分, 补齐后才能冻结`,
        en: `draft; ${counted(missing, 'subject')} without all ratings: complete them to freeze the period`,
      }
    : {
        zh: `草稿; 核对后冻结: cun assess freeze ${period}`,
        en: `draft; check it, then freeze it with cun assess freeze ${period}`,
      }
}

/** Names to choose from: units, and people with their village. */
const subjects = (facts: Facts): Choice[] =>
  [unit, posting].flatMap(register =>
    candidates(facts, register).map(({ name, place }) => ({
      value: place ? `${name}（${place}）` : name,
      name: `${name}  ${place}`.trim(),
    })),
  )

const assessExplain = verb({
  noun: 'assess',
  name: 'explain',
  isReading: true,
  label: {
    zh: '一个人或单位的得分: 算式和所依据的每条记录',
    en: 'explain a score: formulas and the records behind them',
  },
  args: [
    periodArg,
    { name: '<name>', zh: '名称', label: { zh: '姓名或单位名称', en: 'person or unit' }, words: subjects },
  ],
  options: basisOptions,
  example: 'cun assess explain 2024Q2 示例一局',
  async run(call, [period, name], basis) {
    const { result, state, frozen } = await standing(call, period, basis)
    if (frozen) refuseBasis(frozen, basis)
    else requireBegun(call, period)
    const one = subjectNamed(call, result.scored, name)
    await print(call, explanation(one, { period, state, asOf: result.asOf, from: result.from }))
    return 0
  },
})

function subjectNamed(facts: Facts, scored: readonly Scored[], name: string): Scored {
  const whole = (s: Scored) => `${s.subject.name}（${s.subject.village}）`
  const wanted = name.replace('(', '（').replace(')', '）').trim()
  const named = ({ subject: s }: Scored) => [
    s.name,
    ...[s.village, ...s.village.split('、')].map(village => `${s.name}（${village}）`),
    ...(s.kind === 'posting' ? postingsOf(s).map(id => `#${id}`) : []),
  ]
  const found = scored.filter(s => named(s).includes(wanted))
  if (found.length === 1) return found[0]!
  if (found.length > 1) {
    const isAlike = new Set(found.map(whole)).size < found.length
    const list = found.map(s => (isAlike ? `${whole(s)} #${s.subject.id}` : whole(s))).join('、')
    const one = isAlike ? `#${found[0]!.subject.id}` : whole(found[0]!)
    return refuse(
      'input',
      'assess.name-ambiguous',
      {
        zh: `有 ${found.length} 个 ${name}: ${list}`,
        en: `${found.length} subjects are called ${name}: ${list}`,
      },
      { zh: `写作 ${one}`, en: `write ${one}` },
    )
  }
  // A frozen period has the name that a unit had then.
  const id = facts.directories.of(unit).find([wanted])
  const known = scored.find(s => s.subject.kind === 'unit' && s.subject.id === id)
  if (known) return known
  const like = nearest(
    wanted,
    scored.map(s => s.subject.name),
  )
  return refuse(
    'input',
    'assess.not-assessed',
    { zh: `本期考核对象中没有 ${name}`, en: `${name} is not assessed in this period` },
    like.length > 0
      ? { zh: `是不是 ${like.join('、')}?`, en: `did you mean ${like.join(', ')}?` }
      : {
          zh: '只考核第一书记 (或工作队长) 和派出单位',
          en: 'only first secretaries (or team leaders) and sponsor units are assessed',
        },
  )
}

export const assessVerbs = (listNumber: Parameters<typeof assessFreeze>[0]): readonly Verb[] => [
  assessDraft,
  assessExplain,
  assessFreeze(listNumber),
  assessReopen,
  assessDrift,
]
