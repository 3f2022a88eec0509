import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { households } from './county.js'
import { bad, cun, look } from './cun.js'
import { disk } from './disk.js'

/** A disk of 16 MB, imported into until it is full. */
export async function fullDisk(db) {
  const on = disk(16)
  const wrong = bad()
  try {
    copyFileSync(db, join(on.mount, 'cun.db'))
    const env = { CUN_DB: join(on.mount, 'cun.db') }
    const acks = []
    let code = 0
    for (let i = 0; code === 0 && i < 60; i++) {
      households(join(on.at, 'more.csv'), 4000, 10_000 * (i + 1))
      const ran = await cun(on.at, 'household import more.csv --yes', { env })
      code = ran.code
      if (code === 0) acks.push(...[...ran.out.matchAll(/第 (\d+) 批/g)].map(m => Number(m[1])))
    }
    if (code !== 74) wrong.add(`the import ended with ${code}`)
    const out = await cun(on.at, ['household', 'export', '--out', join(on.mount, 'all.xlsx')], { env })
    const csv = await cun(on.at, ['household', 'export', '--out', join(on.mount, 'all.csv')], { env })
    for (const ran of [out, csv])
      if (![0, 74].includes(ran.code)) wrong.add(`the export ended with ${ran.code} ${ran.err}`)
    const stray = readdirSync(on.mount, { recursive: true }).filter(name => /tmp/.test(name))
    if (stray.length) wrong.add(`left behind: ${stray}`)
    // Looked at where there is room again, as the office would.
    const copy = join(on.at, 'copy')
    mkdirSync(copy)
    for (const name of readdirSync(on.mount))
      if (/^cun\.db(-wal|-shm)?$/.test(name)) copyFileSync(join(on.mount, name), join(copy, name))
    const found = await look(join(copy, 'cun.db'))
    const gone = acks.filter(number => !found.numbers.includes(number))
    if (gone.length) wrong.add(`lost ${gone}`)
    for (const fault of [...found.faults, ...found.partial]) wrong.add(fault)
    return {
      what: 'the disk full during an import and exports: other exits than 74, batches lost, files left',
      n: acks.length + 3,
      result: `${wrong.count} bad; ${acks.length} acknowledged, exits ${code}, ${out.code}, ${csv.code}`,
      bad: wrong,
    }
  } finally {
    on.gone()
  }
}
