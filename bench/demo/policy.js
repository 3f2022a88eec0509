import { day, inOffice, luck, postings, read, write } from './sheet.js'

const { below, chance, pick } = luck(61)
const people = postings()
const townships = read('10-township.csv').map(t => t.名称)

write(
  '55-target.csv',
  ['年度', '活动', '主办单位', '乡镇', '全年计划'],
  [
    ['2024', '政策培训', '市委组织部', '', 8],
    ['2024', '政策培训', '市农业农村局', '', 6],
    ['2024', '研讨', '市委组织部', '', 2],
    ['2024', '外出学习', '县级组织', '', 12],
    ...townships.map(t => ['2024', '业务培训', `${t}党建办`, t, 4]),
    ...townships.map(t => ['2024', '经验交流', t, t, 4]),
  ],
)

const held = '2024-05-22'
const lots = people.filter(p => inOffice(p, held)).map(p => [p.姓名, below(100)])
write(
  '62-seminar.csv',
  ['活动时间', '活动主题', '活动形式', '议题', '主办单位', '层级', '参加人员', '请假人员'],
  [
    [
      held,
      '第一书记研讨 (2024 年第一期)',
      '集中交流研讨',
      '“五星”支部创建、区域化党建、“双百双争”行动、软弱涣散村整顿',
      '市委组织部',
      '县级',
      lots
        .filter(([, lot]) => lot < 90)
        .map(([name]) => name)
        .join('、'),
      lots
        .filter(([, lot]) => lot >= 90 && lot < 96)
        .map(([name]) => name)
        .join('、'),
    ],
  ],
)

const papers = [
  ['关于做好春节前后走访慰问的通知', '市委组织部', '县', '通知', '公开'],
  ['关于学习《保守国家秘密法》的通知', '省委组织部', '省', '通知', '公开'],
  ['驻村工作要点', '市委组织部', '县', '要求', '内部'],
  ['关于学习运用“千万工程”经验的意见', '中央有关部门', '中央', '文件', '公开'],
  ['一号文件解读: 学习运用“千万工程”经验', '省农业农村厅', '省', '解读文章', '公开'],
  ['关于开展防返贫监测帮扶集中排查的通知', '省农业农村厅', '省', '通知', '公开'],
  ['关于加强春季森林防火的通知', '市政府办公室', '市', '通知', '公开'],
  ['关于规范村级组织工作事务的意见', '中央有关部门', '中央', '文件', '公开'],
  ['农村集体经济组织法学习提纲', '省委组织部', '省', '解读文章', '公开'],
  ['关于做好“三夏”生产的通知', '市农业农村局', '县', '通知', '公开'],
  ['驻村干部管理有关要求', '市委组织部', '县', '要求', '内部'],
  ['关于做好防汛工作的通知', '省委组织部', '省', '通知', '公开'],
  ['关于整治形式主义为基层减负的若干规定学习要点', '省委组织部', '省', '解读文章', '公开'],
  ['关于组织第二季度经验交流的通知', '市委组织部', '县', '通知', '公开'],
  ['关于开展迎峰度夏安全检查的通知', '市政府办公室', '市', '通知', '公开'],
  ['关于做好秋季学期资助政策宣传的通知', '省教育厅', '省', '通知', '公开'],
]
const received = i => day('2024-01-19', i * 12)
const receipts = []
const rows = papers.map(([title, issuer, level, kind, secrecy], i) => {
  const came = received(i)
  const forwarded = i === papers.length - 1 ? '' : day(came, i === 6 ? 5 : below(4))
  const number = i % 3 === 1 ? '' : `示例发〔2024〕${i + 3}号`
  const some = secrecy === '内部' && forwarded
  const asked = people.filter(p => forwarded && inOffice(p, forwarded) && (!some || p.驻村职务 !== '队员'))
  for (const p of asked) {
    const lot = below(100)
    const signed = day(forwarded, lot < 93 ? below(4) : 4 + below(8))
    if (lot >= 97 || signed > '2024-07-26' || !inOffice(p, signed)) continue
    receipts.push([title, number, p.乡镇, p.派驻村, p.姓名, signed])
  }
  return [
    title,
    number,
    issuer,
    level,
    kind,
    secrecy,
    came,
    forwarded,
    forwarded && (secrecy === '内部' ? '会议' : pick(['微信工作群', '微信工作群', '会议', '纸质'])),
    some ? asked.map(p => p.姓名).join('、') : '',
    forwarded && chance(0.2) ? day(forwarded, 5) : '',
  ]
})
write(
  '63-dispatch.csv',
  [
    '文件名称',
    '发文字号',
    '来文单位',
    '层级',
    '文种',
    '密级',
    '收文日期',
    '转发日期',
    '传达方式',
    '传达对象',
    '签收期限',
  ],
  rows,
)
receipts.sort((a, b) => (a[5] < b[5] ? -1 : a[5] > b[5] ? 1 : 0))
write('64-receipt.csv', ['文件标题', '文号', '乡镇', '村', '签收人', '签收日期'], receipts)
