import type { Facts } from '../kernel/cli/facts.ts'
import { verb } from '../kernel/cli/line.ts'
import { writeNow } from '../kernel/cli/write.ts'
import { mergeInto, namedRecord, refuseIfSame } from '../kernel/commands/merge.ts'
import { refuse } from '../kernel/errors.ts'
import type { Row } from '../kernel/schema/types.ts'
import { headOf } from '../kernel/store/journal.ts'
import { counted } from '../kernel/text.ts'
import { household } from './household.ts'
import { village } from './village.ts'

/** Merges two records of one household: the visits move to the kept record. */
export const householdMerge = verb({
  noun: 'household',
  name: 'merge',
  label: { zh: '合并农户 (同一户的两条记录)', en: 'merge two records of one household' },
  args: [
    {
      name: '<from>',
      zh: '并掉的户',
      label: { zh: '并掉的农户, 如 张老湾村003 或 #12', en: 'household to remove' },
      of: () => household,
    },
  ],
  options: [
    {
      flags: '--into <household>',
      label: { zh: '保留的农户', en: 'household to keep' },
      required: true,
      of: () => household,
    },
  ],
  isWriting: true,
  example: 'cun household merge 张老湾村003 --into 张老湾村001',
  run(call, [from], options) {
    const seen = headOf(call.db)
    const [lost, kept] = [namedRecord(call, household, from), namedRecord(call, household, options.into)]
    refuseIfSame(household, lost, kept)
    if (lost.village !== kept.village) acrossVillages(call, lost, kept)
    let moved = 0
    const batch = writeNow(
      call,
      'household merge',
      pen => {
        moved = mergeInto(call, pen, household, lost, kept)
      },
      seen,
    )
    call.done(
      {
        zh: `农户 ${lost.id} 号已并入 ${kept.id} 号, 改指 ${moved} 条记录`,
        en: `household ${lost.id} merged into ${kept.id}, ${counted(moved, 'record')} moved`,
      },
      batch,
    )
    return 0
  },
})

/** Households of two villages are different: one that moved keeps its visits in the old village. */
function acrossVillages(facts: Facts, lost: Row, kept: Row): never {
  const of = (row: Row) => facts.directories.of(village).label(row.village as number)
  return refuse(
    'input',
    'household.other-village',
    {
      zh: `农户 ${lost.id} 号在${of(lost)}, ${kept.id} 号在${of(kept)}: 不同村的农户不能合并`,
      en: `household ${lost.id} is in ${of(lost)}, ${kept.id} in ${of(kept)}: households of different villages cannot be merged`,
    },
    {
      zh: '核对编号; 并村的用 cun village merge',
      en: 'check the numbers; to merge villages, use cun village merge',
    },
  )
}
