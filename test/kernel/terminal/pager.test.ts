import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { page, pagerOf } from '../../../src/kernel/terminal/pager.ts'
import { isColoured } from '../../../src/kernel/terminal/world.ts'
import { county } from '../../world.ts'

test.each([
  [{}, 'linux', 'less'],
  [{ PAGER: 'most -s' }, 'linux', 'most -s'],
  [{ PAGER: 'most', CUN_PAGER: 'less -S' }, 'linux', 'less -S'],
  [{ PAGER: 'most', CUN_PAGER: '' }, 'linux', undefined],
  [{ PAGER: ' cat ' }, 'darwin', undefined],
  [{ TERM: 'dumb' }, 'linux', undefined],
  [{}, 'win32', undefined],
  [{ CUN_PAGER: 'less' }, 'win32', 'less'],
])('the pager of %j on %s is %s', (env, platform, pager) => {
  expect(pagerOf(env, platform)).toBe(pager)
})

test.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ TERM: 'dumb' }, true, false],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
])('colour with %j on a terminal (%s) is %s', (env, terminal, coloured) => {
  expect(isColoured(env, terminal)).toBe(coloured)
})

describe('a pager', () => {
  const lines = Array.from({ length: 50_000 }, (_, i) => `第 ${i} 行\n`)

  test('gets everything, keeps colours, and reads UTF-8', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'cun-pager-')), 'shown.txt')
    const env = { PATH: process.env.PATH, FILE: file }
    expect(await page('(echo $LESS $LESSCHARSET; cat) > "$FILE"', lines, env)).toBe(true)
    expect(readFileSync(file, 'utf8')).toBe(`FRX utf-8\n${lines.join('')}`)
  })

  test('that is left early is no error', async () => {
    expect(await page('true;', lines, process.env)).toBe(true)
    expect(await page('exit 3;', lines, process.env)).toBe(true)
  })

  test('that is not there has shown nothing', async () => {
    expect(await page('no-such-pager', lines, process.env)).toBe(false)
    expect(await page('nosuchpager', lines, process.env)).toBe(false)
  })

  test('leaves Ctrl-C to whoever had it', async () => {
    const mine = () => {}
    process.on('SIGINT', mine)
    const before = process.listeners('SIGINT')
    const done = page('cat > /dev/null', lines, process.env)
    expect(process.listeners('SIGINT')).not.toContain(mine)
    await done
    expect(process.listeners('SIGINT')).toEqual(before)
    process.off('SIGINT', mine)
  })
})

test('a table taller than the terminal is paged, a shorter one and a pipe are not; without a pager it is printed', async () => {
  const there = await county()
  const terminal = { in: true, out: true, err: true }
  const paged: string[] = []
  const world = (height: number, has = true) => ({
    terminal,
    height,
    page: (pieces: readonly (string | Uint8Array)[]) => {
      paged.push(Buffer.concat(pieces.map(p => Buffer.from(p as Uint8Array))).toString())
      return Promise.resolve(has)
    },
  })
  const whole = await there.run('cun township list', world(40))
  expect(paged).toEqual([])
  expect(whole.out).toContain('王曲乡')
  expect(await there.run('cun township list', world(10))).toMatchObject({
    code: 0,
    out: '',
    err: '共 13 条\n',
  })
  expect(paged).toEqual([whole.out])
  expect((await there.run('cun township list', world(10, false))).out).toBe(whole.out)
  expect(paged).toHaveLength(2)
  expect((await there.run('cun township list --no-pager', world(10))).out).toBe(whole.out)
  expect((await there.run('cun township list --format csv', world(10))).out).toContain('王曲乡')
  expect((await there.run('cun township list --out 乡镇.txt', world(10))).out).toBe('')
  expect(there.read('乡镇.txt')).toContain('王曲乡')
  expect(paged).toHaveLength(2)
})

test.runIf(spawnSync('less', ['--version']).status === 0)(
  'at a real terminal less shows a long list, and leaving it early is no error',
  async () => {
    const there = await county()
    const cun = new URL('../../../bin/cun.js', import.meta.url).pathname
    const order = {
      width: 80,
      cwd: there.folder,
      env: { PATH: process.env.PATH, HOME: there.folder, TERM: 'xterm', LANG: 'C', CUN_LANG: 'zh' },
      runs: [
        {
          argv: [process.execPath, cun, 'village', 'list'],
          steps: [
            ['wait', '\n:'],
            ['send', 'Space'],
            ['wait', '│     90 │'],
            ['send', 'q'],
            ['wait', '共 339 条'],
          ],
        },
      ],
    }
    const driver = new URL('../../terminal.py', import.meta.url).pathname
    const { stdout } = spawnSync('python3', [driver], { input: JSON.stringify(order) })
    const [seen] = JSON.parse(String(stdout)) as { screen: string[]; code: number; fault: string | null }[]
    expect(seen).toMatchObject({ code: 0, fault: null })
    expect(seen!.screen.at(-1)).toMatch(/共 339 条, 还有 139 条未列/)
  },
  60_000,
)
