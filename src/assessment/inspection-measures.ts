import { periodDays } from '../kernel/calendar.ts'
import { measure } from '../kernel/cli/facts.ts'
import { counted, inspections } from './inspection.ts'

/** (在岗 + 公出) ÷ (inspected − on leave): approved business counts as being in the village (青海乐都 2024). */
export const onPostRate = measure({
  name: 'inspection.onPost',
  label: { zh: '抽查在岗率', en: 'found on post' },
  type: 'rate',
  subject: 'posting',
  facts(facts, period) {
    const { from, to } = periodDays(period)
    return counted(inspections(facts, from, to), 'rate', f => f.counts !== 'absent')
  },
})

/** Unexcused absences found in the calendar year up to the period's end: the steps 1, 2, ≥3 are per year. */
export const absences = measure({
  name: 'inspection.absences',
  label: { zh: '本年无故不在岗次数', en: 'unexcused absences this year' },
  type: 'count',
  subject: 'posting',
  facts(facts, period) {
    const { to } = periodDays(period)
    return counted(inspections(facts, `${period.slice(0, 4)}-01-01`, to), 'count', f => f.counts === 'absent')
  },
})
