import { day, inOffice, luck, postings, read, write } from './sheet.js'

// 红线: leave, guidance groups, inspections, quarterly exchanges, exemplars, ratings. Records run to 2024-07-26.

const { below, pick, chance, between } = luck(20240705)
const LAST = '2024-07-26'
const people = postings()
const townships = read('10-township.csv').map(t => t.名称)
const place = p => [p.乡镇, p.派驻村, p.姓名]
const inside = (p, from, to) => p.驻村开始时间 <= from && inOffice(p, to)

const ORDER = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一']
const invented = n =>
  Array.from({ length: n }, () => pick([...'甲乙丙丁戊己庚辛']) + pick([...'言午木水火土金石山田']))
const groups = ORDER.map((n, i) => ({
  name: `第${n}指导组`,
  townships: i < 2 ? townships.slice(i * 2, i * 2 + 2) : [townships[i + 2]],
}))
write(
  '93-guidance.csv',
  ['指导组名称', '组长', '成员', '联系乡镇'],
  groups.map(g => {
    const [leader, ...members] = new Set(invented(4))
    return [g.name, leader, members.join('、'), g.townships.join('、')]
  }),
)
const groupOf = p => groups.find(g => g.townships.includes(p.乡镇)).name

// One leave a person, so that none overlap. The first covers a day on which its taker is not found at the post.
const shuffled = [...people]
for (let i = shuffled.length - 1; i > 0; i--) {
  const j = below(i + 1)
  ;[shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]]
}
const takers = shuffled.filter(p => inside(p, '2024-01-02', LAST))
const covered = takers[0]
const leaves = takers.slice(0, 40).map((p, i) => {
  const first =
    i === 0
      ? '2024-05-13'
      : i === 5
        ? '2024-05-06'
        : i < 37
          ? between('2024-01-08', '2024-07-15')
          : ['2024-07-20', '2024-07-22', '2024-07-29'][i - 37]
  const days = i === 0 ? 3 : i === 5 ? 16 : [1, 2, 2, 3, 3, 5, 7, 10][below(8)]
  const last = day(first, days - 1)
  const back = day(last, i % 9 === 4 ? 3 + below(3) : below(2))
  const open = i % 12 === 7 || back > LAST
  return {
    person: p,
    kind: i === 0 ? '事假' : i === 5 ? '病假' : pick(['事假', '事假', '病假', '公出', '年休']),
    first,
    last,
    approvedBy: days <= 3 ? '乡镇党委' : '县委组织部',
    approvedOn: [day(first, -1 - below(3)), LAST].sort()[0],
    returned: open ? '' : back,
  }
})
leaves.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
write(
  '92-leave.csv',
  ['乡镇', '派驻村', '姓名', '请假类别', '开始日期', '结束日期', '审批单位', '审批日期', '销假日期'],
  leaves.map(l => [...place(l.person), l.kind, l.first, l.last, l.approvedBy, l.approvedOn, l.returned]),
)

const METHODS = [
  '访谈村干部',
  '访谈村干部、实地查看',
  '访谈党员群众、实地查看',
  '电话',
  '访谈村干部、访谈党员群众、实地查看',
]
const FAULTS = [
  '入户走访记录不完整',
  '一村一策责任分工未公示',
  '党建档案未按年度归类',
  '诉求台账未及时销号',
  '联系电话未在村内公开',
]
const inspections = []
function inspect(p, date, forced) {
  if (inspections.some(i => i.person === p && i.date === date)) return
  const away = leaves.find(l => l.person === p && l.first <= date && date <= l.last)
  const status = forced ?? (away ? (away.kind === '公出' ? '公出' : '请假') : chance(0.07) ? '公出' : '在岗')
  const absent = status === '不在岗'
  const wrong =
    absent && !away ? '抽查时不在村, 未见请假手续' : status === '在岗' && chance(0.16) ? pick(FAULTS) : ''
  const by = wrong ? day(date, absent ? 7 : 15) : ''
  const n = inspections.filter(i => i.wrong).length
  const done = wrong && n % 6 !== 5 ? (n % 5 === 3 ? day(by, 2 + below(6)) : day(date, 2 + below(5))) : ''
  inspections.push({
    person: p,
    date,
    status,
    wrong,
    by,
    done: done <= LAST ? done : '',
    methods: pick(METHODS),
  })
}
const never = people.filter(p => !leaves.some(l => l.person === p) && inside(p, '2024-01-02', LAST))
inspect(covered, '2024-05-14', '不在岗')
for (const date of ['2024-03-12', '2024-05-21', '2024-07-16']) inspect(never[3], date, '不在岗')
for (const date of ['2024-04-18', '2024-06-19']) inspect(never[20], date, '不在岗')
for (const [i, date] of ['2024-02-27', '2024-05-08', '2024-06-12', '2024-07-11'].entries())
  inspect(never[33 + i], date, '不在岗')
