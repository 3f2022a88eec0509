import { line } from '../kernel/cli/line.ts'
import { attendancePaper } from './attendance.ts'
import { dispatch, forwardDays, signDays } from './dispatch.ts'
import { marks } from './marks.ts'
import { receipt } from './receipt.ts'
import { seminar, seminarAttend, seminarAttendance } from './seminar.ts'
import { chainText, signInSheet } from './sign-in-import.ts'
import { forwardDuty, signDuty, unsignedPaper } from './signing.ts'
import { signedInTime } from './signing-measure.ts'
import { target } from './target.ts'
import { policyAttendance, training, trainingAttend } from './training.ts'

export const policy = line({
  name: 'policy',
  label: { zh: '天线 政策', en: 'Policy 天线' },
  registers: [target, training, seminar, dispatch, receipt],
  duties: [forwardDuty, signDuty],
  measures: [policyAttendance, seminarAttendance, signedInTime],
  papers: [attendancePaper, unsignedPaper],
  otherSheets: [chainText, signInSheet],
  verbs: [trainingAttend, seminarAttend],
  settings: [forwardDays, signDays, ...Object.values(marks)],
})
