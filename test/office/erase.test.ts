import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { filesUnder, type Place, place } from '../world.ts'

const name = '欧阳玄武'
const phone = '13912345678'
const id = '410882198503070010'

async function withPerson(): Promise<Place> {
  const there = place()
  const run = async (words: string) => {
    const { code, both } = await there.run(words)
    if (code !== 0) throw new Error(both)
  }
  await run('cun init --name 甲县 --code 410882 --since 2023-01-01')
  await run('cun township add --name 紫陵镇 --code 410882103')
  await run('cun village add --name 坞头村 --code 410882103201 --township 紫陵镇')
  await run('cun unit add --name 示例一局 --level 县')
  there.write(
    'roster.csv',
    `姓名,身份证号,联系电话,派出单位,派驻村,驻村职务,驻村开始时间,实际结束时间\n${name},${id},${phone},示例一局,坞头村,第一书记,2022-06-01,2024-06-01\n`,
  )
  await run('cun posting import roster.csv')
  await run('cun posting change 1 --rank 一级科员')
  await run(`cun household add --head ${name} --village 坞头村 --number 001 --kind 一般农户`)
  return there
}

const personal = [name, phone, id].map(text => Buffer.from(text).toString('latin1'))
const holding = (there: Place) =>
  filesUnder(there.folder)
    .filter(path => !path.endsWith('.csv'))
    .filter(path => personal.some(text => readFileSync(path).toString('latin1').includes(text)))
    .map(path => basename(path))

test('a person is erased from the records and from what their history keeps; the chain still verifies', async () => {
  const there = await withPerson()
  await there.run('cun backup')
  expect(holding(there).length).toBe(2)
  const { code, out, err } = await there.run(`cun erase ${name} --all --reason 本人申请 --yes`)
  expect([code, err]).toEqual([0, expect.stringContaining('已公布的季度和通报')])
  expect(out).toContain('这些备份里还有这些信息')
  expect(out).toContain('已删除 posting:1、household:1 的个人信息')
  // What is left of it is in the backup that was listed, and nowhere else.
  const left = holding(there)
  expect(left.length).toBe(1)
  expect(out).toContain(left[0])
  expect(await there.run('cun check')).toMatchObject({ code: 0 })
  expect((await there.run('cun posting list --unmask --reason 核对')).out).toContain('已删除A')
  expect((await there.run('cun history')).out).toContain('erase posting:1 household:1: 本人申请')
  expect((await there.run('cun history show 5')).both).not.toContain(phone.slice(-4))
})

test('backups that a restore abandoned are named too, whatever their number', async () => {
  const there = await withPerson()
  await there.run('cun backup')
  const [early] = holding(there).filter(name => name.includes('-b'))
  await there.run('cun unit add --name 示例二局 --level 县')
  await there.run('cun unit add --name 示例三局 --level 县')
  await there.run('cun backup')
  await there.run(`cun restore ${early} --yes`)
  const { code, out } = await there.run(`cun erase ${name} --all --reason 本人申请 --yes`)
  expect(code).toBe(0)
  const left = holding(there)
  expect(left).toHaveLength(2)
  for (const backup of left) expect(out).toContain(backup)
})

test('an erasure is not undone, nor what it erased', async () => {
  const there = await withPerson()
  await there.run(`cun erase ${name} --only posting:1 --reason 本人申请 --yes`)
  expect(await there.run('cun undo 8 --yes')).toMatchObject({
    code: 64,
    err: expect.stringContaining('不能撤销'),
  })
  expect(await there.run('cun undo 5 --yes')).toMatchObject({ code: 65 })
  // Without a number the last batch that can be taken back is meant, which the erasure is not.
  expect((await there.run('cun undo --yes')).out).toContain('第 7 批已撤销')
})

test('the history may lose values only to an erasure, and a loss without one is found', async () => {
  const there = await withPerson()
  const db = new Sqlite(`${there.folder}/cun.db`)
  for (const sql of [
    'delete from history where id = 1',
    "update history set before = '{}' where id = 1",
    'update history set record = 9, before = null, salt = null where id = 1',
    "update batch set who = 'x' where number = 1",
    'delete from batch where number = 7',
  ]) {
    expect(() => db.exec(sql)).toThrow('append-only')
  }
  db.exec('update history set before = null, salt = null where batch = 6')
  db.close()
  expect(await there.run('cun check')).toMatchObject({ code: 1, out: expect.stringContaining('posting 1') })
})

test.each([
  [`cun erase ${name} --yes`, 64, '--reason'],
  [`cun erase ${name} --reason 申请 --yes`, 64, 'posting:1 派驻、household:1 农户'],
  [`cun erase ${name} --only posting:2 --reason 申请 --yes`, 64, '可选: posting:1、household:1'],
  ['cun erase 无名氏 --reason 申请 --yes', 65, '没有记录写着 无名氏'],
])('%s is refused plainly', async (words, code, says) => {
  const there = await withPerson()
  expect(await there.run(words)).toMatchObject({ code, out: '', err: expect.stringContaining(says) })
  expect(await there.run('cun history show 8')).toMatchObject({ code: 65 })
})

test('a deed stays confirmed without the name of who confirmed it', async () => {
  const there = await withPerson()
  await there.run(
    `cun deed add --village 坞头村 --title 修路 --date 2024-05-06 --confirmed-by ${name} --confirmed-on 2024-05-08`,
  )
  await there.run(`cun erase ${name} --only deed:1 --reason 本人申请 --yes`)
  const { out } = await there.run('cun deed export --format csv --no-bom --out deeds.csv')
  expect(out).not.toContain(name)
  expect(there.read('deeds.csv')).toMatch(/,已删除A,2024-05-08/)
  expect((await there.run('cun import deeds.csv')).both).toContain('不变 1')
  expect((await there.run('cun deed change 1 --households 40')).code).toBe(0)
})

test('a head of before is erased where the earlier values have him, with the history of both', async () => {
  const there = await withPerson()
  expect((await there.run('cun household change 1 --head 欧阳白虎 --on 2024-01-01')).code).toBe(0)
  const { code, out } = await there.run(`cun erase ${name} --only householdpast:1 --reason 本人申请 --yes`)
  expect([code, out]).toEqual([0, expect.stringContaining('已删除 householdpast:1 的个人信息')])
  const { out: shown } = await there.run('cun household show 1')
  expect(shown).toContain('已删除A')
  expect(shown).not.toContain(name)
  const db = new Sqlite(`${there.folder}/cun.db`, { readonly: true })
  const kept = "select count(*) from history where register like 'household%' and before like ?"
  expect(db.prepare(kept).pluck().get(`%${name}%`)).toBe(0)
  db.close()
  expect(await there.run('cun check')).toMatchObject({ code: 0 })
  // With the record of the household itself the earlier values go along.
  const other = await withPerson()
  await other.run('cun household change 1 --kind 脱贫户 --on 2024-01-01')
  const whole = await other.run(`cun erase ${name} --all --reason 本人申请 --yes`)
  expect(whole.out).toContain('已删除 posting:1、household:1 的个人信息')
  expect((await other.run('cun householdpast show 1')).out).toContain('已删除A')
  expect(await other.run('cun check')).toMatchObject({ code: 0 })
})
