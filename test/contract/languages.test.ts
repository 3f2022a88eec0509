import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseAst } from 'vitest/node'
import { usageOf } from '../../src/kernel/cli/line.ts'
import { reporting } from '../../src/kernel/commands/report.ts'
import { lines } from '../../src/lines.ts'
import { nounsOf } from '../../src/program.ts'
import { programOf } from '../program.ts'
import { perform, steps } from '../session.ts'
import { filesUnder, place } from '../world.ts'

/** What offices write into their settings is theirs in any language, and so are the defaults. */
const defaults = [
  ...lines.flatMap(l => l.settings ?? []).map(s => s.fallback),
  readFileSync(new URL('../../data/rules/score-model.csv', import.meta.url), 'utf8'),
]

/** Chinese that English cannot do without: the five lines, how a sheet is written, what a formal notice says. */
const meant = [
  /[天地外内红]线/g,
  /\d{4}年\d{1,2}月(\d{1,2}日(印发)?)?/g,
  /沁组通〔2024〕3号/g,
  /31万元|5万元|\d万元/g,
  /must be 是 or 否|use 是 or 否/g,
  /\S*委组织部/g,
  /is an unknown header\. .*/g,
]

/** Every text that the databases of a folder hold or have held; not the papers of a frozen quarter. */
function textsIn(folder: string): string[] {
  const found: string[] = []
  for (const path of filesUnder(folder).filter(f => /cun\.db$/.test(f))) {
    const db = new Sqlite(path, { readonly: true })
    const tables = db.prepare("select name from sqlite_schema where type = 'table'").pluck().all() as string[]
    for (const table of tables.filter(t => t !== 'quarter')) {
      for (const row of db.prepare(`select * from "${table}"`).raw().iterate() as Iterable<unknown[]>) {
        found.push(...row.filter(v => typeof v === 'string'))
      }
    }
    db.close()
  }
  return found
}

const han = /\p{Script=Han}+/gu

/** Finds the Chinese in a line that is none of the office's own words. */
function finder(own: string): (line: string) => string[] {
  const known = new Map<string, boolean>()
  const isOwn = (run: string) => {
    const found = known.get(run) ?? own.includes(run)
    known.set(run, found)
    return found
  }
  return line => {
    const text = meant.reduce((rest, pattern) => rest.replace(pattern, ' '), line)
    return [...text.matchAll(han)].map(m => m[0]).filter(run => !isOwn(run))
  }
}

/** Lists that are joined as Chinese joins them, but for those that the office itself wrote so and the numbers of a notice. */
function chineseLists(own: string): (line: string) => string[] {
  const folded = own.replace(/\s+/g, '')
  return line =>
    [...line.matchAll(/[^\s"“”、,;:。()（）]+(?:、[^\s"“”、,;:。()（）]+)+/g)]
      .map(m => m[0])
      .filter(run => !folded.includes(run) && !/^[一二三四五六七八九十]、/.test(run))
}

const texts = ['refusals', 'sessions'].flatMap(kind => {
  const folder = new URL(`../${kind}/`, import.meta.url).pathname
  return readdirSync(folder).map(name => ({
    name: `${kind}/${name}`,
    text: readFileSync(join(folder, name), 'utf8'),
  }))
})

test.each(texts)('in English, $name has no Chinese but the office’s own', async ({ text }) => {
  const own = [...defaults]
  const typed = steps(text).flatMap(s =>
    s.command !== undefined ? [s.command] : s.file !== undefined ? [s.file, ...s.lines] : [],
  )
  const done = await perform(text, 'en', folder => {
    own.push(...textsIn(folder))
    for (const path of filesUnder(folder).filter(f => f.endsWith('.csv')))
      own.push(readFileSync(path, 'utf8'))
  })
  const untranslated = finder([...own, ...typed].join('\n'))
  const lists = chineseLists([...own, ...typed].join('\n'))
  const wrong = (line: string) => [...untranslated(line), ...lists(line)]
  const found = done
    .filter(s => s.command !== undefined && !s.command.includes('--lang'))
    .flatMap(s => s.lines.flatMap(line => wrong(line).map(run => `${s.command}: ${run} in ${line}`)))
  expect(found).toEqual([])
})

