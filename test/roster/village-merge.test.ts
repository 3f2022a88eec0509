import { beforeEach, expect, test } from 'vitest'
import { county, type Place } from '../world.ts'

let there: Place
const merge = 'cun village merge 煤窑庄村 --into 张老湾村 --on'
beforeEach(async () => {
  there = await county()
  for (const words of [
    'cun unit add --name 示例一局',
    'cun village change 煤窑庄村 --households 40 --population 150',
    'cun village change 张老湾村 --households 300',
    'cun household add --village 煤窑庄村 --number 001 --head 王五 --kind 一般农户',
    'cun household add --village 煤窑庄村 --number 002 --head 赵六 --kind 一般农户',
    'cun household add --village 张老湾村 --number 001 --head 钱七 --kind 一般农户',
    'cun posting add --name 张三 --unit 示例一局 --village 煤窑庄村 --roles 第一书记 --start 2024-01-31 --end 2024-06-30',
  ]) {
    const { code, both } = await there.run(words)
    expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
  }
})
const rowsOf = async (words: string) =>
  JSON.parse((await there.run(`${words} --format json`)).out).tables[0].rows as Record<string, unknown>[]
/** What it is now, without its earlier values. */
const village = async (name: string) => (await there.run(`cun village show ${name}`)).out.split('原值')[0]!

test('households go over; a number that is taken says whose it was', async () => {
  const { code, out } = await there.run(`${merge} 2024-07-01`)
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/^煤窑庄村自 2024-07-01 并入张老湾村, 移交农户 2 户, 第 \d+ 批\n$/),
  ])
  const households = (await rowsOf('cun household list')).map(r => `${r.village} ${r.number} ${r.head}`)
  expect(households.sort()).toEqual(['张老湾村 001 钱七', '张老湾村 002 赵六', '张老湾村 煤窑庄村001 王五'])
})

test('its figures are added to the other’s, but not to what is unknown there', async () => {
  await there.run(`${merge} 2024-07-01`)
  expect(await village('张老湾村')).toMatch(/户数.*340/)
  expect(await village('张老湾村')).not.toContain('150')
  expect(await village('煤窑庄村')).not.toMatch(/户数/)
  const before = await rowsOf('cun village list --township 常平乡 --as-of 2024-06-30')
  const of = (name: string) => before.find(v => v.name === name)?.households
  expect([of('煤窑庄村'), of('张老湾村')]).toEqual([40, 300])
})

test.each([
  ['煤窑庄村', '2024-06-30', '新增 1'],
  ['煤窑庄村', '2024-07-01', '已于 2024-07-01 并入张老湾村, 2024-07-01 不再有'],
  ['张老湾村', '2024-07-01', '新增 1'],
])('%s, written on %s: %s', async (name, day, says) => {
  await there.run(`${merge} 2024-07-01`)
  there.write('e.csv', `日期,村,单位,领域,活动\n${day},${name},示例学院,中药,调研\n`)
  expect((await there.run('cun import e.csv')).both).toContain(says)
})

test.each<[what: string, words: string, code: number, says: string]>([
  [
    'while somebody is posted to it, his last day included',
    `${merge} 2024-06-30`,
    65,
    '煤窑庄村在 2024-06-30 仍有驻村人员: 张三',
  ],
  ['into itself', 'cun village merge 煤窑庄村 --into 煤窑庄村 --on 2024-07-01', 64, ''],
  ['on no day', `${merge} 2024-06-31`, 64, '--on 2024-06-31: 没有这一天'],
  [
    'of a village that is not there',
    'cun village merge 无名村 --into 张老湾村 --on 2024-07-01',
    65,
    '无名村',
  ],
])('no merge %s', async (_, words, code, says) => {
  const ran = await there.run(words)
  expect([ran.code, ran.both]).toEqual([code, expect.stringContaining(says)])
  expect((await rowsOf('cun household list')).filter(r => r.village === '张老湾村')).toHaveLength(1)
})

