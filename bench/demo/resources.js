import { answers, day, inOffice, luck, postings, read, write } from './sheet.js'

// 外线: village plans and their milestones, experts, holidays, station days, resources, enterprises and orders.
// 郑州澍青医学高等专科学校 and its base in 张老湾村 are the article's; every other name is invented.

const { below, pick, chance, between } = luck(20240803)
const LAST = '2024-07-26'
const people = postings()
const units = read('30-unit.csv')

const heads = new Map()
for (const p of people.filter(answers)) {
  if (!inOffice(p, '2024-01-01')) continue
  heads.set(`${p.乡镇} ${p.派驻村}`, p)
}
const left = new Set(people.filter(p => p.实际结束时间).map(p => `${p.乡镇} ${p.派驻村}`))
const named = ['张老湾村', '前和湾村']
const planned = [...heads.values()].filter(
  (p, i) => left.has(`${p.乡镇} ${p.派驻村}`) || named.includes(p.派驻村) || i % 3 === 1,
)

const trades = [
  ['丘陵坡地适种中药材', '缺技术指导、缺稳定销路', '合作社起步阶段', '订单种植, 初加工, 建产地仓'],
  ['林果面积大, 临近景区', '品种老化、采后损耗大', '分散经营', '品种改良, 采摘观光, 电商直供'],
  ['紧邻园区, 闲置厂房多', '集体收入单一', '厂房部分出租', '盘活厂房, 引入加工企业'],
  ['粮食连片种植, 农机齐全', '种粮效益低', '种植大户带动', '优质麦订单, 统防统治, 社会化服务'],
  ['传统手工粉条有名气', '作坊小、无品牌', '季节性生产', '统一标准, 注册商标, 直播带货'],
  ['养殖基础好', '粪污处理跟不上', '规模场两家', '种养循环, 建有机肥车间'],
]
const herbs = [
  '丘陵坡地适种中药材, 山货品种多',
  '缺技术、缺深加工、缺销路',
  '合作社起步阶段',
  '校地企合作, 建中药及农产品产学研基地',
]
write(
  '84-strategy.csv',
  ['乡镇', '村', '年度', '产业优势', '存在问题', '运营状态', '发展路线', '责任人'],
  planned.map((p, i) => [
    p.乡镇,
    p.派驻村,
    '2024',
    ...(p.派驻村 === '张老湾村' ? herbs : trades[i % trades.length]),
    p.姓名,
  ]),
)

const tasks = [
  ['完成产业调研报告', '2024-03-31'],
  ['成立或规范合作社', '2024-05-31'],
  ['签订首批订单', '2024-06-30'],
  ['建成展销点', '2024-07-15'],
  ['完成设备安装', '2024-09-30'],
  ['集体经济收入达到年度目标', '2024-12-20'],
]
const own = [
  ['完成产业调研报告', '2024-03-31', '2024-03-22'],
  ['签订产学研基地协议', '2024-06-15', '2024-06-12'],
  ['建成中药材烘干房', '2024-07-10', ''],
  ['首批中药材订单交货', '2024-11-30', ''],
]
const milestones = []
for (const p of planned) {
  const parts = [p.姓名, '村党支部书记', '村委会主任', p.派出单位]
  if (p.派驻村 === '张老湾村') {
    for (const [title, due, done] of own) {
      milestones.push([p.乡镇, p.派驻村, '2024', title, p.姓名, due, done, done ? '材料存村部' : ''])
    }
    continue
  }
  // The last is a task of the second half-year, so that every plan has something open.
  const count = 2 + below(3)
  const first = below(3)
  const steps = [...tasks.slice(first, first + count - 1), tasks[4 + below(2)]]
  for (const [title, due] of new Map(steps)) {
    const lot = chance(0.7) ? -below(20) : chance(0.5) ? 2 + below(20) : 999
    const done = due > LAST ? '' : day(due, lot)
    const known = done && done <= LAST ? done : ''
    milestones.push([p.乡镇, p.派驻村, '2024', title, pick(parts), due, known, known ? '材料存村部' : ''])
  }
}
write(
  '85-milestone.csv',
  ['乡镇', '村', '年份', '重点任务', '责任分工', '完成时限', '实际完成时间', '完成佐证'],
  milestones,
)

const institutions = units.filter(u => u.单位性质 === '高等院校').map(u => u.单位名称)
const activities = ['调研', '指导', '指导', '共建基地']
const school = '郑州澍青医学高等专科学校'
const experts = [
  ['2024-03-14', '常平乡', '张老湾村', school, '', '中药及农产品', '调研', '摸清中药材种植底数'],
  ['2024-04-18', '常平乡', '张老湾村', school, '', '中药及农产品', '指导', '指导中药材种植和初加工'],
  ['2024-06-12', '常平乡', '张老湾村', school, '', '中药及农产品', '共建基地', '产学研基地签约'],
]
for (let i = 0; i < 9; i++) {
  const p = planned[(i * 4 + 2) % planned.length]
  const field = pick(['林果栽培', '畜牧养殖', '农产品电商', '食品加工', '乡村规划'])
  experts.push([
    between('2024-01-08', LAST),
    p.乡镇,
    p.派驻村,
    institutions[i % institutions.length],
    `示例专家${'甲乙丙丁戊己庚辛壬'[i]}`,
    field,
    activities[i % activities.length],
    i % 3 === 0 ? '' : '形成技术意见',
  ])
}
write(
  '86-expert.csv',
  ['到村日期', '乡镇', '村', '专家单位', '专家姓名', '专业领域', '活动', '成效'],
  experts.sort((a, b) => (a[0] < b[0] ? -1 : 1)),
)

