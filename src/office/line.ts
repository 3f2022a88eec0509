import { line } from '../kernel/line.ts'
import { countyCode, countyName, dutiesSince, roundStart } from '../roster/county.ts'
import { check } from './check.ts'
import { demo } from './demo.ts'
import { history, undoBatch } from './history.ts'
import { importSheet } from './import.ts'
import { init } from './init.ts'
import { overdue } from './overdue.ts'
import { overduePaper } from './overdue-paper.ts'
import { quarterPaper } from './quarter.ts'
import { settings } from './settings.ts'

export const office = line({
  name: 'office',
  label: { zh: '日常', en: 'Every day' },
  verbs: [init, demo, importSheet, overdue, settings, history, undoBatch, check],
  papers: [quarterPaper, overduePaper],
  settings: [countyName, countyCode, dutiesSince, roundStart],
})
