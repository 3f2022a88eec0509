import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/kernel/store/database.ts'
import { headOf } from '../../src/kernel/store/journal.ts'
import { records } from '../../src/kernel/store/records.ts'
import { writeBatch } from '../../src/kernel/store/write-batch.ts'
import { migrations } from '../../src/migrations.ts'
import { household } from '../../src/roster/household.ts'
import { township } from '../../src/roster/township.ts'
import { village } from '../../src/roster/village.ts'
import { county, place } from '../world.ts'

test('a village of no township, from before it was refused, is kept and named, and lies in one once that is on record', async () => {
  const there = place()
  const db = openDatabase(
    join(there.folder, 'cun.db'),
    migrations.filter(m => m.number <= 12),
    { create: true },
  )
  const note = { command: 'village import', who: 'clerk', at: '2024-07-26 09:30:00' }
  // As they were then: without the township that one may have been merged into, and without former names.
  const { code, name } = township.fields
  const townshipThen = { ...township, fields: { code: code!, name: name! } }
  const { formerNames: _, ...fieldsThen } = village.fields
  const villageThen = { ...village, fields: fieldsThen }
  writeBatch(db, [], note, headOf(db), pen => {
    pen.add(townshipThen, [{ code: '410882101', name: '西向镇' }])
    pen.add(villageThen, [
      { code: '410882200204', name: '张老湾村' },
      { code: '410882200205', name: '前和湾村' },
      { code: '410882101201', name: '前和湾村' },
    ])
  })
  db.close()
  const found = await there.run('cun check --format csv --no-bom')
  expect(found.code).toBe(1)
  expect(found.out).toBe(
    '何处,问题,办法\r\nvillage #1 #2,"2 个村(社区)不属于任何乡镇(街道), 各表都不列","补登乡镇(街道): cun township import 文件, 或改正代码"\r\n',
  )
  expect((await there.run('cun village list --township 西向镇')).err).toContain('共 1 条')
  // It can be named all the same, by its number where others bear its name.
  expect((await there.run('cun village show 张老湾村')).code).toBe(0)
  expect((await there.run('cun village show 前和湾村')).both).toContain('西向镇: 前和湾村 (#3)')
  await there.run('cun village export --out 村.csv')
  expect((await there.run('cun import 村.csv')).out).toContain('更改 0, 不变 3')
  expect((await there.run('cun township add --code 410882200 --name 常平乡')).code).toBe(0)
  expect(await there.run('cun check')).toMatchObject({ code: 0, out: '' })
  expect((await there.run('cun village list --township 常平乡')).err).toContain('共 2 条')
  expect((await there.run('cun check --full')).both).not.toContain('village')
})

test('a township that is not the one of the code is found', async () => {
  const there = place()
  await there.run('cun init --name 示例县 --code 410882')
  there.write('乡镇.csv', '区划代码,名称\n410882200,常平乡\n410882101,西向镇\n')
  there.write('村.csv', '区划代码,村名\n410882200204,张老湾村\n410882200205,前和湾村\n')
  await there.run('cun import 乡镇.csv 村.csv')
  expect(await there.run('cun check')).toMatchObject({ code: 0, out: '' })
  const db = new Sqlite(join(there.folder, 'cun.db'))
  db.exec('update village set township = 2 where id = 1; update village set township = null where id = 2')
  db.close()
  const { out, code } = await there.run('cun check --format csv --no-bom')
  expect(code).toBe(1)
  expect(out).toContain('village 1,乡镇与区划代码不符: 不是用 cun 改的')
  expect(out).toContain('village 2,乡镇与区划代码不符: 不是用 cun 改的')
  expect((await there.run('cun check --lang en')).out).toContain(
    'its township does not match its village code',
  )
})

test('a household that changed from a day after its end, as no command leaves one, is named', async () => {
  const there = await county()
  for (const words of [
    'cun household add --village 张老湾村 --number 001 --head 周甲 --kind 一般农户',
    'cun household change 1 --kind 脱贫户 --on 2024-05-01',
  ])
    expect((await there.run(words)).code).toBe(0)
  const db = openDatabase(join(there.folder, 'cun.db'), migrations)
  const note = { command: 'household change', who: 'clerk', at: '2024-07-26 09:30:00' }
  const end = (day: string) =>
    writeBatch(db, [household], note, headOf(db), pen => {
      const [before] = records(db, household)
      pen.change(household, before!, { ...before!, end: day })
    })
  // On its last day the new value held.
  end('2024-05-01')
  expect((await there.run('cun check')).both).toBe('没有问题\n')
  end('2024-04-30')
  db.close()
  const { code, out } = await there.run('cun check --format csv --no-bom')
  expect([code, out]).toEqual([
    1,
    '何处,问题,办法\r\nhousehold 1,农户结束之后还有变更,核对结束日期和原值: cun household show 1\r\n',
  ])
})
