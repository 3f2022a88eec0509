import { line } from '../kernel/cli/line.ts'
import { household, householdKinds } from './household.ts'
import { householdMerge } from './household-merge.ts'
import { posting } from './posting.ts'
import { township } from './township.ts'
import { unit } from './unit.ts'
import { unitMerge } from './unit-merge.ts'
import { village, villageKinds } from './village.ts'
import { villageMerge } from './village-merge.ts'

export const roster = line({
  name: 'roster',
  label: { zh: '名册', en: 'Roster' },
  registers: [township, village, unit, posting, household],
  verbs: [unitMerge, villageMerge, householdMerge],
  settings: [villageKinds, householdKinds],
})
