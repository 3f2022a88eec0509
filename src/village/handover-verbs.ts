import { agreed } from '../kernel/cli/ask.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { argument, type Call, option, verb } from '../kernel/cli/line.ts'
import { print } from '../kernel/cli/print.ts'
import { inBatch } from '../kernel/cli/screen.ts'
import { recordOf } from '../kernel/cli/write.ts'
import { namedRecord } from '../kernel/commands/merge.ts'
import { refuse } from '../kernel/errors.ts'
import { planned, writePlanned } from '../kernel/import/plan-verb.ts'
import { date } from '../kernel/schema/fields/date.ts'
import type { Row } from '../kernel/schema/types.ts'
import { records } from '../kernel/store/records.ts'
import { bothJoined, counted } from '../kernel/text.ts'
import { posting } from '../roster/posting.ts'
import { village } from '../roster/village.ts'
import { handover, handoverItems } from './handover.ts'
import { refuseIfEarly, refuseIfSecond } from './handover-limits.ts'
import { handoverDocument } from './handover-paper.ts'
import { item } from './item.ts'
import { heads } from './succession.ts'

const numberArg = argument({
  name: '<number>',
  zh: '记录号',
  label: { zh: '交接的记录号', en: 'record number of the handover' },
  of: () => handover,
})
const onLabel = { zh: '日期 (默认今天)', en: 'the day (default: today)' }
const onOption = option({
  flags: '--on <date>',
  label: onLabel,
  isAsked: true,
  field: date(onLabel),
  start: (call: Call) => call.asOf,
})

/** Default receiver and giver: the person in office, and the predecessor if posted in the same village. */
function parties(facts: Facts, at: Row): { receiver?: string; giver?: string } {
  const last = heads(facts).get(at.id)?.at(-1)
  if (!last?.predecessor) return last ? { receiver: `#${last.posting.id}` } : {}
  const gave = last.predecessor.village === at.id ? `#${last.predecessor.id}` : undefined
  return { receiver: `#${last.posting.id}`, giver: gave }
}

/** Begins a handover: writes its record and checklist, then prints them with the village's open matters. */
export const handoverStart = verb({
  noun: 'handover',
  name: 'start',
  label: {
    zh: '开始一次交接: 生成清单, 列出该村未办结事项',
    en: 'begin a handover: checklist and open matters',
  },
  args: [{ name: '<village>', zh: '村', label: { zh: '村', en: 'village' }, of: () => village }],
  options: [
    {
      flags: '--receiver <name>',
      label: { zh: '接交人 (默认现任第一书记)', en: 'receiver (default: the first secretary in office)' },
      isAsked: true,
      of: () => posting,
    },
    {
      flags: '--giver <name>',
      label: { zh: '移交人 (默认其前任)', en: 'giver (default: the predecessor)' },
      isAsked: true,
      of: () => posting,
    },
    {
      flags: '--witness <name>',
      label: { zh: '监交人', en: 'witness' },
      isAsked: true,
      column: handover.fields.witness,
    },
    {
      flags: '--place <text>',
      label: { zh: '交接仪式地点', en: 'place of the ceremony' },
      isAsked: true,
      column: handover.fields.place,
    },
    {
      flags: '--speaker <name>',
      label: { zh: '经验交流人', en: 'speaker' },
      isAsked: true,
      column: handover.fields.speaker,
    },
    {
      flags: '--notebook <word>',
      label: { zh: '赠送工作笔记: 是 或 否', en: 'notebook given: yes or no' },
      isAsked: true,
      column: handover.fields.notebook,
    },
    onOption,
  ],
  isWriting: true,
  example: 'cun handover start 张老湾村 --witness 李四',
  async run(call, [name], options) {
    const at = namedRecord(call, village, name)
    const { on = call.asOf, ...words } = options
    const last = heads(call).get(at.id)?.at(-1)
    if (last && !last.predecessor && options.giver === undefined) {
      refuse(
        'input',
        'handover.no-predecessor',
        {
          zh: `${at.name}的${last.posting.name}没有前任, 无须交接`,
          en: `${last.posting.name} of ${at.name} has no predecessor: there is nothing to hand over`,
        },
        {
          zh: '确需登记: cun handover add; 前任没有登记的, 先补登派驻',
          en: 'to record a handover anyway: cun handover add; if the predecessor is not on record, first add that posting',
        },
      )
    }
    const given = { ...parties(call, at), ...words, village: `#${at.id}`, date: on }
    const list = call.settings.get(handoverItems)
    const make = async () => {
      const plan = await planned(call, handover, given, undefined, { date: '--on' })
      refuseIfSecond(call, plan.adds[0]!.receiver as number)
      return plan
    }
    const { id, batch } = await writePlanned(call, 'handover start', make, (pen, _, handover) => {
      pen.add(
        item,
        list.map(name => ({ handover, name, state: 'open' })),
      )
    })
    await print(call, handoverDocument(call, recordOf(call, handover, String(id))))
    const done = {
      zh: `轮换交接 ${id} 号已登记, 清单 ${list.length} 项`,
      en: `handover ${id} recorded with ${counted(list.length, 'item')}`,
    }
    call.tell(inBatch(done, batch))
    return 0
  },
})

