import { verb } from '../kernel/cli/line.ts'
import { writeNow } from '../kernel/cli/write.ts'
import { mergeInto, namedRecord, refuseIfSame } from '../kernel/commands/merge.ts'
import { headOf } from '../kernel/store/journal.ts'
import { counted } from '../kernel/text.ts'
import { unit } from './unit.ts'

/** Merges two records of one unit: references move to the kept record, the lost name becomes an alias. */
export const unitMerge = verb({
  noun: 'unit',
  name: 'merge',
  label: { zh: '合并派出单位 (同一单位的两种写法)', en: 'merge two names of one sponsor unit' },
  args: [
    {
      name: '<from>',
      zh: '并掉的单位',
      label: { zh: '并掉的单位', en: 'unit to remove' },
      of: () => unit,
    },
  ],
  options: [
    {
      flags: '--into <unit>',
      label: { zh: '保留的单位', en: 'unit to keep' },
      required: true,
      of: () => unit,
    },
  ],
  isWriting: true,
  example: 'cun unit merge 示例二局 --into 示例一局',
  run(call, [from], options) {
    const seen = headOf(call.db)
    const [lost, kept] = [namedRecord(call, unit, from), namedRecord(call, unit, options.into)]
    refuseIfSame(unit, lost, kept)
    let moved = 0
    const batch = writeNow(
      call,
      'unit merge',
      pen => {
        const aliases = new Set([
          ...((kept.aliases as string[] | null) ?? []),
          lost.name as string,
          ...((lost.aliases as string[] | null) ?? []),
        ])
        moved = mergeInto(call, pen, unit, lost, kept)
        pen.change(unit, kept, { ...kept, aliases: [...aliases] })
      },
      seen,
    )
    call.done(
      {
        zh: `${lost.name} 已并入 ${kept.name}, 改指 ${moved} 条记录`,
        en: `${lost.name} merged into ${kept.name}, ${counted(moved, 'record')} moved`,
      },
      batch,
    )
    return 0
  },
})
