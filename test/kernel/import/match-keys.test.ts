import { describe, expect, test } from 'vitest'
import { findByKey, type Keyed, repeats, takenKeys } from '../../../src/kernel/import/match-keys.ts'
import type { Draft } from '../../../src/kernel/import/parse.ts'
import { Masked } from '../../../src/kernel/schema/field.ts'
import type { Row } from '../../../src/kernel/schema/types.ts'
import { county } from '../../world.ts'
import { add, keeper, rowOf, shelf, smallDatabase, town } from '../small.ts'

/** Keepers are known by ID number and day, else by name, room and day. Letters stand for ID numbers. */
const from = '2024-01-01'
const keepers: Keyed[] = [
  { name: '张三', idNumber: 'A', room: 1, from },
  { name: '李四', idNumber: null, room: 1, from },
  { name: '张三', idNumber: 'B', room: 2, from },
  // two that nothing tells apart, as an older program may have left them
  { name: '周七', idNumber: null, room: 3, from },
  { name: '周七', idNumber: null, room: 3, from },
]
function stored() {
  const db = town()
  const before = add(db, keeper, ...keepers)[0]! - 1
  /** Numbers of these keepers from 1. */
  const numbered = (id: number | undefined) => (id === undefined ? undefined : id - before)
  const one = (number: number): Row => rowOf(db, keeper, before + number)
  return { db, numbered, one }
}
const draft = (values: Keyed, changes: Partial<Draft> = {}): Draft => ({
  values,
  isSecret: false,
  clears: false,
  places: new Map(),
  written: new Map(),
  parents: new Map(),
  failed: new Set(),
  complaints: [],
  noted: [],
  ...changes,
})

describe('a row means the stored record', () => {
  const { db, numbered } = stored()
  test.each<[what: string, row: Keyed, means: number | undefined]>([
    ['of its ID number, whatever name and room it gives', { name: '张珊', idNumber: 'A', room: 3, from }, 1],
    ['of its ID number before that of its name', { name: '李四', idNumber: 'A', room: 1, from }, 1],
    ['of its name and room, where it gives no ID number', { name: '张三', room: 1, from }, 1],
    ['of its name and room in another', { name: '张三', idNumber: null, room: 2, from }, 3],
    ['of its name and room, where none is stored', { name: '李四', idNumber: 'C', room: 1, from }, 2],
    ['a masked ID number is none', { name: '张三', idNumber: new Masked('1*'), room: 2, from }, 3],
    [
      'of another ID number none, though name and room are those',
      { name: '张三', idNumber: 'C', room: 1, from },
      undefined,
    ],
    ['of another room none', { name: '李四', room: 2, from }, undefined],
    ['of another day none', { name: '张三', idNumber: 'A', room: 1, from: '2024-01-02' }, undefined],
    ['without its day none', { name: '张三', idNumber: 'A', room: 1 }, undefined],
    ['without its room none', { name: '李四', from }, undefined],
  ])('%s', (_, row, means) => {
    const one = draft(row)
    findByKey(db, keeper, [one])
    expect(numbered(one.before?.id)).toBe(means)
  })

  test('each of many its own, whole as it is stored', () => {
    const rows = [...keepers.slice(0, 3), { name: '赵六', room: 1, from }].reverse().map(row => draft(row))
    findByKey(db, keeper, rows)
    expect(rows.map(r => numbered(r.before?.id))).toEqual([undefined, 3, 2, 1])
    expect(rows[3]!.before).toEqual({ ...keepers[0], id: rows[3]!.before!.id, until: null })
  })
  test('but not of a key that could not be read, nor where it was chosen already', () => {
    const failed = draft(keepers[0]!, { failed: new Set(['room']) })
    const chosen = draft(keepers[0]!, { before: { id: 99 } })
    findByKey(db, keeper, [failed, chosen])
    expect([failed.before, chosen.before]).toEqual([undefined, { id: 99 }])
  })
  test('which one of two that are alike, nobody can tell', () => {
    const one = draft({ name: '周七', room: 3, from })
    findByKey(db, keeper, [one])
    expect(one.complaints.map(c => c.code)).toEqual(['row.several-same'])
    const ids = one.complaints[0]!.rule.zh.match(/\d+/g)!.map(id => numbered(Number(id)))
    expect(ids).toEqual([4, 5])
  })
  test('nobody in an empty register', () => {
    const one = draft(keepers[0]!)
    findByKey(smallDatabase(), keeper, [one])
    expect(one.before).toBeUndefined()
  })
})

describe('a change would take the key of another record', () => {
  const { db, numbered, one } = stored()
  const byId = ['idNumber', 'from']
  const byName = ['name', 'room', 'from']
  test.each<[what: string, number: number, change: Keyed, by: number | undefined, fields?: string[]]>([
    ['its ID number', 2, { idNumber: 'A' }, 1, byId],
    ['its name and room, where one of them has no ID number', 1, { name: '李四' }, 2, byName],
    ['its name and room, where the changed one has none', 2, { name: '张三' }, 1, byName],
    ['its ID number before its name', 2, { name: '张三', idNumber: 'B' }, 3, byId],
    ['not where ID numbers tell them apart', 3, { room: 1 }, undefined],
    ['not its own', 1, { name: '张珊' }, undefined],
    ['not of another day', 2, { idNumber: 'A', from: '2024-02-01' }, undefined],
    ['not where no part of the key changes', 1, { until: '2025-01-01' }, undefined],
    ['nor where two are alike already', 4, { until: '2025-01-01' }, undefined],
    ['not that of all who have no ID number', 2, { name: '吴八' }, undefined],
    ['of one of two that are alike', 2, { name: '周七', room: 3 }, 4, byName],
  ])('%s', (_, number, change, by, fields) => {
    const before = one(number)
    const changed = { before, record: { ...before, ...change } }
    const taken = takenKeys(db, keeper, [changed]).get(changed)
    expect([numbered(taken?.id), taken?.fields]).toEqual([by, fields])
  })

  test('each of many its own', () => {
    const changes = [2, 1, 3].map(number => ({ before: one(number), record: { ...one(number) } }))
    changes[0]!.record.idNumber = 'B'
    changes[2]!.record.name = '李四'
    const taken = takenKeys(db, keeper, changes)
    expect(changes.map(c => numbered(taken.get(c)?.id))).toEqual([3, undefined, undefined])
  })
})

