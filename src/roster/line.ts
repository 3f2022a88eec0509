import { line } from '../kernel/cli/line.ts'
import { household, householdKinds } from './household.ts'
import { householdMerge } from './household-merge.ts'
import { householdMove } from './household-move.ts'
import { posting } from './posting.ts'
import { residence } from './residence.ts'
import { township } from './township.ts'
import { unit } from './unit.ts'
import { unitMerge } from './unit-merge.ts'
import { village, villageKinds } from './village.ts'
import { villageMerge } from './village-merge.ts'
import { waivedRows, waiver } from './waiver.ts'

export const roster = line({
  name: 'roster',
  label: { zh: '名册', en: 'Roster' },
  registers: [township, village, unit, posting, household, residence, waiver],
  verbs: [unitMerge, villageMerge, householdMerge, householdMove],
  settings: [villageKinds, householdKinds],
  waived: waivedRows,
})
