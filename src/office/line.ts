import { line } from '../kernel/cli/line.ts'
import { fontSettings } from '../kernel/document/fonts.ts'
import { countyCode, countyName, dutiesSince, roundStart } from '../roster/county.ts'
import { backup, backupList, repair, restore } from './backup.ts'
import { briefPaper } from './brief.ts'
import { burden, burdenCeiling, burdenPaper } from './burden.ts'
import { check } from './check.ts'
import { completion } from './completion.ts'
import { demo } from './demo.ts'
import { erase } from './erase.ts'
import { batchExport } from './export.ts'
import { history, undoBatch } from './history.ts'
import { importSheet } from './import.ts'
import { init } from './init.ts'
import { overdue } from './overdue.ts'
import { overduePaper } from './overdue-paper.ts'
import { planPaper } from './plan.ts'
import { quarterPaper } from './quarter.ts'
import { retentionYears } from './retention.ts'
import { retention, retentionErase } from './retention-verbs.ts'
import { settings } from './settings.ts'

export const office = line({
  name: 'office',
  label: { zh: '日常', en: 'Every day' },
  creates: { zh: 'cun init --name 县名 --code 区划代码', en: 'cun init --name NAME --code CODE' },
  verbs: [
    init,
    demo,
    importSheet,
    overdue,
    batchExport,
    burden,
    settings,
    history,
    undoBatch,
    check,
    backup,
    backupList,
    restore,
    repair,
    erase,
    retention,
    retentionErase,
    completion,
  ],
  papers: [briefPaper, planPaper, quarterPaper, overduePaper, burdenPaper],
  settings: [
    countyName,
    countyCode,
    dutiesSince,
    roundStart,
    burdenCeiling,
    retentionYears,
    ...Object.values(fontSettings),
  ],
})
