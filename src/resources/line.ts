import { line } from '../kernel/cli/line.ts'
import { deed, deedKinds, deedsDone } from './deed.ts'
import { enterprise } from './enterprise.ts'
import { expert, expertSupport } from './expert.ts'
import { holiday } from './holiday.ts'
import { milestone, milestoneDuty, milestonesInTime } from './milestone.ts'
import { purchase, purchases } from './purchase.ts'
import { purchasePaper } from './purchase-paper.ts'
import { resource, resourcesArrived } from './resource.ts'
import { resourcePaper } from './resource-paper.ts'
import { stationday, stationLookback, stationPer, stationWeekday, stationWeeks } from './stationday.ts'
import { stationDuty, stationKept } from './stationday-kept.ts'
import { stationPaper } from './stationday-paper.ts'
import { strategy } from './strategy.ts'
import { strategyPaper } from './strategy-paper.ts'

export const resources = line({
  name: 'resources',
  label: { zh: '外线 资源', en: 'Resources 外线' },
  registers: [strategy, milestone, expert, holiday, stationday, resource, enterprise, purchase, deed],
  duties: [milestoneDuty, stationDuty],
  measures: [
    ...milestonesInTime,
    ...expertSupport,
    stationKept,
    ...resourcesArrived,
    ...purchases,
    ...deedsDone,
  ],
  papers: [strategyPaper, stationPaper, resourcePaper, purchasePaper],
  settings: [stationWeekday, stationWeeks, stationPer, stationLookback, deedKinds],
})
