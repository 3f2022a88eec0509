import { line } from '../kernel/cli/line.ts'
import { withPast } from '../kernel/schema/dated.ts'
import { household, householdKinds } from './household.ts'
import { householdMerge } from './household-merge.ts'
import { householdMove } from './household-move.ts'
import { posting } from './posting.ts'
import { unitRename, villageRename } from './renames.ts'
import { carriedRound, round } from './round.ts'
import { township } from './township.ts'
import { townshipMerge, townshipRename } from './township-reform.ts'
import { unit } from './unit.ts'
import { unitMerge } from './unit-merge.ts'
import { unitSplit } from './unit-split.ts'
import { village, villageKinds } from './village.ts'
import { villageMerge } from './village-merge.ts'
import { waivedRows, waiver } from './waiver.ts'

export const roster = line({
  name: 'roster',
  label: { zh: '名册', en: 'Roster' },
  registers: withPast([township, village, unit, posting, round, household, waiver]),
  verbs: [
    unitMerge,
    unitSplit,
    unitRename,
    townshipRename,
    townshipMerge,
    villageMerge,
    villageRename,
    householdMerge,
    householdMove,
  ],
  settings: [villageKinds, householdKinds],
  carried: [carriedRound],
  waived: waivedRows,
})
