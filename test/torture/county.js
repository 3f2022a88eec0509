import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { folder, must, root } from './cun.js'

const demo = join(root, 'data/demo')
/** So many rows of the long sheets: a check of the whole takes a fraction of a second, and there are thousands yet. */
const kept = {
  '50-household': 700,
  '64-receipt': 300,
  '71-participation': 150,
  '80-visit': 1500,
  '82-diary': 150,
  '83-review': 150,
  '88-stationday': 300,
  '97-rating': 452,
}

let once

/**
 * A county of some thousand rows, and what becomes of it on the way to a published quarter: `imported`, `frozen`,
 * `proposed`, `decided`; and `handed`, with a handover begun. Each is a closed database file, to be copied.
 */
export function county() {
  once ??= build()
  return once
}

async function build() {
  const at = folder('cun-county-')
  const files = []
  for (const name of readdirSync(demo).sort()) {
    if (!name.endsWith('.csv')) continue
    const rows = readFileSync(join(demo, name), 'utf8').split(/\r?\n/)
    const limit = kept[name.slice(0, -4)]
    writeFileSync(
      join(at, name),
      `${rows
        .slice(0, limit ? limit + 1 : rows.length)
        .filter(Boolean)
        .join('\r\n')}\r\n`,
    )
    files.push(name)
  }
  await must(at, 'init --name 示例沁阳市 --code 410882 --since 2024-01-01 --quiet')
  await must(at, ['import', '--accept-valid', '--quiet', ...files])
  households(join(at, 'new.csv'), 339)
  await must(at, 'import new.csv --quiet')
  await must(at, 'posting change 1 --end 2024-07-01 --end-reason 轮换')
  await must(
    at,
    'posting add --name 新来 --unit 示例一局 --village 东关社区 --roles 第一书记 --start 2024-07-02',
  )
  const stages = {}
  const stage = async (name, words) => {
    if (words) await must(at, words)
    stages[name] = join(at, `${name}.db`)
    // Closed by its last process, so nothing is left in a log beside it.
    copyFileSync(join(at, 'cun.db'), stages[name])
  }
  await stage('imported')
  await stage('frozen', 'assess freeze 2024Q1 --as-of 2024-04-12')
  await stage('proposed', 'redblue propose 2024Q1 --red 7 --blue 4 --by 考核办 --as-of 2024-04-12')
  await stage('decided', 'redblue decide 2024Q1 --by 部长 --as-of 2024-04-15')
  copyFileSync(stages.imported, join(at, 'cun.db'))
  await stage('handed', 'handover start 东关社区 --on 2024-07-10 --as-of 2024-07-10')
  return { at, stages }
}

/** A sheet of new households, so many in each of the first villages. */
export function households(path, rows, from = 1) {
  const villages = readFileSync(join(demo, '20-village.csv'), 'utf8').trim().split(/\r?\n/).slice(1)
  const townships = new Map(
    readFileSync(join(demo, '10-township.csv'), 'utf8')
      .replace(/^\uFEFF/, '')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map(r => r.split(',')),
  )
  const lines = ['乡镇,村,户编号,户主,户类型']
  for (let i = 0; i < rows; i++) {
    const [code, official] = villages[i % villages.length].split(',')
    const village = official.replace(/村?村民委员会$/, '村').replace(/居民委员会$/, '')
    lines.push(`${townships.get(code.slice(0, 9))},${village},T${from + i},李新,一般农户`)
  }
  writeFileSync(path, `${lines.join('\r\n')}\r\n`)
}
