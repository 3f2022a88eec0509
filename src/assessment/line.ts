import { line } from '../kernel/line.ts'
import { guidance } from './guidance.ts'
import { absences, inspection, onPostRate, rectifyDuty } from './inspection.ts'
import { draw } from './inspection-draw.ts'
import { inspectionPaper } from './inspection-paper.ts'
import { leave, returnDays, returnDuty, townshipDays } from './leave.ts'
import { onPostDays, onPostPaper } from './onpost.ts'

export const assessment = line({
  name: 'assessment',
  label: { zh: '红线 考核', en: 'Assessment 红线' },
  registers: [leave, guidance, inspection],
  duties: [returnDuty, rectifyDuty],
  measures: [onPostRate, absences],
  papers: [inspectionPaper, onPostPaper],
  verbs: [draw],
  settings: [townshipDays, returnDays, onPostDays],
})
