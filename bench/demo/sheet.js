import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// What the makers of the sample county share: a seeded source of chance, dates, and the sheets of data/demo.

const at = name => fileURLToPath(new URL(`../../data/demo/${name}`, import.meta.url))

/** Seeded (mulberry32): each maker has a seed of its own, so that changing one changes no other's rows. */
export function luck(seed) {
  let state = seed
  function random() {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = n => Math.floor(random() * n)
  return {
    random,
    below,
    pick: list => list[below(list.length)],
    chance: share => random() < share,
    between: (from, to) => day(from, below((Date.parse(to) - Date.parse(from)) / DAY + 1)),
  }
}

const DAY = 86_400_000
export const day = (date, plus = 0) => new Date(Date.parse(date) + plus * DAY).toISOString().slice(0, 10)
export const pad = (n, width) => String(n).padStart(width, '0')

export function write(name, header, rows) {
  const quoted = cell =>
    /[",\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell ?? '')
  const lines = [header, ...rows].map(row => row.map(quoted).join(','))
  writeFileSync(at(name), `\uFEFF${lines.join('\r\n')}\r\n`)
  console.log(name, rows.length)
}

/** The rows of a sheet as objects by its headers. No cell of these sheets holds a quote or a line break. */
export function read(name) {
  const [header, ...rows] = readFileSync(at(name), 'utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/)
    .map(line =>
      line.match(/("[^"]*"|[^,]*)(?:,|$)/g).map(c => c.replace(/,$/, '').replace(/^"(.*)"$/, '$1')),
    )
  return rows.map(cells => Object.fromEntries(header.map((h, i) => [h, cells[i] ?? ''])))
}

/** The postings of the roster: 姓名, 派出单位, 乡镇, 派驻村, 驻村职务, 驻村开始时间, 实际结束时间 … */
export const postings = () => read('40-posting.csv')
export const inOffice = (p, date) =>
  p.驻村开始时间 <= date && (p.实际结束时间 === '' || p.实际结束时间 >= date)
/** Who answers for a village: not the plain members. */
export const answers = p => p.驻村职务 !== '队员'
