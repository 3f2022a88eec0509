import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { county, type Place } from '../world.ts'

let there: Place
beforeAll(async () => {
  there = await county()
  const posting = 'cun posting add --roles 第一书记 --start 2023-05-01 --add unit --name 王某芳'
  for (const [village, unit] of [
    ['张老湾村', '示例一局'],
    ['煤窑庄村', '示例二局'],
  ]) {
    const { code, both } = await there.run(`${posting} --village ${village} --unit ${unit}`)
    if (code !== 0) throw new Error(both)
  }
  await there.run('cun unit add --name 13800138000号院')
})

/** The values offered for the last of the words. */
async function offered(words: string, where = there): Promise<string[]> {
  const { out, err, code } = await where.run(`cun complete -- ${words}`)
  expect({ err, code }).toEqual({ err: '', code: 0 })
  return out.split('\n').flatMap(row => (row ? [row.split('\t')[0]!] : []))
}

test.each([
  ['ov', ['overdue']],
  ['vis', ['visit']],
  ['visit ""', ['add', 'list', 'show', 'change', 'remove', 'import', 'export', 'template']],
  ['help visit sh', ['show']],
  ['visit list --vil', ['--village']],
  ['visit list --village 张老', ['张老湾村']],
  ['visit list --village zlw', ['张老湾村']],
  ['visit list --village=张老', ['--village=张老湾村']],
  ['visit list --village = 张老', ['张老湾村']],
  ['visit list --kind ""', ['首轮遍访', '日常走访']],
  ['visit list --posting 王', ['王某芳（煤窑庄村）', '王某芳（张老湾村）']],
  ['report qua', ['quarter']],
  ['report quarter 2024', ['2024Q3', '2024Q2', '2024Q1', '2024H2', '2024H1', '2024']],
  ['report plan 202', ['2024', '2023', '2022', '2021']],
  ['settings set duties', ['duties.since']],
  ['--lang ""', ['zh', 'en']],
  ['--lang en import --register vi', ['village', 'visit']],
  ['--format j', ['json', 'jsonl']],
  ['posting add --roles 第一书记、工', ['第一书记、工作队长']],
])('%s', async (words, values) => expect((await offered(words)).sort()).toEqual([...values].sort()))

test('file names and free text are left to the shell', async () => {
  for (const words of ['import ros', '--db ""', 'overdue --out x', 'training add --title ""', 'nothing ""']) {
    expect(await offered(words)).toEqual([])
  }
})

test('says what a word means, in the language asked for', async () => {
  expect((await there.run('cun complete -- overd')).out).toBe(
    'overdue\t到期事项: 谁、什么事、最后期限、逾期几天\n',
  )
  expect((await there.run('cun complete -- --lang en overd')).out).toContain('deadlines that need action')
})

test('never offers a phone or an ID number, whatever field it was typed into', async () => {
  expect((await there.run('cun unit list')).out).toContain('138****8000号院')
  expect(await offered('unit show ""')).toEqual(['示例一局', '示例二局'])
})

test('makes nothing, and says nothing of a database that is missing or is none', async () => {
  const before = readdirSync(there.folder)
  expect(await offered(`--db ${there.folder}/none.db visit list --village 张`)).toEqual([])
  there.write('letter.db', 'Dear clerk')
  expect(await offered(`--db ${there.folder}/letter.db visit list --village 张`)).toEqual([])
  expect(readdirSync(there.folder).sort()).toEqual([...before, 'letter.db'].sort())
})

const has = (shell: string) => spawnSync(shell, ['--version']).status === 0

describe('in the shells themselves', () => {
  const bin = mkdtempSync(join(tmpdir(), 'cun-test-'))
  const program = join(bin, 'cun')
  writeFileSync(
    program,
    `#!/bin/sh\nexec node ${new URL('../../bin/cun.js', import.meta.url).pathname} "$@"\n`,
  )
  chmodSync(program, 0o755)
  const run = (shell: string, script: string) => {
    const PATH = `${bin}${delimiter}${process.env.PATH}`
    const env = { ...process.env, PATH, CUN_DB: join(there.folder, 'cun.db'), CUN_LANG: 'zh' }
    const { stdout, stderr } = spawnSync(shell, ['-c', script], { encoding: 'utf8', env })
    return { stdout, stderr }
  }

  test.skipIf(!has('bash') || !existsSync(program))('bash', () => {
    const script = `eval "$(cun completion bash)"
      COMP_WORDS=(cun visit list --village zlw) COMP_CWORD=4; _cun; printf '%s\\n' "\${COMPREPLY[@]}"
      COMP_WORDS=(cun overd) COMP_CWORD=1; _cun; printf '%s\\n' "\${COMPREPLY[@]}"
      complete -p cun`
    const { stdout, stderr } = run('bash', script)
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^张老湾村\noverdue\ncomplete .*-F _cun cun\n$/)
  })

  test.skipIf(!has('fish'))(has('fish') ? 'fish' : 'fish (skipped: it is not installed)', () => {
    const { stdout } = run(
      'fish',
      'cun completion fish | source; complete -C "cun visit list --village 张老"',
    )
    expect(stdout).toBe('张老湾村\n')
  })
})
