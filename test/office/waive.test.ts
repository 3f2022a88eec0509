import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { county, type Place, withoutGuards } from '../world.ts'

const post = 'cun posting add --unit 示例一局 --village 张老湾村 --roles 第一书记'
const by = '--by 王部长 --reason 长期外出 --yes'

async function done(there: Place, all: readonly string[]): Promise<void> {
  for (const words of all) {
    const { code, both } = await there.run(words)
    expect([words, code, code === 0 ? '' : both]).toEqual([words, 0, ''])
  }
}

/** A village with three households, one of which was never visited, and routine visits every month. */
async function village(more: readonly string[] = []): Promise<Place> {
  const there = await county()
  await done(there, [
    'cun settings set visit.rounds 监测户=1',
    'cun unit add --name 示例一局 --level 县',
    `${post} --name 张三 --start 2024-01-31`,
    ...['001 王五', '002 赵六', '003 孙七'].map(
      h =>
        `cun household add --village 张老湾村 --number ${h.split(' ')[0]} --head ${h.split(' ')[1]} --kind 监测户`,
    ),
    'cun visit add --village 张老湾村 --household 001 --posting 张三 --date 2024-02-20',
    ...more,
  ])
  return there
}

async function rows(there: Place, words: string): Promise<Record<string, unknown>[]> {
  return JSON.parse((await there.run(`${words} --format json`)).out).tables[0].rows
}

const listed = async (there: Place, duty: string, asOf: string, more = '') =>
  (await rows(there, `cun overdue --each ${more} --as-of ${asOf}`))
    .filter(r => r.duty === duty)
    .map(r => `${r.register}:${r.record} ${r.due} ${r.status}`)

test('a first round is written off for one person, and missed in its measure as before', async () => {
  const there = await village()
  const model = '指标,线,对象,分值,取数,方法,参数,封顶\n首轮,地线,个人,100,visit.inTime,比率,,\n'
  there.write('model.csv', model)
  await done(there, ['cun model import model.csv'])
  const score = async () => (await there.run('cun assess explain 2024Q1 张三 --format json')).out
  const before = await score()
  await done(there, [`cun waive visit.firstRound --record household:2 ${by} --as-of 2024-06-30`])
  expect(await listed(there, 'visit.firstRound', '2024-06-30')).toEqual(['household:3 2024-02-29 overdue'])
  expect(await listed(there, 'visit.firstRound', '2024-06-29')).toHaveLength(2)
  expect(await score()).toBe(before)
  expect(before).toContain('赵六')
  // A successor has a first round of his own.
  await done(there, [
    'cun posting change 1 --end 2024-06-30',
    `${post} --name 李四 --start 2024-07-01 --as-of 2024-09-01`,
  ])
  expect(await listed(there, 'visit.firstRound', '2024-09-01')).toHaveLength(3)
})

test('what was written off and is done after all is done', async () => {
  const there = await village()
  await done(there, [
    `cun waive visit.firstRound --record household:2 ${by} --as-of 2024-06-30`,
    'cun visit add --village 张老湾村 --household 002 --posting 张三 --date 2024-03-05',
  ])
  expect(await listed(there, 'visit.firstRound', '2024-06-30', '--all')).toEqual([
    'household:1 2024-02-29 done',
    'household:2 2024-02-29 doneLate',
    'household:3 2024-02-29 overdue',
  ])
})

test('a recurring duty that was written off is due anew from that day', async () => {
  const there = await village()
  expect(await listed(there, 'visit.round', '2024-06-30')).toEqual([
    'household:2 2024-02-29 overdue',
    'household:3 2024-02-29 overdue',
    'household:1 2024-03-20 overdue',
  ])
  await done(there, [
    `cun waive visit.round --due 2024-03-20 ${by} --as-of 2024-06-30`,
    `cun waive diary.review --record posting:1 ${by} --as-of 2024-06-30`,
  ])
  const later = (duty: string) => listed(there, duty, '2024-08-05')
  expect(await listed(there, 'visit.round', '2024-07-30')).not.toContain('household:1 2024-07-30 overdue')
  expect(await later('visit.round')).toContain('household:1 2024-07-30 overdue')
  expect(await later('diary.review')).toEqual(['posting:1 2024-07-30 overdue'])
  const paper = await rows(there, 'cun report waived 2024 --as-of 2024-08-05')
  expect(paper.map(r => `${r.who} ${r.duty} ${r.what} ${r.due}`)).toEqual([
    '张三 日常走访 001 王五 (监测户) 2024-03-20',
    '常平乡 日记审阅 张三 (尚未审阅) 2024-03-01',
  ])
  // Once more, and the paper still tells the two apart.
  await done(there, [`cun waive visit.round --record household:1 ${by} --as-of 2024-08-05`])
  expect((await rows(there, 'cun report waived 2024 --as-of 2024-08-05')).map(r => r.due)).toEqual([
    '2024-03-20',
    '2024-03-01',
    '2024-07-30',
  ])
})

