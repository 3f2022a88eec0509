import { line } from '../kernel/line.ts'
import { exchange, exchangeDuty, exchangePaper, exchangesHeld } from './exchange.ts'
import { exemplar, exemplars } from './exemplar.ts'
import { guidance } from './guidance.ts'
import { absences, inspection, onPostRate, rectifyDuty } from './inspection.ts'
import { draw } from './inspection-draw.ts'
import { inspectionPaper } from './inspection-paper.ts'
import { leave, returnDays, returnDuty, townshipDays } from './leave.ts'
import { onPostDays, onPostPaper } from './onpost.ts'
import { evaluators, rating } from './rating.ts'

export const assessment = line({
  name: 'assessment',
  label: { zh: '红线 考核', en: 'Assessment 红线' },
  registers: [leave, guidance, inspection, exchange, exemplar, rating],
  duties: [returnDuty, rectifyDuty, exchangeDuty],
  measures: [onPostRate, absences, exchangesHeld, exemplars],
  papers: [inspectionPaper, onPostPaper, exchangePaper],
  verbs: [draw],
  settings: [townshipDays, returnDays, onPostDays, evaluators],
})