test('a village joins but once, and nothing joins one that has gone; undone, it may again', async () => {
  await there.run(`${merge} 2024-07-01`)
  for (const words of [
    'cun village merge 煤窑庄村 --into 前和湾村 --on 2024-07-02',
    'cun village merge 前和湾村 --into 煤窑庄村 --on 2024-07-02',
  ])
    expect(await there.run(words)).toMatchObject({
      code: 65,
      err: expect.stringContaining('煤窑庄村已于 2024-07-01 并入张老湾村'),
    })
  await there.run('cun undo --yes')
  expect((await rowsOf('cun household list')).filter(r => r.village === '煤窑庄村')).toHaveLength(2)
  expect((await there.run('cun village merge 煤窑庄村 --into 前和湾村 --on 2024-07-02')).code).toBe(0)
})

test('late sheets of the old village import as they stand; what they raise is its officer’s', async () => {
  await there.run(`${merge} 2024-07-01`)
  const add = 'cun visit add --village 煤窑庄村 --household 001 --posting 张三 --date'
  expect((await there.run(`${add} 2024-06-20 --request 修路`)).both).toContain('已登记')
  there.write(
    'v.csv',
    '走访日期,村,户编号,走访人\n2024-06-21,煤窑庄村,002,张三\n2024-06-22,410882200202,001,张三\n',
  )
  expect((await there.run('cun visit import v.csv')).both).toContain('新增 2')
  expect((await there.run(`${add} 2024-07-02`)).both).toContain('已于 2024-07-01 并入张老湾村')
  const listed = async (day: string) =>
    (await rowsOf(`cun household list --village 煤窑庄村 --as-of ${day}`)).map(r => r.number)
  expect([await listed('2024-06-30'), await listed('2024-07-01')]).toEqual([['001', '002'], []])
  const raised = await rowsOf('cun overdue --all --line village --as-of 2024-06-29')
  expect(raised.filter(r => r.duty === 'visit.request').map(r => [r.village, r.who])).toEqual([
    ['煤窑庄村', '张三'],
  ])
  const lists = await rowsOf('cun village list --township 常平乡')
  expect(lists.filter(v => v.mergedInto).map(v => [v.name, v.mergedInto, v.mergedOn, v.households])).toEqual([
    ['煤窑庄村', '张老湾村', '2024-07-01', null],
  ])
})

test.each([
  ['household move 张老湾村001 --into 煤窑庄村', 'row.key-taken', '在新处另给户编号: --number 新户编号'],
  ['household move 张老湾村001 --into 张老湾村', 'household.already-there', '钱七户已经在张老湾村'],
])('%s: %s', async (words, code, says) => {
  const ran = await there.run(`cun ${words} --on 2024-07-01`)
  const why = ran.refusals.flatMap(r => [r.code, ...(r.complaints ?? []).map(c => c.code)])
  expect([why.at(-1), ran.err]).toEqual([code, expect.stringContaining(says)])
})

test('a list with its old name is refused with that of the other, except for who left before', async () => {
  expect((await there.run(`${merge} 2024-07-01`)).code).toBe(0)
  const list = (rows: string) => there.write('list.csv', `村,户编号,户主,户类型,离册日期\n${rows}`)
  list(
    '煤窑庄村,003,孙八,一般农户,\n煤窑庄村,004,周九,一般农户,2024-07-01\n煤窑庄村,005,吴十,一般农户,2024-06-30\n',
  )
  const { code, err } = await there.run('cun import list.csv')
  expect([code, err]).toEqual([65, expect.stringContaining('3 行中 2 行有误')])
  expect(err).toContain(
    '第 2、3 行 · 村 · “煤窑庄村”: 已于 2024-07-01 并入张老湾村。写作 张老湾村; 并村之前就离册的, 填离册日期',
  )
  list('张老湾村,003,孙八,一般农户,\n煤窑庄村,005,吴十,一般农户,2024-06-30\n')
  expect((await there.run('cun import list.csv')).both).toContain('新增 2')
})
