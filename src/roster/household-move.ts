import { addDays } from '../kernel/calendar.ts'
import { type Call, verb } from '../kernel/cli/line.ts'
import { namedRecord } from '../kernel/commands/merge.ts'
import { refuse } from '../kernel/errors.ts'
import { planned, writePlanned } from '../kernel/import/plan-verb.ts'
import { date } from '../kernel/schema/fields/date.ts'
import type { Row } from '../kernel/schema/types.ts'
import { onDay, pastRows } from '../kernel/store/dated.ts'
import { household } from './household.ts'
import { village } from './village.ts'

const movedOn = { zh: '迁入日期', en: 'first day in the new village' }

/** Moves a household to another village from a day on. What was due or done before stays with the old one. */
export const householdMove = verb({
  noun: 'household',
  name: 'move',
  label: { zh: '农户迁到另一村: 自某日起', en: 'move a household to another village from a day on' },
  args: [
    {
      name: '<household>',
      zh: '农户',
      label: { zh: '迁移的农户, 如 张老湾村003 或 #12', en: 'household that moves' },
      of: () => household,
    },
  ],
  options: [
    {
      flags: '--into <village>',
      label: { zh: '迁入的村', en: 'village it moves to' },
      required: true,
      of: () => village,
    },
    {
      flags: '--on <date>',
      label: movedOn,
      required: true,
      field: date(movedOn, { ahead: true }),
      start: (call: Call) => call.asOf,
    },
    {
      flags: '--number <text>',
      label: { zh: '在新村的户编号 (默认不变)', en: 'its number there (default: unchanged)' },
      isAsked: true,
      column: household.fields.number,
    },
  ],
  isWriting: true,
  example: 'cun household move 张老湾村003 --into 煤窑庄村 --on 2024-07-01',
  async run(call, [name], options) {
    const before = namedRecord(call, household, name)
    const to = namedRecord(call, village, options.into)
    const from = namedRecord(call, village, `#${before.village}`)
    if (from.id === to.id) alreadyThere(before, to)
    refuseIfElsewhere(call, before, options.on)
    const words = {
      village: `#${to.id}`,
      ...(options.number === undefined ? {} : { number: options.number }),
    }
    const { batch } = await writePlanned(call, 'household move', () =>
      planned(call, household, words, before, { village: '--into' }, options.on),
    )
    call.done(
      {
        zh: `${before.head}户自 ${options.on} 由${from.name}迁到${to.name}`,
        en: `the household of ${before.head} moved from ${from.name} to ${to.name} on ${options.on}`,
      },
      batch,
    )
    return 0
  },
})

function alreadyThere(one: Row, to: Row): never {
  return refuse(
    'usage',
    'household.already-there',
    {
      zh: `${one.head}户已经在${to.name}`,
      en: `the household of ${one.head} is in ${to.name} already`,
    },
    {
      zh: '核对农户和迁入的村; 只改编号的用 cun household change',
      en: 'check household and village; to change its number only use cun household change',
    },
  )
}

/** It moves out of the village to which it belonged on the eve. */
function refuseIfElsewhere(call: Call, before: Row, on: string): void {
  const eve = addDays(on, -1)
  const past = pastRows(call.db, household, [before.id]).get(before.id) ?? []
  const nameOf = (id: unknown) => call.directories.of(village).label(id as number)
  const then = onDay(household, before, past, eve)
  const here = nameOf(before.village)
  const since = before.since as string | null
  const came = past.findLast(p => p.village !== before.village)
  const isElsewhere = then.village !== before.village
  const isLater = since !== null && eve < since
  if (!isElsewhere && !isLater) return
  const day = isElsewhere ? addDays(came!.until as string, 1) : since
  const there = isElsewhere && !isLater ? nameOf(then.village) : undefined
  refuse(
    'input',
    'household.not-there-yet',
    {
      zh: `该户 ${day} 才${isElsewhere ? '迁入' : '列入'}${here}, ${eve} ${there ? `还在${there}` : '不在册'}, 不能自 ${on} 由${here}迁出`,
      en: `the household came to ${here} on ${day} and was ${there ? `in ${there}` : 'not listed'} on ${eve}, so it cannot leave ${here} on ${on}`,
    },
    {
      zh: `核对日期; 那次迁入有误的, 先撤销: cun household show ${before.id} 可见是哪一批`,
      en: `check the day; if that move is wrong, undo it first: cun household show ${before.id} names its batch`,
    },
  )
}
