import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { printOfficial, renderOfficial } from '../../../src/assessment/notice/official/print.ts'
import type { Call } from '../../../src/kernel/cli/line.ts'
import { makeCall } from '../../../src/kernel/cli/make-call.ts'
import { type Format, print, render } from '../../../src/kernel/cli/print.ts'
import { standardFonts as fonts } from '../../../src/kernel/document/fonts.ts'
import type { World } from '../../../src/kernel/terminal/world.ts'
import { lines } from '../../../src/lines.ts'
import { migrations } from '../../../src/migrations.ts'
import { official } from '../../assessment/notice/officials.ts'
import { county } from '../../world.ts'
import { paper, parts } from '../document/papers.ts'

/** A call on a terminal that keeps what it is given. */
function onTerminal(global: Call['global']) {
  const out: Uint8Array[] = []
  const said: string[] = []
  const world: World = {
    argv: [],
    env: {},
    cwd: '/',
    home: '/',
    user: 'clerk',
    now: () => new Date('2024-07-26T01:30:00Z'),
    out: data => void out.push(Buffer.from(data)),
    err: text => void said.push(text),
    terminal: { in: true, out: true, err: true },
    width: 80,
    height: 1000,
    page: () => Promise.resolve(false),
    color: false,
    size: () => undefined,
    folder: () => {},
    write: (path, data) => void out.push(Buffer.from(path), ...([...data] as Uint8Array[])),
    committed: () => {},
    interrupted: () => false,
    open: path => Promise.resolve(void said.push(`open ${path}\n`)),
    read: () => Buffer.alloc(0),
    isShared: () => false,
    ask: () => Promise.resolve(['yes']),
  }
  return { call: makeCall(world, global, lines, migrations), out, said }
}

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
  test('an official paper is printed as text, page and document', async () => {
    const seen = onTerminal({})
    await printOfficial(seen.call, official())
    expect(Buffer.concat(seen.out).toString()).toContain('某办通〔2024〕3号')
    const file = onTerminal({ out: 'x.docx', open: true })
    await printOfficial(file.call, official())
    expect(file.out[0]!.toString()).toBe('/x.docx')
    expect(file.said).toEqual(['已写入 x.docx\n', 'open /x.docx\n'])
    await expect(printOfficial(onTerminal({ format: 'csv' }).call, official())).rejects.toThrow(
      'cannot write',
    )
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
  const all: Format[] = ['table', 'csv', 'tsv', 'json', 'jsonl', 'xlsx', 'html', 'docx']
  test.each(all)('%s, twice', async format => {
    const [first, second] = [await render(call(), paper(20), format), await render(call(), paper(20), format)]
    expect(first.length).toBeGreaterThan(500)
    expect(Buffer.compare(first, second)).toBe(0)
  })
  test.each(['table', 'html', 'docx'] as const)('%s of an official paper, twice', async format => {
    const first = await renderOfficial(call(), official(), format)
    expect(Buffer.compare(first, await renderOfficial(call(), official(), format))).toBe(0)
  })
  test('in another process, in another time zone', async () => {
    const script = `
      import { writeXlsx } from './dist/kernel/document/xlsx.js'
      import { writeDocx } from './dist/kernel/document/docx.js'
      import { writeHtml } from './dist/kernel/document/html.js'
      import { writeOfficialDocx } from './dist/assessment/notice/official/docx.js'
      import { createHash } from 'node:crypto'
      const { paper, official, options } = JSON.parse(process.env.PAPERS)
      const all = [await writeXlsx(paper, options), await writeDocx(paper, options), writeHtml(paper, options), await writeOfficialDocx(official, options)]
      console.log(all.map(data => createHash('sha256').update(data).digest('hex')).join(' '))`
    const papers = { paper: paper(20), official: official(), options: { lang: 'zh', fonts } }
    const digests = ['Asia/Shanghai', 'America/St_Johns'].map(TZ =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        cwd: new URL('../../..', import.meta.url).pathname,
        env: { ...process.env, TZ, PAPERS: JSON.stringify(papers) },
      }).toString(),
    )
    expect(digests[0]).toMatch(/^([0-9a-f]{64} ?){4}\n$/)
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
