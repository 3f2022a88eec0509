import { earlier, periodDays } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { paper } from '../kernel/cli/line.ts'
import { worded } from '../kernel/cli/record-document.ts'
import { namedRecord } from '../kernel/commands/merge.ts'
import type { Cell, Column, Document, Line, Table } from '../kernel/document/document.ts'
import type { RecordOf } from '../kernel/schema/types.ts'
import { counted, type Text } from '../kernel/text.ts'
import { postings, servingBetween } from '../roster/serving.ts'
import { village } from '../roster/village.ts'
import { waivedRows } from '../roster/waiver.ts'
import { deedTable } from './deed-table.ts'
import { expert } from './expert.ts'
import { type MilestoneState, milestoneDuty, milestoneState, milestoneStates } from './milestone.ts'
import { strategy } from './strategy.ts'

/** 一村一策: the plan sheet of one village, or the state of all villages' plans. */
export const strategyPaper = paper({
  name: 'strategy',
  label: { zh: '一村一策', en: 'village plans' },
  period: 'year',
  isYearly: true,
  options: [
    {
      flags: '--village <name>',
      label: { zh: '一村的规划表', en: 'the plan sheet of one village' },
      of: () => village,
    },
  ],
  example: 'cun report strategy 2024 --village 张老湾村',
  make: (facts, year, options) =>
    typeof options.village === 'string' ? planSheet(facts, year, options.village) : summary(facts, year),
})

const stateNote = {
  zh: '完成当天不晚于完成时限为按期; 时限当天不算逾期。',
  en: 'In time means done by the due day; the due day itself is not overdue.',
}

/** Whether a milestone was written off by as-of. */
function waivedSteps(facts: Facts): (step: Pick<Standing, 'milestone' | 'due'>) => boolean {
  const isWaived = waivedRows(facts)
  return ({ milestone: record, due }) =>
    record !== null && isWaived(milestoneDuty, { register: 'milestone', record, due })
}

interface Step {
  readonly milestone: number
  readonly title: string
  readonly owner: string
  readonly due: string
  readonly done: string | null
  readonly evidence: string | null
}

function planSheet(facts: Facts, year: string, name: string): Document {
  const place = namedRecord(facts, village, name)
  const { from, to } = periodDays(year)
  const plan = facts.db
    .prepare('select * from strategy where village = ? and year = ?')
    .get(place.id, year) as RecordOf<typeof strategy.fields> | undefined
  const steps = facts.db
    .prepare(
      `select m.id as milestone, m.title, m.owner, m.due, case when m.done <= :asOf then m.done end as done, m.evidence
       from milestone m where m.strategy = :plan order by m.due, m.id`,
    )
    .all({ plan: plan?.id ?? 0, asOf: facts.asOf }) as Step[]
  const supports = facts.db
    .prepare(
      `select date, institution, field, activity, result from expert
       where village = ? and date between ? and ? order by date, id`,
    )
    .all(place.id, from, earlier(to, facts.asOf)) as RecordOf<typeof expert.fields>[]
  const { fields } = strategy
  const isWaived = waivedSteps(facts)
  const head: Table = {
    columns: [
      { key: 'item', label: { zh: '项目', en: 'item' }, type: 'text' },
      { key: 'text', label: { zh: '内容', en: 'content' }, type: 'text' },
    ],
    lines: (['strengths', 'problems', 'state', 'path', 'owner'] as const).map(name => ({
      cells: [fields[name].label, plan?.[name] ?? null],
    })),
  }
  const milestones: Table = {
    title: { zh: '时间节点', en: 'Milestones' },
    columns: [
      { key: 'title', label: { zh: '重点任务', en: 'task' }, type: 'text' },
      { key: 'owner', label: { zh: '责任分工', en: 'responsible' }, type: 'text' },
      { key: 'due', label: { zh: '完成时限', en: 'due' }, type: 'date' },
      { key: 'done', label: { zh: '完成日期', en: 'done' }, type: 'date' },
      { key: 'state', label: { zh: '状态', en: 'state' }, type: 'text' },
      { key: 'evidence', label: { zh: '完成佐证', en: 'evidence' }, type: 'text' },
    ],
    lines: steps.map(s => {
      const state = milestoneState(s.due, s.done, facts.asOf, isWaived(s))
      return { cells: [s.title, s.owner, s.due, s.done, milestoneStates[state], s.done ? s.evidence : null] }
    }),
  }
  const activities = expert.fields.activity
  const experts: Table = {
    title: { zh: '专业人才支持', en: 'Expert support' },
    columns: [
      { key: 'date', label: { zh: '日期', en: 'date' }, type: 'date' },
      { key: 'institution', label: { zh: '单位', en: 'institution' }, type: 'text' },
      { key: 'field', label: { zh: '领域', en: 'field' }, type: 'text' },
      { key: 'activity', label: { zh: '活动', en: 'activity' }, type: 'text' },
      { key: 'result', label: { zh: '成效', en: 'result' }, type: 'text' },
    ],
    lines: supports.map(e => ({
      cells: [e.date, e.institution, e.field, worded(activities, e.activity), e.result],
    })),
  }
  const label = facts.directories.of(village).label(place.id)
  return {
    title: { zh: `${label} ${year} 年一村一策`, en: `${label}: plan for ${year}` },
    subtitle: standing(facts, from),
    tables: [head, milestones, experts, deedTable(facts, place.id, from, earlier(to, facts.asOf))],
    notes: plan
      ? [stateNote]
      : [
          {
            zh: `${label} ${year} 年尚未制定一村一策: cun strategy add --village ${label} --year ${year} …`,
            en: `${label} has no plan for ${year}: cun strategy add --village ${label} --year ${year} …`,
          },
        ],
  }
}

