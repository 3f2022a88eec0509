import { line } from '../kernel/line.ts'
import { firstRoundMonths, largeMonths, largeVillage, requestDays, rounds, visit } from './visit.ts'
import { firstRound, openRequest, routineRound } from './visit-duties.ts'
import { coverage, inTime, requestsClosed } from './visit-measures.ts'

export const village = line({
  name: 'village',
  label: { zh: '地线 村情', en: 'Village 地线' },
  registers: [visit],
  duties: [firstRound, routineRound, openRequest],
  measures: [coverage, inTime, requestsClosed],
  settings: [firstRoundMonths, largeVillage, largeMonths, rounds, requestDays],
})
