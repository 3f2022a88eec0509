import { type Call, verb } from '../kernel/cli/line.ts'
import { namedRecord } from '../kernel/commands/merge.ts'
import { refuse } from '../kernel/errors.ts'
import { planned, writePlanned } from '../kernel/import/plan-verb.ts'
import { date } from '../kernel/schema/fields/date.ts'
import type { Row } from '../kernel/schema/types.ts'
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
