import { readdirSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { headOf } from '../../../src/kernel/store/journal.ts'
import { Stale, writeBatch } from '../../../src/kernel/store/write-batch.ts'
import { county } from '../../world.ts'
import { add, batch, rowsOf, smallDatabase, street } from '../small.ts'

test('what was planned on a head that a restore has replaced by another of its number is not written', async () => {
  const there = await county()
  const db = new Sqlite(`${there.folder}/cun.db`)
  try {
    const seen = headOf(db)
    await there.run('cun undo --yes')
    await there.run(`cun restore ${readdirSync(`${there.folder}/cun.db.backups`).sort()[0]} --yes`)
    while (headOf(db).number < seen.number)
      await there.run(`cun unit add --name 示例${headOf(db).number}局 --level 县`)
    expect(headOf(db)).toEqual({ number: seen.number, digest: expect.not.stringContaining(seen.digest) })
    const note = { command: 'test', who: 'clerk', at: '2024-07-26 09:30:00' }
    expect(() => writeBatch(db, [], note, seen, () => {})).toThrow(Stale)
    expect(writeBatch(db, [], note, headOf(db), () => {})).toBe(0)
  } finally {
    db.close()
  }
})

test('two records that end with one key are refused by the database, and nothing of the batch is written', () => {
  const db = smallDatabase()
  add(db, street, { name: '东街', code: 'E1' }, { name: '西街', code: 'W2' })
  const before = rowsOf(db, street)
  const twins = () =>
    batch(db, pen => {
      pen.change(street, before[0]!, { ...before[0]!, code: 'W2' })
      pen.change(street, before[1]!, { ...before[1]!, name: '新街' })
    })
  expect(twins).toThrow('UNIQUE')
  expect(rowsOf(db, street)).toEqual(before)
})
