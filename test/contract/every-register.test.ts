import { beforeAll, describe, expect, test } from 'vitest'
import { faultsIn } from '../../src/kernel/cli/check-declarations.ts'
import { line } from '../../src/kernel/cli/line.ts'
import { text } from '../../src/kernel/schema/fields/text.ts'
import { flagOf, register } from '../../src/kernel/schema/register.ts'
import type { Register } from '../../src/kernel/schema/types.ts'
import { lines } from '../../src/lines.ts'
import { type Place, place } from '../world.ts'

const all = lines.flatMap(l => l.registers ?? [])
const registers = all.filter(r => !r.process)
const processes = all.filter(r => r.process)

const flags = (r: Register) =>
  Object.entries(r.example)
    .map(([key, value]) => `--${flagOf(key)} "${value}"`)
    .join(' ')

test('every declaration is sound', () => {
  expect(faultsIn(lines)).toEqual([])
})

test('an unsound declaration is found', () => {
  const bad = register({
    name: 'bad',
    label: { zh: '坏', en: 'bad' },
    about: { zh: '坏', en: 'bad' },
    key: ['name'],
    filledBy: 'county',
    fields: {
      name: text({ zh: '甲', en: 'a' }),
      other: text({ zh: '甲', en: 'b' }),
      out: text({ zh: '丙', en: 'c' }),
    },
    list: ['name'],
    example: {},
  })
  const faults = faultsIn([line({ name: 'x', label: { zh: '线', en: 'x' }, registers: [bad] })]).map(
    f => f.what.en,
  )
  expect(faults).toContain('the header 甲 stands for two columns')
  expect(faults).toContain('it has the same name as a global option')
})

describe('on the sample county', () => {
  let demo: Place
  beforeAll(async () => {
    demo = place()
    const { code, both } = await demo.run(`cun demo --db ${demo.folder}/cun.db`)
    expect([code, code === 0 ? '' : both]).toEqual([0, ''])
  }, 120_000)

  for (const r of registers) {
    test(`${r.name}: an export, masked or not, imports again with every row unchanged`, async () => {
      const total = JSON.parse((await demo.run(`cun ${r.name} list --format json`)).out).tables[0].rows.length
      expect(total).toBeGreaterThan(0)
      for (const way of [
        '',
        '--unmask --reason 测试',
        '--encoding gb18030',
        '--no-bom',
        '--lang en',
        'xlsx',
      ]) {
        const file = `${r.name}.${way === 'xlsx' ? way : 'csv'}`
        expect(
          (await demo.run(`cun ${r.name} export --out ${file} --force ${way === 'xlsx' ? '' : way}`)).code,
        ).toBe(0)
        const { out, both } = await demo.run(`cun import ${file} --format json`)
        expect([way, out === '' ? both : JSON.parse(out).imports]).toEqual([
          way,
          [
            {
              file,
              register: r.name,
              added: 0,
              changed: 0,
              unchanged: total,
              rejected: 0,
              newcomers: 0,
              batch: null,
            },
          ],
        ])
      }
    })

    test(`${r.name}: lists, shows and exports without a whole ID number or phone`, async () => {
      const list = await demo.run(`cun ${r.name} list --limit 3`)
      expect(list.code).toBe(0)
      for (const word of ['list --limit 500', 'show 1', 'export']) {
        const { code, out } = await demo.run(`cun ${r.name} ${word}`)
        expect([word, code]).toEqual([word, 0])
        expect(out).not.toMatch(/(?<!\d)(\d{17}[\dX]|1[3-9]\d{9})(?!\d)/)
      }
    })
  }
})

describe('free text that holds a phone or an ID number', () => {
  const texts: Record<string, [command: string, kept: string]> = {
    text: ['visit change 1 --request 请联系13812345678，证号410882198503150012', '请联系13812345678'],
    list: ['unit change 1 --aliases 一局、一局13812345678', '13812345678'],
  }
  let demo: Place
  beforeAll(async () => {
    demo = place()
    await demo.run(`cun demo --db ${demo.folder}/cun.db`)
  }, 120_000)
  for (const [kind, [command, kept]] of Object.entries(texts)) {
    test(`${kind}: is shown masked, and the masked export imports unchanged`, async () => {
      const noun = command.split(' ')[0]!
      expect((await demo.run(`cun ${command}`)).code).toBe(0)
      for (const word of ['list', 'show 1', 'export', 'list --format json', 'export --format html']) {
        const { out } = await demo.run(`cun ${noun} ${word}`)
        expect(out).not.toMatch(/13812345678|410882198503150012/)
      }
      expect((await demo.run(`cun ${noun} show 1 --unmask --reason 测试`)).out).toContain(kept)
      await demo.run(`cun ${noun} export --out masked.csv --force`)
      const { out } = await demo.run('cun import masked.csv --format json')
      expect(JSON.parse(out).imports[0]).toMatchObject({ changed: 0, added: 0, rejected: 0 })
      expect((await demo.run(`cun ${noun} show 1 --unmask --reason 测试`)).out).toContain(kept)
    })
  }

  test('a reference to what bears a phone in its name', async () => {
    await demo.run('cun dispatch change 1 --title 关于防汛的通知，值班13812345678')
    await demo.run('cun receipt export --out masked.csv --force')
    expect(demo.read('masked.csv')).toContain('值班138****5678')
    const { out } = await demo.run('cun import masked.csv --format json')
    expect(JSON.parse(out).imports[0]).toMatchObject({ changed: 0, added: 0, rejected: 0 })
  })
})

