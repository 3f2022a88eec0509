import { lastPeriod } from '../../kernel/calendar.ts'
import { type Facts, factsWith } from '../../kernel/cli/facts.ts'
import { type Call, verb } from '../../kernel/cli/line.ts'
import { refusePlaceholder } from '../../kernel/cli/placeholders.ts'
import { print } from '../../kernel/cli/print.ts'
import { writeNow } from '../../kernel/cli/write.ts'
import { namedRecord } from '../../kernel/commands/merge.ts'
import { refuse } from '../../kernel/errors.ts'
import { integer } from '../../kernel/schema/fields/number.ts'
import { headOf } from '../../kernel/store/journal.ts'
import { both, bothJoined, counted, shellWord, type Text } from '../../kernel/text.ts'
import { posting } from '../../roster/posting.ts'
import { unit } from '../../roster/unit.ts'
import { periodArg, requireFrozen } from '../score/asked.ts'
import type { Frozen } from '../score/quarter.ts'
import { basisOf, type Numbers, proposals } from './proposal.ts'
import { publishableFrom } from './publication.ts'
import { colours, type Entry, redblue } from './redblue.ts'
import { open, refuseIfEarlier } from './redblue-entries.ts'
import { listDocument } from './redblue-paper.ts'
import { mayListPersons } from './redblue-settings.ts'

const reds = {
  zh: '红榜: 按规则取前几名 (默认按设置); 指名提名时不带数',
  en: 'red list: by rule how many from the top (default: by setting); to propose by name, without a number',
}
const blues = {
  zh: '蓝榜: 按规则取后几名 (默认按设置); 指名提名时不带数',
  en: 'blue list: by rule how many from the bottom (default: by setting); to propose by name, without a number',
}

type Proposed = Pick<Entry, 'subject' | 'colour' | 'facts' | 'basis'>

interface Given {
  readonly red?: number | true
  readonly blue?: number | true
  readonly persons?: true
  readonly unit?: string
  readonly posting?: string
  readonly facts?: string
  readonly basis?: string
}

export const propose = verb({
  noun: 'redblue',
  name: 'propose',
  label: {
    zh: '提出红榜和蓝榜: 按规则从冻结的季度, 或用 --unit 指名',
    en: 'propose the lists from a frozen quarter by rule, or one entry with --unit',
  },
  args: [
    {
      ...periodArg,
      name: '[quarter]',
      label: { zh: '季度, 默认刚结束的一季', en: 'a quarter (default: the one that ended last)' },
    },
  ],
  options: [
    { flags: '--red [n]', label: reds, field: integer(reds, { max: 500 }) },
    { flags: '--blue [n]', label: blues, field: integer(blues, { max: 500 }) },
    { flags: '--persons', label: { zh: '列个人 (须设置允许)', en: 'list persons (needs a setting)' } },
    { flags: '--unit <name>', label: { zh: '指名提名的单位', en: 'the unit to propose' }, of: () => unit },
    {
      flags: '--posting <name>',
      label: { zh: '指名提名的个人 (须设置允许)', en: 'the person to propose (needs a setting)' },
      of: () => posting,
    },
    {
      flags: '--facts <text>',
      label: { zh: '主要事实, 指名提名时必填', en: 'the facts, required for a proposal by name' },
      field: redblue.fields.facts,
      when: isOfOne,
    },
    {
      flags: '--basis <text>',
      label: { zh: '认定依据 (默认人工提名)', en: 'the basis (default: proposed by hand)' },
      field: redblue.fields.basis,
    },
    { flags: '--by <name>', label: { zh: '提出人 (默认经手人)', en: 'who proposes (default: the user)' } },
  ],
  isWriting: true,
  example: 'cun redblue propose 2024Q2 --red 5 --blue 3',
  async run(call, [asked], options) {
    const seen = headOf(call.db)
    const period = asked ?? lastPeriod('quarter', call.asOf)
    const isByName = refuseIfHalfNamed(period, options)
    const kind = options.persons || options.posting !== undefined ? 'posting' : 'unit'
    if (kind === 'posting') refuseIfNoPersons(call)
    refuseIfEarlier(call, period, call.asOf)
    const frozen = requireFrozen(call, period)
    const proposer = options.by?.trim() || call.world.user
    const { found, notes } = isByName
      ? { found: [byName(call, frozen, kind, options, proposer)], notes: [] }
      : byRule(call, frozen, kind, options)
    if (found.length === 0) {
      call.tell({ zh: '按现行规则没有可提出的', en: 'the rules propose nobody' })
      for (const note of notes) call.tell(note)
      return 0
    }
    const batch = writeNow(
      call,
      'redblue propose',
      pen => {
        pen.add(
          redblue,
          found.map(({ subject, ...rest }) => ({
            ...rest,
            quarter: frozen.id,
            [kind]: subject,
            proposer,
            proposed: call.asOf,
          })),
        )
      },
      seen,
    )
    // A name was looked up among what is stored; the list has the names of as-of.
    await print(call, listDocument(factsWith(call, call.asOf), period))
    const from = publishableFrom(call, call.asOf)
    const until =
      from > call.asOf ? { zh: `; ${from} 起可以公布`, en: `; to be published from ${from}` } : both('')
    call.tell({
      zh: `已提出 ${found.length} 个, 第 ${batch} 批; 有异议的: cun redblue object ${period} 名称 --by 谁 --reason 理由${until.zh}`,
      en: `${found.length} proposed, batch ${batch}; to object: cun redblue object ${period} NAME --by WHO --reason TEXT${until.en}`,
    })
    for (const note of notes) call.tell(note)
    return 0
  },
})

