import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Verb } from '../../src/kernel/cli/line.ts'
import { derived } from '../../src/kernel/commands/register-commands.ts'
import { reporting } from '../../src/kernel/commands/report.ts'
import { lines } from '../../src/lines.ts'
import { type Place, place, samples } from '../world.ts'

/** The examples of all registers, one after another, make a small county; every other example is run in a copy of it. */
const registers = lines.flatMap(l => l.registers ?? [])
const verbs = [...lines.flatMap(l => l.verbs ?? []), ...reporting(lines)]
const wordsOf = (verb: Verb) => [verb.noun, verb.name].filter(Boolean).join(' ')

const second =
  'cun posting add --name 李四 --unit 示例一局 --village 张老湾村 --roles 队员 --start 2024-02-01'
const frozen = ['cun model import model.csv', 'cun assess freeze 2024Q2']
const atOnce = 'cun settings set redblue.objectionDays 0'
const named = 'cun redblue propose 2024Q2 --unit 示例一局 --red --facts 争取路灯三十盏'
const proposed = [...frozen, atOnce, named]
const decided = [...proposed, 'cun redblue decide 2024Q2 --by 王部长']
const published = [...decided, 'cun redblue publish 2024Q2 --number 沁组通〔2024〕3号']

const limited = [
  'cun settings set retention.years 3',
  'cun posting add --name 王六 --unit 示例一局 --village 张老湾村 --roles 队员 --start 2019-02-01 --end 2019-12-31',
]

/** What must have been done before, where that is more than recording the examples of the registers. */
const before: Record<string, readonly string[]> = {
  'unit merge': ['cun unit add --name 示例二局'],
  'village merge': ['cun village add --code 410882200299 --name 煤窑庄'],
  'township merge': ['cun township add --code 410882101 --name 西向镇'],
  'household move': [
    'cun village add --code 410882200299 --name 煤窑庄',
    'cun household add --village 张老湾村 --number 003 --head 王丙 --kind 一般农户',
  ],
  'household merge': ['cun household add --village 张老湾村 --number 003 --head 王丙 --kind 一般农户'],
  'training attend': [second],
  'seminar attend': [second],
  'handover start': [
    'cun posting change 1 --end 2024-06-30',
    'cun posting add --name 李四 --unit 示例一局 --village 张老湾村 --roles 第一书记 --start 2024-07-01',
  ],
  'rating excuse': ['cun posting change 1 --end 2024-05-31'],
  'excuse withdraw': [
    'cun posting change 1 --end 2024-05-31',
    'cun rating excuse 张三 2024Q2 --reason 中途调离',
  ],
  'assess freeze': ['cun model import model.csv'],
  'assess reopen': frozen,
  'assess drift': frozen,
  'model diff': ['cun model import model.csv'],
  'redblue propose': frozen,
  'redblue object': proposed,
  'redblue withdraw': proposed,
  'redblue decide': proposed,
  'redblue publish': decided,
  'redblue follow': published,
  'notice draft': proposed,
  'notice issue': published,
  'notice print': published,
  'waiver withdraw': ['cun waive milestone --year 2024 --by 王部长 --reason 规划已调整'],
  'retention list': limited,
  'retention erase': limited,
  erase: [
    second,
    'cun posting add --name 张三 --unit 示例一局 --village 张老湾村 --roles 队员 --start 2021-02-01 --end 2021-12-31',
  ],
}

/** Shown elsewhere: the sample county by a test of its own. */
const elsewhere = new Set(['demo'])

async function run(there: Place, words: string): Promise<void> {
  const { code, both } = await there.run(words)
  // A first look says what is wrong, and that is what it is for.
  if (words.includes('--dry-run') && code === 65) return
  expect(code, `${words}\n${both}`).toBeLessThanOrEqual(1)
}

let made: string

beforeAll(async () => {
  const there = place()
  made = there.folder
  there.write(
    'model.csv',
    '指标,线,对象,分值,取数,方法,参数,封顶\n周二蹲点日,外线,单位,100,stationday.kept,比率,,\n',
  )
  there.write(
    'roster.csv',
    '姓名,派出单位,派驻村,驻村职务,驻村起始时间\n赵六,示例三局,张老湾村,队员,2024-03-01\n',
  )
  await run(there, 'cun init --name 沁阳市 --code 410882 --since 2024-01-01')
  for (const register of registers) {
    const add = derived(register).find(v => v.name === 'add')
    if (add) await run(there, add.example)
  }
  await run(there, 'cun backup')
}, 120_000)

