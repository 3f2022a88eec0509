import { line } from '../kernel/line.ts'
import { skillsAttendance } from '../policy/training.ts'
import { trip, trips } from './trip.ts'

export const skills = line({
  name: 'skills',
  label: { zh: '内线 本领', en: 'Skills 内线' },
  registers: [trip],
  measures: [skillsAttendance, trips],
})
