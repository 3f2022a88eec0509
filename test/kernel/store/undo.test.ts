import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../../../src/kernel/errors.ts'
import { register } from '../../../src/kernel/schema/register.ts'
import type { Register } from '../../../src/kernel/schema/types.ts'
import type { Database } from '../../../src/kernel/store/database.ts'
import { lastUndoable, undo, undoable, undoneBatches } from '../../../src/kernel/store/undo.ts'
import { verifyDatabase } from '../../../src/kernel/store/verify.ts'
import type { Pen } from '../../../src/kernel/store/write-batch.ts'
import { county, place, samples } from '../../world.ts'
import { batch, donor, gift, registers, rowOf, rowsOf, smallDatabase, street } from '../small.ts'

/** What a verb alone writes. */
const stamp: Register = register({
  ...donor,
  name: 'stamp',
  label: { zh: '盖章', en: 'stamp' },
  process: true,
})
const all = [street, donor, gift, stamp]

const east = { name: '东街', code: 'E1' }
const west = { name: '西街', code: 'W2' }

/** Batches one after another, the first of which makes the database. */
function written(...works: ((pen: Pen, db: Database) => void)[]): Database {
  const db = smallDatabase([...registers, stamp])
  batch(db, pen => pen.add(donor, [{ name: '读书会', town: '甲县' }]), { command: 'init' })
  for (const work of works) batch(db, pen => work(pen, db))
  return db
}
const add = (pen: Pen) => void pen.add(street, [east, west])
const change = (pen: Pen, db: Database) =>
  pen.change(street, rowOf(db, street, 1), { ...rowOf(db, street, 1), name: '新街' })
const remove = (pen: Pen, db: Database) => pen.remove(street, rowOf(db, street, 2))

const by = { who: 'clerk', at: '2024-07-26 10:00:00' }
const takeBack = (db: Database, number: number, mayRemove: Parameters<typeof undo>[4] = () => {}) =>
  undo(db, all, number, by, mayRemove)
const contents = (db: Database) => all.map(of => rowsOf(db, of))
/** What the clerk is told instead. */
function refused(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return `${error.kind}: ${error.what.zh} → ${error.next?.zh}`
    throw error
  }
  return 'nothing'
}

describe('a batch is taken back', () => {
  type Work = (pen: Pen, db: Database) => void
  test.each<[what: string, before: Work[], work: Work]>([
    ['that added', [], add],
    ['that changed', [add], change],
    ['that removed: the record comes back under its number', [add], remove],
    [
      'that did all of it',
      [add],
      (pen, db) => {
        change(pen, db)
        remove(pen, db)
        pen.add(gift, [{ title: '诗经', helpers: [1, 2], donor: 1 }])
      },
    ],
    [
      'that exchanged the keys of two records',
      [add],
      (pen, db) => {
        const [one, other] = [rowOf(db, street, 1), rowOf(db, street, 2)]
        pen.change(street, one, { ...one, code: other.code })
        pen.change(street, other, { ...other, code: one.code })
      },
    ],
    [
      'that gave one record the key of another, which it took away',
      [add],
      (pen, db) => {
        pen.remove(street, rowOf(db, street, 2))
        pen.change(street, rowOf(db, street, 1), { id: 1, ...west })
      },
    ],
  ])('%s', (_, before, work) => {
    const db = written(...before)
    const as = contents(db)
    const number = batch(db, pen => work(pen, db))
    const then = contents(db)
    expect(then).not.toEqual(as)
    const taken = takeBack(db, number)
    expect(contents(db)).toEqual(as)
    // and the undo itself, which brings it all back
    const again = takeBack(db, taken)
    expect(contents(db)).toEqual(then)
    takeBack(db, again)
    expect(contents(db)).toEqual(as)
    expect(verifyDatabase(db, all)).toEqual([])
  })

  test('whatever came after on other records', () => {
    const db = written(add, pen => void pen.add(donor, [{ name: '校友会' }]))
    takeBack(db, 2)
    expect([rowsOf(db, street), rowsOf(db, donor).length]).toEqual([[], 2])
  })
  test('as a batch that says which', () => {
    const db = written(add)
    expect(takeBack(db, 2)).toBe(3)
    expect(db.prepare('select command, who, at, undoes, counts from batch where number = 3').get()).toEqual({
      ...by,
      command: 'undo 2',
      undoes: 2,
      counts: '{"street":{"remove":2}}',
    })
  })
  test('and a record once removed is given back, its number to nobody else', () => {
    const db = written(add, remove)
    takeBack(db, 3)
    expect(rowsOf(db, street).map(r => [r.id, r.name])).toEqual([
      [1, '东街'],
      [2, '西街'],
    ])
    batch(db, pen => pen.add(street, [{ name: '南街', code: 'S3' }]))
    expect(rowsOf(db, street).at(-1)!.id).toBe(3)
  })
  test('only once it is said that what it added may go', () => {
    const db = written(add)
    const as = contents(db)
    const asked: [string, readonly number[]][] = []
    const no = () =>
      takeBack(db, 2, going => {
        for (const [of, ids] of going) if (ids.length > 0) asked.push([of.name, [...ids].sort()])
        throw new Error('referred to')
      })
    expect(no).toThrow('referred to')
    expect(asked).toEqual([['street', [1, 2]]])
    expect(contents(db)).toEqual(as)
  })
})