describe('two rows of a file mean the same record', () => {
  /** The row, from 1, that the last one repeats. */
  const repeated = (rows: readonly Keyed[], before: readonly (number | undefined)[] = []) => {
    const ask = repeats(keeper)
    return rows.map((values, i) => {
      const id = before[i]
      return ask({ line: i + 1, values }, id === undefined ? undefined : { id })?.line
    })
  }
  const [name, room] = ['张三', 1]
  test.each<[what: string, rows: Keyed[], last: number | undefined]>([
    [
      'by ID number',
      [
        { idNumber: 'A', name, room, from },
        { idNumber: 'A', name: '张珊', room: 2, from },
      ],
      1,
    ],
    [
      'by name and room',
      [
        { name, room, from },
        { name, room, from },
      ],
      1,
    ],
    [
      'by name and room, where one has no ID number',
      [
        { idNumber: 'A', name, room, from },
        { name, room, from },
      ],
      1,
    ],
    [
      'so the other way round',
      [
        { name, room, from },
        { idNumber: 'A', name, room, from },
      ],
      1,
    ],
    [
      'not of two ID numbers',
      [
        { idNumber: 'A', name, room, from },
        { idNumber: 'B', name, room, from },
      ],
      undefined,
    ],
    [
      'not of two rooms',
      [
        { name, room, from },
        { name, room: 2, from },
      ],
      undefined,
    ],
    [
      'not of two days',
      [
        { idNumber: 'A', name, room, from },
        { idNumber: 'A', name, room, from: '2024-02-01' },
      ],
      undefined,
    ],
    [
      'the first that fits, not one whose ID number differs',
      [
        { idNumber: 'A', name, room, from },
        { idNumber: 'B', name: '李四', room, from },
        { idNumber: 'C', name, room, from },
        { name, room, from },
      ],
      1,
    ],
    [
      'a later one of the same name and room',
      [
        { idNumber: 'A', name, room, from },
        { name: '李四', room, from },
        { idNumber: 'B', name, room, from },
        { idNumber: 'B', name: '张珊', room: 3, from },
      ],
      3,
    ],
  ])('%s', (_, rows, last) => expect(repeated(rows).at(-1)).toBe(last))

  test('by the stored record that both change, whatever they make of its key', () => {
    const rows = [
      { name, room: 1, from },
      { name, room: 2, from },
      { name, room: 3, from },
    ]
    expect(repeated(rows, [7, 8, 7])).toEqual([undefined, undefined, 1])
  })
  test('of a register known in one way alone', () => {
    const ask = repeats(shelf)
    const rows = [
      { room: 1, number: '003' },
      { room: 1, number: '3' },
      { room: 2, number: '003' },
      { room: 1, number: '003' },
    ]
    expect(rows.map((values, i) => ask({ line: i + 1, values }, undefined)?.line)).toEqual([
      undefined,
      undefined,
      undefined,
      1,
    ])
  })
})

test('an import by record number onto the key of another record is refused', async () => {
  const there = await county()
  await there.run('cun unit add --name 示例一局')
  await there.run('cun unit add --name 示例二局')
  await there.run('cun unit export --out u.csv')
  there.write(
    'u.csv',
    there
      .read('u.csv')
      .replace('示例二局', '示例一局')
      .replace(/^1,.*\r\n/m, ''),
  )
  const { code, both } = await there.run('cun import u.csv')
  expect(code).toBe(65)
  expect(both).toContain('第 2 行: 与记录 1 的关键项相同 (单位名称), 记录 2 不能改成这样')
})

test('a key that moves to where nobody has it is taken', async () => {
  const there = await county()
  await there.run('cun household add --village 张老湾村 --number 001 --head 张三 --kind 一般农户')
  await there.run('cun household add --village 张老湾村 --number 002 --head 张三 --kind 一般农户')
  expect((await there.run('cun household change 1 --number 003')).code).toBe(0)
  // Without its number it would be told from the other by nothing.
  expect((await there.run('cun household change 1 --number ""')).both).toContain('与记录 2 的关键项相同')
})

test('a record changed into another is refused, and nothing is written', async () => {
  const there = await county()
  there.write('h.csv', '村,户编号,户主,户类型\n张老湾村,001,王五,一般农户\n前和湾村,001,周七,一般农户\n')
  await there.run('cun import h.csv')
  const { code, err } = await there.run('cun household change 2 --village 张老湾村')
  expect(code).toBe(65)
  expect(err).toContain('关键项相同')
  expect((await there.run('cun household show 2 --format json')).out).toContain('前和湾村')
})
