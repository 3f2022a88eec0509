import { readdirSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { headOf } from '../../../src/kernel/store/journal.ts'
import { Stale, writeBatch } from '../../../src/kernel/store/write-batch.ts'
import { county, place, samples, withoutGuards } from '../../world.ts'

/** Everything recorded, apart from the journal itself. */
function facts(folder: string): string {
  const db = new Sqlite(`${folder}/cun.db`, { readonly: true })
  const tables = db
    .prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'`)
    .pluck()
    .all() as string[]
  const all = tables
    .filter(t => !['batch', 'history', 'log'].includes(t))
    .sort()
    .map(t => [t, db.prepare(`select * from "${t}" order by id`).all()])
  db.close()
  return JSON.stringify(all)
}

test('undo takes back a batch whole, a second undo the one before, and an undo can be undone', async () => {
  const there = await county()
  const before = facts(there.folder)
  await there.run(`cun import ${samples}roster-gb18030.csv --add unit`)
  const imported = facts(there.folder)
  await there.run('cun posting change 3 --name 朱静')
  await there.run('cun undo --yes')
  expect(facts(there.folder)).toBe(imported)
  await there.run('cun undo --yes')
  expect(facts(there.folder)).toBe(before)
  expect((await there.run('cun undo 7 --yes')).code).toBe(0)
  expect(facts(there.folder)).toBe(imported)
  expect((await there.run('cun check')).both).not.toContain('摘要链')
})

test('a batch is not undone while a later one changed its records; the refusal names it', async () => {
  const there = await county()
  await there.run(`cun import ${samples}roster-gb18030.csv --add unit`)
  await there.run('cun posting change 3 --name 朱静')
  const { code, err } = await there.run('cun undo 4 --yes')
  expect([code, err]).toEqual([
    65,
    '第 4 批不能撤销: 其中的派驻 3 号后来又在第 5 批改动过\n→ 先撤销第 5 批: cun undo 5\n',
  ])
})

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
    expect(() => writeBatch(db, note, seen, () => {})).toThrow(Stale)
    expect(writeBatch(db, note, headOf(db), () => {})).toBe(0)
  } finally {
    db.close()
  }
})

test('undo after random histories restores what was there', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), n: fc.nat(30) }),
    fc.record({ kind: fc.constant('change' as const), n: fc.nat(30) }),
    fc.record({ kind: fc.constant('remove' as const), n: fc.nat(30) }),
  )
  const words = {
    add: (n: number) => `add --name 示例${n}局`,
    change: (n: number) => `change ${n} --kind 类${n}`,
    remove: (n: number) => `remove ${n}`,
  }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async history => {
      const there = place()
      await there.run('cun init --name 甲县 --code 410882')
      const states = [facts(there.folder)]
      for (const { kind, n } of history) {
        const { code } = await there.run(`cun unit ${words[kind](n)}`)
        if (code === 0 && facts(there.folder) !== states.at(-1)) states.push(facts(there.folder))
      }
      while (states.length > 1) {
        states.pop()
        expect((await there.run('cun undo --yes')).code).toBe(0)
        expect(facts(there.folder)).toBe(states.at(-1))
      }
    }),
    { numRuns: 25 },
  )
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

test('exports and unmaskings are logged apart, so that an export changes no byte of the next', async () => {
  const there = await county()
  await there.run(`cun import ${samples}roster-gb18030.csv --add unit`)
  const first = await there.run('cun posting export')
  const second = await there.run('cun posting export')
  expect(second.out).toBe(first.out)
  await there.run('cun posting export --unmask --reason 年审')
  const db = new Sqlite(`${there.folder}/cun.db`, { readonly: true })
  expect(db.prepare('select kind, reason from log order by id').all()).toEqual([
    { kind: 'export', reason: null },
    { kind: 'export', reason: null },
    { kind: 'unmask', reason: '年审' },
    { kind: 'export', reason: '年审' },
  ])
})

test('the same as-of gives the same bytes on any clock and in any zone', async () => {
  const there = await county()
  await there.run(`cun import ${samples}roster-gb18030.csv --add unit`)
  const outputs = new Set<string>()
  const zone = process.env.TZ
  for (const [tz, now] of [
    ['America/New_York', '2024-07-26T01:00:00Z'],
    ['Asia/Shanghai', '2031-01-01T00:00:00Z'],
    ['Pacific/Kiritimati', '1999-12-31T23:59:59Z'],
  ] as const) {
    process.env.TZ = tz
    outputs.add((await there.run('cun overdue --as-of 2024-06-30', { now: () => new Date(now) })).out)
  }
  process.env.TZ = zone
  expect(outputs.size).toBe(1)
})