test('of a paper the signatures of one person, or all of them', async () => {
  const there = await village([
    'cun posting add --name 钱八 --unit 示例一局 --village 前和湾村 --roles 第一书记 --start 2024-01-31',
    'cun dispatch add --title 通知 --issuer 省委组织部 --level 省 --kind 通知 --secrecy 公开 --received 2024-03-01 --forwarded 2024-03-01',
  ])
  await done(there, [`cun waive dispatch.sign --record dispatch:1 --subject 张三 ${by} --as-of 2024-06-30`])
  const unsigned = async () => {
    const { out } = await there.run('cun report unsigned --as-of 2024-06-30 --format json')
    return JSON.parse(out).tables[1].rows.map((r: { name: string }) => r.name)
  }
  expect(await unsigned()).toEqual(['钱八'])
  await done(there, [`cun waive dispatch.sign --record dispatch:1 ${by} --as-of 2024-06-30`])
  expect(await unsigned()).toEqual([])
  await done(there, ['cun undo --yes'])
  expect(await unsigned()).toEqual(['钱八'])
})

test('a record that was written off is neither removed nor lost in a merge; check names a waiver without one', async () => {
  const there = await village()
  await done(there, [`cun waive visit.firstRound --record household:2 ${by} --as-of 2024-06-30`])
  const removed = await there.run('cun household remove 2 --yes')
  expect([removed.code, removed.refusals[0]?.code]).toEqual([65, 'record.in-use'])
  await done(there, ['cun household merge 张老湾村002 --into 张老湾村003'])
  expect((await rows(there, 'cun waiver list')).map(r => r.record)).toEqual([3])
  await done(there, ['cun undo --yes'])
  expect((await rows(there, 'cun waiver list')).map(r => r.record)).toEqual([2])
  expect((await there.run('cun check')).code).toBe(0)
  const db = new Sqlite(`${there.folder}/cun.db`)
  withoutGuards(db)
  db.exec('delete from household where id = 2')
  db.close()
  expect((await there.run('cun check')).out).toContain('waiver 1')
})

test('what a person inherited says from whom and since when, while it is open', async () => {
  const there = await village([
    'cun strategy add --village 张老湾村 --year 2024 --strengths 药材 --problems 缺水 --state 起步 --path 合作社 --owner 张三',
    ...['修渠 2024-03-31', '订单 2024-11-30'].map(
      m =>
        `cun milestone add --village 张老湾村 --strategy 2024 --title ${m.split(' ')[0]} --owner 张三 --due ${m.split(' ')[1]}`,
    ),
    'cun milestone change 2 --done 2024-04-01',
    'cun posting change 1 --end 2024-06-30',
    `${post} --name 李四 --start 2024-07-01`,
  ])
  const inherited = async (asOf: string) =>
    (await rows(there, `cun overdue --line resources --each --all --as-of ${asOf}`))
      .filter(r => r.duty === 'milestone')
      .map(r => `${r.who} ${r.what} ${r.inheritedFrom} ${r.inheritedSince}`)
  expect(await inherited('2024-07-10')).toEqual([
    '张三（已离任） #1 修渠 null null',
    '张三（已离任） #2 订单 null null',
  ])
  await done(there, [
    'cun handover start 张老湾村 --on 2024-07-05',
    'cun handover accept 1 --given --on 2024-07-06',
  ])
  expect(await inherited('2024-07-10')).toEqual([
    '李四 #1 修渠 (承接自张三, 自 2024-01-01) 张三 2024-01-01',
    '李四 #2 订单 null null',
  ])
})

test('a brief of 31 December says how much is carried over, and how it is listed', async () => {
  const there = await village()
  const carried = await rows(there, 'cun report carried 2024 --as-of 2025-02-01')
  const total = carried.at(-1)!.carried
  expect(carried.find(r => r.duty === '首轮遍访')).toMatchObject({
    carried: 2,
    overdue: 2,
    open: 2,
    waived: 0,
  })
  const brief = (await there.run('cun report brief --as-of 2024-12-31')).out
  expect(brief).toContain(`年末未办、结转下年的事项 ${total} 项: cun report carried 2024`)
  expect((await there.run('cun report brief --as-of 2024-12-30')).out).not.toContain('carried')
  await done(there, [`cun waive visit.firstRound --year 2024 ${by} --as-of 2025-01-15`])
  const after = await rows(there, 'cun report carried 2024 --as-of 2025-02-01')
  expect(after.find(r => r.duty === '首轮遍访')).toMatchObject({ carried: 2, open: 0, waived: 2 })
})

test('what next year’s plan says is not carried over, however early it is typed', async () => {
  const there = await village()
  const total = async () => (await rows(there, 'cun report carried 2024 --as-of 2025-02-01')).at(-1)!.carried
  const before = await total()
  await done(there, [
    'cun strategy add --village 张老湾村 --year 2025 --strengths 药材 --problems 缺水 --state 平稳 --path 引水 --owner 王支书 --as-of 2025-01-10',
    'cun milestone add --village 张老湾村 --strategy 2025 --title 路灯 --owner 王支书 --due 2025-06-30 --as-of 2025-01-10',
  ])
  expect(await total()).toBe(before)
})
