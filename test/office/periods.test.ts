import { beforeAll, describe, expect, test } from 'vitest'
import { lines } from '../../src/lines.ts'
import { county, type Place } from '../world.ts'

interface Printed {
  readonly subtitle: string
  readonly tables: readonly { readonly columns: readonly unknown[]; readonly rows: readonly object[] }[]
}

const papers = lines.flatMap(l => l.papers ?? []).filter(p => p.period)
const all = papers.flatMap(p => (p.isYearly ? [''] : ['Q1', 'H1', '']).map(part => [p.name, part] as const))

let there: Place
beforeAll(async () => {
  there = await county()
  for (const words of [
    'cun unit add --name 示例一局',
    'cun posting add --name 张三 --unit 示例一局 --village 张老湾村 --roles 第一书记 --start 2023-06-01',
    'cun settings set duties.since 2024-05-10',
  ]) {
    expect([words, (await there.run(words)).code]).toEqual([words, 0])
  }
}, 60_000)

async function printed(paper: string, period: string, asOf: string): Promise<Printed> {
  const { code, out, both } = await there.run(`cun report ${paper} ${period} --as-of ${asOf} --format json`)
  expect([code, code === 0 ? '' : both]).toEqual([0, ''])
  return JSON.parse(out) as Printed
}

describe('every paper of a period', () => {
  test.each(all)('%s of 2030%s lies ahead: it says so and has its columns', async (paper, part) => {
    const { subtitle, tables } = await printed(paper, `2030${part}`, '2024-07-26')
    expect(subtitle).toContain('还没有开始')
    expect(tables.length).toBeGreaterThan(0)
    for (const table of tables) {
      expect(table.columns.length).toBeGreaterThan(2)
      const numbers = table.rows.flatMap(row => Object.values(row)).filter(v => typeof v === 'number')
      expect(numbers.filter(n => n !== 0)).toEqual([])
    }
  })

  test.each(all.filter(([name]) => !papers.find(p => p.name === name)!.isYearly))(
    '%s of 2024%s counts from day one, or lies before it',
    async (paper, part) => {
      const { subtitle } = await printed(paper, `2024${part}`, '2024-07-26')
      expect(subtitle).toContain(part === 'Q1' ? '早于启用日期 2024-05-10' : '自 2024-05-10 起')
    },
  )
})

test.each([
  ['2024Q2', 52],
  ['2024H1', 52],
  ['2024', 78],
])('%s counts %i days from day one, in scores and in the table of postings', async (period, days) => {
  const score = await printed('score', period, '2024-07-26')
  const table = await printed('quarter', period, '2024-07-26')
  expect(score.tables[0]!.rows[0]).toMatchObject({ name: '张三', days })
  expect(table.tables[0]!.rows[0]).toMatchObject({ name: '张三', from: '2024-05-10', days })
})
