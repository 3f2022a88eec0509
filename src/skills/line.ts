import { line } from '../kernel/cli/line.ts'
import { skillsAttendance } from '../policy/training.ts'
import { kindsTakenPart, participation } from './participation.ts'
import { trip, trips } from './trip.ts'
import { tripPaper } from './trip-paper.ts'

export const skills = line({
  name: 'skills',
  label: { zh: '内线 本领', en: 'Skills 内线' },
  registers: [participation, trip],
  measures: [...kindsTakenPart, skillsAttendance, trips],
  papers: [tripPaper],
})
