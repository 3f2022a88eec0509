import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'

const cun = new URL('../../bin/cun.js', import.meta.url).pathname

function run(...words: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [cun, ...words])
  let [out, err] = ['', '']
  child.stdout.on('data', data => {
    out += data
  })
  child.stderr.on('data', data => {
    err += data
  })
  return new Promise(done => child.on('close', code => done({ code, out, err })))
}

test('one window restores and backs up while another writes: all that was acknowledged is there or in a backup', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cun-test-'))
  const db = join(folder, 'cun.db')
  await run('--db', db, 'init', '--name', '甲县', '--code', '410882')
  await run('--db', db, 'backup', '--out', join(folder, 'first.db'))
  const acknowledged: string[] = []
  let going = true
  const writing = async (who: string) => {
    for (let i = 0; going; i++) {
      const { code } = await run('--db', db, 'unit', 'add', '--name', `示例${who}${i}局`)
      if (code === 0) acknowledged.push(`示例${who}${i}局`)
      else expect(code).toBe(75)
    }
  }
  const writers = ['甲', '乙'].map(writing)
  for (let i = 0; i < 6; i++) {
    const words =
      i % 2
        ? ['backup', '--out', join(folder, `copy${i}.db`)]
        : ['restore', join(folder, 'first.db'), '--yes']
    expect(await run('--db', db, ...words)).toMatchObject({ code: 0 })
  }
  going = false
  await Promise.all(writers)
  const held = new Set<string>()
  const all = [db, ...readdirSync(`${db}.backups`).map(name => join(`${db}.backups`, name))]
  for (const path of all) {
    const opened = new Sqlite(path, { readonly: true })
    for (const name of opened.prepare('select name from unit').pluck().all() as string[]) held.add(name)
    opened.close()
  }
  expect(acknowledged.length).toBeGreaterThan(4)
  expect(acknowledged.filter(name => !held.has(name))).toEqual([])
  expect(await run('--db', db, 'check')).toMatchObject({
    // Units without a level are named, and nothing else.
    code: 1,
    out: expect.not.stringMatching(/不符|缺批|损坏/),
  })
}, 120_000)
