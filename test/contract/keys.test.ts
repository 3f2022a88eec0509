import Sqlite from 'better-sqlite3'
import { beforeAll, describe, expect, test } from 'vitest'
import { schemas, values } from '../../docs/make/schemas.ts'
import { reporting } from '../../src/kernel/commands/report.ts'
import type { ColumnType } from '../../src/kernel/document/document.ts'
import { lines } from '../../src/lines.ts'
import { misfits } from '../schema.ts'
import { type Place, place } from '../world.ts'

interface Json {
  readonly title: string
  readonly tables: readonly {
    readonly title: string | null
    readonly columns: readonly { readonly key: string; readonly label: string; readonly type: ColumnType }[]
    readonly rows: readonly Record<string, unknown>[]
  }[]
}

const registers = lines.flatMap(l => l.registers ?? []).map(r => r.name)
/** The sample county uses the model that comes with cun, nothing of it changed from a day on or is written
 * off, and nobody is excused. */
const filled = registers.filter(r => !['model', 'waiver', 'excuse'].includes(r) && !r.endsWith('past'))
const papers = lines.flatMap(l => l.papers ?? [])
const examples = reporting(lines).map(v => v.example)

/** Every command that prints a table. */
const printing = [
  ...examples,
  ...registers.flatMap(r => [`cun ${r} list`, `cun ${r} export`]),
  ...filled.map(r => `cun ${r} show 1`),
  'cun overdue',
  'cun overdue --all',
  'cun overdue --each',
  'cun assess 2024Q1',
  'cun assess 2024Q2',
  'cun assess 2024H1',
  'cun assess 2024',
  'cun assess explain 2024Q2 示例二局',
  'cun assess explain 2024Q2 曹平杰',
  'cun assess drift 2024Q1',
  'cun redblue list',
  'cun redblue list 2024Q1',
  'cun model list',
  'cun model export',
  'cun model diff 0 0',
  'cun burden',
  'cun settings',
  'cun history',
  'cun history show 1',
  'cun check',
  'cun backup list',
]

let demo: Place
const printed = async (words: string, lang: 'zh' | 'en' = 'zh'): Promise<Json> => {
  const { code, out, both } = await demo.run(`${words} --format json --lang ${lang} --as-of 2024-07-26`)
  expect([words, code <= 1 ? '' : both]).toEqual([words, ''])
  return JSON.parse(out)
}
const keysOf = (json: Json) => json.tables.map(t => t.columns.map(c => c.key))

beforeAll(async () => {
  demo = place()
  const { code, both } = await demo.run(`cun demo --quiet --db ${demo.folder}/cun.db`)
  expect([code, code === 0 ? '' : both]).toEqual([0, ''])
}, 120_000)

test.each(printing)(
  '%s: no two columns of a table have one key, and both languages have the same keys',
  async words => {
    const [zh, en] = [await printed(words), await printed(words, 'en')]
    for (const keys of keysOf(zh)) expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
    expect(keysOf(en)).toEqual(keysOf(zh))
    expect(
      keysOf(zh)
        .flat()
        .every(key => /^[A-Za-z][A-Za-z0-9.]*$/.test(key)),
    ).toBe(true)
  },
)

describe('a period of which nothing is known prints the columns of any other', () => {
  const asked = papers.filter(p => p.period)
  const cases = [...asked.map(p => p.example), 'cun assess 2024Q2', 'cun assess 2024H1', 'cun assess 2024']
  test.each(cases)('%s', async words => {
    const usual = keysOf(await printed(words))
    for (const year of ['2019', '2030']) {
      const other = words.replace(/\b2024/, year)
      expect([other, keysOf(await printed(other))]).toEqual([other, usual])
    }
  })
})

test.each(printing)(
  '%s: fits docs/json/document.schema.json, and each value the type of its column',
  async words => {
    const json = await printed(words)
    expect(misfits(schemas.document!, json).slice(0, 5)).toEqual([])
    const wrong = json.tables.flatMap(t =>
      t.rows
        .filter(r => !r.isTotal)
        .flatMap(r => t.columns.flatMap(c => misfits(values[c.type], r[c.key], `${c.key} (${c.type})`))),
    )
    expect([...new Set(wrong)].slice(0, 5)).toEqual([])
  },
)

test('each deadline names the record behind it, and its codes are the same in both languages', async () => {
  const [zh, en] = [
    await printed('cun overdue --all --each'),
    await printed('cun overdue --all --each', 'en'),
  ]
  for (const json of [zh, en])
    expect(json.tables[0]!.rows.flatMap(r => misfits(schemas.overdue!, r)).slice(0, 5)).toEqual([])
  const codes = ['duty', 'status', 'due', 'done', 'count', 'register', 'record', 'subject']
  const coded = (json: Json) => json.tables[0]!.rows.map(r => codes.map(c => r[c]))
  expect(coded(en)).toEqual(coded(zh))
  const rows = zh.tables[0]!.rows
  const duties = lines.flatMap(l => l.duties ?? []).map(d => d.name)
  expect([...new Set(rows.map(r => r.duty))].sort()).toEqual(duties.sort())
  expect(rows.filter(r => r.due !== null && r.record === null)).toEqual([])
  const db = new Sqlite(`${demo.folder}/cun.db`, { readonly: true })
  const isThere = (register: string, record: unknown) =>
    db.prepare(`select 1 from "${register}" where id = ?`).get(record) !== undefined
  const named = rows.flatMap(r => [
    [r.register, r.record],
    ['posting', r.subject],
  ])
  const missing = named.filter(
    ([register, record]) => record !== null && !isThere(register as string, record),
  )
  db.close()
  expect(missing).toEqual([])
})

test('a word of a fixed few stands in a list and in show as its code, beside its text', async () => {
  for (const lang of ['zh', 'en'] as const) {
    const [first] = (await printed('cun posting list', lang)).tables[0]!.rows
    const words = { zh: '第一书记', en: 'first secretary' }[lang]
    expect([first!.roles, first!.rolesText]).toEqual(['firstSecretary', words])
    const inspection = (await printed('cun inspection show 1', lang)).tables[0]!.rows.find(
      r => r.name === 'methods',
    )
    expect(inspection!.code).toMatch(/^[a-z]+(,[a-z]+)*$/)
    const shown = (await printed('cun handover show 1', lang)).tables[0]!.rows.find(
      r => r.name === 'notebook',
    )
    expect([shown!.code, shown!.value]).toEqual(['yes', { zh: '是', en: 'yes' }[lang]])
  }
})
