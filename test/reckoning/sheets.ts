import type { Drawn } from './county.ts'
import { plusDays, plusMonths } from './days.ts'
import {
  full,
  importedOn,
  inOffice,
  pick,
  place,
  type Sheet,
  some,
  townships,
  units,
  villages,
  written,
} from './ground.ts'
import { dayAt, peopleOf } from './people.ts'
import { ratingsOf } from './ratings.ts'
import { policySheets } from './sheets-policy.ts'
import { householdNumber, visitSheets } from './sheets-visits.ts'

/** Everything that a county holds, in the order in which it is imported. */
export function sheetsOf(drawn: Drawn): Sheet[] {
  const people = peopleOf(drawn)
  const there = (day: string, who: number) => pick(inOffice(people, day), who)
  const rows = <D>(drawns: readonly D[], row: (drawn: D, index: number) => string | undefined) =>
    drawns.flatMap((d, i) => row(d, i) ?? [])
  const withRecord = new Set<string>()
  const once = (key: string, row: string | undefined) => {
    if (row === undefined || withRecord.has(key)) return undefined
    withRecord.add(key)
    return row
  }
  return [
    {
      name: '花名册',
      header: '姓名,身份证号,派出单位,乡镇,派驻村,驻村职务,驻村开始时间,实际结束时间,结束原因',
      rows: people.map(p =>
        [
          p.name,
          p.idNumber,
          units[p.unit],
          place(p.village),
          p.roles,
          p.start,
          p.end ?? '',
          p.end ? '轮换' : '',
        ].join(','),
      ),
    },
    {
      name: '农户',
      header: '乡镇,村,户编号,户主,户类型,入册日期',
      rows: drawn.households.map((h, i) => {
        const kind = ['一般农户', '脱贫户', '监测户'][h.kind]
        return `${place(h.village)},${householdNumber(i)},户主${'甲乙丙丁戊己庚辛壬癸'[i]},${kind},${h.since === null ? '' : dayAt(h.since)}`
      }),
    },
    {
      name: '交接',
      header: '乡镇,村,接交人,交接日期,监交人,接收日期',
      rows: rows(drawn.papersOfVillage, ({ village, day, kind, accepted }) => {
        const date = dayAt(day)
        const head = inOffice(people, date).find(p => p.village === village && p.roles.startsWith('第一'))
        if (kind !== 0 || !head) return undefined
        const on = accepted === null ? null : plusDays(date, accepted)
        return `${place(village)},${head.name},${date},石甲,${written(on)}`
      }),
    },
    {
      name: '座谈会',
      header: '座谈日期,乡镇,村,召集人',
      rows: rows(drawn.papersOfVillage, ({ village, day, kind }) => {
        const who = inOffice(people, dayAt(day)).find(p => p.village === village)
        return kind === 1 && who ? `${dayAt(day)},${place(village)},${who.name}` : undefined
      }),
    },
    {
      name: '日记审阅',
      header: '乡镇,村,姓名,日记自,日记至,审阅时间,审阅人,审阅结果',
      rows: rows(drawn.papersOfVillage, ({ village, day, kind, accepted }) => {
        const who = inOffice(people, dayAt(day)).find(p => p.village === village)
        const on = plusDays(dayAt(day), accepted ?? 0)
        return kind === 2 && who
          ? `${place(village)},${who.name},${dayAt(day)},${dayAt(day)},${on},石甲,已阅`
          : undefined
      }),
    },
    ...policySheets(drawn, people),
    ...visitSheets(drawn, people, false),
    {
      name: '规划',
      header: '乡镇,村,年度,产业优势,存在问题,运营状态,发展路线,责任人',
      rows: [0, 1, 2, 3].map(v => `${place(v)},2024,林果,销路,起步,电商,石甲`),
    },
    {
      name: '节点',
      header: '乡镇,村,年份,重点任务,责任分工,完成时限,实际完成时间',
      rows: drawn.milestones.map(({ village, due, done }, i) => {
        const last = Math.max(0, due)
        const on = done === null ? null : dayAt(Math.max(0, last + done))
        return `${place(village)},2024,第${i}项任务,石乙,${dayAt(last)},${written(on)}`
      }),
    },
    {
      name: '专家',
      header: '到村日期,乡镇,村,专家单位,专业领域,活动',
      rows: rows(drawn.named, ({ day, what, who }, i) =>
        what === 0 ? `${dayAt(day)},${place(who % 4)},示例第${i}学院,林果,调研` : undefined,
      ),
    },
    {
      name: '节假日',
      header: '日期,放假或上班,节日',
      rows: rows(drawn.holidays, ({ day, off }) =>
        once(`holiday ${day}`, `${dayAt(day)},${off ? '放假' : '调休上班'},示例节`),
      ),
    },
    {
      name: '蹲点日',
      header: '蹲点日期,派出单位,乡镇,蹲点村,带队领导,蹲点事项',
      rows: rows(drawn.stationdays, ({ unit, week, off, village }) => {
        const day = dayAt(1 + week * 7 + (off ? 4 : 0))
        const at = pick(
          [...new Set(inOffice(people, day).flatMap(p => (p.unit === unit ? [p.village] : [])))],
          village,
        )
        return at === undefined
          ? undefined
          : once(`station ${unit} ${at} ${day}`, `${day},${units[unit]},${place(at)},石甲,走访`)
      }),
    },
    {
      name: '项目资金',
      header: '乡镇,村,项目名称,类别,来源单位,来源层级,金额(元),申报时间,到位时间',
      rows: drawn.resources.map(({ village, amount, arrived }, i) => {
        const yuan = amount < 3_000_000 ? '' : (amount / 100).toFixed(2)
        const on = arrived === null ? '' : dayAt(arrived)
        return `${place(village)},第${i}个项目,${yuan ? '资金' : '物资'},示例八局,县,${yuan},2023-12-01,${on}`
      }),
    },
    {
      name: '团购',
      header: '订单日期,企业,供货村,产品,金额(元)',
      rows: drawn.purchases.map(({ villages: bits, amount, day }, i) => {
        const those = villages.filter((_, v) => (bits >> v) & 1)
        const names = (those.length > 0 ? those : villages).join('、')
        return `${dayAt(day)},示例商贸公司,${names},第${i}种产品,${(amount / 100).toFixed(2)}`
      }),
    },
    {
      name: '村内活动',
      header: '活动时间,乡镇,村,活动,参加人员',
      rows: rows(drawn.named, ({ day, who, what }) => {
        const at = there(dayAt(day), who)
        if (what < 3 || what > 5 || !at) return undefined
        const all = inOffice(people, dayAt(day)).filter(p => p.village === at.village)
        const kind = ['村民大会', '党员大会', '义务劳动'][what - 3]
        const row = `${dayAt(day)},${place(at.village)},${kind},${all.map(p => p.name).join('、')}`
        return once(`activity ${at.village} ${day} ${kind}`, row)
      }),
    },
    {
      name: '外出学习',
      header: '日期,学习地点,组织方式,参加人员',
      rows: rows(drawn.named, ({ day, who, what }, i) => {
        const those = some(inOffice(people, dayAt(day)), who)
        return what === 1 && those.length > 0
          ? `${dayAt(day)},第${i}县,县级组织,${those.map(full).join('、')}`
          : undefined
      }),
    },
    {
      name: '请假',
      header: '乡镇,派驻村,姓名,请假类别,开始日期,结束日期,审批单位,审批日期,销假日期',
      rows: rows(drawn.leaves, ({ who, first, length, approved, back }) => {
        const at = there(dayAt(first), who)
        const last = plusDays(dayAt(first), length - 1)
        if (!at || (at.end !== null && at.end < last)) return undefined
        const on = back === null ? null : plusDays(last, back)
        const cells = [
          place(at.village),
          at.name,
          '事假',
          dayAt(first),
          last,
          length <= 3 ? '乡镇党委' : '县委组织部',
        ]
        return [...cells, dayAt(first + approved), on !== null && on >= dayAt(first) ? written(on) : ''].join(
          ',',
        )
      }),
    },
    {
      name: '抽查',
      header: '指导组,抽查日期,乡镇,村,姓名,抽查方式,在岗情况,存在问题,整改期限,整改完成日期,抽查批次',
      rows: rows(drawn.inspections, ({ day: drawnDay, who, status: drawnStatus, by, done, leave }) => {
        const during = leave === null ? undefined : pick(drawn.leaves, leave)
        const day = during?.first ?? drawnDay
        const status = during ? 3 : drawnStatus
        const at = there(dayAt(day), during?.who ?? who)
        if (!at) return undefined
        const words = ['在岗', '公出', '请假', '不在岗', '不在岗', '不在岗', '']
        const mend =
          words[status] === ''
            ? ',,,7|2024'
            : by === null
              ? ',,,'
              : `台账未更新,${dayAt(day + by)},${done === null ? '' : written(dayAt(day + done))},`
        const how = words[status] === '' ? '' : '实地查看'
        return once(
          `inspection ${at.name} ${day}`,
          `第一指导组,${dayAt(day)},${place(at.village)},${at.name},${how},${words[status]},${mend}`,
        )
      }),
    },
    {
      name: '交流',
      header: '乡镇,季度,交流时间,形式,邀请单位',
      rows: rows(drawn.exchanges, ({ township, quarter, day }) => {
        const date = plusDays(plusMonths('2024-01-01', quarter * 3 - 3), day)
        return once(
          `exchange ${township} ${quarter}`,
          `${townships[township]},2024Q${quarter},${date},心得分享,示例一局`,
        )
      }),
    },
    {
      name: '典型',
      header: '乡镇,派驻村,姓名,认定日期,主要事迹',
      rows: rows(drawn.named, ({ day, who, what }) => {
        const at = there(dayAt(day), who)
        const row = at && `${place(at.village)},${at.name},${dayAt(day)},示例事迹`
        return what === 2 ? once(`exemplar ${at?.name} ${day}`, row) : undefined
      }),
    },
    {
      name: '民生实事',
      header: '乡镇,村,实事名称,办结日期,村里确认人,村里确认日期',
      rows: rows(drawn.named, ({ day, who, what }, i) => {
        const on = plusDays(dayAt(day), who % 40)
        const by = who % 3 > 0 && on <= importedOn ? `石甲,${on}` : ','
        return what === 6 ? `${place(who % 4)},第${i}件实事,${dayAt(day)},${by}` : undefined
      }),
    },
    ...ratingsOf(drawn, people),
  ].filter(sheet => sheet.rows.length > 0)
}

/** What can be recorded only once households have moved. */
export const laterSheetsOf = (drawn: Drawn): Sheet[] =>
  visitSheets(drawn, peopleOf(drawn), true).filter(sheet => sheet.rows.length > 0)
