import { line } from '../kernel/line.ts'
import { attendancePaper } from './attendance.ts'
import { policyAttendance, training } from './training.ts'

export const policy = line({
  name: 'policy',
  label: { zh: '天线 政策', en: 'Policy 天线' },
  registers: [training],
  measures: [policyAttendance],
  papers: [attendancePaper],
})