// The State Council notice for 2023, which cun does not ship: this round of stationing began that July.
const year2023 = [
  ['元旦', '放假', '01-01', '01-02'],
  ['春节', '放假', '01-21', '01-27'],
  ['春节', '调休上班', '01-28', '01-29'],
  ['清明', '放假', '04-05', '04-05'],
  ['劳动节', '调休上班', '04-23', '04-23'],
  ['劳动节', '放假', '04-29', '05-03'],
  ['劳动节', '调休上班', '05-06', '05-06'],
  ['端午', '放假', '06-22', '06-24'],
  ['端午', '调休上班', '06-25', '06-25'],
  ['中秋', '放假', '09-29', '09-29'],
  ['国庆节', '放假', '09-30', '10-06'],
  ['国庆节', '调休上班', '10-07', '10-08'],
]
const holidays = []
for (const [name, kind, from, to] of year2023)
  for (let d = `2023-${from}`; d <= `2023-${to}`; d = day(d, 1)) holidays.push([d, kind, name])
write('87-holiday.csv', ['日期', '放假或上班', '节日'], holidays)

const purposes = ['走访', '走访、座谈', '座谈、项目', '走访、项目', '走访、座谈、项目']
const results = ['', '', '协调灌溉用水', '商定项目选址', '听取产业意见', '帮助销售农产品']
const stationDays = []
for (let date = '2024-01-02'; date <= '2024-07-23'; date = day(date, 7)) {
  if (date === '2024-02-13') continue // 春节
  for (const [i, u] of units.entries()) {
    const there = people.filter(p => p.派出单位 === u.单位名称 && inOffice(p, date))
    if (there.length === 0) continue
    const poor = i % 8 === 5
    if (chance(poor ? 0.45 : 0.03)) continue
    const p = pick(there)
    stationDays.push([
      date,
      u.单位名称,
      p.乡镇,
      p.派驻村,
      chance(0.4) ? u.主要负责人 : u.联络人,
      chance(0.3) ? p.姓名 : '',
      pick(purposes),
      pick(results),
    ])
  }
}
write(
  '88-stationday.csv',
  ['蹲点日期', '派出单位', '乡镇', '蹲点村', '带队领导', '随行人员', '蹲点事项', '成效'],
  stationDays,
)

const LEVEL = { 县: '县', 市: '市', 省: '省' }
const wants = [
  ['灌溉渠整修', '项目', 8],
  ['衔接资金产业项目', '资金', 30],
  ['村组道路硬化', '项目', 22],
  ['文化广场器材', '物资', 0],
  ['烘干设备', '物资', 6],
  ['集体经济扶持资金', '资金', 20],
  ['太阳能路灯', '项目', 5],
]
const resources = []
for (let i = 0; i < 25; i++) {
  const p = i === 0 ? people.find(q => q.派驻村 === '张老湾村') : planned[(i * 5 + 1) % planned.length]
  const [title, kind, base] = i === 0 ? ['中药材烘干房', '项目', 20] : wants[i % wants.length]
  const source = pick(units)
  const applied = between('2023-10-10', '2024-06-20')
  const approved = chance(0.8) ? day(applied, 10 + below(40)) : ''
  const arrived = approved && chance(0.8) ? day(approved, 10 + below(50)) : ''
  const finished = arrived && chance(0.6) ? day(arrived, 15 + below(80)) : ''
  const cut = date => (date && date <= LAST ? date : '')
  resources.push([
    p.乡镇,
    p.派驻村,
    title,
    kind,
    source.单位名称,
    LEVEL[source.隶属层级],
    base === 0 ? '' : i % 4 === 1 ? `${base + below(5)}.5万元` : String((base + below(5)) * 10000),
    applied,
    cut(approved),
    cut(arrived),
    cut(finished),
  ])
}
write(
  '89-resource.csv',
  [
    '乡镇',
    '村',
    '项目名称',
    '类别',
    '来源单位',
    '来源层级',
    '金额(元)',
    '申报时间',
    '批复时间',
    '到位时间',
    '完成时间',
  ],
  resources,
)

