import { type Verb, verb } from '../../kernel/cli/line.ts'
import { print } from '../../kernel/cli/print.ts'
import { writeNow } from '../../kernel/cli/write.ts'
import { refuse } from '../../kernel/errors.ts'
import { integer } from '../../kernel/schema/fields/number.ts'
import { headOf } from '../../kernel/store/journal.ts'
import { bothJoined, counted } from '../../kernel/text.ts'
import { periodArg, requireFrozen } from '../score/asked.ts'
import { follow } from './follow-up.ts'
import { proposals } from './proposal.ts'
import { mayListPersons, redblue } from './redblue.ts'
import { byOption, change, nameArg, named, open, refuseIfPublished, toDecide } from './redblue-entries.ts'
import { listDocument } from './redblue-paper.ts'

const reds = { zh: '红榜取前几名 (默认按设置)', en: 'red list: how many from the top (default: by setting)' }
const blues = {
  zh: '蓝榜取后几名 (默认按设置)',
  en: 'blue list: how many from the bottom (default: by setting)',
}

const propose = verb({
  noun: 'redblue',
  name: 'propose',
  label: { zh: '按规则从冻结的季度提出红榜和蓝榜', en: 'propose the lists from a frozen quarter, by rule' },
  args: [periodArg],
  options: [
    { flags: '--red <n>', label: reds, field: integer(reds, { max: 500 }) },
    { flags: '--blue <n>', label: blues, field: integer(blues, { max: 500 }) },
    { flags: '--persons', label: { zh: '列个人 (须设置允许)', en: 'list persons (needs a setting)' } },
    { flags: '--by <name>', label: { zh: '提出人 (默认经手人)', en: 'who proposes (default: the user)' } },
  ],
  isWriting: true,
  example: 'cun redblue propose 2024Q2 --red 5 --blue 3',
  async run(call, [period], options) {
    const seen = headOf(call.db)
    const frozen = requireFrozen(call, period)
    const kind = options.persons ? 'posting' : 'unit'
    if (kind === 'posting' && call.settings.get(mayListPersons) !== 1) {
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
    const already = open(call, period).filter(e => e.kind === kind)
    if (already.length > 0) {
      refuse(
        'input',
        'redblue.already-proposed',
        {
          zh: `${period} 已提出 ${already.length} 个`,
          en: `${period} already has ${counted(already.length, 'proposed entry', 'proposed entries')}`,
        },
        {
          zh: `查看: cun redblue list ${period}; 不列入的: cun redblue decide ${period} 名称 --drop --by 谁`,
          en: `see cun redblue list ${period}; to leave one out: cun redblue decide ${period} NAME --drop --by WHO`,
        },
      )
    }
    const found = proposals(call, frozen, kind, options)
    if (found.length === 0) {
      call.tell({ zh: '按现行规则没有可提出的', en: 'the rules propose nobody' })
      return 0
    }
    const proposer = options.by?.trim() || call.world.user
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
    await print(call, listDocument(call, period))
    call.tell({
      zh: `已提出 ${found.length} 个, 第 ${batch} 批; 有异议的: cun redblue object ${period} 名称 --by 谁 --reason 理由`,
      en: `${found.length} proposed, batch ${batch}; to object: cun redblue object ${period} NAME --by WHO --reason TEXT`,
    })
    return 0
  },
})

const object = verb({
  noun: 'redblue',
  name: 'object',
  label: { zh: '对一个提名提出异议, 须用 --reason 写明理由', en: 'object to an entry; --reason is required' },
  args: [periodArg, nameArg],
  options: [byOption],
  needs: [{ name: 'reason', label: { zh: '异议的理由', en: 'reason for the objection' } }],
  isWriting: true,
  example: 'cun redblue object 2024Q2 示例一局 --by 示例一局 --reason 蹲点日记录未录全',
  run(call, [period, name], options) {
    const entry = named(open(call, period), period, name)
    refuseIfPublished(entry)
    const objection = call.global.reason!.trim()
    const batch = change(call, 'redblue object', [entry], () => ({
      objection,
      objector: options.by.trim(),
      objected: call.asOf,
      decision: null,
      decider: null,
      decided: null,
    }))
    call.done({ zh: `${entry.name}: 异议已记录`, en: `${entry.name}: objection recorded` }, batch)
    return 0
  },
})

const decide = verb({
  noun: 'redblue',
  name: 'decide',
  label: { zh: '决定列入或不列入', en: 'decide whether to list an entry' },
  args: [
    periodArg,
    {
      name: '[name]',
      zh: '名称',
      label: { zh: '名称; 不写则为全部无异议的', en: 'name; without it, all without an objection' },
    },
  ],
  options: [
    byOption,
    { flags: '--drop', label: { zh: '不列入, 用 --reason 写明理由', en: 'leave it out; give --reason' } },
  ],
  needs: [
    {
      name: 'reason',
      label: { zh: '不列入的理由', en: 'reason for leaving it out' },
      when: o => o.drop === true,
    },
  ],
  isWriting: true,
  example: 'cun redblue decide 2024Q2 --by 王部长',
  run(call, [period, name], options) {
    const entries = open(call, period)
    const chosen = name ? [named(entries, period, name)] : entries.filter(e => !e.decision && !e.objection)
    for (const e of chosen) refuseIfPublished(e)
    const why = call.global.reason?.trim()
    if (options.drop && !name) {
      refuse(
        'usage',
        'redblue.name-missing',
        { zh: '不列入要写明是谁', en: 'the name to leave out is missing' },
        {
          zh: `写作 cun redblue decide ${period} 名称 --drop --by 谁 --reason 理由`,
          en: `write cun redblue decide ${period} NAME --drop --by WHO --reason TEXT`,
        },
      )
    }
    const decision = options.drop ? 'dropped' : 'kept'
    const batch = change(call, 'redblue decide', chosen, () => ({
      decision,
      decider: options.by.trim(),
      decided: call.asOf,
      why: why || null,
    }))
    const left = entries.filter(e => !e.decision && !chosen.includes(e))
    const names = bothJoined(left.map(e => e.name))
    call.done(
      {
        zh: `已决定${options.drop ? '不列入' : '列入'} ${chosen.length} 个`,
        en: `${chosen.length} ${options.drop ? 'left out' : 'kept'}`,
      },
      batch,
    )
    if (left.length > 0) {
      const { zh, en } = toDecide(period, left)
      call.tell({
        zh: `还待决定 (有异议): ${names.zh}\n→ ${zh}`,
        en: `still undecided (objections): ${names.en}\n→ ${en}`,
      })
    }
    return 0
  },
})

const list = verb({
  noun: 'redblue',
  name: 'list',
  label: { zh: '红蓝榜: 各季或一季, 红榜红字, 蓝榜蓝字', en: 'the red and blue list of one quarter or all' },
  args: [{ ...periodArg, name: '[period]' }],
  example: 'cun redblue list 2024Q2',
  async run(call, [period]) {
    await print(call, listDocument(call, period))
    return 0
  },
})

export const redblueVerbs: readonly Verb[] = [propose, object, decide, follow, list]