function copy(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'cun-example-'))
  cpSync(made, folder, { recursive: true })
  return place(folder)
}

describe('the examples of a register run one after another', () => {
  test.each(registers.filter(r => !r.process))('$name', async register => {
    const there = copy()
    const examples = new Map(derived(register).map(v => [v.name, v.example]))
    for (const name of ['list', 'show', 'change', 'template', 'export', 'import'])
      await run(there, `${examples.get(name)!}${/template|export/.test(name) ? ' --force' : ''}`)
    const { code, both } = await there.run(`${examples.get('remove')} --yes`)
    // What others refer to stays, and is said to.
    if (code !== 0)
      expect({ code, both }).toMatchObject({ code: 65, both: expect.stringContaining('还有记录用到它') })
  })
})

describe('the example of every command runs', () => {
  test.each(
    verbs.filter(v => !elsewhere.has(wordsOf(v))).map(v => ({ words: wordsOf(v), example: v.example })),
  )('$example', async ({ words, example }) => {
    if (words === 'init') return run(place(), example)
    const there = copy()
    for (const first of before[words] ?? []) await run(there, first)
    const kept = readdirSync(join(there.folder, 'cun.db.backups'))[0]!
    await run(
      there,
      example
        .replace(/cun-\d{8}-\S+\.db/, kept)
        .replace('/media/usb', join(there.folder, 'usb'))
        .replace(/ --out model\.csv$/, '$& --force')
        .replace(/^cun (erase|restore|retention erase|undo).*/, '$& --yes'),
    )
  })
  test('and what is prepared for is a command', () => {
    const known = new Set(verbs.map(wordsOf))
    expect([...Object.keys(before), ...elsewhere].filter(words => !known.has(words))).toEqual([])
  })
})

/** What a README leaves to the reader between its lines. */
const between: Record<string, readonly string[]> = {
  'cun assess 2024Q2': ['cun model import small.csv'],
  'cun redblue publish': [atOnce, named, 'cun redblue decide 2024Q2 --by 王部长'],
}

describe('the commands of a README run one after another', () => {
  test.each(['README.md', 'README.zh-CN.md'])('%s', async name => {
    const there = place()
    const text = readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')
    const commands = [...text.matchAll(/^ {4}(cun .*)$/gm)].map(m => m[1]!.replace(/\s+#.*$/, ''))
    expect(commands.length).toBeGreaterThan(15)
    for (const [sheet, files] of Object.entries({
      townships: ['townships', '乡镇'],
      villages: ['villages', '村'],
    })) {
      for (const file of files)
        copyFileSync(join(samples, `qinyang-${sheet}.csv`), join(there.folder, `${file}.csv`))
    }
    for (const [files, rows] of Object.entries(sheets))
      for (const file of files.split(' ')) there.write(file, rows)
    for (const command of commands) {
      for (const [start, first] of Object.entries(between)) {
        if (command.startsWith(start)) for (const words of first) await run(there, words)
      }
      const folder = join(there.folder, 'cun.db.backups')
      await run(
        there,
        command
          .replace(/cun-\d{8}-\S+\.db/, () => readdirSync(folder).at(-1)!)
          .replace('/media/usb', join(there.folder, 'usb'))
          .replace(/ --out \S+$/, '$& --force')
          .replace(/^cun (erase|restore|undo).*/, '$& --yes'),
      )
    }
  })
})

const sheets = {
  'roster.csv 花名册.csv':
    '姓名,派出单位,乡镇,派驻村,驻村职务,驻村起始时间\n张三,示例一局,常平乡,张老湾村,第一书记,2024-02-01\n',
  'households.csv 农户.csv': '村,户编号,户主,户类型\n张老湾村,001,周甲,一般农户\n',
  'visits.csv 走访.csv': '村,户编号,走访日期,走访人\n张老湾村,001,2024-05-06,张三\n',
  'small.csv': '指标,线,对象,分值,取数,方法,参数,封顶\n周二蹲点日,外线,单位,100,stationday.kept,比率,,\n',
}
