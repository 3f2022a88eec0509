import { type Verb, verb } from '../../kernel/cli/line.ts'
import { print } from '../../kernel/cli/print.ts'
import { refuse } from '../../kernel/errors.ts'
import { bothJoined, counted } from '../../kernel/text.ts'
import { periodArg } from '../score/asked.ts'
import { follow } from './follow-up.ts'
import { propose } from './propose.ts'
import type { Entry } from './redblue.ts'
import {
  begin,
  byOption,
  change,
  nameArg,
  named,
  namesArg,
  refuseIfPublished,
  toDecide,
} from './redblue-entries.ts'
import { listDocument } from './redblue-paper.ts'

const object = verb({
  noun: 'redblue',
  name: 'object',
  label: { zh: '对一个提名提出异议, 须用 --reason 写明理由', en: 'object to an entry; --reason is required' },
  args: [periodArg, nameArg],
  options: [byOption({ zh: '提异议人', en: 'who objects' })],
  needs: [{ name: 'reason', label: { zh: '异议的理由', en: 'reason for the objection' } }],
  isWriting: true,
  example: 'cun redblue object 2024Q2 示例一局 --by 示例一局 --reason 蹲点日记录未录全',
  run(call, [period, name], options) {
    const entry = named(call, begin(call, period), period, name)
    refuseIfPublished(entry)
    const objection = call.global.reason!.trim()
    const batch = change(call, 'redblue object', [entry], () => ({
      objection,
      objector: options.by.trim(),
      objected: call.asOf,
      decision: null,
      decider: null,
      decided: null,
      why: null,
    }))
    call.done({ zh: `${entry.name}: 异议已记录`, en: `${entry.name}: objection recorded` }, batch)
    return 0
  },
})

/** What `decide` takes without names. */
const isUnopposed = (e: Entry) => !e.decision && !e.objection

const decide = verb({
  noun: 'redblue',
  name: 'decide',
  label: { zh: '决定列入或不列入', en: 'decide whether to list entries' },
  args: [
    periodArg,
    namesArg(
      { zh: '名称; 不写则为全部无异议的', en: 'names; without any, all without an objection' },
      isUnopposed,
    ),
  ],
  options: [
    byOption({ zh: '决定人', en: 'who decides' }),
    { flags: '--drop', label: { zh: '不列入, 用 --reason 写明理由', en: 'leave out; give --reason' } },
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
  run(call, [period, ...names], options) {
    const entries = begin(call, period)
    const chosen =
      names.length > 0
        ? [...new Set(names.map(name => named(call, entries, period, name)))]
        : entries.filter(isUnopposed)
    for (const e of chosen) refuseIfPublished(e)
    const why = call.global.reason?.trim()
    if (options.drop && names.length === 0) {
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
    if (chosen.length === 0) {
      call.done({ zh: `${period} 没有待决定的`, en: `nothing to decide for ${period}` })
    } else {
      call.done(
        {
          zh: `已决定${options.drop ? '不列入' : '列入'} ${chosen.length} 个`,
          en: `${chosen.length} ${options.drop ? 'left out' : 'kept'}`,
        },
        batch,
      )
    }
    const left = entries.filter(e => !e.decision && !chosen.includes(e))
    if (left.length > 0) call.tell(stillOpen(period, left))
    return 0
  },
})

/** How many are left to decide, those with an objection by name, and the commands. */
function stillOpen(period: string, left: readonly Entry[]) {
  const objected = left.filter(e => e.objection)
  const names = bothJoined(objected.map(e => e.name))
  const { zh, en } = toDecide(period, left)
  return {
    zh: `还待决定 ${left.length} 个${objected.length > 0 ? `, 有异议 ${objected.length} 个: ${names.zh}` : ''}\n→ ${zh}`,
    en: `${left.length} still undecided${objected.length > 0 ? `, ${objected.length} with an objection: ${names.en}` : ''}\n→ ${en}`,
  }
}

/** What `withdraw` takes without names. What was decided to be left out is done, and stays on record as that. */
const isWaiting = (e: Entry) => !e.published && e.decision !== 'dropped'

const withdraw = verb({
  noun: 'redblue',
  name: 'withdraw',
  label: {
    zh: '公布前撤回提名, 须用 --reason 写明原因; 撤回的留有记录, 可以再提',
    en: 'withdraw entries before they are published; they stay on record and may be proposed again',
  },
  args: [
    periodArg,
    namesArg(
      {
        zh: '名称; 不写则为全部未公布的, 决定不列入的除外',
        en: 'names; without any, all that are not published nor left out',
      },
      isWaiting,
    ),
  ],
  options: [
    { flags: '--by <name>', label: { zh: '撤回人 (默认经手人)', en: 'by whom (default: the user)' } },
  ],
  needs: [{ name: 'reason', label: { zh: '撤回的原因', en: 'reason for the withdrawal' } }],
  isWriting: true,
  example: 'cun redblue withdraw 2024Q2 示例一局 --reason 提名有误',
  run(call, [period, ...names], options) {
    const entries = begin(call, period)
    const chosen =
      names.length > 0
        ? [...new Set(names.map(name => named(call, entries, period, name)))]
        : entries.filter(isWaiting)
    for (const e of chosen) refuseIfPublished(e)
    if (chosen.length === 0) {
      refuse(
        'input',
        'redblue.nothing-to-withdraw',
        { zh: `${period} 没有未公布的提名`, en: `${period} has no entry that is not published` },
        { zh: `查看: cun redblue list ${period}`, en: `see cun redblue list ${period}` },
      )
    }
    const batch = change(call, 'redblue withdraw', chosen, () => ({
      withdrawn: call.asOf,
      withdrawer: options.by?.trim() || call.world.user,
      withdrawReason: call.global.reason!.trim(),
    }))
    const said = bothJoined(chosen.map(e => e.name))
    call.done(
      {
        zh: `已撤回 ${chosen.length} 个: ${said.zh}`,
        en: `${counted(chosen.length, 'entry', 'entries')} withdrawn: ${said.en}`,
      },
      batch,
    )
    return 0
  },
})

const list = verb({
  noun: 'redblue',
  name: 'list',
  isReading: true,
  label: { zh: '红蓝榜: 各季或一季, 红榜红字, 蓝榜蓝字', en: 'the red and blue list of one quarter or all' },
  args: [{ ...periodArg, name: '[period]' }],
  example: 'cun redblue list 2024Q2',
  async run(call, [period]) {
    await print(call, listDocument(call, period))
    return 0
  },
})

export const redblueVerbs: readonly Verb[] = [propose, object, decide, withdraw, follow, list]
