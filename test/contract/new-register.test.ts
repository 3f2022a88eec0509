import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('npm run new:register makes the register, its list entry and its migration', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cun-new-'))
  const root = new URL('../../', import.meta.url).pathname
  for (const part of ['src', 'test/new-register.js', 'package.json']) {
    cpSync(join(root, part), join(folder, part), { recursive: true })
  }
  const out = execFileSync(
    process.execPath,
    ['test/new-register.js', 'exampleOnly', 'skills', '村歌', 'village song'],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  )
  const read = (path: string) => readFileSync(join(folder, path), 'utf8')
  const migration = /src\/migrations\/(\d{4}-exampleOnly\.ts)/.exec(out)![1]!
  expect(read('src/skills/exampleOnly.ts')).toContain("label: { zh: '村歌', en: 'village song' }")
  expect(read('src/skills/line.ts')).toMatch(/registers: \[participation, .*exampleOnly\]/)
  expect(read(`src/migrations/${migration}`)).toContain('create table "exampleOnly"')
  expect(read('src/migrations.ts')).toMatch(
    new RegExp(`'./migrations/${migration}'[\\s\\S]*, exampleOnly\\]`),
  )
})