describe('of the sample county', () => {
  let folder: string
  let wrong: (line: string) => string[]

  beforeAll(async () => {
    const there = place()
    await there.run(`cun demo --quiet --db ${join(there.folder, 'cun.db')}`)
    folder = there.folder
    const made = filesUnder(folder)
    expect(made.some(f => f.endsWith('cun.db'))).toBe(true)
    const own = [...defaults, ...textsIn(folder)].join('\n')
    const [untranslated, lists] = [finder(own), chineseLists(own)]
    wrong = line => [...untranslated(line), ...lists(line)]
  }, 120_000)

  const papers = reporting(lines).map(v => v.example)
  const more = [
    'cun overdue',
    'cun assess 2024Q2',
    'cun redblue list',
    'cun burden',
    'cun posting list',
    'cun stationday list --limit 40',
    'cun training show 1',
    'cun assess explain 2024Q2 示例二局',
    'cun settings',
    'cun history',
    'cun check',
    'cun backup list',
    'cun model diff 0 0',
  ]
  test.each([...papers, ...more])('%s', async words => {
    const copy = mkdtempSync(join(tmpdir(), 'cun-lang-'))
    cpSync(folder, copy, { recursive: true })
    const env = { CUN_DB: join(copy, 'cun.db'), CUN_LANG: 'en' }
    const { both, code } = await place(copy).run(`${words} --as-of 2024-07-26`, { env })
    expect(code, both).toBeLessThanOrEqual(1)
    const found = both.split('\n').flatMap(line => wrong(line).map(run => `${run} in ${line}`))
    expect([...new Set(found)].slice(0, 10)).toEqual([])
  })
})

test('help is in one language, but for its examples', async () => {
  const found: string[] = []
  const untranslated = finder(defaults.join('\n'))
  const nouns = (await programOf('en')).commands.map(c => c.name())
  for (const noun of nouns) {
    const { out } = await place().run(`cun ${noun} --help`, { env: { CUN_LANG: 'en' } })
    const command = (await programOf('en', noun)).commands.find(c => c.name() === noun)
    const all = [out]
    for (const c of command?.commands ?? []) {
      if (c.name() !== 'help')
        all.push((await place().run(`cun ${noun} ${c.name()} --help`, { env: { CUN_LANG: 'en' } })).out)
    }
    for (const line of all.flatMap(text => text.split('\n'))) {
      if (line.startsWith('Example')) continue
      found.push(...untranslated(line).map(run => `cun ${noun}: ${run} in ${line}`))
    }
  }
  expect(found).toEqual([])
})

/** Latin words that a Chinese text may hold: names of programs, formats, standards, commands, settings. */
const latin = new Set(
  'cun CSV TSV XLSX XLS ET PDF DOCX HTML XML JSON WPS Excel UTF BOM KB MB SHA GB Node npm ci ISO DOC ODS OpenDocument RAR Word XLSB BitLocker README Enter Esc Tab Backspace Ctrl bash zsh fish powershell'.split(
    ' ',
  ),
)

test('a Chinese text holds no English but names', () => {
  const src = new URL('../../src/', import.meta.url).pathname
  const found: string[] = []
  const isName = (word: string) =>
    latin.has(word) ||
    lines.some(
      l =>
        l.registers?.some(r => r.name === word) ||
        l.settings?.some(s => s.name.split('.').includes(word)) ||
        l.papers?.some(p => p.name === word) ||
        l.verbs?.some(v => v.name === word || v.noun === word),
    ) ||
    /^(help|options|report|add|list|show|change|remove|import|export|template|get|set|table|csv|tsv|jsonl?|xlsx|html|docx|utf|gb|db|zh|en|data|rules|holidays)$/.test(
      word,
    )
  const literal = (node: { type: string; value?: unknown }) =>
    node.type === 'Literal' && typeof node.value === 'string'
      ? node.value
      : node.type === 'TemplateElement'
        ? (node.value as { cooked: string }).cooked
        : ''
  const walk = (node: unknown, file: string, inChinese: boolean): void => {
    if (Array.isArray(node)) for (const child of node) walk(child, file, inChinese)
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return
    const { type, key, value } = node as { type?: string; key?: { name?: string }; value?: unknown }
    if (type === 'Property' && key?.name === 'zh') {
      walk(value, file, true)
      return
    }
    if (type && inChinese) {
      const text = literal(node as { type: string })
      if (/\p{Script=Han}/u.test(text)) {
        for (const [word] of text
          .replace(/--?[a-z-]+|[A-Z]+(_[A-Z]+)+|npm install/g, '')
          .matchAll(/[A-Za-z]{2,}/g)) {
          if (!isName(word)) found.push(`${file}: ${word} in ${text}`)
        }
      }
    }
    for (const child of Object.values(node)) if (typeof child === 'object') walk(child, file, inChinese)
  }
  for (const file of readdirSync(src, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.ts'))
      walk(parseAst(readFileSync(join(src, file), 'utf8'), { lang: 'ts' }), file, false)
  }
  expect(found).toEqual([])
})

test('in Chinese, usage names its arguments in Chinese, in English in English', () => {
  const verbs = [...lines.flatMap(l => nounsOf([l])).flatMap(n => n.verbs()), ...reporting(lines)]
  const all = verbs.flatMap(v => v.args ?? [])
  expect(all.length).toBeGreaterThan(200)
  for (const arg of all) {
    // A word to be typed as it stands.
    if (arg.words && arg.zh === 'show') continue
    expect(usageOf(arg, 'zh')).toMatch(/^[<[]\p{Script=Han}+(\.\.\.)?[>\]]$/u)
    expect(usageOf(arg, 'en')).toMatch(/^[<[][a-z]+(\.\.\.)?[>\]]$/)
  }
})
