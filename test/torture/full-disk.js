import { closeSync, copyFileSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { households } from './county.js'
import { bad, cun, look } from './cun.js'
import { disk } from './disk.js'

/** Takes what room an import has left, to the last byte. */
function fill(mount) {
  const file = openSync(join(mount, 'filler'), 'a')
  try {
    for (let size = 1 << 16; size >= 1; size >>= 1) {
      try {
        for (;;) writeSync(file, Buffer.alloc(size, 1))
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error
      }
    }
  } finally {
    closeSync(file)
  }
}

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
    fill(on.mount)
    const ends = []
    for (const words of [
      ['household', 'export', '--out', join(on.mount, 'all.xlsx')],
      ['household', 'export', '--out', join(on.mount, 'all.csv')],
      ['household', 'export', '--out', join(on.mount, 'all.json')],
      ['export', '--quarter', '2024Q1', '--out', join(on.mount, 'quarter')],
      ['backup', '--out', join(on.mount, 'copy.db')],
      ['backup'],
    ]) {
      if (words.length === 1) rmSync(join(on.mount, 'cun.db.backups'), { recursive: true, force: true })
      if (words.length === 1) fill(on.mount)
      const ran = await cun(on.at, words, { env })
      ends.push(ran.code)
      if (ran.code !== 74) wrong.add(`${words.join(' ')} ended with ${ran.code} ${ran.err}`)
    }
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
      what: 'the disk full during an import, four exports, two backups: other exits than 74, batches lost, files left',
      n: acks.length + 1 + ends.length,
      result: `${wrong.count} bad; ${acks.length} acknowledged, exits ${[code, ...ends].join(', ')}`,
      bad: wrong,
    }
  } finally {
    on.gone()
  }
}
