import { lastPeriod } from '../../kernel/calendar.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import { argument, type Call } from '../../kernel/cli/line.ts'
import { refuse } from '../../kernel/errors.ts'
import { anyPeriod, period } from '../../kernel/schema/fields/date.ts'
import { requireOver } from './freezable.ts'
import { type Frozen, frozenQuarter } from './quarter.ts'

export const periodArg = argument({
  name: '<period>',
  zh: '考核期',
  label: anyPeriod,
  field: period('period', anyPeriod),
  // Most commands work on the quarter that has just ended.
  start: (call: Call) => lastPeriod('quarter', call.asOf),
})

/** The frozen assessment; refuses, with the command to run, if it is not frozen, and says so if it cannot be yet. */
export function requireFrozen(facts: Facts, period: string): Frozen {
  const found = frozenQuarter(facts, period)
  if (found) return found
  requireOver(facts, period)
  return refuse(
    'input',
    'assess.not-frozen',
    { zh: `${period} 还没有冻结`, en: `${period} is not frozen` },
    {
      zh: `核对得分后执行: cun assess freeze ${period}`,
      en: `check the scores, then run: cun assess freeze ${period}`,
    },
  )
}
