import type { Drawn } from './county.ts'
import { plusDays, plusMonths } from './days.ts'
import {
  full,
  inOffice,
  pick,
  place,
  type Sheet,
  some,
  townshipOf,
  townships,
  units,
  villages,
  written,
} from './ground.ts'
import { dayAt, peopleOf } from './people.ts'
import { ratingsOf } from './ratings.ts'

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
  const gatherings = drawn.gatherings.map((g, i) => {
    const day = dayAt(g.day)
    const expected = inOffice(people, day).filter(
      p => g.township === null || townshipOf(p.village) === g.township,
    )
    const names = (bits: number) => some(expected, bits).map(full).join('、')
    const where = g.township === null ? '县级,' : `乡级,${townships[g.township]}`
    const cells = [day, `第${i}次活动`, ['政策培训', '业务培训', '集中交流研讨'][g.kind], '市委组织部', where]
    return { kind: g.kind, row: [...cells, names(g.came), names(g.excused & ~g.came)].join(',') }
  })
  const papers = drawn.papers.map((p, i) => {
    const received = dayAt(p.received)
    const forwarded = p.forwarded === null ? null : plusDays(received, p.forwarded)
    const to = forwarded === null ? [] : inOffice(people, forwarded)
    const asked = p.recipients === null ? to : some(to, p.recipients)
    const due = forwarded === null || p.due === null ? null : plusDays(forwarded, p.due)
    const receipts = p.signed.flatMap(s => {
      const signer = pick(asked, s.who)
      const day = forwarded && plusDays(forwarded, s.after)
      const row = signer && `关于第${i}号工作的通知,${place(signer.village)},${signer.name},${day}`
      return once(`receipt ${i} ${signer?.name}`, row) ?? []
    })
    const recipients = p.recipients === null ? '' : asked.map(full).join('、')
    const cells = [`关于第${i}号工作的通知`, '市委组织部', '县', '通知', '公开', received, forwarded ?? '']
    return { row: [...cells, forwarded ? '会议' : '', recipients, due ?? ''].join(','), receipts }
  })
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
        return `${place(h.village)},${100 + i},户主${'甲乙丙丁戊己庚辛壬'[i]},${kind},${h.since === null ? '' : dayAt(h.since)}`
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
    {
      name: '培训',
      header: '日期,主题,类别,组织单位,层级,乡镇,参训人员,请假人员',
      rows: gatherings.filter(g => g.kind < 2).map(g => g.row),
    },
    {
      name: '研讨',
      header: '活动时间,活动主题,活动形式,主办单位,层级,乡镇,参加人员,请假人员',
      rows: gatherings.filter(g => g.kind === 2).map(g => g.row),
    },
    {
      name: '文件',
      header: '文件名称,来文单位,层级,文种,密级,收文日期,转发日期,传达方式,传达对象,签收期限',
      rows: papers.map(p => p.row),
    },
    {
      name: '签收',
      header: '文件标题,乡镇,村,签收人,签收日期',
      rows: papers.flatMap(p => p.receipts),
    },
    {
      name: '走访',
      header: '乡镇,村,户编号,走访日期,走访人,诉求,办结日期',
      rows: rows(drawn.visits, ({ household, day, who, closed }) => {
        const index = household % Math.max(1, drawn.households.length)
        const home = drawn.households[index]
        const visitor =
          home &&
          pick(
            inOffice(people, dayAt(day)).filter(p => p.village === home.village),
            who,
          )
        if (!visitor) return undefined
        const isAsked = closed === null || closed >= 0
        const on = closed !== null && closed >= 0 ? plusDays(dayAt(day), closed) : null
        const cells = [place(home.village), 100 + index, dayAt(day), visitor.name]
        return [...cells, isAsked ? '门前路灯不亮' : '', written(on)].join(',')
      }),
    },
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
        if (what < 3 || !at) return undefined
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
      rows: rows(drawn.inspections, ({ day, who, status, by, done }) => {
        const at = there(dayAt(day), who)
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
    ...ratingsOf(drawn, people),
  ].filter(sheet => sheet.rows.length > 0)
}
