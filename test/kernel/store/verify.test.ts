import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { Database } from '../../../src/kernel/store/database.ts'
import { linesToVerify, verifyDatabase, verifyJournal } from '../../../src/kernel/store/verify.ts'
import { county, samples, withoutGuards } from '../../world.ts'
import { batch, donor, gift, rowOf, smallDatabase, street } from '../small.ts'

const all = [street, donor, gift]

/** Four batches: two streets and a gift added; one changed; one removed; a donor erased. Batch 4 only adds. */
function written(): Database {
  const db = smallDatabase()
  batch(db, pen => {
    pen.add(street, [
      { name: '东街', code: 'E1' },
      { name: '西街', code: 'W2' },
      { name: '南街', code: 'S3' },
    ])
    pen.add(donor, [{ name: '张三', town: '甲县' }])
    pen.add(gift, [{ title: '诗经', donor: 1 }])
  })
  batch(db, pen => pen.change(street, rowOf(db, street, 1), { id: 1, name: '新街', code: 'E1' }))
  batch(db, pen => pen.remove(street, rowOf(db, street, 3)))
  batch(db, pen => pen.add(street, [{ name: '北街', code: 'N4' }]), { source: 'a.csv', sourceDigest: 'ab12' })
  batch(db, pen => pen.erase(donor, rowOf(db, donor, 1), { id: 1, name: '甲', town: null }), {
    command: 'erase donor 1',
  })
  return db
}
const said = (db: Database) => verifyDatabase(db, all).map(({ where, what }) => `${where}: ${what.zh}`)
/** The lines of history: 1–3 streets added, 4 the donor, 5 the gift; 6 changed, 7 removed, 8 added, 9 erased. */
const offHistory = '与其经过记录不符: 不是用 cun 改的'
const offChain = '与摘要链不符'
const offCounts = '所记条数与经过不符'
const offBefore = (batch: number) => `第 ${batch} 批所记的经过与此前不符`

test('what was written by cun alone is sound: added, changed, removed, erased', () =>
  expect(said(written())).toEqual([]))
test('so is a database with nothing in it', () => expect(said(smallDatabase())).toEqual([]))

