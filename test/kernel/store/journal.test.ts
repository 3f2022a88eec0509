import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { county, samples } from '../../world.ts'

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
