import { line } from '../kernel/cli/line.ts'
import { fontSettings } from '../kernel/document/fonts.ts'
import { countyCode, countyName, dutiesSince } from '../roster/county.ts'
import { backup, backupList, repair, restore } from './backup.ts'
import { briefPaper } from './brief.ts'
import { burden, burdenCeiling, burdenPaper } from './burden.ts'
import { carriedPaper } from './carried-paper.ts'
import { check } from './check.ts'
import { completion } from './completion.ts'
import { demo } from './demo.ts'
import { erase } from './erase.ts'
import { batchExport } from './export.ts'
import { history } from './history.ts'
import { importSheet } from './import.ts'
import { init } from './init.ts'
import { otherSheets } from './other-sheets.ts'
import { overdue } from './overdue.ts'
import { overduePaper } from './overdue-paper.ts'
import { personPage } from './person-paper.ts'
import { planPaper } from './plan.ts'
import { quarterPaper } from './quarter.ts'
import { retentionYears } from './retention.ts'
import { retention, retentionErase } from './retention-verbs.ts'
import { roundClose } from './round-close.ts'
import { roundsPaper } from './rounds.ts'
import { serviceCertificate } from './service-paper.ts'
import { settings } from './settings.ts'
import { undoBatch } from './undo.ts'
import { waive, withdrawWaivers } from './waive.ts'
import { waivedPaper } from './waived-paper.ts'

export const office = line({
  name: 'office',
  label: { zh: '日常', en: 'Every day' },
  creates: { zh: 'cun init --name 县名 --code 区划代码', en: 'cun init --name NAME --code CODE' },
  verbs: [
    init,
    demo,
    importSheet,
    overdue,
    waive,
    withdrawWaivers,
    batchExport,
    burden,
    settings,
    roundClose,
    history,
    undoBatch,
    personPage,
    serviceCertificate,
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
  papers: [
    briefPaper,
    roundsPaper,
    planPaper,
    quarterPaper,
    overduePaper,
    carriedPaper,
    waivedPaper,
    burdenPaper,
  ],
  otherSheets,
  settings: [
    countyName,
    countyCode,
    dutiesSince,
    burdenCeiling,
    retentionYears,
    ...Object.values(fontSettings),
  ],
})
