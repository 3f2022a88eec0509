import { answers, inOffice, luck, postings, write } from './sheet.js'

const { between, chance, pick } = luck(72)
const people = postings()
const kinds = ['党员大会', '党员大会', '村民大会', '义务劳动', '志愿服务', '村内事务']
const rows = new Map()
for (const [i, p] of people.filter(answers).entries()) {
  for (let month = 1; month <= 7; month++) {
    if (i % 9 === 4 ? chance(0.6) : chance(0.12)) continue
    const first = `2024-0${month}-01`
    const date = between(first, month === 7 ? '2024-07-26' : `2024-0${month}-28`)
    if (!inOffice(p, date)) continue
    const kind = pick(kinds)
    const team = people.filter(q => q.乡镇 === p.乡镇 && q.派驻村 === p.派驻村 && inOffice(q, date))
    rows.set(`${p.乡镇} ${p.派驻村} ${date} ${kind}`, [
      date,
      p.乡镇,
      p.派驻村,
      kind,
      team.map(q => q.姓名).join('、'),
    ])
  }
}
write(
  '71-participation.csv',
  ['活动时间', '乡镇', '村', '活动', '参加人员'],
  [...rows.values()].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)),
)
