import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formats } from '../../../src/kernel/cli/global-options.ts'
import { print, render } from '../../../src/kernel/cli/print.ts'
import { standardFonts as fonts } from '../../../src/kernel/document/fonts.ts'
import { county } from '../../world.ts'
import { paper, parts } from '../document/papers.ts'
import { onTerminal } from './on-terminal.ts'

describe('the formats of files', () => {
  test('a workbook by the ending of --out, and opened when asked', async () => {
    const there = await county()
    const opened: string[] = []
    const world = { open: (path: string) => Promise.resolve(void opened.push(path)) }
    const { code, both } = await there.run('cun township list --out 乡镇.xlsx --open', world)
    expect([code, both]).toEqual([0, '已写入 乡镇.xlsx\n共 13 条\n'])
    expect(opened).toEqual([join(there.folder, '乡镇.xlsx')])
    const made = parts(readFileSync(join(there.folder, '乡镇.xlsx')))
    expect(Object.keys(made)).toContain('xl/worksheets/sheet1.xml')
    expect((await there.run('cun township list --format docx --out t.docx')).code).toBe(0)
    expect((await there.run('cun township list --out t.htm --open')).both).toBe(
      '已写入 t.htm\n打不开 t.htm, 请自行打开\n共 13 条\n',
    )
    expect(there.read('t.htm')).toMatch(/^<!doctype html>/)
  })
  test('a pipe takes any of them, a terminal no workbook', async () => {
    const there = await county()
    expect((await there.run('cun township list --format html')).out).toMatch(/^<!doctype html>/)
    expect((await there.run('cun township list --format xlsx')).out).toMatch(/^PK/)
    const world = { terminal: { in: true, out: true, err: true } }
    for (const format of ['xlsx', 'docx']) {
      const { code, out, err } = await there.run(`cun township list --format ${format}`, world)
      expect([code, out, err]).toEqual([64, '', `${format} 不能显示在终端上\n→ 加 --out 文件.${format}\n`])
    }
  })
  test('--open without --out, an encoding where there is none, an unknown format are refused', async () => {
    const there = await county()
    const said = async (words: string) => (await there.run(`cun township list ${words}`)).err
    expect(await said('--open')).toBe('--open 要与 --out 同用\n→ 加 --out 文件名, 如 --out 表.xlsx\n')
    expect(await said('--out t.xlsx --encoding gb18030')).toBe('xlsx 不分编码\n→ 去掉 --encoding\n')
    expect(await said('--format pdf')).toMatch(/写不了 pdf 格式\n→ 可用: table、.*xlsx、html、docx\n/)
  })
  test('a workbook is not printed on a terminal', async () => {
    await expect(print(onTerminal({ format: 'xlsx' }).call, paper(1))).rejects.toThrow('cannot be shown')
  })
})

describe('JSON', () => {
  const columns = [
    { key: 'name', label: { zh: '姓名', en: 'name' }, type: 'text' as const },
    { key: 'share', label: { zh: '比例', en: 'share' }, type: 'percent' as const },
  ]
  const lines = (many: number) =>
    Array.from({ length: many }, (_, i) => ({ cells: [`张 "三"\n${i}`, { part: i, of: 9 }] }))
  test.each([
    ['no table', []],
    ['an empty table', [{ columns, lines: [] }]],
    [
      'two tables',
      [
        { columns, lines: lines(2), title: { zh: '甲', en: 'a' } },
        { columns, lines: lines(1) },
      ],
    ],
    ['a long one', [{ columns, lines: lines(5000) }]],
  ])('of %s is laid out as that of one value', async (_, tables) => {
    const { call, out } = onTerminal({ format: 'json' })
    await print(call, { title: { zh: '表', en: 'table' }, tables })
    const whole = Buffer.concat(out).toString()
    expect(whole).toBe(`${JSON.stringify(JSON.parse(whole), null, 2)}\n`)
    expect(JSON.parse(whole).tables.map((t: { rows: unknown[] }) => t.rows.length)).toEqual(
      tables.map(t => t.lines.length),
    )
    // It is handed on in pieces: a long list is never held whole.
    expect(out.length > 1).toBe(tables.some(t => t.lines.length > 1000))
  })
})

describe('the same paper gives the same bytes', () => {
  const call = () => onTerminal({}).call
  test.each(formats)('%s, twice', async format => {
    const [first, second] = [await render(call(), paper(20), format), await render(call(), paper(20), format)]
    expect(first.length).toBeGreaterThan(500)
    expect(Buffer.compare(first, second)).toBe(0)
  })
  test('in another process, in another time zone', async () => {
    const script = `
      import { writeXlsx } from './dist/kernel/document/xlsx.js'
      import { writeDocx } from './dist/kernel/document/docx.js'
      import { writeHtml } from './dist/kernel/document/html.js'
      import { createHash } from 'node:crypto'
      const { paper, options } = JSON.parse(process.env.PAPERS)
      const all = [await writeXlsx(paper, options), await writeDocx(paper, options), writeHtml(paper, options)]
      console.log(all.map(data => createHash('sha256').update(data).digest('hex')).join(' '))`
    const papers = { paper: paper(20), options: { lang: 'zh', fonts } }
    const digests = ['Asia/Shanghai', 'America/St_Johns'].map(TZ =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        cwd: new URL('../../..', import.meta.url).pathname,
        env: { ...process.env, TZ, PAPERS: JSON.stringify(papers) },
      }).toString(),
    )
    expect(digests[0]).toMatch(/^([0-9a-f]{64} ?){3}\n$/)
    expect(digests[1]).toBe(digests[0])
  })
  test('no part of an archive tells when it was made', async () => {
    for (const format of ['xlsx', 'docx'] as const) {
      const made = parts(await render(call(), paper(2), format))
      expect(Object.values(made).join('')).not.toMatch(/dcterms:|20\d\d-\d\d-\d\dT/)
      expect(Object.keys(made)[0]).toBe('[Content_Types].xml')
    }
  })
})
