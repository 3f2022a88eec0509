import type { Facts } from '../../kernel/cli/facts.ts'
import { optional } from '../../kernel/schema/field.ts'
import { choice } from '../../kernel/schema/fields/choice.ts'
import { date } from '../../kernel/schema/fields/date.ts'
import { reference } from '../../kernel/schema/fields/reference.ts'
import { person, text } from '../../kernel/schema/fields/text.ts'
import { register } from '../../kernel/schema/register.ts'
import { heldOn } from '../../kernel/store/dated.ts'
import { posting } from '../../roster/posting.ts'
import { unit } from '../../roster/unit.ts'
import { quarter } from '../score/quarter.ts'

export const colours = {
  red: { zh: '红榜', en: 'red' },
  blue: { zh: '蓝榜', en: 'blue' },
} as const

export const followKinds = {
  praise: { zh: '表扬', en: 'praise' },
  remind: { zh: '提醒', en: 'reminder', aliases: ['提醒谈话'] },
  talk: { zh: '约谈', en: 'talk' },
  rectify: { zh: '限期整改', en: 'rectification' },
} as const

/**
 * 红蓝榜: an entry is proposed from a frozen quarter, maybe objected to, decided, published, followed up. One
 * that is withdrawn stays on record.
 */
export const redblue = register({
  name: 'redblue',
  label: { zh: '红蓝榜', en: 'red and blue list' },
  about: {
    zh: '一个季度红榜或蓝榜上的一个单位 (设置允许时为个人): 提出、异议、决定、公布、跟进; 公布前可以撤回。',
    en: 'One unit (or person, where the office allows it) on a quarter’s red or blue list, from proposal to follow-up; it may be withdrawn before it is published.',
  },
  key: ['quarter', { either: [['unit'], ['posting']] }],
  keyUntil: 'withdrawn',
  filledBy: 'county',
  process: true,
  correction: {
    zh: '未公布的: cun redblue withdraw 考核期 名称 --reason 原因, 再提名; 已公布的: cun assess reopen 考核期 --reason 原因, 再冻结、公布下一版; 跟进有误的再记一次: cun redblue follow 考核期 名称',
    en: 'not published: cun redblue withdraw PERIOD NAME --reason TEXT, then propose again; published: cun assess reopen PERIOD --reason TEXT, then freeze and publish the next edition; a wrong follow-up: record it again with cun redblue follow PERIOD NAME',
  },
  fields: {
    quarter: reference(() => quarter, { zh: '季度考核', en: 'quarter' }),
    unit: optional(reference(() => unit, { zh: '单位', en: 'unit' })),
    posting: optional(reference(() => posting, { zh: '个人', en: 'person' })),
    colour: choice(colours, { zh: '榜', en: 'list' }),
    facts: text({ zh: '主要事实', en: 'facts' }),
    basis: text({ zh: '认定依据', en: 'basis' }),
    proposer: text({ zh: '提出人', en: 'proposer' }),
    proposed: date({ zh: '提出日期', en: 'proposed' }),
    objection: optional(text({ zh: '异议', en: 'objection' })),
    objector: optional(text({ zh: '异议人', en: 'objector' })),
    objected: optional(date({ zh: '异议日期', en: 'objected' })),
    decision: optional(
      choice(
        { kept: { zh: '列入', en: 'kept' }, dropped: { zh: '不列入', en: 'dropped' } },
        { zh: '决定', en: 'decision' },
      ),
    ),
    decider: optional(person({ zh: '决定人', en: 'decided by' })),
    decided: optional(date({ zh: '决定日期', en: 'decided' })),
    why: optional(text({ zh: '决定理由', en: 'reason for the decision' })),
    number: optional(text({ zh: '发文字号', en: 'document number' })),
    published: optional(date({ zh: '公布日期', en: 'published' })),
    follow: optional(choice(followKinds, { zh: '跟进方式', en: 'follow-up' })),
    due: optional(date({ zh: '跟进期限', en: 'follow up by' }, { ahead: true })),
    closed: optional(date({ zh: '办结日期', en: 'closed' })),
    outcome: optional(text({ zh: '跟进结果', en: 'outcome' })),
    withdrawn: optional(date({ zh: '撤回日期', en: 'withdrawn' })),
    withdrawer: optional(text({ zh: '撤回人', en: 'withdrawn by' })),
    withdrawReason: optional(text({ zh: '撤回原因', en: 'reason for the withdrawal' })),
    /** What the unit was called when it was published. Entries published by 0.1 do not say it. */
    name: optional(text({ zh: '公布名称', en: 'published as' })),
  },
  list: ['quarter', 'unit', 'posting', 'colour', 'facts', 'decision', 'published', 'closed', 'withdrawn'],
  naming: { header: { zh: '红蓝榜', en: 'entry' }, by: ['number'] },
  example: {},
})

/** An entry as the list shows it. */
export interface Entry {
  readonly id: number
  readonly period: string
  readonly edition: number
  readonly colour: 'red' | 'blue'
  readonly kind: 'unit' | 'posting'
  readonly subject: number
  readonly name: string
  readonly facts: string
  readonly basis: string
  readonly proposer: string
  readonly proposed: string
  readonly objection: string | null
  readonly objector: string | null
  readonly decision: 'kept' | 'dropped' | null
  readonly decided: string | null
  readonly why: string | null
  readonly number: string | null
  readonly published: string | null
  readonly follow: keyof typeof followKinds | null
  readonly due: string | null
  readonly closed: string | null
  readonly outcome: string | null
  readonly withdrawn: string | null
  readonly withdrawReason: string | null
}

/** What is known of an entry on as-of: column → the column with the day from which it is known. */
const since: Readonly<Record<string, string>> = {
  objection: 'objected',
  objector: 'objected',
  decision: 'decided',
  decided: 'decided',
  why: 'decided',
  number: 'published',
  published: 'published',
  follow: 'published',
  due: 'published',
  closed: 'closed',
  withdrawn: 'withdrawn',
  withdrawReason: 'withdrawn',
}

/** The name of an entry's unit on the day of publication, if it has another one now. */
const calledThen = heldOn(unit, 'name', 'r.unit', 'r.published')

/** Entries as they stood on as-of, ordered by quarter, colour and proposal; those withdrawn come last. */
export function entriesOf(facts: Facts, period?: string): Entry[] {
  const known = Object.entries(since).map(
    ([column, day]) => `case when r."${day}" <= :asOf then r."${column}" end as "${column}"`,
  )
  return facts.db
    .prepare(
      `select r.id, q.period, q.edition, r.colour, case when r.unit is null then 'posting' else 'unit' end as kind,
         coalesce(r.unit, r.posting) as subject, coalesce(case when r.published <= :asOf then coalesce(r.name, ${calledThen}) end, u.name, p.name) as name, r.facts, r.basis, r.proposer,
         r.proposed, ${known.join(', ')},
         case when coalesce(r.closed, r.published) <= :asOf then r.outcome end as outcome
       from redblue r join quarter q on q.id = r.quarter
       left join unit u on u.id = r.unit left join posting p on p.id = r.posting
       where r.proposed <= :asOf and (:period is null or q.period = :period)
       order by q.period, coalesce(r.withdrawn <= :asOf, 0), r.colour = 'blue', r.id`,
    )
    .all({ asOf: facts.asOf, period: period ?? null }) as Entry[]
}