/** Whether these options, as typed or as read, propose one subject for one list by name. */
function isOfOne(given: Partial<Record<keyof Given, unknown>>): boolean {
  const { red, blue, persons, unit, posting } = given
  const isOneColour = (red === true && blue === undefined) || (blue === true && red === undefined)
  const isOneName = (unit === undefined) !== (posting === undefined)
  return isOneColour && isOneName && !(persons === true && unit !== undefined)
}

/**
 * True for a proposal by name, which needs one subject, one colour and facts; refuses one that lacks any of
 * them. `--red` alone is a colour, `--red 5` a number for the rule.
 */
function refuseIfHalfNamed(period: string, given: Given): boolean {
  const { red, blue, facts, basis } = given
  const isNamed = [given.unit, given.posting, facts, basis].some(word => word !== undefined)
  if (!isNamed && red !== true && blue !== true) return false
  if (isOfOne(given) && facts?.trim()) return true
  return refuse(
    'usage',
    'redblue.half-named',
    {
      zh: '指名提名要写: 一个单位 (或个人), --red 或 --blue 之一 (不带数), 主要事实',
      en: 'a proposal by name needs one unit or person, one of --red and --blue without a number, and the facts',
    },
    {
      zh: `写作 cun redblue propose ${period} --unit 名称 --red --facts 事实; 按规则提名: --red 后写个数`,
      en: `write cun redblue propose ${period} --unit NAME --red --facts TEXT; by rule: a number after --red`,
    },
  )
}

function refuseIfNoPersons(facts: Facts): void {
  if (facts.settings.get(mayListPersons) === 1) return
  refuse(
    'denied',
    'redblue.persons-not-allowed',
    { zh: '红蓝榜不列个人', en: 'persons are not allowed on the list' },
    {
      zh: '确需列个人的: cun settings set redblue.persons 是',
      en: 'to allow them: cun settings set redblue.persons yes',
    },
  )
}

/** What the rule proposes, without those who stand on the list by name. */
function byRule(
  call: Call,
  frozen: Frozen,
  kind: Entry['kind'],
  { red, blue }: Given,
): { readonly found: readonly Proposed[]; readonly notes: readonly Text[] } {
  const { period } = frozen
  const entries = open(call, period).filter(e => e.kind === kind)
  const already = entries.filter(e => e.basis === basisOf(frozen) && e.decision !== 'dropped')
  if (already.length > 0) {
    refuse(
      'input',
      'redblue.already-proposed',
      {
        zh: `${period} 已提出 ${already.length} 个`,
        en: `${period} already has ${counted(already.length, 'proposed entry', 'proposed entries')}`,
      },
      {
        zh: `查看: cun redblue list ${period}; 不列入的: cun redblue decide ${period} 名称 --drop --by 谁 --reason 理由; 撤回另提: cun redblue withdraw ${period} --reason 原因`,
        en: `see cun redblue list ${period}; to leave one out: cun redblue decide ${period} NAME --drop --by WHO --reason TEXT; to propose again: cun redblue withdraw ${period} --reason TEXT`,
      },
    )
  }
  const { found, notes } = proposals(call, frozen, kind, { red, blue } as Numbers)
  const isNamed = (p: Proposed) => entries.some(e => e.subject === p.subject)
  const again = bothJoined(entries.filter(e => found.some(p => p.subject === e.subject)).map(e => e.name))
  const note = {
    zh: `已指名提出或已决定不列入, 不再提: ${again.zh}`,
    en: `already proposed by name or left out: ${again.en}`,
  }
  return { found: found.filter(p => !isNamed(p)), notes: again.zh ? [...notes, note] : notes }
}

/** One entry by name. Its subject is one that the quarter assessed. */
function byName(call: Call, frozen: Frozen, kind: Entry['kind'], given: Given, proposer: string): Proposed {
  const { period } = frozen
  const facts = given.facts!.trim()
  refusePlaceholder('facts', facts)
  const name = (given.unit ?? given.posting)!.trim()
  const { id } = namedRecord(call, kind === 'unit' ? unit : posting, name)
  const assessed = frozen.content.scored.filter(s => s.subject.kind === kind)
  if (assessed.length > 0 && !assessed.some(s => s.subject.id === id)) {
    refuse(
      'input',
      'redblue.not-assessed',
      { zh: `${period} 的考核对象中没有 ${name}`, en: `${name} is not assessed in ${period}` },
      { zh: `查看: cun assess ${period}`, en: `see cun assess ${period}` },
    )
  }
  const listed = open(call, period).find(e => e.kind === kind && e.subject === id)
  if (listed) {
    refuse(
      'input',
      'redblue.already-listed',
      {
        zh: `${listed.name} 已在 ${period} 的${colours[listed.colour].zh}上`,
        en: `${listed.name} is already on the ${colours[listed.colour].en} list of ${period}`,
      },
      listed.published
        ? { zh: `查看: cun redblue list ${period}`, en: `see cun redblue list ${period}` }
        : {
            zh: `要改的先撤回: cun redblue withdraw ${period} ${shellWord(listed.name)} --reason 原因`,
            en: `to change it, withdraw it first: cun redblue withdraw ${period} ${shellWord(listed.name)} --reason TEXT`,
          },
    )
  }
  return {
    subject: id,
    colour: given.red === true ? 'red' : 'blue',
    facts,
    basis: given.basis?.trim() || `${period} 人工提名, 提名人 ${proposer}`,
  }
}
