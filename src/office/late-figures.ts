import { statusOf } from '../kernel/cli/deadlines.ts'
import type { Duty, DutyRow, Facts } from '../kernel/cli/facts.ts'
import { counted, type Text } from '../kernel/text.ts'
import { reviewDuty } from '../village/diary.ts'
import { rounds } from '../village/visit.ts'
import { routineRound } from '../village/visit-duties.ts'

/** What recurs and is overdue, for the brief: how many, and how many of these were never done. */
export function lateFigures(facts: Facts): { item: Text; value: number; said: Text }[] {
  const late = (duty: Duty) =>
    [...duty.rows(facts, true)].filter(r => statusOf(r, facts.asOf, 0) === 'overdue')
  const never = (rows: readonly DutyRow[]) => rows.filter(r => r.isNever).length
  const unread = late(reviewDuty)
  const reviews = {
    item: { zh: '驻村日记审阅', en: 'diary reviews' },
    value: unread.length,
    said:
      unread.length === 0
        ? { zh: '各乡镇均按期审阅', en: '0 overdue' }
        : {
            zh: `逾期未审阅 ${unread.length} 人, 其中从未审阅 ${never(unread)} 人`,
            en: `${unread.length} overdue, ${never(unread)} of them never reviewed`,
          },
  }
  // No kind of household need be visited regularly, unless the office says so.
  if (facts.settings.get(rounds).length === 0) return [reviews]
  const unvisited = late(routineRound)
  return [
    reviews,
    {
      item: { zh: '日常走访', en: 'routine visits' },
      value: unvisited.length,
      said: {
        zh: `逾期 ${unvisited.length} 户, 其中任内从未走访 ${never(unvisited)} 户`,
        en: `${counted(unvisited.length, 'household')} overdue, ${never(unvisited)} of them never visited`,
      },
    },
  ]
}
