import { quarterBefore } from '../../kernel/calendar.ts'
import { duty, type Facts } from '../../kernel/cli/facts.ts'
import { optional } from '../../kernel/schema/field.ts'
import { choice, yesNo } from '../../kernel/schema/fields/choice.ts'
import { date } from '../../kernel/schema/fields/date.ts'
import { integer, number } from '../../kernel/schema/fields/number.ts'
import { reference } from '../../kernel/schema/fields/reference.ts'
import { person, text } from '../../kernel/schema/fields/text.ts'
import { register } from '../../kernel/schema/register.ts'
import { setting } from '../../kernel/schema/setting.ts'
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

/** 红蓝榜: an entry is proposed from a frozen quarter, maybe objected to, decided, published, followed up. */
export const redblue = register({
  name: 'redblue',
  label: { zh: '红蓝榜', en: 'red and blue list' },
  about: {
    zh: '一个季度红榜或蓝榜上的一个单位 (设置允许时为个人): 提出、异议、决定、公布、跟进。',
    en: 'One unit (or person, where the office allows it) on a quarter’s red or blue list, from proposal to follow-up.',
  },
  key: ['quarter', { either: [['unit'], ['posting']] }],
  filledBy: 'county',
  process: true,
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
  },
  list: ['quarter', 'unit', 'posting', 'colour', 'facts', 'decision', 'published', 'closed'],
  naming: { header: { zh: '红蓝榜', en: 'entry' }, by: ['number'] },
  example: {},
})

export const redCount = setting({
  name: 'redblue.red',
  field: integer({ zh: '红榜提名: 前几名 (个)', en: 'red list: how many from the top' }, { max: 500 }),
  fallback: '5',
})
export const blueCount = setting({
  name: 'redblue.blue',
  field: integer({ zh: '蓝榜提名: 后几名 (个)', en: 'blue list: how many from the bottom' }, { max: 500 }),
  fallback: '3',
})
export const redFrom = setting({
  name: 'redblue.redFrom',
  field: number(
    { zh: '红榜提名: 不低于多少分, 0 为不限', en: 'red list: minimum score, 0 for none' },
    { max: 200 },
  ),
  fallback: '0',
})
export const blueBelow = setting({
  name: 'redblue.blueBelow',
  field: number(
    { zh: '蓝榜提名: 低于多少分, 0 为不限', en: 'blue list: only scores below this, 0 for any' },
    { max: 200 },
  ),
  fallback: '0',
})
export const mayListPersons = setting({
  name: 'redblue.persons',
  field: yesNo({ zh: '红蓝榜可以列个人 (是或否)', en: 'persons may be listed' }),
  fallback: '否',
})
export const followDays = setting({
  name: 'redblue.followDays',
  field: integer(
    { zh: '蓝榜跟进期限 (公布后几天内)', en: 'days to follow up a blue entry' },
    { min: 1, max: 365 },
  ),
  fallback: '30',
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
}

/** Entries ordered by quarter, colour and proposal; proposals and decisions after as-of are left out. */
export function entriesOf(facts: Facts, period?: string): Entry[] {
  return facts.db
    .prepare(
      `select r.id, q.period, q.edition, r.colour, case when r.unit is null then 'posting' else 'unit' end as kind,
         coalesce(r.unit, r.posting) as subject, coalesce(u.name, p.name) as name, r.facts, r.basis, r.proposer,
         r.proposed, r.objection, r.objector,
         case when r.decided <= :asOf then r.decision end as decision,
         case when r.decided <= :asOf then r.decided end as decided, r.why,
         case when r.published <= :asOf then r.number end as number,
         case when r.published <= :asOf then r.published end as published,
         r.follow, r.due, case when r.closed <= :asOf then r.closed end as closed, r.outcome
       from redblue r join quarter q on q.id = r.quarter
       left join unit u on u.id = r.unit left join posting p on p.id = r.posting
       where r.proposed <= :asOf and (:period is null or q.period = :period)
       order by q.period, r.colour = 'blue', r.id`,
    )
    .all({ asOf: facts.asOf, period: period ?? null }) as Entry[]
}

const isPublished = (e: Entry) => e.published !== null && e.decision === 'kept'

/** Published entries; of a quarter published more than once, only the newest edition's. */
export function publishedEntries(facts: Facts): Entry[] {
  const all = entriesOf(facts).filter(isPublished)
  const newest = new Map<string, number>()
  for (const e of all) newest.set(e.period, Math.max(newest.get(e.period) ?? 0, e.edition))
  return all.filter(e => e.edition === newest.get(e.period))
}

/** Counts the quarters running, up to `period`, in which a subject is kept on the blue list. */
export function consecutiveBlues(
  all: readonly Entry[],
): (kind: Entry['kind'], subject: number, period: string) => number {
  const blue = new Set(
    all
      .filter(e => e.decision === 'kept' && e.colour === 'blue')
      .map(e => `${e.period} ${e.kind} ${e.subject}`),
  )
  return (kind, subject, period) => {
    let count = 0
    for (let at = period; blue.has(`${at} ${kind} ${subject}`); at = quarterBefore(at)) count++
    return count
  }
}

/** A blue entry is followed up by its deadline; the listed unit is responsible. */
export const followDuty = duty({
  name: 'redblue.follow',
  label: { zh: '蓝榜跟进', en: 'blue-list follow-up' },
  next: 'cun redblue follow QUARTER NAME --closed DATE',
  *rows(facts, open) {
    for (const e of publishedEntries(facts)) {
      if (e.colour !== 'blue' || !e.due || (open && e.closed)) continue
      const how = followKinds[e.follow ?? 'remind']
      yield {
        who: e.name,
        what: { zh: `${e.period} ${how.zh}`, en: `${e.period} ${how.en}` },
        group: String(e.id),
        place: [],
        due: e.due,
        done: e.closed,
        next: `cun redblue follow ${e.period} ${e.name} --closed DATE`,
        register: 'redblue',
        record: e.id,
      }
    }
  },
})
