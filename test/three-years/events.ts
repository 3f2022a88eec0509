import { readFileSync } from 'node:fs'
import { addDays, type County, monthsOf, type Person, saidOf } from './county.ts'
import { movingOf, renamed, unitOf } from './facts.ts'
import type { Sheet } from './office.ts'
import type { Plan } from './plan.ts'

const shippedModel = readFileSync(new URL('../../data/rules/score-model.csv', import.meta.url), 'utf8')

/** What happens on a day, outside the monthly sheets. */
export interface Event {
  readonly day: string
  readonly words: readonly string[]
  readonly sheets?: readonly Sheet[]
  readonly options?: string
  /** A file that the words name. */
  readonly file?: { readonly name: string; readonly text: string }
  /** May be typed when the month's sheets are, or after the papers of that day, with the next ones. */
  readonly mayBeLate?: 'with the sheets' | 'after the papers'
}

/** A row of the roster: with what the unit is called on the first day, which is what the posting is found by. */
function posting(plan: Plan, all: County, p: Person, isOver: boolean) {
  return {
    姓名: p.name,
    派出单位: unitOf(plan, all, p, p.start),
    乡镇: p.village.township,
    派驻村: p.village.name,
    驻村职务: '第一书记',
    驻村开始时间: p.start,
    实际结束时间: isOver ? p.end! : '',
    结束原因: isOver ? '轮换' : '',
  }
}

/** Whose data is erased: the head of a household. */
export const erasedOf = (all: County): string =>
  all.households.filter(h => h.village === all.villages.at(-1)).at(-1)!.head

/** Everything that happens once, and every January. */
export function events(plan: Plan, all: County): Event[] {
  const { days } = plan
  const begun = `${plan.from}-01`
  const [lost, into] = all.villages as [County['villages'][number], County['villages'][number]]
  const unit = all.units[1]!
  const moved = all.people[3]!
  const home = movingOf(all)
  const found: Event[] = [
    {
      day: days.merger,
      words: [`village merge ${lost.name} --into ${into.name} --on ${days.merger}`],
      mayBeLate: 'after the papers',
    },
    {
      day: days.rename,
      words: [`unit change ${unit} --name ${renamed(unit)} --on ${days.rename}`],
      mayBeLate: 'with the sheets',
    },
    {
      day: days.level,
      words: [`unit change ${all.units[2]} --level 市 --on ${days.level}`],
      mayBeLate: 'after the papers',
    },
    {
      day: days.township,
      words: [
        `township change ${all.townships[1]!.name} --name ${all.townships[1]!.name.slice(0, -1)}新镇 --on ${days.township}`,
      ],
      mayBeLate: 'with the sheets',
    },
    {
      day: days.code,
      words: [
        `township rename ${all.townships[0]!.name} --to ${all.townships[0]!.name} --code 410899180 --on ${days.code}`,
      ],
      mayBeLate: 'after the papers',
    },
    { day: days.draw, words: [`inspection draw --count 3 --by township --seed 7 --as-of ${days.draw}`] },
    {
      day: days.posting,
      words: [`posting change ${moved.name} --unit ${all.units[2]} --on ${days.posting}`],
      mayBeLate: 'with the sheets',
    },
    {
      day: days.move,
      words: [
        `household move ${home.village.name}${home.number} --into ${into.name} --on ${days.move} --number 991`,
      ],
      mayBeLate: 'after the papers',
    },
    {
      day: addDays(days.turnover, -1),
      words: [`round close 示例第五轮 --on ${addDays(days.turnover, -1)} --yes`],
    },
    {
      day: days.reopen[0],
      words: [`assess reopen ${days.reopen[1]} --reason 补录`, `assess freeze ${days.reopen[1]}`],
    },
    {
      day: days.erase,
      words: [`erase ${erasedOf(all)} --all --reason 本人申请 --yes`],
    },
    {
      day: days.unitMerger,
      words: [`unit merge ${all.units[3]} --into ${all.units[0]} --on ${days.unitMerger}`],
      mayBeLate: 'with the sheets',
    },
    { day: days.setting, words: [`settings set visit.request.days 20 --on ${days.setting}`] },
    { day: days.turnover, words: [`round add --name 示例第六轮 --start ${days.turnover}`] },
  ]
  const ends = new Set(all.people.flatMap(p => (p.end === null ? [] : [p.end])))
  for (const day of ends)
    found.push({
      day,
      words: [],
      sheets: [
        { name: 'ends', rows: all.people.filter(p => p.end === day).map(p => posting(plan, all, p, true)) },
      ],
    })
  const starts = new Set(all.people.map(p => p.start).filter(s => s > begun))
  for (const day of starts)
    found.push({
      day,
      words: [],
      sheets: [
        {
          name: 'starts',
          rows: all.people.filter(p => p.start === day).map(p => posting(plan, all, p, false)),
        },
      ],
      mayBeLate: 'with the sheets',
    })
  found.push(...handovers(all, begun))
  for (const month of monthsOf(plan)) {
    if (month.endsWith('-01') || month === plan.from) found.push(...january(plan, all, month))
    if (month.endsWith('-12'))
      found.push({
        day: `${month}-31`,
        words: [`waive milestone --year ${month.slice(0, 4)} --by 王部长 --reason 规划已调整 --yes`],
      })
  }
  return found.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}