// Names that stand in one township only, so that a list of them needs no township.
const villages = read('20-village.csv').map(v => v.全称.replace(/村?村民委员会$/, '村'))
const plain = planned.map(p => p.派驻村).filter(name => villages.filter(v => v === name).length === 1)
const some = (at, count) => Array.from({ length: count }, (_, i) => plain[(at * 3 + i) % plain.length])
const firms = [
  '示例商贸公司',
  '示例能源公司',
  '示例化工公司',
  '示例食品公司',
  '示例物流公司',
  '示例超市',
  '示例电池公司',
  '示例药业公司',
]
write(
  '90-enterprise.csv',
  ['企业名称', '联系村', '结对时间', '联系人'],
  firms.map((name, i) => [
    name,
    (i < 3 ? ['前和湾村', ...some(i, 3)] : some(i, 2)).join('、'),
    between('2023-07-10', '2023-09-15'),
    pick(units).联络人,
  ]),
)
const fair = ['前和湾村', '张老湾村', ...some(5, 4)].filter((v, i, all) => all.indexOf(v) === i).slice(0, 5)
write(
  '91-purchase.csv',
  ['订单日期', '企业', '供货村', '产品', '金额(元)', '活动', '付款日期'],
  [
    ['2023-09-22', firms[3], some(1, 1), '红薯粉条', '18,600.00', '', '2023-10-12'],
    ['2023-12-15', firms[5], some(2, 2), '小米', '26,400.00', '', '2024-01-10'],
    ['2024-01-18', firms[1], some(3, 3), '年货礼盒', '3.28万元', '迎春展销', '2024-02-01'],
    ['2024-02-02', firms[6], some(4, 2), '年货礼盒', '41,500.00', '迎春展销', '2024-03-05'],
    ['2024-04-12', firms[7], ['张老湾村'], '中药材', '19,750.50', '', '2024-05-06'],
    ['2024-05-18', firms[0], fair, '山货', '6.8万元', '山货展销', '2024-06-20'],
    ['2024-05-18', firms[2], fair.slice(0, 3), '山货', '36,500.00', '山货展销', '2024-07-08'],
    ['2024-06-07', firms[1], some(6, 1), '鲜桃', '21,300.00', '', '2024-06-25'],
    ['2024-06-26', firms[4], some(7, 3), '小麦粉', '12,449.50', '', ''],
    ['2024-07-09', firms[0], ['前和湾村', ...some(8, 1)], '山货', '32,700.00', '', ''],
  ].map(([date, firm, from, ...rest]) => [date, firm, from.join('、'), ...rest]),
)

// Deeds for the people in the first half of 2024; one in twelve is not confirmed by its village yet.
const deedLuck = luck(20241128)
const works = [
  ['道路', '修通村东机耕路'],
  ['饮水', '更换老旧水管'],
  ['照明', '安装太阳能路灯'],
  ['养老', '为高龄老人理发义诊'],
  ['就学', '为困难学生争取助学金'],
  ['就医', '协调接种点进村'],
  ['环境', '清理村内坑塘'],
  ['道路', '硬化入户小路'],
  ['照明', '修复文化广场照明'],
  ['养老', '开办老年食堂'],
  ['饮水', '检修村级供水井'],
  ['其他', '代办医保参保登记'],
]
const helpers = [...heads.values()]
const listed = new Map()
for (const h of read('50-household.csv')) {
  listed.set(`${h.乡镇} ${h.村}`, (listed.get(`${h.乡镇} ${h.村}`) ?? 0) + 1)
}
const deeds = []
for (let i = 0; i < 36; i++) {
  const p = i === 0 ? heads.get('常平乡 张老湾村') : helpers[(i * 2) % helpers.length]
  const begin = p.驻村开始时间 > '2024-01-01' ? p.驻村开始时间 : '2024-01-01'
  const end = p.实际结束时间 && p.实际结束时间 < '2024-06-28' ? p.实际结束时间 : '2024-06-28'
  const done = deedLuck.between(begin, end)
  const [kind, title] = works[i % works.length]
  const isConfirmed = i % 12 !== 7
  deeds.push([
    p.乡镇,
    p.派驻村,
    title,
    done,
    kind,
    p.姓名,
    i % 3 === 0 ? p.派出单位 : '',
    // No more than are listed in the village; some lists are still missing.
    Math.min(8 + deedLuck.below(90), listed.get(`${p.乡镇} ${p.派驻村}`) ?? 97),
    ['道路', '饮水', '照明'].includes(kind) ? `${2 + deedLuck.below(60) / 10}万元` : '',
    isConfirmed
      ? `${deedLuck.pick([...'赵钱孙李周吴郑王'])}${deedLuck.pick(['建民', '玉兰', '国富', '秀芝'])}`
      : '',
    isConfirmed ? day(done, 1 + deedLuck.below(14)) : '',
  ])
}
write(
  '98-deed.csv',
  [
    '乡镇',
    '村',
    '领办实事',
    '办结时间',
    '类别',
    '领办人',
    '帮扶单位',
    '受益户数',
    '投入资金',
    '村里确认人',
    '确认日期',
  ],
  deeds.sort((a, b) => (a[3] < b[3] ? -1 : 1)),
)
