import { line } from '../kernel/line.ts'
import { household, householdKinds } from './household.ts'
import { posting } from './posting.ts'
import { township } from './township.ts'
import { unit } from './unit.ts'
import { village, villageKinds } from './village.ts'

export const roster = line({
  name: 'roster',
  label: { zh: '名册', en: 'Roster' },
  registers: [township, village, unit, posting, household],
  settings: [villageKinds, householdKinds],
})
