import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'

/** Random numbers with a seed (mulberry32), so that every run measures the same county. */
export function random(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const csv = name =>
  readFileSync(new URL(`../data/demo/${name}`, import.meta.url), 'utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map(line => line.split(','))

function writer(path, header) {
  const file = openSync(path, 'w')
  let waiting = `${header.join(',')}\r\n`
  const flush = () => {
    writeSync(file, waiting)
    waiting = ''
  }
  return {
    row(...cells) {
      waiting += `${cells.map(c => (/[",]/.test(c) ? `"${c}"` : c)).join(',')}\r\n`
      if (waiting.length > 1 << 20) flush()
    },
    close() {
      flush()
      closeSync(file)
    },
  }
}

const HAN = [...'伟芳娜敏静丽强磊洋勇艳杰涛明超霞平刚桂英建国华秀兰玉萍红军鹏飞晨宁安和田禾']
const DAY = 86_400_000
const start = Date.parse('2023-07-03')
const date = n => new Date(start + n * DAY).toISOString().slice(0, 10)
const lastVisit = 352

/**
 * Writes the postings, households and visits of a county of 339 villages. Every village has a first
 * secretary, every tenth had another one before, every eleventh also has a member: 404 postings. In each
 * village only the first households of the list are visited; how many varies by village.
 */
export function generate(folder, { households, visits, seed }) {
  const next = random(seed)
  const below = n => Math.floor(next() * n)
  const pick = list => list[below(list.length)]
  const townships = new Map(csv('10-township.csv'))
  const units = csv('30-unit.csv').map(([name]) => name)
  const villages = csv('20-village.csv').map(([code, official]) => ({
    place: [
      townships.get(code.slice(0, 9)),
      official.replace(/村?村民委员会$/, '村').replace(/居民委员会$/, ''),
    ],
    team: [],
  }))

  const list = ['姓名', '派出单位', '乡镇', '派驻村', '驻村职务', '驻村开始时间', '实际结束时间']
  const postings = writer(`${folder}/postings.csv`, list)
  for (const [i, village] of villages.entries()) {
    const given = HAN[i % HAN.length] + HAN[Math.floor(i / HAN.length)]
    const post = (family, role, from, to = Infinity) => {
      const name = family + given
      village.team.push({ name, from, to })
      const end = to === Infinity ? '' : date(to)
      postings.row(name, units[i % units.length], ...village.place, role, date(from), end)
    }
    village.from = below(150)
    const turn = i % 10 === 4 ? 200 + below(150) : village.from
    if (turn > village.from) post('赵', '第一书记', village.from, turn - 1)
    post('王', '第一书记', turn)
    if (i % 11 === 7) post('周', '队员', village.from)
  }
  postings.close()

  const per = Math.floor(households / villages.length)
  const people = writer(`${folder}/households.csv`, ['乡镇', '村', '户编号', '户主', '户类型'])
  for (const [i, village] of villages.entries()) {
    const count = i === villages.length - 1 ? households - per * i : per
    for (let n = 1; n <= count; n++) {
      const head = `李${pick(HAN)}${pick(HAN)}`
      people.row(...village.place, String(n).padStart(4, '0'), head, n % 10 ? '一般农户' : '脱贫户')
    }
    village.visited = Math.ceil(count * (0.5 + next() / 2))
  }
  people.close()

  const columns = ['乡镇', '村', '户编号', '走访日期', '走访人', '走访类型', '诉求', '办结日期']
  const visit = writer(`${folder}/visits.csv`, columns)
  const dates = Array.from({ length: 400 }, (_, n) => date(n))
  const seen = new Set()
  for (let made = 0; made < visits; ) {
    const v = below(villages.length)
    const { place, from, visited, team } = villages[v]
    const n = 1 + below(visited)
    const day = from + below(lastVisit - from)
    const key = (v * 10_000 + n) * 1000 + day
    if (seen.has(key)) continue
    seen.add(key)
    made++
    const who = pick(team.filter(t => t.from <= day && day <= t.to)).name
    const asks = next() < 0.05 ? ['门前道路破损,请求修补', dates[day + 10]] : ['', '']
    visit.row(...place, String(n).padStart(4, '0'), dates[day], who, pick(['首轮遍访', '日常走访']), ...asks)
  }
  visit.close()
}

/**
 * Writes an invented county for the assessment of a quarter: each of its villages has one posting, 30
 * households and a visit to about 80% of them. Every unit sends 20 people.
 */
export function generateAssessed(folder, villages) {
  const next = random(11)
  const below = n => Math.floor(next() * n)
  const per = 100
  const township = v => Math.floor(v / per) + 1
  const code = v => `410882${String(township(v)).padStart(3, '0')}`
  const villageCode = v => `${code(v)}${String(200 + (v % per)).padStart(3, '0')}`
  const place = v => [`${township(v)}号街道`, `${v + 1}号村`]
  const sheet = (name, header, rows) => {
    const out = writer(`${folder}/${name}.csv`, header)
    for (const row of rows) out.row(...row)
    out.close()
  }
  const all = Array.from({ length: villages }, (_, v) => v)
  const letters = HAN.length
  const person = v =>
    [v, Math.floor(v / letters), Math.floor(v / letters ** 2)].map(n => HAN[n % letters]).join('')
  sheet(
    '1-townships',
    ['区划代码', '名称'],
    [...new Set(all.map(code))].map((c, i) => [c, `${i + 1}号街道`]),
  )
  sheet(
    '2-villages',
    ['区划代码', '村名'],
    all.map(v => [villageCode(v), `${v + 1}号村`]),
  )
  sheet(
    '3-units',
    ['单位名称'],
    [...new Set(all.map(v => Math.floor(v / 20)))].map(u => [`示例${u + 1}局`]),
  )
  sheet(
    '4-postings',
    ['姓名', '派出单位', '乡镇', '派驻村', '驻村职务', '驻村开始时间'],
    all.map(v => [
      `赵${person(v)}`,
      `示例${Math.floor(v / 20) + 1}局`,
      ...place(v),
      '第一书记',
      '2024-01-01',
    ]),
  )
  const homes = Array.from({ length: 30 }, (_, h) => String(h + 1).padStart(2, '0'))
  sheet(
    '5-households',
    ['乡镇', '村', '户编号', '户主', '户类型'],
    (function* () {
      for (const v of all)
        for (const h of homes) yield [...place(v), h, `李${HAN[below(letters)]}`, '一般农户']
    })(),
  )
  sheet(
    '6-visits',
    ['乡镇', '村', '户编号', '走访日期', '走访人', '诉求', '办结日期'],
    (function* () {
      for (const v of all) {
        for (const h of homes) {
          if (next() < 0.2) continue
          const day = `2024-0${4 + below(3)}-${String(1 + below(28)).padStart(2, '0')}`
          const asks = next() < 0.1 ? ['路灯不亮', next() < 0.8 ? '2024-06-30' : ''] : ['', '']
          yield [...place(v), h, day, `赵${person(v)}`, ...asks]
        }
      }
    })(),
  )
}
