import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { county, place, samples } from '../../world.ts'

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
