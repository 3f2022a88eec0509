import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'

const cun = new URL('../../bin/cun.js', import.meta.url).pathname

function run(
  words: string[],
  interrupt?: number | 'as it speaks',
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [cun, ...words])
  let [out, err] = ['', '']
  child.stdout.on('data', data => {
    out += data
    if (interrupt === 'as it speaks') child.kill('SIGINT')
  })
  child.stderr.on('data', data => {
    err += data
  })
  if (typeof interrupt === 'number') setTimeout(() => child.kill('SIGINT'), interrupt)
  return new Promise(done => child.on('close', code => done({ code, out, err })))
}

test.skipIf(process.platform === 'win32')(
  'Ctrl-C at any moment of an import: what is said and the code follow what was written',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cun-test-'))
    const db = join(folder, 'cun.db')
    await run(['--db', db, 'init', '--name', '甲县', '--code', '410882'])
    const reader = () => {
      const opened = new Sqlite(db, { readonly: true })
      const held = opened.prepare('select count(*) from unit').pluck().get() as number
      opened.close()
      return held
    }
    let held = 0
    const seen = { cancelled: 0, done: 0 }
    for (let round = 0; round < 14; round++) {
      const file = join(folder, `${round}.csv`)
      const rows = Array.from({ length: 4000 }, (_, i) => `示例${round}之${i}局,县`)
      writeFileSync(file, `单位名称,隶属层级\n${rows.join('\n')}\n`)
      const { code, out, err } = await run(
        ['--db', db, 'import', file],
        round > 11 ? 'as it speaks' : 60 + round * 60,
      )
      const now = reader()
      if (now === held) {
        // Before the program listens, the system's own answer to Ctrl-C ends it.
        expect([130, null]).toContain(code)
        if (code === 130) expect(err).toContain('已取消, 未写入')
        expect(out).toBe('')
        seen.cancelled++
      } else {
        expect([code, now]).toEqual([0, held + 4000])
        expect(out).toContain('新增 4000')
        seen.done++
      }
      held = now
    }
    expect(seen.cancelled).toBeGreaterThan(0)
    expect(seen.done).toBeGreaterThan(0)
  },
  60_000,
)
