import { line } from '../kernel/line.ts'
import { minDays } from './assess.ts'
import { assessVerbs } from './assess-verbs.ts'
import { exchange, exchangeDuty, exchangePaper, exchangesHeld } from './exchange.ts'
import { exemplar, exemplars } from './exemplar.ts'
import { guidance } from './guidance.ts'
import { absences, inspection, onPostRate, rectifyDuty } from './inspection.ts'
import { draw } from './inspection-draw.ts'
import { inspectionPaper } from './inspection-paper.ts'
import { leave, returnDays, returnDuty, townshipDays } from './leave.ts'
import { model } from './model.ts'
import { modelVerbs } from './model-verbs.ts'
import {
  notice,
  noticeCopies,
  noticeHead,
  noticeIssuer,
  noticePreprinted,
  noticeSealed,
  noticeTo,
} from './notice.ts'
import { noticeVerbs } from './notice-verbs.ts'
import { onPostDays, onPostPaper } from './onpost.ts'
import { frozenFaults, publishedPaper, quarter } from './quarter.ts'
import { evaluators, rating } from './rating.ts'
import {
  blueBelow,
  blueCount,
  followDays,
  followDuty,
  mayListPersons,
  redblue,
  redCount,
  redFrom,
} from './redblue.ts'
import { redblueVerbs } from './redblue-verbs.ts'
import { comparePaper, ranksPersons, scorePaper } from './result.ts'

export const assessment = line({
  name: 'assessment',
  label: { zh: '红线 考核', en: 'Assessment 红线' },
  registers: [leave, guidance, inspection, exchange, exemplar, rating, model, quarter, redblue, notice],
  duties: [returnDuty, rectifyDuty, exchangeDuty, followDuty],
  measures: [onPostRate, absences, exchangesHeld, exemplars],
  papers: [inspectionPaper, onPostPaper, exchangePaper, scorePaper, comparePaper],
  published: publishedPaper,
  frozen: frozenFaults,
  verbs: [draw, ...assessVerbs, ...modelVerbs, ...redblueVerbs, ...noticeVerbs],
  settings: [
    townshipDays,
    returnDays,
    onPostDays,
    evaluators,
    minDays,
    ranksPersons,
    redCount,
    blueCount,
    redFrom,
    blueBelow,
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
