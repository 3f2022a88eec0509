import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { place, withoutGuards } from '../world.ts'

test('a village of no township is named, for no list has it', async () => {
  const there = place()
  await there.run('cun init --name 示例县 --code 410882')
  there.write('乡镇.csv', '区划代码,名称\n410882200,常平乡\n')
  there.write('村.csv', '区划代码,村名\n410882200204,张老湾村\n410882200205,前和湾村\n')
  await there.run('cun import 乡镇.csv 村.csv')
  expect(await there.run('cun check')).toMatchObject({ code: 0, out: '' })
  const db = new Sqlite(join(there.folder, 'cun.db'))
  withoutGuards(db)
  db.exec('delete from township')
  db.close()
  const { out, code } = await there.run('cun check --format csv --no-bom')
  expect(code).toBe(1)
  expect(out).toContain(
    'village #1 #2,"2 个村(社区)不属于任何乡镇(街道), 各表都不列","补登乡镇(街道): cun township import 文件, 或改正代码"',
  )
})
