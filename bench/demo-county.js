import { day, luck, pad, read, write } from './demo/sheet.js'

// Writes the sample county into data/demo. Townships and villages are the real ones of 410882 and stay
// unchanged; units, people, households and all their records are invented, each script with its own seed.

const { random, below, pick, chance, between } = luck(20240726)

const townships = read('10-township.csv').map(t => ({ code: t.区划代码, name: t.名称 }))
const villages = read('20-village.csv').map(({ 区划代码: code, 全称: officialName }) => ({
  code,
  officialName,
  name: officialName
    .replace(/村村民委员会$/, '村')
    .replace(/村民委员会$/, '村')
    .replace(/居民委员会$/, ''),
  township: townships.find(t => code.startsWith(t.code)),
}))

const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹喻']
const GIVEN = [...'伟芳娜敏静丽强磊洋勇艳杰涛明超霞平刚桂英建国华秀兰玉萍红军鹏飞晨宁安和田禾']
const used = new Set()
function personName() {
  for (;;) {
    const name = pick(SURNAMES) + pick(GIVEN) + (chance(0.75) ? pick(GIVEN) : '')
    if (used.has(name)) continue
    used.add(name)
    return name
  }
}
const headName = () => pick(SURNAMES) + pick(GIVEN) + (chance(0.7) ? pick(GIVEN) : '')

