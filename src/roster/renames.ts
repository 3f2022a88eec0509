import { type Call, verb } from '../kernel/cli/line.ts'
import { namedRecord } from '../kernel/commands/merge.ts'
import { planned, writePlanned } from '../kernel/import/plan-verb.ts'
import type { Register, Row } from '../kernel/schema/types.ts'
import { onDate, refuseIfMerged } from './reform.ts'
import { unit } from './unit.ts'
import { village } from './village.ts'

/** Renames a record from a day on: before it, lists and papers keep the old name, and sheets may say either. */
export async function renamed(call: Call, register: Register, before: Row, to: string, on: string) {
  refuseIfMerged(call, register, before)
  const { batch } = await writePlanned(call, `${register.name} rename`, () =>
    planned(call, register, { name: to }, before, { name: '--to' }, on),
  )
  call.done(
    {
      zh: `${before.name}自 ${on} 起更名为${to}`,
      en: `${before.name} is called ${to} from ${on} on`,
    },
    batch,
  )
  return 0
}

const rename = (register: Register, example: string) => {
  const { zh, en } = register.label
  return verb({
    noun: register.name,
    name: 'rename',
    label: { zh: `${zh}自某日起更名`, en: `rename a ${en} from a day on` },
    args: [
      { name: '<name>', zh: '原名', label: { zh: `更名的${zh}`, en: `${en} to rename` }, of: () => register },
    ],
    options: [
      {
        flags: '--to <name>',
        label: { zh: '新名称', en: 'new name' },
        required: true,
        column: register.fields.name,
      },
      onDate({ zh: '更名日期', en: 'first day of the new name' }),
    ],
    isWriting: true,
    example,
    run: (call, [name], options) =>
      renamed(call, register, namedRecord(call, register, name), options.to, options.on),
  })
}

export const unitRename = rename(unit, 'cun unit rename 示例一局 --to 示例一中心 --on 2024-07-01')
export const villageRename = rename(village, 'cun village rename 张老湾村 --to 张老湾新村 --on 2024-07-01')
