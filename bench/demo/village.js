import { answers, day, inOffice, luck, postings, read, write } from './sheet.js'

const { below, between, chance, pick } = luck(71)
const people = postings()
const LAST = '2024-07-26'
const place = p => [p.乡镇, p.派驻村]
const sameVillage = (a, b) => a.乡镇 === b.乡镇 && a.派驻村 === b.派驻村
const cadres = [
  '周立明',
  '郑海燕',
  '孙国栋',
  '吴春梅',
  '冯志远',
  '何晓东',
  '许文静',
  '曹建业',
  '魏红霞',
  '姜海波',
  '邹永强',
  '陶雪梅',
  '金卫东',
]
const townships = read('10-township.csv').map(t => t.名称)
const cadre = township => cadres[townships.indexOf(township)]

const arrivals = people.filter(p => answers(p) && p.驻村开始时间 >= '2024-01-01')
const follows = arrivals.flatMap(p => {
  const before = people.find(
    q => sameVillage(p, q) && answers(q) && q.实际结束时间 && q.实际结束时间 < p.驻村开始时间,
  )
  return before ? [[before, p]] : []
})
const handovers = follows.flatMap(([giver, receiver], i) => {
  if (i === 4) return []
  const date = day(receiver.驻村开始时间, 1 + below(9))
  const returned = i % 6 === 1 ? day(date, 3) : ''
  const accepted = i === 7 ? '' : day(date, i % 5 === 2 ? 14 + below(9) : returned ? 6 + below(4) : below(5))
  return [{ giver, receiver, date, returned, accepted: accepted <= LAST ? accepted : '' }]
})
write(
  '45-handover.csv',
  [
    '乡镇',
    '村',
    '移交人',
    '接交人',
    '交接时间',
    '交接仪式',
    '经验交流人',
    '赠送工作笔记',
    '监交人',
    '接收日期',
    '退回日期',
    '退回原因',
  ],
  handovers.map(({ giver, receiver, date, returned, accepted }) => [
    ...place(receiver),
    giver.姓名,
    receiver.姓名,
    date,
    `${receiver.乡镇}会议室`,
    chance(0.6) ? giver.姓名 : '',
    chance(0.9) ? '是' : '否',
    cadre(receiver.乡镇),
    accepted,
    returned,
    returned && pick(['帮扶资金台账不全', '在建项目资料缺验收单']),
  ]),
)
const items = ['党建档案', '工作台账', '在建项目', '帮扶资金', '工作笔记', '实物资产', '村情底数']
write(
  '46-item.csv',
  ['乡镇', '村', '交接日期', '交接事项', '状态', '备注'],
  handovers.flatMap(({ receiver, date, accepted, returned }) =>
    items.map((name, i) => [
      ...place(receiver),
      date,
      name,
      !accepted && i > 2 ? '待交接' : name === '在建项目' && chance(0.4) ? '无此项' : '已交接',
      returned && name === '帮扶资金' ? '已补齐' : '',
    ]),
  ),
)

write(
  '81-briefing.csv',
  ['座谈日期', '乡镇', '村', '召集人', '参会人数', '座谈内容'],
  arrivals
    .filter((p, i) => i % 7 !== 5 && day(p.驻村开始时间, 4) <= LAST)
    .map((p, i) => [
      day(p.驻村开始时间, i % 6 === 3 ? 19 : 2 + below(12)),
      ...place(p),
      p.姓名,
      12 + below(20),
      pick([
        '村“两委”介绍村情, 党员群众代表提出修路、水渠两件实事',
        '梳理监测户和独居老人情况',
        '商议集体经济发展思路',
      ]),
    ]),
)

const texts = [
  '走访农户, 了解春耕备耕情况',
  '与村“两委”商议水渠清淤',
  '核对监测户收入, 宣讲医保政策',
  '参加主题党日, 交流“五星”支部创建',
  '到乡里对接道路硬化项目',
  '整理村集体资产台账',
  '调解两户宅基地纠纷',
  '联系农技人员查看小麦病虫害',
]
const troubles = ['灌溉水渠年久失修', '青壮年外出, 劳力不足', '农产品销路窄', '项目资金尚有缺口']
const months = ['2024-01', '2024-02', '2024-03', '2024-04', '2024-05', '2024-06', '2024-07']
const lastDay = month =>
  day(
    `${month === '2024-12' ? '2025-01' : `2024-${String(Number(month.slice(5)) + 1).padStart(2, '0')}`}-01`,
    -1,
  )
const keeping = people.filter(answers)
const diaries = months.flatMap(month =>
  keeping.flatMap(p => {
    const date = between(`${month}-01`, month === '2024-07' ? LAST : lastDay(month))
    return inOffice(p, date)
      ? [[date, ...place(p), p.姓名, pick(texts), chance(0.25) ? pick(troubles) : '']]
      : []
  }),
)
diaries.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))
write('82-diary.csv', ['日期', '乡镇', '村', '日志作者', '工作内容', '存在困难'], diaries)

const slow = ['王曲乡', '崇义镇']
const reviews = months.slice(0, -1).flatMap(month =>
  keeping.flatMap(p => {
    const [first, last] = [`${month}-01`, lastDay(month)]
    const since = p.驻村开始时间 > first ? p.驻村开始时间 : first
    const until = p.实际结束时间 && p.实际结束时间 < last ? p.实际结束时间 : last
    if (since > until || (month === '2024-06' && slow.includes(p.乡镇))) return []
    const back = chance(0.03)
    return [
      [
        ...place(p),
        p.姓名,
        since,
        until,
        day(last, 2 + (townships.indexOf(p.乡镇) % 4)),
        cadre(p.乡镇),
        back ? '退回' : '已阅',
        back ? '内容过简, 请补写走访情况' : chance(0.1) ? '水渠问题请报乡里统筹' : '',
      ],
    ]
  }),
)
write(
  '83-review.csv',
  ['乡镇', '村', '姓名', '日记自', '日记至', '审阅时间', '审阅人', '审阅结果', '审阅意见'],
  reviews,
)