/** Most who follow somebody take over from him, by the county's two steps; of every fourth neither is on record. */
function handovers(all: County, begun: string): Event[] {
  const receivers = all.people
    .filter(p => p.start > begun)
    .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
    .filter((_, i) => i % 4 !== 3)
  return receivers.flatMap(({ village, start }, i): Event[] => {
    const [day, accepted] = [addDays(start, 4), addDays(start, 5 + ((3 + i * 7) % 20))]
    return [
      { day, words: [`handover start ${village.name} --on ${day}`], mayBeLate: 'with the sheets' },
      {
        day: accepted,
        words: [`handover accept ${i + 1} --given --on ${accepted}`],
        mayBeLate: 'after the papers',
      },
    ]
  })
}

/** The list of households of a year, its plan, and the villages' plans with their milestones. */
function january(plan: Plan, all: County, month: string): Event[] {
  const { days } = plan
  const [day, from, year] = [`${month}-12`, `${month}-01`, month.slice(0, 4)]
  const isMerged = (v: unknown) => v === all.villages[0] && days.merger <= day
  const home = movingOf(all)
  const rows = all.households
    .filter(h => (h.since ?? from) <= from && from <= (h.until ?? from))
    .map(h => {
      const isMoved = h === home && days.move <= day
      const village = isMerged(h.village) || isMoved ? all.villages[1]! : h.village
      const number = isMoved ? '991' : isMerged(h.village) ? `${h.village.name}${h.number}` : h.number
      const { head, kind } = saidOf(plan, all, h, from)
      return {
        乡镇: village.township,
        村: village.name,
        户编号: number,
        户主: head,
        户类型: kind,
        人口: 3,
        入册日期: h.since ?? '',
      }
    })
  const villages = all.villages.filter(v => !isMerged(v))
  const events: Event[] = [
    {
      day,
      words: [],
      sheets: [
        {
          name: 'target',
          rows: [{ 年度: year, 活动: '政策培训', 主办单位: '县委组织部', 乡镇: '', 全年计划: 8 }],
        },
        {
          name: 'strategy',
          rows: villages.map(v => ({
            乡镇: v.township,
            村: v.name,
            年度: year,
            产业优势: '林果',
            存在问题: '缺技术',
            运营状态: '起步',
            发展路线: '订单种植',
            责任人: '村党支部',
          })),
        },
        {
          name: 'milestone',
          rows: villages.flatMap(v =>
            ['03-20', '06-20', '09-20', '12-20'].map(d => ({
              乡镇: v.township,
              村: v.name,
              年份: year,
              重点任务: `完成${d.slice(0, 2)}月任务`,
              责任分工: '村党支部',
              完成时限: `${year}-${d}`,
              实际完成时间: '',
            })),
          ),
        },
      ],
    },
  ]
  if (month === plan.from) return events
  // The weights of two indicators are moved: drafts of earlier days keep the model of then.
  const weight = Number(year) % 2
  const text = shippedModel
    .replace('政策培训出勤,天线,派驻,3', `政策培训出勤,天线,派驻,${3 + weight}`)
    .replace('研讨出勤,天线,派驻,2', `研讨出勤,天线,派驻,${2 - weight}`)
  events.push({
    day,
    words: [`model import model-${year}.csv --from ${year}Q1`],
    file: { name: `model-${year}.csv`, text },
  })
  events.push({
    day,
    words: [],
    sheets: [{ name: 'household', rows }],
    options: `--complete --yes --on ${from}`,
  })
  return events
}