describe('what is done behind its back is found, each by its own name', () => {
  test.each<[what: string, sql: string, found: string[]]>([
    ['a value changed', `update street set name = '黑街' where id = 2`, [`street 2: ${offHistory}`]],
    ['a value emptied', 'update gift set donor = null where id = 1', [`gift 1: ${offHistory}`]],
    ['a row deleted', 'delete from street where id = 2', [`street 2: ${offHistory}`]],
    ['a row added', `insert into street (name, code) values ('黑街', 'X9')`, [`street 5: ${offHistory}`]],
    [
      'a removed row put back as it was',
      `insert into street (id, name, code) values (3, '南街', 'S3')`,
      [`street 3: ${offHistory}`],
    ],
    [
      'two rows that change numbers',
      `update street set id = 99 where id = 1; update street set id = 1 where id = 2; update street set id = 2 where id = 99`,
      [`street 1: ${offHistory}`, `street 2: ${offHistory}`],
    ],
    [
      'a reference to nothing',
      'update gift set donor = 9 where id = 1',
      ['gift 1: 所指的 donor 不存在', `gift 1: ${offHistory}`],
    ],
    // what stood before
    [
      'a value changed in what stood before',
      `update history set before = replace(before, '东街', '黑街') where id = 6`,
      [`history 6 (street 1): ${offBefore(2)}`],
    ],
    [
      'a number changed in what stood before',
      `update history set before = json_set(before, '$.id', 2) where id = 6`,
      [`history 6 (street 1): ${offBefore(2)}`],
    ],
    [
      'a field put into what stood before',
      `update history set before = json_set(before, '$.more', null) where id = 6`,
      [`history 6 (street 1): ${offBefore(2)}`],
    ],
    [
      'what stood before taken away',
      'update history set before = null where id = 6',
      [`history 6 (street 1): ${offBefore(2)}`],
    ],
    [
      'the salt of a line taken away, as an erasure would',
      'update history set salt = null where id = 2',
      [`history 2 (street 2): ${offBefore(1)}`, `street 2: ${offHistory}`],
    ],
    [
      'an erased value put back',
      `update history set before = '{"id":1,"name":"张三"}' where id = 9`,
      [`history 9 (donor 1): ${offBefore(5)}`],
    ],
    // the lines themselves
    [
      'a line deleted',
      'delete from history where id = 6',
      [`batch 2: ${offChain}`, `batch 2: ${offCounts}`, `street 1: ${offHistory}`],
    ],
    [
      'the digest of a line changed, to fit a changed row or not',
      `update history set digest = x'00' where id = 8`,
      [`batch 4: ${offChain}`, `street 4: ${offHistory}`],
    ],
    [
      'a line said of another register',
      `update history set register = 'donor', record = 7 where id = 8`,
      [`batch 4: ${offCounts}`, `street 4: ${offHistory}`, `donor 7: ${offHistory}`],
    ],
    [
      'a line of a register that is not there',
      `update history set register = 'gone' where id = 8`,
      [`batch 4: ${offCounts}`, `history 8 (gone 4): ${offBefore(4)}`, `street 4: ${offHistory}`],
    ],
    [
      'a line put into another batch',
      'update history set batch = 3 where id = 8',
      [`batch 3: ${offChain}`, `batch 3: ${offCounts}`, `batch 4: ${offChain}`, `batch 4: ${offCounts}`],
    ],
    // the batches
    ['another name in a batch', `update batch set who = '别人' where number = 2`, [`batch 2: ${offChain}`]],
    [
      'another time in a batch',
      `update batch set at = '2020-01-01 00:00:00' where number = 1`,
      [`batch 1: ${offChain}`],
    ],
    [
      'another command in a batch',
      `update batch set command = 'x' where number = 3`,
      [`batch 3: ${offChain}`],
    ],
    ['a file put to a batch', `update batch set source = 'a.csv' where number = 3`, [`batch 3: ${offChain}`]],
    [
      'a batch said to undo another',
      'update batch set undoes = 1 where number = 3',
      [`batch 3: ${offChain}`],
    ],
    [
      'the counts of a batch changed',
      `update batch set counts = '{"street":{"add":2}}' where number = 4`,
      [`batch 4: ${offChain}`, `batch 4: ${offCounts}`],
    ],
    [
      'the digest of a batch, and with it the chain after it',
      `update batch set digest = 'ff' where number = 2`,
      [`batch 2: ${offChain}`, `batch 3: ${offChain}`],
    ],
    [
      'a batch taken out, its lines left',
      'delete from batch where number = 4',
      [
        'history 8: 所指的 batch 不存在',
        'batch 5: 此前缺批',
        `batch 5: ${offChain}`,
        'batch 4: 有经过而无此批',
      ],
    ],
    [
      'a batch taken out with its lines',
      'delete from history where batch = 4; delete from batch where number = 4',
      ['batch 5: 此前缺批', `batch 5: ${offChain}`, `street 4: ${offHistory}`],
    ],
    [
      'an erasure’s batch called otherwise: what it erased is missed',
      `update batch set command = 'x' where number = 5`,
      [
        `batch 5: ${offChain}`,
        `history 4 (donor 1): ${offBefore(1)}`,
        `history 9 (donor 1): ${offBefore(5)}`,
      ],
    ],
  ])('%s', (_, sql, found) => {
    const db = written()
    withoutGuards(db)
    db.pragma('foreign_keys = off')
    db.exec(sql)
    expect(said(db)).toEqual(found)
  })

  test('the newest batch taken out with all it wrote leaves a sound chain: for that its head is printed', () => {
    const db = written()
    withoutGuards(db)
    db.exec(`delete from history where batch = 5; delete from batch where number = 5`)
    // but not the erased record, whose last line is an older one without its salt
    expect(said(db)).toEqual([`history 4 (donor 1): ${offBefore(1)}`, `donor 1: ${offHistory}`])
  })
})

test('without registers the chain alone is verified', () => {
  const db = written()
  db.exec(`update street set name = '黑街' where id = 2`)
  expect(verifyJournal(db)).toEqual([])
  withoutGuards(db)
  db.exec(`update batch set who = '别人' where number = 2`)
  expect(verifyJournal(db).map(u => u.where)).toEqual(['batch 2'])
})

test('every line and every record ticks once', () => {
  const db = written()
  let ticks = 0
  verifyDatabase(db, all, () => ticks++)
  // nine lines; three streets, a donor and a gift
  expect([ticks, linesToVerify(db, all)]).toEqual([14, 14])
})

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

test.each([
  [
    'a column called otherwise, so that its records cannot be read',
    'alter table history rename column id to hd',
    'table history',
    '结构与本程序所建的不同',
  ],
  ['a trigger dropped', 'drop trigger history_kept', 'trigger history_kept', '缺少: 不是用 cun 删去的'],
  ['an index dropped', 'drop index visit_key', 'index visit_key', '缺少: 不是用 cun 删去的'],
  ['a view added', 'create view mine as select * from posting', 'view mine', '不是 cun 建的'],
])('cun check finds %s', async (_, sql, where, what) => {
  const there = await county()
  const db = new Sqlite(join(there.folder, 'cun.db'))
  db.exec(sql)
  db.close()
  const { code, out } = await there.run('cun check')
  expect(code).toBe(1)
  expect(out.split('\n').find(line => line.startsWith(where))).toContain(what)
})
