import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/kernel/store/database.ts'
import { migrations } from '../../src/migrations.ts'
import { county, place, withoutGuards } from '../world.ts'

const init = 'cun init --name 沁阳市 --code 410882 --since 2023-01-01'

describe('a making of the database that was cut off', () => {
  it('is finished by the same command, from an empty file or one with tables and no batch', async () => {
    for (const leave of [
      (path: string) => writeFileSync(path, ''),
      (path: string) => openDatabase(path, migrations, { create: true }).close(),
    ]) {
      const there = place()
      leave(join(there.folder, 'cun.db'))
      expect((await there.run(init)).code).toBe(0)
      expect((await there.run('cun check')).code).toBe(0)
    }
  })

  it('is not any other file', async () => {
    const there = place()
    there.write('cun.db', 'something else')
    expect((await there.run(init)).code).toBe(73)
    expect(there.read('cun.db')).toBe('something else')
  })
})

it('rows taken with the rest rejected: what is said of them holds no raw control character', async () => {
  const there = await county()
  there.write('h.csv', '村,户编号,户主,\x1b户类型\n张老湾村,001,王五,一般农户\n张老湾村,002,周七,村\n')
  const { code, both } = await there.run('cun import h.csv --accept-valid --rejects back.csv')
  expect(code).toBe(1)
  expect(both).not.toContain('\x1b')
})

it('a record changed into another is refused, and nothing is written', async () => {
  const there = await county()
  there.write('h.csv', '村,户编号,户主,户类型\n张老湾村,001,王五,一般农户\n前和湾村,001,周七,一般农户\n')
  await there.run('cun import h.csv')
  const { code, err } = await there.run('cun household change 2 --village 张老湾村')
  expect(code).toBe(65)
  expect(err).toContain('关键项相同')
  expect((await there.run('cun household show 2 --format json')).out).toContain('前和湾村')
})

it('a record number changed in what the history says stood before is found', async () => {
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