/** A plan is of the whole year, also of the year in which day one lies. */
const standing = (facts: Facts, from: string): Text =>
  from > facts.asOf
    ? { zh: `${from} 起, 还没有开始`, en: `from ${from}, not yet begun` }
    : { zh: `截至 ${facts.asOf}`, en: `as of ${facts.asOf}` }

interface Standing {
  readonly village: number
  readonly name: string
  readonly township: string
  readonly plan: number | null
  readonly milestone: number | null
  readonly due: string | null
  readonly done: string | null
}

const states: readonly MilestoneState[] = ['done', 'late', 'overdue', 'ahead', 'waived']

function summary(facts: Facts, year: string): Document {
  const { from, to } = periodDays(year)
  const until = earlier(to, facts.asOf)
  const served = new Set(servingBetween(postings(facts), from, until).map(s => s.posting.village))
  const rows = facts.db
    .prepare(
      `select v.id as village, v.name, t.name as township, s.id as plan, m.id as milestone, m.due,
         case when m.done <= :asOf then m.done end as done
       from village v join township t on t.id = v.township
       left join strategy s on s.village = v.id and s.year = :year
       left join milestone m on m.strategy = s.id
       order by v.code, m.due, m.id`,
    )
    .all({ year, asOf: facts.asOf }) as Standing[]
  const villages = new Map<number, Standing[]>()
  for (const row of rows) {
    if (row.plan === null && !served.has(row.village)) continue
    villages.set(row.village, [...(villages.get(row.village) ?? []), row])
  }
  const isWaived = waivedSteps(facts)
  const counts = (of: readonly Standing[]): Cell[] => {
    const found = of
      .filter(r => r.due !== null)
      .map(r => milestoneState(r.due!, r.done, facts.asOf, isWaived(r)))
    return [found.length, ...states.map(state => found.filter(f => f === state).length)]
  }
  const all = [...villages.values()]
  const made = all.filter(of => of[0]!.plan !== null).length
  const lines: Line[] = all.map(of => {
    const { township, name, plan } = of[0]!
    const has = plan === null ? { zh: '未制定', en: 'none' } : { zh: '已制定', en: 'made' }
    return {
      cells: [township, name, has, ...(plan === null ? [null, ...states.map(() => null)] : counts(of))],
    }
  })
  lines.push({
    emphasis: 'total',
    cells: [
      { zh: '合计', en: 'total' },
      { zh: `${all.length} 村`, en: counted(all.length, 'village') },
      { zh: `已制定 ${made}, 未制定 ${all.length - made}`, en: `${made} made, ${all.length - made} none` },
      ...counts(all.flat()),
    ],
  })
  return {
    title: { zh: `${year} 年一村一策情况`, en: `Village plans of ${year}` },
    subtitle: standing(facts, from),
    tables: [{ columns, lines }],
    notes: [
      {
        zh: '所列为本年有驻村干部在任的村, 以及已制定一村一策的村。',
        en: 'Listed: villages with someone in office during the year, and those with a plan.',
      },
      stateNote,
    ],
  }
}

const columns: readonly Column[] = [
  { key: 'township', label: { zh: '乡镇', en: 'township' }, type: 'text' },
  { key: 'village', label: { zh: '村', en: 'village' }, type: 'text' },
  { key: 'plan', label: { zh: '一村一策', en: 'plan' }, type: 'text' },
  { key: 'milestones', label: { zh: '时间节点', en: 'milestones' }, type: 'integer' },
  ...states.map((state): Column => ({ key: state, label: milestoneStates[state], type: 'integer' })),
]
