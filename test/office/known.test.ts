import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Verb } from '../../src/kernel/cli/line.ts'
import { lines } from '../../src/lines.ts'
import { nounsOf } from '../../src/program.ts'
import { filesUnder, type Place, place, type Ran } from '../world.ts'

/** How many days of office work; and the seed of what is done on them. */
const days = Number(process.env.KNOWN_DAYS ?? 5)
const seed = Number(process.env.KNOWN_SEED ?? 8)

let demo: Place
beforeAll(async () => {
  demo = place()
  await demo.run(`cun demo --db ${demo.folder}/cun.db`)
}, 120_000)

const dayAt = (index: number) => new Date(Date.UTC(2024, 6, 27 + index)).toISOString().slice(0, 10)
const clock = (day: string) => ({ now: () => new Date(`${day}T02:00:00Z`) })
const on = (day: string, words: string): Promise<Ran> => demo.run(words, clock(day))

/** Mulberry32: the same numbers from the same seed. */
function dice(start: number): (sides: number) => number {
  let state = start
  return sides => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % sides
  }
}

/** Papers, lists and exports of one day, as they are printed. */
const printed = [
  'report brief --format json',
  'overdue --each --format json',
  'assess 2024Q2 --format json',
  'report score 2024Q1 --format json',
  'report stationday 2024Q2 --format json',
  'report plan 2024 --format json',
  'redblue list --format json',
  'unit list --format json',
  'householdpast list --format json',
  'settings --format json',
  'history --format json',
  'posting export --no-bom',
  'household export --no-bom',
  'visit export --no-bom',
]

/** What is printed, without the one note that says of which day it is. */
function withoutNote(words: string, out: string, day: string): string {
  if (!words.includes('json')) return out
  const document = JSON.parse(out) as { notes: string[] }
  const note = document.notes.shift()
  expect(note).toMatch(new RegExp(`^按 ${day} 止所录 \\(到第 \\d+ 批\\)`))
  return JSON.stringify(document)
}

/** One thing that an office does, by names of records drawn at random; it may be refused. */
function work(roll: (sides: number) => number, day: string): string {
  const db = new Sqlite(join(demo.folder, 'cun.db'), { readonly: true })
  const one = (sql: string) => {
    const all = db.prepare(sql).pluck().all() as (string | number)[]
    return all[roll(all.length)]
  }
  const household = () => `#${one('select id from household order by id')}`
  const unit = () => `#${one('select id from unit order by id')}`
  const village = () => `#${one('select id from village order by id')}`
  const posting = () => `#${one('select id from posting order by id')}`
  const visit = () => one('select id from visit order by id desc limit 500')
  const visits = () => {
    const rows = Array.from({ length: 4 }, () => {
      const text = `select v.name || ',' || h.number || ',' || p.name from household h join village v on v.id = h.village
        join posting p on p.village = v.id where p.end is null and h.number is not null order by h.id, p.id`
      return `${one(text)},2024-07-${10 + roll(16)},日常走访`
    })
    demo.write('走访.csv', `村,户编号,走访人,走访日期,走访类型\r\n${rows.join('\r\n')}\r\n`)
    return '走访.csv'
  }
  const kinds = ['一般农户', '脱贫户', '监测户']
  const doing = [
    () => `cun import ${visits()} --accept-valid --yes`,
    () => `cun visit remove ${visit()} --yes`,
    () => `cun visit change ${visit()} --request 修路 --date 2024-07-${10 + roll(16)}`,
    () => `cun household change ${household()} --kind ${kinds[roll(3)]}`,
    () => `cun household change ${household()} --head 韩${'甲乙丙丁戊'[roll(5)]}`,
    () => `cun household merge ${household()} --into ${household()} --yes`,
    () => `cun household move ${household()} --into ${village()} --on 2024-07-${10 + roll(16)}`,
    () => `cun posting change ${posting()} --end 2024-07-${10 + roll(16)}`,
    () => `cun posting change ${posting()} --rank 一级科员`,
    () => `cun unit change ${unit()} --name 示例新${'甲乙丙丁戊'[roll(5)]}局`,
    () => `cun unit merge ${unit()} --into ${unit()} --yes`,
    () => `cun village merge ${village()} --into ${village()} --on 2024-07-20 --yes`,
    () => `cun undo --yes`,
    () => `cun settings set duties.since 2024-0${1 + roll(7)}-01`,
    () => `cun settings set visit.rounds 监测户=${1 + roll(3)}`,
    () => 'cun assess freeze 2024Q2 --yes',
    () => 'cun assess reopen 2024Q2 --reason 补录 --yes',
    () => `cun redblue propose 2024Q2 --by 考核办 --yes`,
    () => `cun erase ${one('select distinct head from household order by head')} --all --reason 申请 --yes`,
    () => `cun erase ${one('select distinct name from posting order by name')} --all --reason 申请 --yes`,
  ]
  const words = doing[roll(doing.length)]!()
  db.close()
  return `${words} --as-of ${day}`
}

