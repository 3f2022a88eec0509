import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { lines } from '../../src/lines.ts'
import { faultsOf, unfitIn } from '../workbook-schema.ts'
import { type Place, place } from '../world.ts'

/** Spreadsheets say of a workbook whose elements stand in another order that it is damaged. */
const registers = lines.flatMap(l => l.registers ?? []).filter(r => !r.process)
const papers = lines.flatMap(l => l.papers ?? [])

test.each([
  ['<sst><si><t>a</t></si></sst>', []],
  ['<font><sz val="1"/><b/></font>', []],
  ['<worksheet><sheetData/><cols/></worksheet>', ['<cols> stands after <sheetData> in <worksheet>']],
  [
    '<worksheet><legacyDrawing r:id="a"/><ignoredErrors/></worksheet>',
    ['<ignoredErrors> stands after <legacyDrawing> in <worksheet>'],
  ],
  ['<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>', ['<v> stands twice in <c>']],
  ['<row r="1"><c/></row>', ['<c> has no r']],
  ['<row r="1"><v/></row>', ['<v> does not belong in <row>']],
  ['<v><t/></v>', ['<t> does not belong in <v>']],
  ['<sst><si></sst>', ['</sst> closes <si>', '<sst> is not closed']],
])('%s: %j', (xml, faults) => expect([...faultsOf(xml)]).toEqual(faults))

describe('every workbook that is written holds against the schema', () => {
  let demo: Place
  beforeAll(async () => {
    demo = place()
    const { code, both } = await demo.run(`cun demo --db ${demo.folder}/cun.db`)
    expect([code, code === 0 ? '' : both]).toEqual([0, ''])
  }, 120_000)
  const unfit = async (words: string) => {
    const { code, both } = await demo.run(`${words} --out made.xlsx --force --quiet`)
    expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
    return unfitIn(readFileSync(join(demo.folder, 'made.xlsx')))
  }
  test.each(registers.map(r => r.name))('%s: its blank sheet and its export', async name => {
    expect(await unfit(`cun ${name} template`)).toEqual([])
    expect(await unfit(`cun ${name} export`)).toEqual([])
  })
  test.each(papers.map(p => [p.name, p.example]))('%s', async (_, example) => {
    expect(await unfit(example)).toEqual([])
  })
  test('a reject file', async () => {
    demo.write('u.csv', '单位名称,隶属层级\n示例某局,县\n示例某某局,村\n')
    await demo.run('cun unit import u.csv --accept-valid --rejects back.xlsx')
    expect(unfitIn(readFileSync(join(demo.folder, 'back.xlsx')))).toEqual([])
  })
})