const allGiven = (left: readonly Row[]) => ({
  zh: `清单还有 ${left.length} 项待交接 (${left.map(i => i.name).join('、')}); 均已交接?`,
  en: `${counted(left.length, 'item')} still open (${left.map(i => i.name).join(', ')}); were all handed over?`,
})

/** From the accepted day on, the receiver answers for the open matters of the village. */
export const handoverAccept = verb({
  noun: 'handover',
  name: 'accept',
  label: { zh: '接收交接: 自该日起未办结事项由接交人负责', en: 'accept a handover' },
  args: [numberArg],
  options: [
    onOption,
    { flags: '--given', label: { zh: '清单中待交接的各项均已交接', en: 'all open items were handed over' } },
  ],
  isWriting: true,
  example: 'cun handover accept 1 --given',
  async run(call, [number], options) {
    const before = recordOf(call, handover, number)
    const on = options.on ?? call.asOf
    refuseIfEarly(before, on)
    const left = [...records(call.db, item, "where handover = ? and state = 'open'", [before.id])]
    const isGiven = left.length === 0 || options.given || (await agreed(call, allGiven(left)))
    if (!isGiven) {
      const names = bothJoined(left.map(i => `${i.name} (#${i.id})`))
      refuse(
        'input',
        'handover.items-open',
        {
          zh: `交接 ${before.id} 号还有 ${left.length} 项待交接: ${names.zh}`,
          en: `handover ${before.id} has ${counted(left.length, 'open item')}: ${names.en}`,
        },
        {
          zh: `逐项改: cun item change ${left[0]!.id} --state 已交接; 均已交接: 加 --given`,
          en: `change each with cun item change ${left[0]!.id} --state given, or add --given if all were`,
        },
      )
    }
    const { plan, batch } = await writePlanned(
      call,
      'handover accept',
      () => planned(call, handover, { accepted: on }, before, { accepted: '--on' }),
      pen => {
        for (const one of left) pen.change(item, one, { ...one, state: 'given' })
      },
    )
    const day = plan.changes[0]?.after.accepted ?? before.accepted
    call.done(
      { zh: `轮换交接 ${before.id} 号已于 ${day} 接收`, en: `handover ${before.id} accepted on ${day}` },
      batch,
    )
    return 0
  },
})

export const handoverReturn = verb({
  noun: 'handover',
  name: 'return',
  label: { zh: '退回交接, 须用 --reason 写明原因', en: 'return a handover; --reason is required' },
  args: [numberArg],
  options: [onOption],
  needs: [{ name: 'reason', label: { zh: '退回原因', en: 'reason for the return' } }],
  isWriting: true,
  example: 'cun handover return 1 --reason 帮扶资金台账不全',
  async run(call, [number], options) {
    const before = recordOf(call, handover, number)
    const reason = call.global.reason!
    if (before.accepted != null) {
      refuse(
        'input',
        'handover.already-accepted',
        {
          zh: `交接 ${before.id} 号已于 ${before.accepted} 接收, 不能退回`,
          en: `handover ${before.id} was accepted on ${before.accepted} and cannot be returned`,
        },
        {
          zh: `接收有误的, 先 cun handover change ${before.id} --accepted "" 再退回`,
          en: `if the acceptance is wrong, first run cun handover change ${before.id} --accepted "", then return it`,
        },
      )
    }
    const on = options.on ?? call.asOf
    refuseIfEarly(before, on)
    const words = { returned: on, returnReason: reason }
    const typed = { returned: '--on', returnReason: '--reason' }
    const { batch } = await writePlanned(call, 'handover return', () =>
      planned(call, handover, words, before, typed),
    )
    call.done(
      {
        zh: `轮换交接 ${before.id} 号已退回: ${reason}`,
        en: `handover ${before.id} returned: ${reason}`,
      },
      batch,
    )
    return 0
  },
})