describe(`${days} days of work, seed ${seed}`, () => {
  test('a paper printed again as known on its day is the same, byte for byte', async () => {
    const roll = dice(seed)
    const kept: { day: string; words: string; out: string; erasures: number }[] = []
    const erased: string[] = []
    const did = new Map<string, number>()
    for (let index = 0; index < days; index++) {
      const day = dayAt(index)
      for (let done = 0; done < 5; ) {
        const words = work(roll, day)
        const { code } = await on(day, words)
        if (code !== 0) continue
        done++
        const verb = words
          .split(' ')
          .slice(1, 3)
          .join(' ')
          .replace(/[^a-z ].*/, '')
          .trim()
        did.set(verb, (did.get(verb) ?? 0) + 1)
        if (verb === 'erase') erased.push(words.split(' ')[2]!)
      }
      for (const words of printed) {
        const { code, out } = await on(day, `cun ${words}`)
        expect([words, code]).toEqual([words, 0])
        kept.push({ day, words, out, erasures: erased.length })
      }
    }
    const last = dayAt(days)
    let same = 0
    for (const { day, words, out, erasures } of kept) {
      const again = await on(last, `cun ${words} --known ${day}`)
      expect([words, again.code]).toEqual([words, 0])
      const now = withoutNote(words, again.out, day)
      // What was erased since cannot be printed again: then the paper says so.
      if (erased.slice(erasures).some(name => out.includes(name))) {
        expect(`${again.out}${again.err}`).toContain('条记录的个人信息此后已依法删除')
        continue
      }
      const before = words.includes('json') ? JSON.stringify(JSON.parse(out)) : out
      expect(now === before || `${words} of ${day}: ${now}`, `${words} of ${day}: ${before}`).toBe(true)
      same++
    }
    console.log(
      `${kept.length} papers, ${same} the same, the others hold erased names; done: ${[...did].join(' ')}`,
    )
    expect(same).toBeGreaterThan(kept.length / 2)
  }, 600_000)
})

const all: readonly Verb[] = nounsOf(lines).flatMap(n => n.verbs())
const wordsOf = ({ noun, name, args = [], options = [] }: Verb) =>
  [
    'cun',
    ...[noun ?? [], name].flat(),
    ...args.map(() => '1'),
    ...options.filter(o => o.required).map(o => `${o.flags.split(' ')[0]} 1`),
  ].join(' ')

test('what only shows takes --known; everything else refuses it before it reads or asks anything', async () => {
  const shows = all.filter(v => v.isReading)
  expect(shows.length).toBeGreaterThan(100)
  expect(shows.filter(v => v.isWriting)).toEqual([])
  const nowhere = place()
  for (const verb of all.filter(v => !v.isReading)) {
    const { code, refusals } = await nowhere.run(`${wordsOf(verb)} --known 2024-07-25 --yes`)
    expect([wordsOf(verb), code, refusals[0]?.code]).toEqual([wordsOf(verb), 64, 'usage.known-only-shows'])
  }
  expect(filesUnder(nowhere.folder)).toEqual([])
})

test('a setting is shown with --known, but not set', async () => {
  expect(await on('2024-08-30', 'cun settings set duties.since 2024-01-01 --known 2024-07-26')).toMatchObject(
    {
      code: 64,
      refusals: [expect.objectContaining({ code: 'usage.known-only-shows' })],
    },
  )
})

test('showing a past day leaves every file as it was, and an export of it is logged', async () => {
  const logged = () => {
    const db = new Sqlite(join(demo.folder, 'cun.db'), { readonly: true })
    const commands = db.prepare('select command from log order by id').pluck().all()
    db.close()
    return commands
  }
  const digests = () =>
    filesUnder(demo.folder)
      .filter(path => path.endsWith('.db'))
      .map(path => `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`)
  const [before, log] = [digests(), logged()]
  expect((await on('2024-08-30', 'cun report brief --known 2024-07-26')).code).toBe(0)
  expect(digests()).toEqual(before)
  expect((await on('2024-08-30', 'cun unit export --known 2024-07-26')).code).toBe(0)
  expect(logged()).toEqual([...log, 'unit export --known 2024-07-26'])
})

test('before its first batch a county is empty, and says so; a day to come is refused', async () => {
  const { code, out, err } = await on('2024-08-30', 'cun posting list --known 2024-07-25')
  expect([code, err]).toEqual([0, '共 0 条\n'])
  expect(out).toContain('2024-07-25 时还没有建库, 没有任何记录')
  for (const words of printed.filter(w => !w.includes('2024Q1')))
    expect([words, (await on('2024-08-30', `cun ${words} --known 2024-07-25`)).code]).toEqual([words, 0])
  expect(await on('2024-08-30', 'cun posting list --known 2024-08-31')).toMatchObject({
    code: 64,
    refusals: [expect.objectContaining({ code: 'date.in-future' })],
  })
})

test('the day of --known is the day used as today, unless another is given', async () => {
  const brief = async (options: string) => (await on('2024-08-30', `cun report brief ${options}`)).out
  expect(await brief('--known 2024-07-26')).toContain('截至 2024-07-26')
  expect(await brief('--known 2024-07-26 --as-of 2024-06-30')).toContain('截至 2024-06-30')
})

test('a batch of a clock that went back is left out with those around it, and is counted', async () => {
  const there = place()
  for (const [day, words] of [
    ['2024-03-01', 'cun init --name 甲县 --code 410882 --since 2023-01-01'],
    ['2024-03-05', 'cun township add --name 紫陵镇 --code 410882103'],
    ['2024-02-01', 'cun township add --name 常平乡 --code 410882200'],
    ['2024-03-07', 'cun township add --name 西向镇 --code 410882101'],
  ] as const)
    expect([words, (await there.run(words, clock(day))).code]).toEqual([words, 0])
  const list = async (day: string) =>
    (await there.run(`cun township list --known ${day}`, clock('2024-04-01'))).out
  expect(await list('2024-03-04')).toMatch(/到第 1 批.*有 1 批在更晚日期的批次之后/)
  expect(await list('2024-03-05')).toMatch(/常平乡[\s\S]*到第 3 批\), 此后录入、更改、撤销的不计\n/)
})
