import type { Facts } from '../../kernel/cli/facts.ts'
import { date, period } from '../../kernel/schema/fields/date.ts'
import { reference } from '../../kernel/schema/fields/reference.ts'
import { text } from '../../kernel/schema/fields/text.ts'
import { register } from '../../kernel/schema/register.ts'
import { posting } from '../../roster/posting.ts'
import type { Excused } from './item.ts'

/** 免评: of a person who left before the period was over nobody can give a rating any more. */
export const excuse = register({
  name: 'excuse',
  label: { zh: '免评', en: 'rating excused' },
  about: {
    zh: '一名考核期结束前已离任的人, 这一期缺的评分写明原因后不再等 (cun rating excuse): 该指标不适用, 不算零分, 其余折算。',
    en: 'The ratings that a person who left before the period was over lacks, waived with a reason (cun rating excuse): the indicator does not apply, and the rest is rescaled.',
  },
  key: ['period', 'posting'],
  filledBy: 'county',
  on: 'period',
  process: true,
  isUndoable: true,
  fields: {
    period: period('period', { zh: '考核期', en: 'period' }),
    posting: reference(() => posting, { zh: '免评的人', en: 'person excused' }),
    why: text({ zh: '免评原因', en: 'reason' }),
    on: date({ zh: '免评日期', en: 'excused on' }),
  },
  list: ['period', 'posting', 'why', 'on'],
  example: {},
})

/** Who is excused in a period by as-of, by posting. */
export function excuses(facts: Facts, period: string): ReadonlyMap<number, Excused> {
  const rows = facts.db
    .prepare('select posting, id as record, why from excuse where period = ? and "on" <= ?')
    .all(period, facts.asOf) as (Excused & { readonly posting: number })[]
  return new Map(rows.map(r => [r.posting, r]))
}