describe('a batch is not taken back', () => {
  const erase = (db: Database) =>
    batch(db, pen => pen.erase(street, rowOf(db, street, 1), { id: 1, name: '某街', code: 'E1' }), {
      command: 'erase street 1',
    })
  test.each<[what: string, make: () => Database, number: number, says: string]>([
    ['that is not there', () => written(add), 7, 'usage: 没有第 7 批 → 用 cun history 查看各批'],
    ['that made the database', () => written(), 1, 'usage: 建库不能撤销 → 要改所设的值, 用 cun settings set'],
    [
      'that was taken back already',
      () => {
        const db = written(add)
        takeBack(db, 2)
        return db
      },
      2,
      'usage: 第 2 批已由第 3 批撤销 → 要恢复它: cun undo 3',
    ],
    [
      'whose record was changed later',
      () => written(add, change),
      2,
      'input: 第 2 批不能撤销: 其中的街道 1 号后来又在第 3 批改动过 → 先撤销第 3 批: cun undo 3',
    ],
    [
      'whose record was removed later, by the last that touched it',
      () => written(add, change, (pen, db) => pen.remove(street, rowOf(db, street, 1))),
      2,
      'input: 第 2 批不能撤销: 其中的街道 1 号后来又在第 4 批改动过 → 先撤销第 4 批: cun undo 4',
    ],
    [
      'whose record was changed outside cun',
      () => {
        const db = written(add)
        db.exec(`update street set name = '黑街' where id = 2`)
        return db
      },
      2,
      'input: 第 2 批不能撤销: 其中的街道 2 号后来又在第 ? 批改动过 → 运行 cun check',
    ],
    [
      'that a verb alone can correct',
      () => written((pen: Pen) => void pen.add(stamp, [{ name: '甲' }])),
      2,
      'input: 第 2 批是办理结果 (盖章), 不能撤销 → 用相应的命令更正, 见 cun stamp --help',
    ],
    [
      'that erased',
      () => {
        const db = written(add)
        erase(db)
        return db
      },
      3,
      'usage: 第 3 批是删除个人信息, 不能撤销 → 所删的内容已不存在',
    ],
    [
      'that wrote what was erased since',
      () => {
        const db = written(add)
        erase(db)
        return db
      },
      2,
      'input: 第 2 批不能撤销: 其中的街道 1 号后来又在第 3 批改动过 → 先撤销第 3 批: cun undo 3',
    ],
  ])('%s', (_, make, number, says) => {
    const db = make()
    const as = contents(db)
    const last = db.prepare('select max(number) from batch').pluck().get()
    expect(refused(() => undoable(db, all, number))).toBe(says)
    expect(refused(() => takeBack(db, number))).toBe(says)
    expect(contents(db)).toEqual(as)
    expect(db.prepare('select max(number) from batch').pluck().get()).toBe(last)
  })
})

describe('undo without a number', () => {
  const undoneOf = (db: Database, ...numbers: number[]) => {
    for (const number of numbers) takeBack(db, number)
    return db
  }
  test.each<[what: string, make: () => Database, last: number | undefined]>([
    ['takes the newest batch', () => written(add, change), 3],
    ['passes over what was taken back, and the undo of it', () => undoneOf(written(add, change), 3), 2],
    ['takes what an undo of an undo brought back', () => undoneOf(written(add, change), 3, 4), 3],
    [
      'finds nothing where all but the making is undone',
      () => undoneOf(written(add, change), 3, 2),
      undefined,
    ],
    [
      'passes over an erasure',
      () => {
        const db = written(add)
        batch(db, pen => pen.erase(street, rowOf(db, street, 1), { id: 1, ...east }), {
          command: 'erase street 1',
        })
        return db
      },
      2,
    ],
    ['finds nothing where only the database was made', () => written(), undefined],
  ])('%s', (_, make, last) => expect(lastUndoable(make())).toBe(last))

  test('which batches are undone, and by which', () => {
    expect([...undoneBatches(undoneOf(written(add, change), 3))]).toEqual([[3, 4]])
    expect([...undoneBatches(undoneOf(written(add, change), 3, 4))]).toEqual([[4, 5]])
    expect([...undoneBatches(undoneOf(written(add, change), 3, 4, 5))]).toEqual([
      [5, 6],
      [3, 4],
    ])
  })
})

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
