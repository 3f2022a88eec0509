import { duty } from '../kernel/cli/facts.ts'
import { fault, optional } from '../kernel/schema/field.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import type { Candidate, RecordOf } from '../kernel/schema/types.ts'
import type { Database } from '../kernel/store/database.ts'
import type { Text } from '../kernel/text.ts'
import { dutiesSince } from '../roster/county.ts'
import { mergedBy, mergerRows } from '../roster/mergers.ts'
import { answerer, answererName, inheritedBy, inheritedWords } from '../village/succession.ts'
import { credited } from './credit.ts'
import { strategy } from './strategy.ts'

const fields = {
  strategy: reference(() => strategy, { zh: '年份', en: 'year of the plan' }),
  title: text(
    {
      zh: '重点任务',
      en: 'task',
      aliases: ['任务', '工作任务', '阶段任务', '目标任务', '重点项目', '节点任务'],
    },
    { max: 200 },
  ),
  owner: text(
    { zh: '责任分工', en: 'responsible', aliases: ['责任人', '责任单位', '分工', '牵头人', '牵头单位'] },
    { max: 80 },
  ),
  due: date(
    {
      zh: '完成时限',
      en: 'due',
      aliases: ['时间节点', '计划完成时间', '完成时间', '截止时间', '截止日期', '时限'],
    },
    { ahead: true },
  ),
  done: optional(date({ zh: '完成日期', en: 'done', aliases: ['实际完成时间', '实际完成日期', '办结日期'] })),
  evidence: optional(text({ zh: '完成佐证', en: 'evidence', aliases: ['完成情况', '佐证材料', '进展情况'] })),
}

type Milestone = RecordOf<typeof fields>

export const milestone = register({
  name: 'milestone',
  label: { zh: '时间节点', en: 'milestone' },
  about: {
    zh: '一村一策中的一项任务: 谁负责, 何时完成; 是否逾期由日期算出。',
    en: 'One task of a village plan: who does it and by when; whether it is late is computed from the dates.',
  },
  key: ['strategy', 'title'],
  filledBy: 'secretary',
  fields,
  list: ['strategy', 'title', 'owner', 'due', 'done'],
  example: {
    village: '张老湾村',
    strategy: '2024',
    title: '签订产学研基地协议',
    owner: '张三',
    due: '2024-06-30',
  },
  between: inPlannedYears,
})

/** No date of a plan lies before its year; tasks may run on after it. */
function inPlannedYears(candidates: readonly Candidate<Milestone>[], db: Database): void {
  const years = new Map(db.prepare('select id, year from strategy').raw().all() as [number, string][])
  for (const { record, complain } of candidates) {
    const year = years.get(record.strategy)!
    for (const name of ['due', 'done'] as const) {
      const day = record[name]
      if (!day || day >= year) continue
      complain(
        name,
        fault(
          'milestone.before-plan',
          `早于规划年份 ${year}`,
          `is before the year of the plan, ${year}`,
          '核对日期, 或核对属于哪一年的一村一策',
          'check the date, or which year’s plan it belongs to',
        ),
      )
    }
  }
}

export type MilestoneState = 'ahead' | 'overdue' | 'done' | 'late' | 'waived'

export const milestoneStates: Record<MilestoneState, Text> = {
  ahead: { zh: '未到期', en: 'not yet due' },
  overdue: { zh: '逾期未完成', en: 'overdue' },
  done: { zh: '按期完成', en: 'done in time' },
  late: { zh: '逾期完成', en: 'done late' },
  waived: { zh: '已核销', en: 'written off' },
}

/** State on as-of: a later completion does not count yet, and the due day itself is not overdue. */
export function milestoneState(
  due: string,
  done: string | null,
  asOf: string,
  isWaived = false,
): MilestoneState {
  if (done !== null && done <= asOf) return done <= due ? 'done' : 'late'
  if (isWaived) return 'waived'
  return due < asOf ? 'overdue' : 'ahead'
}

interface Found {
  readonly id: number
  readonly title: string
  readonly due: string
  readonly done: string | null
  readonly year: string
  readonly village: number
  readonly villageName: string
  readonly townshipName: string
  readonly planner: string
}

/** A milestone must be done by its due day; an accepted handover passes it to the successor. */
export const milestoneDuty = duty({
  name: 'milestone',
  label: { zh: '一村一策时间节点', en: 'milestone of a village plan' },
  next: 'cun milestone change NUMBER --done DATE',
  *rows(facts, open) {
    const who = answerer(facts)
    const inherited = inheritedBy(facts)
    const rows = facts.db
      .prepare(
        `select m.id, m.title, m.due, case when m.done <= :asOf then m.done end as done, s.year,
           v.id as village, v.name as villageName, t.name as townshipName, s.owner as planner
         from milestone m join strategy s on s.id = m.strategy
         left join json_each(:merged) g on g.value->>0 = s.village
         join village v on v.id = coalesce(g.value->>1, s.village)
         join township t on t.id = v.township
         where m.due >= :since ${open ? 'and (m.done is null or m.done > :asOf)' : ''}
         order by m.due, m.id`,
      )
      .iterate({
        asOf: facts.asOf,
        since: facts.settings.get(dutiesSince),
        merged: JSON.stringify(mergedBy(facts, facts.asOf)),
      }) as Iterable<Found>
    for (const row of rows) {
      const arose = `${row.year}-01-01`
      const p = who(row.village, arose)
      const from = p && inherited(p, row.village, arose, row.done)
      yield {
        // If nobody was ever posted to the village, the owner of the plan is responsible.
        who: p ? answererName(p) : row.planner,
        what: inheritedWords(`#${row.id} ${row.title}`, from),
        group: `${row.id}`,
        place: [row.townshipName, row.villageName],
        due: row.due,
        done: row.done,
        next: `cun milestone change ${row.id} --done DATE`,
        register: 'milestone',
        record: row.id,
        subject: p?.id,
        arose,
        inherited: from,
      }
    }
  },
})

/** Milestones done in time ÷ milestones that were due in the period and are over, or that are done. */
export const milestonesInTime = credited({
  name: 'milestone.inTime',
  label: { zh: '时间节点按期完成率', en: 'milestones done in time' },
  type: 'rate',
  register: 'milestone',
  rows: { mergers: mergerRows },
  events: q => `
  select ${q.key('m')}coalesce(g.place, s.village) as village, m.due as date,
    case when m.done <= m.due and m.done <= :asOf then 1 else 0 end as part, 1 as "of", m.id as record,
    m.due || ' ' || m.title as note
  from milestone m
  join strategy s on s.id = m.strategy${q.same('s', 'm')}
  left join ${q.rows('mergers')} g on g.village = s.village and m.due >= g.since and m.due <= g.until${q.same('g', 's')}
  where ${q.only('m')} and m.due >= :from and m.due <= :to and (m.due < :asOf or m.done <= :asOf)`,
})
