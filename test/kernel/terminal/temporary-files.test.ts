import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { removeTemporaryFiles } from '../../../src/kernel/terminal/temporary-files.ts'
import { realWorld } from '../../../src/kernel/terminal/world.ts'

const { pid: ended } = spawnSync('true')

function folderOf(...names: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'cun-stray-'))
  for (const name of names) writeFileSync(join(folder, name), 'half')
  return folder
}

test('a file written clears away what an export of that name was killed over, and nothing else', () => {
  const running = `表.csv.${process.ppid}.tmp`
  const folder = folderOf(`表.csv.${ended}.tmp`, running, `别的.csv.${ended}.tmp`, '表.csv.tmp')
  realWorld().write(join(folder, '表.csv'), ['whole'])
  expect(readdirSync(folder).sort()).toEqual(
    ['表.csv', '表.csv.tmp', running, `别的.csv.${ended}.tmp`].sort(),
  )
  expect(readFileSync(join(folder, '表.csv'), 'utf8')).toBe('whole')
})

test('what a restore was killed over goes with its sidecars, whatever its name', () => {
  const folder = folderOf(
    `cun.db.${ended}.new`,
    `cun.db.${ended}.new-wal`,
    `a.db.${ended}.tmp-journal`,
    'cun.db',
  )
  removeTemporaryFiles(folder)
  expect(readdirSync(folder)).toEqual(['cun.db'])
})