describe('what only verbs write', () => {
  let demo: Place
  beforeAll(async () => {
    demo = place()
    await demo.run(`cun demo --db ${demo.folder}/cun.db`)
  }, 120_000)
  for (const r of processes) {
    test(`${r.name}: is listed, shown and exported, never typed or imported`, async () => {
      const { rows } = JSON.parse((await demo.run(`cun ${r.name} list --format json`)).out).tables[0]
      for (const word of [...(rows.length > 0 ? ['show 1'] : []), 'export', '--help']) {
        const { code, out } = await demo.run(`cun ${r.name} ${word}`)
        expect([word, code]).toEqual([word, 0])
        expect(out).not.toMatch(/(?<!\d)(\d{17}[\dX]|1[3-9]\d{9})(?!\d)/)
      }
      for (const word of ['add', 'change 1', 'remove 1', 'template']) {
        expect((await demo.run(`cun ${r.name} ${word}`)).code).toBe(64)
      }
      demo.write('sheet.csv', `${r.list.map(f => r.fields[f]!.label.zh).join(',')}\r\n`)
      expect((await demo.run('cun import sheet.csv')).code).toBe(65)
    })
  }
})

describe('from nothing, by the examples of the help pages', () => {
  let there: Place
  beforeAll(async () => {
    there = place()
    await there.run('cun init --name 甲县 --code 410882')
    await there.run('cun unit add --name 示例二局')
  })

  for (const r of registers) {
    test(`${r.name}: add, change, show, list, template, help`, async () => {
      const added = await there.run(`cun ${r.name} add ${flags(r)}`)
      expect([added.code, added.err]).toEqual([0, ''])
      const id = /(\d+) 号/.exec(added.out)![1]
      expect((await there.run(`cun ${r.name} add ${flags(r)}`)).code).toBe(65)
      const [first] = flags(r).split(' --')
      expect((await there.run(`cun ${r.name} change ${id} ${first}`)).out).toContain('与原来相同')
      expect((await there.run(`cun ${r.name} show ${id}`)).code).toBe(0)
      const [key, value] = Object.entries(r.example)[0]!
      expect((await there.run(`cun ${r.name} list --${flagOf(key)} "${value}"`)).err).toContain('共 1 条')
      for (const way of ['csv', 'xlsx', 'xlsx --lang en']) {
        await there.run(`cun ${r.name} template --force --out ${r.name}.${way}`)
        const blank = await there.run(`cun import ${r.name}.${way.split(' ')[0]}`)
        expect([way, blank.code, blank.out]).toEqual([
          way,
          0,
          `${r.label.zh}: 新增 0, 更改 0, 不变 0, 退回 0 (没有变动, 未记批次)\n`,
        ])
        expect(blank.err).toContain(way === 'csv' ? '没有数据行' : '跳过示例行 1 行; 没有数据行')
      }
      const help = await there.run(`cun ${r.name} add --help`)
      expect(help.out).toContain(`例: cun ${r.name} add`)
    })
  }

  test('what others refer to is not removed; taken apart from the end, everything goes and comes back', async () => {
    expect((await there.run('cun village remove 1 --yes')).code).toBe(65)
    for (const r of [...registers].reverse()) {
      const { code, both } = await there.run(`cun ${r.name} remove ${r.name === 'unit' ? 2 : 1} --yes`)
      expect([r.name, code, code === 0 ? '' : both]).toEqual([r.name, 0, ''])
    }
    for (const _ of registers) expect((await there.run('cun undo --yes')).code).toBe(0)
    for (const r of registers) expect((await there.run(`cun ${r.name} list`)).err).toMatch(/共 [12] 条/)
    const check = await there.run('cun check')
    expect(check.both).not.toContain('经过')
  })
})
