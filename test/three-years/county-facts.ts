import { addDays, type County, luck, serving, type Village } from './county.ts'
import type { Fact } from './facts.ts'
import type { Cells } from './office.ts'
import type { Plan } from './plan.ts'

const place = (v: Village) => ({ 乡镇: v.township, 村: v.name })

/** What the county does in a month. */
export function ofCounty(plan: Plan, all: County, from: string, to: string): Fact[] {
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
  if (luck(plan.seed, `seminar ${from}`)(3) === 0) {
    const late = addDays(held, 2)
    const came = luck(plan.seed, `seminar attendance ${from}`)
    add('seminar', month, late, {
      日期: late,
      主题: `“五星”支部创建 ${month}`,
      形式: '集中研讨',
      组织单位: '县委组织部',
      层级: '县级',
      参训人员: all.villages
        .flatMap(v => serving(all, v, late) ?? [])
        .filter(() => came(6) > 0)
        .map(p => p.name)
        .join('、'),
    })
  }
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

/** What comes to villages from outside in a month, and the meeting at which a village briefs a newcomer. */
export function fromOutside(plan: Plan, all: County, from: string, to: string): Fact[] {
  const facts: Fact[] = []
  const add = (sheet: string, key: string, day: string, cells: Cells) => {
    if (day <= to) facts.push({ sheet, key: `${sheet} ${key}`, day, cells })
  }
  const isThere = (v: Village, day: string) => v !== all.villages[0] || day < plan.days.merger
  for (const [i, v] of all.villages.entries()) {
    const draw = luck(plan.seed, `outside ${v.code} ${from}`)
    const day = addDays(from, draw(27))
    if (draw(4) === 0 && isThere(v, day))
      add('expert', `${v.code} ${day}`, day, {
        日期: day,
        ...place(v),
        单位: '示例农业大学',
        领域: '林果',
        活动: ['调研', '指导', '共建基地'][draw(3)]!,
      })
    const other = all.villages[(i + 1) % all.villages.length]!
    if (draw(6) === 0 && isThere(v, day) && isThere(other, day))
      add('purchase', `${v.code} ${day}`, day, {
        日期: day,
        企业: enterprise,
        供货村: `${v.name}、${other.name}`,
        产品: `小米 ${v.name}`,
        '金额(元)': 1001 + 100 * draw(50),
      })
  }
  for (const p of all.people) {
    const draw = luck(plan.seed, `briefing ${p.name} ${p.start}`)
    const day = addDays(p.start, 5 + draw(25))
    if (from <= day && draw(4) > 0)
      add('briefing', `${p.village.code} ${day}`, day, {
        ...place(p.village),
        日期: day,
        召集人: p.name,
        参会人数: 12,
      })
  }
  return facts
}

/** Registered before anything happens. */
export const enterprise = '示例果品公司'

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