function identity(male) {
  const birth = `${1968 + below(28)}${pad(1 + below(12), 2)}${pad(1 + below(28), 2)}`
  const first = `99${pad(below(10000), 4)}${birth}${pad(below(100), 2)}${(male ? 1 : 0) + 2 * below(5)}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, i) => total + weight * Number(first[i]), 0)
  return { id: first + '10X98765432'[sum % 11], birth: `${birth.slice(0, 4)}.${birth.slice(4, 6)}` }
}

const DIGITS = '零一二三四五六七八九'
const chinese = n =>
  n < 10 ? DIGITS[n] : `${n < 20 ? '' : DIGITS[Math.floor(n / 10)]}十${n % 10 ? DIGITS[n % 10] : ''}`
const units = Array.from({ length: 60 }, (_, i) => ({
  name:
    i < 44
      ? `示例${chinese(i + 1)}局`
      : i < 52
        ? `示例第${chinese(i - 43)}学院`
        : `示例第${chinese(i - 51)}公司`,
  level: i < 44 ? '县' : i < 48 ? '省' : '市',
  kind: i < 44 ? '国家机关' : i < 52 ? '高等院校' : '国有企业',
}))
write('25-round.csv', ['轮次名称', '起始日'], [['示例第五轮', '2023-07-01']])
write(
  '30-unit.csv',
  ['单位名称', '隶属层级', '单位性质', '主要负责人', '联络人', '联系电话'],
  units.map(u => [u.name, u.level, u.kind, headName(), headName(), `0391-56${pad(below(100000), 5)}`]),
)

const chosen = []
for (const township of townships) {
  const there = villages.filter(v => v.township === township)
  const named = there.filter(v => ['张老湾村', '前和湾村'].includes(v.name))
  const rest = there.filter(v => !named.includes(v))
  const count = Math.max(4, Math.round((there.length * 88) / 339))
  chosen.push(
    ...named,
    ...rest
      .filter((_, i) => i % Math.max(1, Math.floor(rest.length / count)) === 0)
      .slice(0, count - named.length),
  )
}

const postings = []
function post(village, role, start, extra = {}) {
  const male = chance(0.68)
  const person = extra.person ?? { name: personName(), male, ...identity(male), unit: pick(units).name }
  const posting = {
    ...person,
    person,
    village,
    role,
    start,
    end: '',
    reason: '',
    phone: `1${pick(['38', '39', '50', '58', '86'])}${pad(below(1e8), 8)}`,
    ...extra,
  }
  postings.push(posting)
  return posting
}
const arrivals = [
  '2024-01-31',
  '2024-02-29',
  '2024-03-04',
  '2024-03-31',
  '2024-04-15',
  '2024-05-06',
  '2024-05-20',
  '2024-05-31',
  '2024-06-10',
  '2024-06-17',
]
const turns = [...arrivals, '2024-02-19', '2024-03-11']
for (const [i, village] of chosen.entries()) {
  const first = post(
    village,
    i % 11 === 3 ? '第一书记、工作队长' : '第一书记',
    i % 17 === 5 ? '2023-08-15' : '2023-07-01',
  )
  if (i % 7 !== 2 || turns.length === 0) continue
  const start = turns.shift()
  first.end = day(start, -1)
  first.reason = '轮换'
  post(village, '第一书记', start)
}
const mover = postings.find(p => p.end)
post(
  villages.find(v => !chosen.includes(v) && v.township !== mover.village.township),
  '第一书记',
  day(mover.end, 1),
  { person: mover.person },
)
for (const village of chosen.filter((_, i) => i % 13 === 4)) post(village, '队员', '2023-07-01')
const bare = villages.filter(v => !postings.some(p => p.village === v))
for (const village of [bare[3], bare[40]]) post(village, '工作队长', '2023-09-01')
write(
  '40-posting.csv',
  [
    '姓名',
    '性别',
    '出生年月',
    '身份证号',
    '联系电话',
    '政治面貌',
    '派出单位',
    '乡镇',
    '派驻村',
    '驻村职务',
    '驻村开始时间',
    '计划结束时间',
    '实际结束时间',
    '结束原因',
  ],
  postings.map(p => [
    p.name,
    p.male ? '男' : '女',
    p.birth,
    p.id,
    p.phone,
    '中共党员',
    p.unit,
    p.village.township.name,
    p.village.name,
    p.role,
    p.start,
    day(p.start, 730),
    p.end,
    p.reason,
  ]),
)

const inOffice = (p, date) => p.start <= date && (!p.end || p.end >= date)
const posted = [...new Set(postings.map(p => p.village))]
const listed = posted.filter((_, i) => i % 8 !== 6)
const households = listed.flatMap(village =>
  Array.from({ length: 25 + below(27) }, (_, i) => {
    const lot = random()
    return {
      village,
      number: pad(i + 1, 3),
      head: headName(),
      kind: lot < 0.03 ? '监测户' : lot < 0.12 ? '脱贫户' : '一般农户',
      members: 1 + below(6),
    }
  }),
)
write(
  '50-household.csv',
  ['乡镇', '村', '户编号', '户主', '户类型', '人口'],
  households.map(h => [h.village.township.name, h.village.name, h.number, h.head, h.kind, h.members]),
)

function names(people) {
  return people.map(p => p.name).join('、')
}
const trainings = []
function train(date, title, series, organiser, township, recorded = true) {
  const expected = postings.filter(p => inOffice(p, date) && (!township || p.village.township === township))
  const lots = expected.map(p => [p, random()])
  const came = lots.filter(([, lot]) => lot < 0.92).map(([p]) => p)
  const excused = lots.filter(([, lot]) => lot >= 0.92 && lot < 0.96).map(([p]) => p)
  trainings.push([
    date,
    title,
    series,
    organiser,
    township ? '乡级' : '县级',
    township?.name ?? '',
    township ? '3' : '6',
    recorded ? names(came) : '',
    recorded ? names(excused) : '',
  ])
}
const policies = [
  '防止返贫动态监测政策解读',
  '强农惠农富农政策解读',
  '乡村建设项目申报政策',
  '农村集体经济政策',
  '粮食安全与耕地保护政策',
  '衔接资金使用政策',
  '农业保险与信贷政策',
  '基层减负有关规定',
  '乡村建设行动政策',
]
for (const [i, title] of policies.entries()) {
  train(day('2024-01-16', i * 22), title, '政策培训', i % 2 ? '市农业农村局' : '市委组织部')
}
const skills = [
  '“四议两公开”工作法',
  '“三会一课”规范',
  '党员发展流程',
  '入户走访方法',
  '村级财务公开',
  '矛盾调解实务',
]
for (let i = 0; i < 35; i++) {
  const township = townships[(i * 5) % townships.length]
  train(
    day('2024-01-10', Math.round(i * 5.6) + below(4)),
    skills[i % skills.length],
    '业务培训',
    `${township.name}党建办`,
    township,
    i < 33,
  )
}
write(
  '60-training.csv',
  ['日期', '主题', '类别', '组织单位', '层级', '乡镇', '学时', '参训人员', '请假人员'],
  trainings,
)

const places = [
  '信阳市新县',
  '兰考县',
  '林州市',
  '辉县市',
  '修武县',
  '济源市',
  '郑州市',
  '洛阳市栾川县',
  '新乡县',
  '孟州市',
  '温县',
  '武陟县',
  '长垣市',
  '山西晋城市',
  '河北邯郸市',
  '汝州市',
  '鄢陵县',
  '西峡县',
  '山西阳城县',
  '鹤壁市淇县',
  '安阳市内黄县',
]
const themes = ['乡村旅游', '集体经济', '特色种植', '党建引领基层治理', '中药材产业', '农产品电商']
write(
  '70-trip.csv',
  ['日期', '天数', '学习地点', '组织方式', '主题', '批次', '参加人员'],
  places.map((place, i) => {
    const date = day('2024-01-18', i * 9)
    const there = postings.filter(p => inOffice(p, date))
    const group = [...new Set(Array.from({ length: 2 + below(10) }, () => pick(there)))]
    return [
      date,
      1 + below(3),
      place,
      ['县级组织', '乡级组织', '自发组织'][i % 3],
      pick(themes),
      i % 3 === 0 ? `第${chinese(i / 3 + 1)}批` : '',
      names(group),
    ]
  }),
)

const requests = [
  '门前道路破损',
  '申请小额信贷',
  '灌溉水渠淤堵',
  '路灯不亮',
  '低保政策咨询',
  '农产品销路',
  '危房鉴定',
  '子女就业',
]
const visits = []
const LAST = '2024-07-26'
for (const h of households) {
  for (const p of postings.filter(p => p.village === h.village && !p.role.includes('队员'))) {
    const dates = new Set()
    const isNew = p.start >= '2024-01-01'
    const slow = Number(p.village.code.slice(-2)) % 5 === 0
    if (isNew && chance(slow ? 0.82 : 0.98)) dates.add(between(p.start, day(p.start, slow ? 45 : 27)))
    const from = isNew ? day(p.start, 20) : '2024-01-02'
    const times = below(4) - (isNew ? 1 : 0)
    for (let i = 0; i < times; i++) if (from <= (p.end || LAST)) dates.add(between(from, p.end || LAST))
    for (const date of dates) {
      if (date > LAST || !inOffice(p, date)) continue
      const team = postings.filter(q => q.village === p.village && q.role === '队员' && inOffice(q, date))
      const visitor = team.length > 0 && chance(0.3) ? team[0] : p
      const request = chance(0.06) ? pick(requests) : ''
      const closed = request && chance(0.86) ? day(date, 3 + below(30)) : ''
      const done = closed && closed <= LAST ? closed : ''
      const kind = isNew && date <= day(p.start, 45) ? '首轮遍访' : '日常走访'
      visits.push([
        h.village.township.name,
        h.village.name,
        h.number,
        date,
        visitor.name,
        kind,
        request,
        done ? '已办理' : '',
        done,
      ])
    }
  }
}
visits.sort((a, b) => (a[3] < b[3] ? -1 : a[3] > b[3] ? 1 : 0))
write(
  '80-visit.csv',
  ['乡镇', '村', '户编号', '走访日期', '走访人', '走访类型', '诉求', '办理情况', '办结日期'],
  visits,
)

const counted = new Map(listed.map(v => [v, households.filter(h => h.village === v).length]))
const KINDS = ['脱贫村', '易地搬迁安置村', '乡村振兴任务重的村', '软弱涣散村', '红色村']
write(
  '20-village.csv',
  ['区划代码', '全称', '村类型', '户数'],
  villages.map((v, i) => [
    v.code,
    v.officialName,
    i % 9 === 4 ? KINDS[((i / 9) % 5) | 0] : '',
    counted.get(v) ?? '',
  ]),
)

for (const line of ['policy', 'village', 'resources', 'skills', 'assessment'])
  await import(`./demo/${line}.js`)
