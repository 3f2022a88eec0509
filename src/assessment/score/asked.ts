import { lastPeriod } from '../../kernel/calendar.ts'
import type { Facts } from '../../kernel/cli/facts.ts'
import { argument, type Call } from '../../kernel/cli/line.ts'
import { refuse } from '../../kernel/errors.ts'
import { anyPeriod, period } from '../../kernel/schema/fields/date.ts'
import { requireOver } from './freezable.ts'
import { type Frozen, frozenQuarter, frozenState } from './quarter.ts'

export const periodArg = argument({
  name: '<period>',
  zh: '考核期',
  label: anyPeriod,
  field: period('period', anyPeriod),
  // Most commands work on the quarter that has just ended.
  start: (call: Call) => lastPeriod('quarter', call.asOf),
})

/** Refuses a period that is frozen, and says how to open it. */
export function refuseFrozen(facts: Facts, period: string): void {
  const already = frozenQuarter(facts, period)
  if (!already) return
  refuse(
    'input',
    'assess.already-frozen',
    {
      zh: `${period} 已冻结 (${frozenState(already.edition, already.frozen).zh})`,
      en: `${period} is already frozen`,
    },
    {
      zh: `要改: cun assess reopen ${period} --reason 原因`,
      en: `to change it: cun assess reopen ${period} --reason TEXT`,
    },
  )
}

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