for (const l of leaves.filter((_, i) => i % 8 === 3 && i < 36)) inspect(l.person, l.first)
while (inspections.length < 120) {
  const date = between('2024-01-09', '2024-07-25')
  const p = pick(people.filter(q => inOffice(q, date)))
  inspect(p, date)
}
inspections.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
write(
  '94-inspection.csv',
  [
    '指导组',
    '抽查日期',
    '乡镇',
    '村',
    '姓名',
    '抽查方式',
    '在岗情况',
    '存在问题',
    '整改期限',
    '整改完成日期',
  ],
  inspections.map(i => [
    groupOf(i.person),
    i.date,
    ...place(i.person),
    i.methods,
    i.status,
    i.wrong,
    i.by,
    i.done,
  ]),
)

const TOPICS = [
  '特色种植与销路',
  '集体经济怎样起步',
  '入户走访心得',
  '四议两公开实践',
  '中药材初加工',
  '引进企业的经验',
]
const exchanges = []
for (const [quarter, from, to] of [
  ['2024Q1', '2024-02-20', '2024-03-28'],
  ['2024Q2', '2024-05-13', '2024-06-28'],
  ['2024Q3', '2024-07-15', '2024-07-25'],
]) {
  for (const [i, township] of townships.entries()) {
    if ((quarter === '2024Q2' && i === 8) || (quarter === '2024Q3' && i % 4 !== 1)) continue
    const date = i % 5 === 2 && quarter === '2024Q1' ? '2024-03-31' : between(from, to)
    const units = [
      ...new Set(people.filter(p => p.乡镇 === township && inOffice(p, date)).map(p => p.派出单位)),
    ]
    const invited = [...new Set([pick(units), pick(units)])]
    exchanges.push([
      township,
      quarter,
      date,
      pick(['产业研讨', '心得分享']),
      invited.join('、'),
      pick(TOPICS),
    ])
  }
}
write('95-exchange.csv', ['乡镇', '季度', '交流时间', '形式', '邀请单位', '交流主题'], exchanges)

const DEEDS = [
  '牵头建成中药材初加工点, 带动四十户增收',
  '六个月走遍全村, 办结诉求二十七件',
  '协调资金硬化入村道路三公里',
  '对接高校专家, 建起产学研基地',
  '组织山货展销, 帮村民卖出滞销山药',
  '整顿软弱涣散村党支部, 三会一课按期召开',
  '引进加工企业, 村集体收入翻番',
  '化解多年土地纠纷, 群众满意',
]
const steady = people.filter(p => p.驻村职务 !== '队员' && inside(p, '2023-12-28', LAST))
const honoured = DEEDS.map((_, i) => steady[5 + i * 9])
write(
  '96-exemplar.csv',
  ['乡镇', '派驻村', '姓名', '认定日期', '主要事迹'],
  DEEDS.map((deeds, i) => [
    ...place(honoured[i]),
    ['2023-12-28', '2024-03-29', '2024-06-28', '2024-07-19'][Math.floor(i / 2)],
    deeds,
  ]),
)

const called = p =>
  people.filter(q => q.姓名 === p.姓名).length > 1 ? `${p.姓名}（${p.乡镇}${p.派驻村}）` : p.姓名
const ratings = []
const units = [...new Set(people.map(p => p.派出单位))]
for (const [quarter, first, last] of [
  ['2024Q1', '2024-01-01', '2024-03-31'],
  ['2024Q2', '2024-04-01', '2024-06-30'],
]) {
  for (const p of people.filter(p => inOffice(p, first) || inOffice(p, last)))
    for (const who of ['村党组织', '党员群众代表'])
      ratings.push([
        quarter,
        '',
        called(p),
        '',
        '群众满意度',
        who,
        (78 + below(210) / 10).toFixed(1),
        '民主测评',
      ])
  for (const unit of units.slice(0, 6))
    ratings.push([quarter, unit, '', '', '帮扶成效', '县委组织部', 80 + below(20), '实地核查'])
  for (const village of [...new Set(people.map(p => `${p.乡镇}${p.派驻村}`))].slice(0, 6))
    ratings.push([quarter, '', '', village, '村级组织运行', '乡镇党委', 75 + below(25), '季度调研'])
}
write(
  '97-rating.csv',
  ['季度', '被评单位', '被评人', '被评村', '评价指标', '评价主体', '得分', '评分依据'],
  ratings,
)
