import { type Call, verb } from '../kernel/cli/line.ts'
import { writeNow } from '../kernel/cli/write.ts'
import { mergeInto, namedRecord, refuseIfSame } from '../kernel/commands/merge.ts'
import { date } from '../kernel/schema/fields/date.ts'
import type { Row } from '../kernel/schema/types.ts'
import { type Head, headOf } from '../kernel/store/journal.ts'
import { counted } from '../kernel/text.ts'
import { refuseIfMerged, sentBy, transfer } from './reform.ts'
import { unit } from './unit.ts'

const mergedOn = {
  zh: '并入日期 (机构改革; 同一单位的两种写法不填)',
  en: 'day of the merger, of a reform; empty for two names of one unit',
}

/**
 * From a day on: a reform; the unit stays on record with what is dated before, its people come from the other one
 * from then. Without a day: two records of one unit; references move to the kept record, the lost name becomes an
 * alias.
 */
export const unitMerge = verb({
  noun: 'unit',
  name: 'merge',
  label: {
    zh: '合并派出单位: 机构改革加 --on; 不加的是同一单位的两种写法',
    en: 'merge sponsor units: from a day on with --on, else two names of one unit',
  },
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
    { flags: '--on <date>', label: mergedOn, isAsked: true, field: date(mergedOn, { ahead: true }) },
  ],
  isWriting: true,
  example: 'cun unit merge 示例二局 --into 示例一局 --on 2024-07-01',
  run(call, [from], options) {
    const seen = headOf(call.db)
    const [lost, kept] = [namedRecord(call, unit, from), namedRecord(call, unit, options.into)]
    refuseIfSame(unit, lost, kept)
    if (options.on === undefined) asOne(call, seen, lost, kept)
    else reformed(call, seen, lost, kept, options.on)
    return 0
  },
})

function reformed(call: Call, seen: Head, lost: Row, kept: Row, on: string): void {
  for (const one of [lost, kept]) refuseIfMerged(call, unit, one)
  const people = sentBy(call, lost.id, on)
  const batch = writeNow(
    call,
    'unit merge',
    pen => {
      for (const sent of people) transfer(pen, sent, kept.id, on)
      pen.change(unit, lost, { ...lost, mergedInto: kept.id, mergedOn: on })
    },
    seen,
  )
  call.done(
    {
      zh: `${lost.name}自 ${on} 并入${kept.name}, 派驻 ${people.length} 人改由其派出`,
      en: `${lost.name} merged into ${kept.name} from ${on}, ${counted(people.length, 'posting')} with it`,
    },
    batch,
  )
}

function asOne(call: Call, seen: Head, lost: Row, kept: Row): void {
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
      moved = mergeInto(call, pen, unit, lost, kept, {
        zh: '两个单位自某日起合并 (机构改革) 的, 加 --on 日期; 确是同一单位的, ',
        en: 'if two units merged on some day (a reform), add --on DATE; if they are one unit, ',
      })
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
}
