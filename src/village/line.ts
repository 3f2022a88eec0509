import { line } from '../kernel/cli/line.ts'
import { briefing, briefingDays, briefingDuty } from './briefing.ts'
import { diary, reviewDays, reviewDuty } from './diary.ts'
import { handover, handoverDays, handoverItems } from './handover.ts'
import { handoverDuty, handoverPaper } from './handover-paper.ts'
import { handoverAccept, handoverReturn, handoverStart } from './handover-verbs.ts'
import { item } from './item.ts'
import { diaryReview, review } from './review.ts'
import { firstRoundMonths, largeMonths, largeVillage, requestDays, rounds, visit } from './visit.ts'
import { firstRound, openRequest, routineRound } from './visit-duties.ts'
import { visitMatrix } from './visit-matrix.ts'
import { coverage, inTime } from './visit-measures.ts'
import { requestsClosed } from './visit-requests.ts'

export const village = line({
  name: 'village',
  label: { zh: '地线 村情', en: 'Village 地线' },
  registers: [handover, item, briefing, visit, diary, review],
  duties: [handoverDuty, briefingDuty, firstRound, routineRound, openRequest, reviewDuty],
  measures: [...coverage, ...inTime, ...requestsClosed],
  papers: [handoverPaper],
  otherSheets: [visitMatrix],
  verbs: [handoverStart, handoverAccept, handoverReturn, diaryReview],
  settings: [
    handoverDays,
    handoverItems,
    briefingDays,
    firstRoundMonths,
    largeVillage,
    largeMonths,
    rounds,
    requestDays,
    reviewDays,
  ],
})
