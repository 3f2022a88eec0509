import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { county, samples, withoutGuards } from '../../world.ts'

test.each([
  ['a value edited', "update posting set name = '改名' where id = 3", 'posting 3'],
  ['a row deleted', 'delete from posting where id = 3', 'posting 3'],
  ['a row added', "insert into unit (name) values ('黑户')", 'unit 25'],
  ['a batch renamed', "update batch set who = '别人' where number = 4", 'batch 4'],
  ['a history row deleted', 'delete from history where id = 400', 'batch'],
])('cun check finds %s behind its back', async (_, sql, where) => {
  const there = await county()
  await there.run(`cun import ${samples}roster-gb18030.csv --add unit`)
  await there.run('cun unit change 1 --level 县')
  const db = new Sqlite(`${there.folder}/cun.db`)
  withoutGuards(db)
  db.exec(sql)
  db.close()
  const { code, out } = await there.run('cun check')
  expect(code).toBe(1)
  expect(out).toContain(where)
})

test('a record number changed in what the history says stood before is found', async () => {
  const there = await county()
  await there.run('cun unit add --name 示例一局')
  await there.run('cun unit remove 1 --yes')
  const db = new Sqlite(join(there.folder, 'cun.db'))
  withoutGuards(db)
  db.exec(`update history set before = json_set(before, '$.id', 7) where before is not null`)
  db.close()
  const { code, both } = await there.run('cun check')
  expect(code).toBe(1)
  expect(both).toContain('unit 1')
})
