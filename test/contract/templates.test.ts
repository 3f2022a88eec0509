import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { exportInputs } from '../../src/kernel/cli/record-document.ts'
import type { Register } from '../../src/kernel/schema/types.ts'
import { type ReadSheet, readWorkbook } from '../../src/kernel/sheet/read-workbook.ts'
import { settingsOf } from '../../src/kernel/store/settings.ts'
import { lines } from '../../src/lines.ts'
import { missing } from '../pages.ts'
import { type Typed, typeInto } from '../typed.ts'
import { type Place, place } from '../world.ts'

const registers = lines.flatMap(l => l.registers ?? []).filter(r => !r.process)
const reader = settingsOf(
  undefined,
  lines.flatMap(l => l.settings ?? []),
  '2024-07-26',
)

async function blank(there: Place, register: Register): Promise<readonly ReadSheet[]> {
  await there.run(`cun ${register.name} template --out ${register.name}.xlsx --force --quiet`)
  return readWorkbook(readFileSync(join(there.folder, `${register.name}.xlsx`)))
}

/** The texts of a range such as `'sheet'!$F$5:$H$5`. */
function listed(sheets: readonly ReadSheet[], range: string): unknown[] {
  const [, name, from, row, to] = /^'(.+)'!\$([A-Z]+)\$(\d+):\$([A-Z]+)\$\3$/.exec(range)!
  const at = (letters: string) => [...letters].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0)
  const cells = sheets.find(s => s.name === name)!.rows[Number(row) - 1]!
  return cells.slice(at(from!) - 1, at(to!))
}

describe('a blank sheet', () => {
  let there: Place
  beforeAll(async () => {
    there = place()
    await there.run('cun init --name 甲县 --code 410882')
  })
  for (const r of registers) {
    test(`${r.name}: has its headers with notes, its lists and an example that is marked`, async () => {
      const sheets = await blank(there, r)
      const [data] = sheets
      const inputs = exportInputs(r)
      expect(data!.rows[0]).toEqual(inputs.map(i => i.label.zh))
      expect(data!.rows[1]![0]).toMatch(/^示例: /)
      for (const [c, { field, part }] of inputs.entries()) {
        const note = data!.cells!.get(`0,${c}`)!.comment!.text
        expect(note).toMatch(field && part === 0 && !r.fields[field]!.optional ? /^必填; ./ : /^可不填; ./)
        const words = part === 0 && field ? r.fields[field]!.words?.(reader) : undefined
        const letter = String.fromCharCode(65 + c)
        const list = data!.dataValidations?.find(v => v.range === `${letter}2:${letter}5000`)
        expect([letter, list && listed(sheets, list.formula1!)]).toEqual([letter, words && [...words]])
      }
      expect(sheets[1]!.name).toBe('填写说明')
    })
  }

  test('in English its lists are too', async () => {
    await there.run('cun posting template --out posting.xlsx --force --quiet --lang en')
    const sheets = await readWorkbook(readFileSync(join(there.folder, 'posting.xlsx')))
    const gender = sheets[0]!.dataValidations!.find(v => v.range === 'B2:B5000')!
    expect(listed(sheets, gender.formula1!)).toEqual(['male', 'female'])
  })

  test('takes its lists from the settings, and needs no database for those that cun comes with', async () => {
    expect((await there.run('cun settings set household.kinds 一般农户、种粮大户')).code).toBe(0)
    const household = registers.find(r => r.name === 'household')!
    const [sheet, ...others] = await blank(there, household)
    const all = (sheet!.dataValidations ?? []).flatMap(v => listed([sheet!, ...others], v.formula1!))
    expect(all).toContain('种粮大户')
    const nowhere = place()
    expect((await blank(nowhere, household)).length).toBe(2)
  })
})

const why = missing.length > 0 ? ` (left out: ${missing.join(', ')} not installed)` : ''
describe.skipIf(missing.includes('soffice') && !process.env.CI)(
  `a blank sheet filled in by LibreOffice${why}`,
  { timeout: 300_000 },
  () => {
    /** What a person would add to the example of a register: what a spreadsheet likes to turn into something else. */
    const more: Record<string, Record<string, string>> = {
      posting: { idNumber: '410882198510150019', phone: '13812345678', birth: '1985.10' },
    }
    let there: Place
    beforeAll(async () => {
      there = place()
      await there.run('cun init --name 甲县 --code 410882')
      await there.run('cun unit add --name 示例二局')
      const books = new Map<string, Typed[]>()
      for (const r of registers) {
        await blank(there, r)
        const cells: Typed[] = []
        for (const [column, input] of exportInputs(r).entries()) {
          const text = more[r.name]?.[input.key] ?? r.example[input.key]
          // A day typed as people type days, for the spreadsheet to make one of.
          const isDay = input.part === 0 && input.field && r.fields[input.field]!.kind === 'date'
          if (text !== undefined)
            cells.push({ row: 2, column, text: isDay ? text.replace(/-0?/g, '/') : text })
        }
        books.set(r.name, cells)
      }
      typeInto(there.folder, books)
    }, 300_000)

    for (const r of registers) {
      test(`${r.name}: imports`, async () => {
        const { code, both } = await there.run(`cun import ${r.name}-filled.xlsx`)
        expect([code, both]).toEqual([
          0,
          expect.stringContaining(`${r.label.zh}: 新增 1, 更改 0, 不变 0, 退回 0`),
        ])
        expect(both).toContain('跳过示例行 1 行')
      })
    }
    test('long numbers, leading zeros and months are as they were typed', async () => {
      const posting = await there.run('cun posting export --unmask --reason 测试 --no-bom')
      expect(posting.out).toContain('410882198510150019')
      expect(posting.out).toContain('13812345678')
      expect(posting.out).toContain('1985-10')
      expect((await there.run('cun household export')).out).toContain('001')
    })
  },
)
