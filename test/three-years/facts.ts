import {
  addDays,
  type County,
  type Household,
  luck,
  type Person,
  type Plan,
  serving,
  type Village,
} from './county.ts'
import type { Cells } from './office.ts'

/** What the program can do by now; a word is switched once it can. */
export const can = { unitMerger: false, complete: false, settingsOn: false, modelsFrom: false }

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
  const isMerged = can.unitMerger && who.unit === all.units[3] && day >= plan.days.unitMerger
  const unit = isMoved ? all.units[2]! : isMerged ? all.units[0]! : who.unit
  return unit === all.units[1] && day >= plan.days.rename ? renamed(unit) : unit
}

/** What the county does in a month. */
function ofCounty(plan: Plan, all: County, from: string, to: string): Fact[] {
  const draw = luck(plan.seed, `county ${from}`)
  const facts: Fact[] = []
  const add = (sheet: string, key: string, day: string, cells: Cells) => {
    if (day <= to) facts.push({ sheet, key: `${sheet} ${key}`, day, cells })
  }
  const month = from.slice(0, 7)
  const held = addDays(from, 9 + draw(15))
  const there = all.villages.map(v => serving(all, v, held)).filter(p => p !== undefined)
  add('training', month, held, {
    日期: held,
    主题: `惠农政策解读 ${month}`,
    类别: draw(2) ? '政策培训' : '业务培训',
    组织单位: '县委组织部',
    层级: '县级',
    参训人员: there
      .filter(() => draw(8) > 0)
      .map(p => p.name)
      .join('、'),
  })
  const title = `关于做好 ${month} 工作的通知`
  const sent = addDays(from, 3 + draw(10))
  add('dispatch', month, sent, {
    文件名称: title,
    文号: '',
    来文单位: '县委组织部',
    层级: '县',
    文种: '通知',
    密级: '公开',
    收文日期: sent,
    转发日期: sent,
    传达方式: '纸质',
  })
  for (const v of all.villages) {
    const [isSigned, after] = [draw(6) > 0, draw(6)]
    const day = addDays(sent, after)
    const who = serving(all, v, day)
    if (isSigned && who && who.start <= sent)
      add('receipt', `${month} ${v.code}`, day, {
        文件标题: title,
        乡镇: v.township,
        村: v.name,
        签收人: who.name,
        签收日期: day,
      })
  }
  const seen = addDays(from, 4 + draw(20))
  for (const v of all.villages) {
    const who = serving(all, v, seen)
    if (!who || draw(3) > 0) continue
    const status = draw(7) ? '在岗' : '不在岗'
    const row = (done: string) => ({
      指导组: '第一指导组',
      抽查日期: seen,
      ...place(v),
      姓名: who.name,
      抽查方式: '电话',
      在岗情况: status,
      存在问题: status === '在岗' ? '' : '抽查时不在村',
      整改期限: status === '在岗' ? '' : addDays(seen, 7),
      整改完成日期: done,
    })
    add('inspection', `${v.code} ${seen}`, seen, row(''))
    if (status !== '在岗') {
      const done = addDays(seen, 3 + draw(20))
      facts.push({ sheet: 'inspection', key: `inspection ${v.code} ${seen}`, day: done, cells: row(done) })
    }
  }
  if (draw(3) === 0) {
    const who = there[draw(there.length)]!
    add('exemplar', month, held, {
      乡镇: who.village.township,
      派驻村: who.village.name,
      姓名: who.name,
      认定日期: held,
      主要事迹: '六个月走遍全村, 办结诉求二十七件',
    })
    add('trip', month, held, {
      日期: held,
      天数: 1,
      学习地点: '示例县',
      组织方式: '县级组织',
      主题: '乡村旅游',
      参加人员: who.name,
    })
  }
  return facts
}

/** Everything done in a month. */
export const factsOf = (plan: Plan, all: County, from: string, to: string): Fact[] => [
  ...ofCounty(plan, all, from, to),
  ...all.villages.flatMap(v => ofVillage(plan, all, v, from, to)),
]

/** What is known at the end of a quarter: exchanges and ratings. */
export function quarterFacts(plan: Plan, all: County, quarter: string, from: string, to: string): Fact[] {
  const draw = luck(plan.seed, quarter)
  const exchanges = all.townships.flatMap(t =>
    draw(6) === 0
      ? []
      : [
          {
            sheet: 'exchange',
            key: `exchange ${t.code} ${quarter}`,
            day: to,
            cells: {
              乡镇: t.name,
              季度: quarter,
              交流时间: to,
              形式: '心得分享',
              邀请单位: all.units[2]!,
              交流主题: '入户走访心得',
            },
          },
        ],
  )
  const rated = all.people.filter(p => p.start <= to && (p.end === null || p.end >= from))
  const ratings = rated.flatMap(p => {
    return ['村党组织', '党员群众代表'].map(by => ({
      sheet: 'rating',
      key: `rating ${quarter} ${p.name} ${p.start} ${by}`,
      // Collected after the end, typed before the quarter is frozen.
      day: addDays(to, 5),
      start: p.start,
      cells: {
        季度: quarter,
        被评人: p.name,
        评价指标: '群众满意度',
        评价主体: by,
        得分: 70 + draw(29),
        评分依据: '民主测评',
      },
    }))
  })
  return [...exchanges, ...ratings]
}
