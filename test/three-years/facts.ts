import { addDays, type County, type Household, luck, type Person, serving, type Village } from './county.ts'
import { fromOutside, ofCounty } from './county-facts.ts'
import type { Cells } from './office.ts'
import type { Plan } from './plan.ts'

/** One row that somebody types: of which sheet, what it says, of which day. */
export interface Fact {
  readonly sheet: string
  /** Rows of one record have the same key; the later one says all that the earlier one says. */
  readonly key: string
  readonly day: string
  readonly cells: Cells
  /** First day of the posting that is rated. */
  readonly start?: string
}

/** Sheets whose rows may be typed months late. */
export const lateable = new Set([
  'visit',
  'diary',
  'stationday',
  'receipt',
  'leave',
  'activity',
  'deed',
  'milestone',
  'seminar',
  'briefing',
  'expert',
  'purchase',
])

const place = (v: Village) => ({ 乡镇: v.township, 村: v.name })
const WORKS = ['走访农户, 了解春耕备耕情况', '与村“两委”商议水渠清淤', '核对监测户收入', '调解两户宅基地纠纷']

/** Tuesdays of a month. */
function tuesdays(from: string, to: string): string[] {
  const found: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1))
    if (new Date(`${day}T00:00:00Z`).getUTCDay() === 2) found.push(day)
  return found
}

/** What is done in a village in a month, whoever types it and when. */
function ofVillage(plan: Plan, all: County, village: Village, from: string, to: string): Fact[] {
  const { seed } = plan
  const facts: Fact[] = []
  const draw = luck(seed, `${village.code} ${from}`)
  const within = () => addDays(from, draw(27))
  const add = (sheet: string, key: string, day: string, cells: Cells) => {
    if (day <= to) facts.push({ sheet, key: `${sheet} ${key}`, day, cells })
  }
  const merged = village === all.villages[0] && from.slice(0, 7) >= plan.days.merger.slice(0, 7)
  const own = merged ? [] : all.households.filter(h => h.village === village)
  for (const h of own) {
    const day = within()
    const [isVisited, asks, after] = [draw(10) < 6, draw(10) === 0, 5 + draw(50)]
    const who = serving(all, village, day)
    const isMoved = h === movingOf(all) && day >= plan.days.move.slice(0, 8)
    const isListed = (h.since ?? day) <= day && day <= (h.until ?? day)
    if (!isVisited || !who || isMoved || !isListed) continue
    const said = (closed: string) => ({
      ...place(village),
      户编号: h.number,
      走访日期: day,
      走访人: who.name,
      诉求: asks ? '门前道路破损' : '',
      办结日期: closed,
    })
    const key = `${village.code} ${h.number} ${day}`
    add('visit', key, day, said(''))
    const closed = addDays(day, after)
    if (asks && after < 45)
      facts.push({ sheet: 'visit', key: `visit ${key}`, day: closed, cells: said(closed) })
  }
  const day = within()
  const who = serving(all, village, day)
  if (!who) return facts
  const person = { ...place(village), 姓名: who.name }
  add('diary', `${village.code} ${day}`, day, {
    日期: day,
    ...place(village),
    日志作者: who.name,
    工作内容: WORKS[draw(4)]!,
    存在困难: draw(4) ? '' : '销路窄',
  })
  const since = who.start > from ? who.start : from
  if (draw(8) > 0 && since <= day)
    add('review', `${village.code} ${from}`, to, {
      ...person,
      日记自: since,
      日记至: day,
      审阅时间: to,
      审阅人: '姜海波',
      审阅结果: '已阅',
      审阅意见: '',
    })
  if (draw(3) > 0) {
    const kind = ['村民大会', '党员大会', '义务劳动', '志愿服务'][draw(4)]!
    add('activity', `${village.code} ${day} ${kind}`, day, {
      活动时间: day,
      ...place(village),
      活动: kind,
      参加人员: who.name,
    })
  }
  for (const tuesday of tuesdays(from, to)) {
    const keeper = serving(all, village, tuesday)
    if (!keeper || draw(8) === 0 || merged) continue
    add('stationday', `${village.code} ${tuesday}`, tuesday, {
      蹲点日期: tuesday,
      派出单位: unitOf(plan, all, keeper, tuesday),
      乡镇: village.township,
      蹲点村: village.name,
      带队领导: '陶雪梅',
      蹲点事项: '走访',
    })
  }
  const first = addDays(from, 7 + draw(14))
  const last = addDays(first, draw(3))
  if (draw(5) === 0 && serving(all, village, first) === who && serving(all, village, last) === who) {
    const leave = (back: string) => ({
      乡镇: village.township,
      派驻村: village.name,
      姓名: who.name,
      请假类别: '事假',
      开始日期: first,
      结束日期: last,
      审批单位: '乡镇党委',
      审批日期: addDays(first, -1),
      销假日期: back,
    })
    const back = addDays(last, draw(4))
    add('leave', `${village.code} ${first}`, addDays(first, -1), leave(''))
    if (draw(6) > 0) add('leave', `${village.code} ${first}`, back, leave(back))
  }
  if (draw(5) === 0 && !merged) {
    add('deed', `${village.code} ${day}`, day, {
      ...place(village),
      领办实事: `更换老旧水管 ${day.slice(0, 7)}`,
      办结时间: day,
      类别: '饮水',
      领办人: who.name,
      村里确认人: '郑玉兰',
      确认日期: day,
    })
    add('resource', `${village.code} ${day}`, day, {
      ...place(village),
      项目名称: `衔接资金 ${day.slice(0, 7)}`,
      类别: '资金',
      来源单位: all.units[2]!,
      来源层级: '县',
      '金额(元)': 10_000 * (1 + draw(20)),
      申报时间: day,
      到位时间: day,
    })
  }
  const isDue = ['03', '06', '09', '12'].includes(from.slice(5, 7)) && !merged
  const done = addDays(from, 5 + draw(30))
  if (isDue && draw(4) > 0)
    facts.push({
      sheet: 'milestone',
      key: `milestone ${village.code} ${from}`,
      day: done,
      cells: {
        ...place(village),
        年份: from.slice(0, 4),
        重点任务: `完成${from.slice(5, 7)}月任务`,
        责任分工: '村党支部',
        完成时限: `${from.slice(0, 8)}20`,
        实际完成时间: done,
      },
    })
  return facts
}

export const renamed = (unit: string): string => `${unit.slice(0, -1)}中心`

/** The household that moves to another village. */
export const movingOf = (all: County): Household =>
  all.households.filter(h => h.village === all.villages.at(-1) && h.until === null)[1]!

/** What a unit is called on a day, and which unit somebody is of. */
export function unitOf(plan: Plan, all: County, who: Person, day: string): string {
  const isMoved = who === all.people[3] && day >= plan.days.posting
  const isMerged = who.unit === all.units[3] && day >= plan.days.unitMerger
  const unit = isMoved ? all.units[2]! : isMerged ? all.units[0]! : who.unit
  return unit === all.units[1] && day >= plan.days.rename ? renamed(unit) : unit
}

/** Everything done in a month. */
export const factsOf = (plan: Plan, all: County, from: string, to: string): Fact[] => [
  ...ofCounty(plan, all, from, to),
  ...fromOutside(plan, all, from, to),
  ...all.villages.flatMap(v => ofVillage(plan, all, v, from, to)),
]
