import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'

/** Seeded (mulberry32), so that every run measures the same county. */
export function random(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const csv = path =>
  readFileSync(path, 'utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map(line => line.split(','))

function writer(path, header) {
  const file = openSync(path, 'w')
  let waiting = `${header.join(',')}\r\n`
  return {
    row(...cells) {
      waiting += `${cells.map(c => (/[",]/.test(c) ? `"${c}"` : c)).join(',')}\r\n`
      if (waiting.length > 1 << 20) this.flush()
    },
    flush() {
      writeSync(file, waiting)
      waiting = ''
    },
    close() {
      this.flush()
      closeSync(file)
    },
  }
}

const HAN = [...'伟芳娜敏静丽强磊洋勇艳杰涛明超霞平刚桂英建国华秀兰玉萍红军鹏飞晨宁安和田禾']
const DAY = 86_400_000
const start = Date.parse('2024-01-02')
const date = n => new Date(start + n * DAY).toISOString().slice(0, 10)

/** The postings, households and visits of a county: 339 villages, one first secretary each. */
export function generate(folder, { households, visits, seed }) {
  const next = random(seed)
  const pick = list => list[Math.floor(next() * list.length)]
  const data = new URL('../data/demo/', import.meta.url)
  const townships = new Map(csv(new URL('10-township.csv', data)).map(([code, name]) => [code, name]))
  const villages = csv(new URL('20-village.csv', data)).map(([code]) => ({
    code,
    township: townships.get(code.slice(0, 9)),
  }))

  const postings = writer(`${folder}/postings.csv`, [
    '姓名',
    '派出单位',
    '派驻村',
    '驻村职务',
    '驻村开始时间',
  ])
  for (const [i, village] of villages.entries()) {
    village.name = `${HAN[i % HAN.length]}${HAN[Math.floor(i / HAN.length)]}${pick(HAN)}`
    village.from = Math.floor(next() * 100)
    postings.row(`王${village.name}`, `示例${i % 60}局`, village.code, '第一书记', date(village.from))
  }
  postings.close()

  const per = Math.floor(households / villages.length)
  const list = writer(`${folder}/households.csv`, ['村', '户编号', '户主', '户类型'])
  for (const [i, village] of villages.entries()) {
    village.households = i === villages.length - 1 ? households - per * i : per
    for (let n = 1; n <= village.households; n++) {
      list.row(
        village.code,
        String(n).padStart(4, '0'),
        `李${pick(HAN)}${pick(HAN)}`,
        n % 10 ? '一般农户' : '脱贫户',
      )
    }
  }
  list.close()

  const visit = writer(`${folder}/visits.csv`, [
    '村',
    '户编号',
    '走访日期',
    '走访人',
    '走访类型',
    '诉求',
    '办结日期',
  ])
  const seen = new Set()
  for (let made = 0; made < visits; ) {
    const v = Math.floor(next() * villages.length)
    const village = villages[v]
    const n = 1 + Math.floor(next() ** 1.6 * village.households)
    const day = village.from + Math.floor(next() * (170 - village.from))
    const key = (v * 10_000 + n) * 1000 + day
    if (seen.has(key)) continue
    seen.add(key)
    made++
    const asks = next() < 0.05
    const day2 = Math.min(day + 10, 175)
    visit.row(
      village.code,
      String(n).padStart(4, '0'),
      date(day),
      `王${village.name}`,
      '日常走访',
      asks ? '门前道路破损,请求修补' : '',
      asks ? date(day2) : '',
    )
  }
  visit.close()
}
