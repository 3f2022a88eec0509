import { line } from '../kernel/cli/line.ts'
import { exchange, exchangeDuty, exchangePaper, exchangesHeld } from './exchange.ts'
import { exemplar, exemplars } from './exemplar.ts'
import { guidance } from './guidance.ts'
import { inspection, rectifyDuty } from './inspection.ts'
import { draw } from './inspection-draw.ts'
import { absences, onPostRate } from './inspection-measures.ts'
import { inspectionPaper } from './inspection-paper.ts'
import { leave, townshipDays } from './leave.ts'
import { returnDays, returnDuty } from './leave-return.ts'
import { followDuty } from './list/follow-up.ts'
import { listNumber } from './list/published.ts'
import { redblue } from './list/redblue.ts'
import {
  blueBelow,
  blueCount,
  followDays,
  mayListPersons,
  objectionDays,
  redCount,
  redFrom,
} from './list/redblue-settings.ts'
import { redblueVerbs } from './list/redblue-verbs.ts'
import {
  notice,
  noticeCopies,
  noticeHead,
  noticeIssuer,
  noticePreprinted,
  noticeSealed,
  noticeTo,
} from './notice/notice.ts'
import { noticeVerbs } from './notice/notice-verbs.ts'
import { onPostDays, onPostPaper } from './onpost.ts'
import { minDays } from './score/assess.ts'
import { assessVerbs } from './score/assess-verbs.ts'
import { excuse } from './score/excuse.ts'
import { ratingExcuse, withdrawExcuses } from './score/excuse-verb.ts'
import { model } from './score/model.ts'
import { modelSheet } from './score/model-sheet.ts'
import { modelVerbs } from './score/model-verbs.ts'
import { frozenFaults, publishedPaper, quarter } from './score/quarter.ts'
import { evaluators, rating } from './score/rating.ts'
import { ratingSheet } from './score/rating-sheet.ts'
import { ratingTemplate } from './score/rating-template.ts'
import { comparePaper, ranksPersons, scorePaper } from './score/result.ts'
import { leastShare } from './score/score.ts'

export const assessment = line({
  name: 'assessment',
  label: { zh: '红线 考核', en: 'Assessment 红线' },
  registers: [
    leave,
    guidance,
    inspection,
    exchange,
    exemplar,
    rating,
    excuse,
    model,
    quarter,
    redblue,
    notice,
  ],
  duties: [returnDuty, rectifyDuty, exchangeDuty, followDuty],
  measures: [onPostRate, ...absences, exchangesHeld, exemplars],
  papers: [inspectionPaper, onPostPaper, exchangePaper, scorePaper, comparePaper],
  published: publishedPaper,
  frozen: frozenFaults,
  otherSheets: [ratingSheet, modelSheet],
  verbs: [
    draw,
    ratingTemplate,
    ratingExcuse,
    withdrawExcuses,
    ...assessVerbs(listNumber),
    ...modelVerbs,
    ...redblueVerbs,
    ...noticeVerbs,
  ],
  settings: [
    townshipDays,
    returnDays,
    onPostDays,
    evaluators,
    minDays,
    leastShare,
    ranksPersons,
    redCount,
    blueCount,
    redFrom,
    blueBelow,
    objectionDays,
    mayListPersons,
    followDays,
    noticeIssuer,
    noticeHead,
    noticeTo,
    noticeCopies,
    noticeSealed,
    noticePreprinted,
  ],
})
