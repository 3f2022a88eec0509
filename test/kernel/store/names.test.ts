import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Fault, Unknown } from '../../../src/kernel/errors.ts'
import type { Register } from '../../../src/kernel/schema/types.ts'
import { foldName } from '../../../src/kernel/store/name-index.ts'
import { directories } from '../../../src/kernel/store/names.ts'
import { add, keeper, openDay, room, saidOf, shelf, smallDatabase, street, titled, town } from '../small.ts'

const names = directories(town())

interface Asked {
  readonly parent?: number
  readonly on?: string
}
/** The number of the record that is meant, or what the clerk is told. */
const found = (of: Register, texts: string | readonly string[], { parent, on }: Asked = {}) => {
  const answer = names.of(of).find([texts].flat(), parent, on)
  return answer instanceof Fault ? saidOf(answer) : answer
}
type Case = readonly [of: Register, texts: string | readonly string[], asked: Asked, means: number | string]

describe('a name means a record', () => {
  const cases: Case[] = [
    // by what a street is called by
    [street, '东街', {}, 1],
    [street, 'W2', {}, 2],
    [street, 'ｗ２', {}, 2],
    [street, ['东街', 'E1'], {}, 1],
    [street, ['', 'S3'], {}, 3],
    // by a short name; width, case and spaces do not count
    [room, '晚晴书屋', {}, 3],
    [room, ' 晚晴 书屋 ', {}, 3],
    [room, '晚晴', {}, 3],
    // within its parent
    [room, '春晓书屋', { parent: 1 }, 1],
    [room, '春晓书屋', { parent: 2 }, 2],
    [room, '春晓书屋（西街）', {}, 2],
    [room, '春晓书屋(西街)', {}, 2],
    [room, '春晓书屋（W2）', {}, 2],
    [room, '西街春晓书屋', {}, 2],
    [room, '东街 春晓书屋', {}, 1],
    // what the text says of its place goes before what the row says
    [room, '春晓书屋（西街）', { parent: 1 }, 2],
    // as it is written goes before as it is compared
    [room, 'Ivy Room', {}, 4],
    [room, 'IVYROOM', { parent: 3 }, 5],
    // a number within its place, at two removes too
    [shelf, '004', {}, 3],
    [shelf, '晚晴书屋003', {}, 2],
    [shelf, '春晓书屋（东街）003', {}, 1],
    [shelf, '003', { parent: 3 }, 2],
    // on a day
    [keeper, '张三', { parent: 1, on: '2023-06-30' }, 1],
    [keeper, '张三', { parent: 1, on: '2023-07-01' }, 2],
    [keeper, '张三', { on: '2024-07-26' }, 2],
    [keeper, '李四', { parent: 3, on: '2022-01-01' }, 4],
    [keeper, '李四（晚晴书屋）', {}, 4],
    [openDay, '2024-05-01', { parent: 3 }, 2],
    [openDay, '2024-06-01', {}, 3],
    // by its record number, whatever else is said
    [room, '#3', {}, 3],
    [room, ' ＃３ ', { parent: 1 }, 3],
    [keeper, '#1', { on: '2024-07-26' }, 1],
  ]
  test.each(titled(cases))('%s', (_, of, texts, asked, means) => {
    expect(found(of, texts, asked)).toBe(means)
  })
})

describe('or it is said who might be meant', () => {
  const ambiguous: Case[] = [
    [
      room,
      '春晓书屋',
      {},
      '有 2 个同名: 东街: 春晓书屋 (#1); 西街: 春晓书屋 (#2) → 写明街道, 或写作 春晓书屋（东街）',
    ],
    [
      room,
      'ivy room',
      { parent: 3 },
      '有 2 个同名: 南街: Ivy Room (#4); 南街: IVYROOM (#5) → 写明街道, 或写作 Ivy Room（南街）',
    ],
    [
      shelf,
      '003',
      {},
      '有 2 个同名: 春晓书屋（东街）: 003 (#1); 晚晴书屋: 003 (#2) → 写明书屋, 或写作 春晓书屋（东街）003',
    ],
    [
      keeper,
      '张三',
      { parent: 1 },
      '有 2 个同名: 春晓书屋（东街）: 张三 (#1); 春晓书屋（东街）: 张三 (#2) → 写记录号, 如 #1',
    ],
    [
      keeper,
      '李四',
      { on: '2024-01-01' },
      '有 2 个同名: 春晓书屋（东街）: 李四 (#3); 晚晴书屋: 李四 (#4) → 写明书屋, 或写作 李四（春晓书屋（东街））',
    ],
  ]
  test.each(ambiguous)('%s %j is ambiguous', (of, texts, asked, says) => {
    expect(found(of, texts, asked)).toBe(says)
    expect(names.of(of).find([texts].flat(), asked.parent, asked.on)).not.toBeInstanceOf(Unknown)
  })

  const misplaced: Case[] = [
    // it is elsewhere
    [room, '晚晴书屋', { parent: 1 }, '不在东街, 而在西街 → 两者改一; 确指后者的, 写作 晚晴书屋（西街）'],
    [room, '晚晴书屋（东街）', {}, '不在东街, 而在西街 → 两者改一; 确指后者的, 写作 晚晴书屋（西街）'],
    [
      room,
      '春晓书屋',
      { parent: 3 },
      '不在南街, 而在东街、西街 → 两者改一; 确指后者的, 写作 春晓书屋（东街）',
    ],
    // it is not in force on the day: those of the place alone are named
    [
      keeper,
      '张三',
      { parent: 1, on: '2021-12-31' },
      '2021-12-31 不在期内 (2022-01-01—2023-06-30; 2023-07-01—) → 核对日期, 或改正起止时间',
    ],
    [
      keeper,
      '王五',
      { on: '2023-01-01' },
      '2023-01-01 不在期内 (2022-01-01—2022-12-31) → 核对日期, 或改正起止时间',
    ],
  ]
  test.each(titled(misplaced))('%s: is elsewhere, or of another time', (_, of, texts, asked, says) => {
    expect(found(of, texts, asked)).toBe(says)
    expect(names.of(of).find([texts].flat(), asked.parent, asked.on)).not.toBeInstanceOf(Unknown)
  })

  const unknown: Case[] = [
    [street, '东階', {}, '名册中没有这个街道 → 是不是 东街? 核对写法'],
    [room, '晚情书屋', {}, '名册中没有这个书屋 → 是不是 晚晴书屋? 核对写法'],
    // likeness is looked for where the row says
    [room, '晚情书屋', { parent: 3 }, '名册中没有这个书屋 → 核对写法; 确是新的, 先登记书屋'],
    [room, '青青子衿阅览处', {}, '名册中没有这个书屋 → 核对写法; 确是新的, 先登记书屋'],
    [room, '#9', {}, '名册中没有这个书屋 → 核对写法; 确是新的, 先登记书屋'],
    [room, '', {}, '名册中没有这个书屋 → 核对写法; 确是新的, 先登记书屋'],
    // a day elsewhere is another day, not this one misplaced
    [
      openDay,
      '2024-06-01',
      { parent: 1 },
      '春晓书屋（东街）没有 2024-06-01 的开放日 → 核对日期; 还没有的, 先登记开放日',
    ],
  ]
  test.each(titled(unknown))('%s: is unknown', (_, of, texts, asked, says) => {
    expect(found(of, texts, asked)).toBe(says)
    expect(names.of(of).find([texts].flat(), asked.parent, asked.on)).toBeInstanceOf(Unknown)
  })

  test('what stands in more than three places is not said to be elsewhere', () => {
    const db = smallDatabase()
    add(db, street, ...['甲', '乙', '丙', '丁', '戊'].map(name => ({ name, code: name })))
    add(db, room, ...[1, 2, 3, 4].map(street => ({ street, name: '书屋' })))
    expect(saidOf(directories(db).of(room).find(['书屋'], 5))).toBe(
      '戊没有 书屋 的书屋 → 核对书屋; 还没有的, 先登记书屋',
    )
  })

  test('columns that do not fit together name nobody', () => {
    expect(names.of(street).find(['东街', 'W2'])).toBeInstanceOf(Unknown)
  })
})

describe('a record is called', () => {
  const cases: [Register, number, number | undefined, string][] = [
    [street, 1, undefined, '东街'],
    [room, 3, undefined, '晚晴书屋'],
    [room, 1, undefined, '春晓书屋（东街）'],
    [room, 1, 1, '春晓书屋'],
    [room, 1, 2, '春晓书屋（东街）'],
    // in a row that names another place its own is said, be the name the only one
    [room, 3, 1, '晚晴书屋（西街）'],
    [shelf, 2, undefined, '晚晴书屋003'],
    [shelf, 1, undefined, '春晓书屋（东街）003'],
    [shelf, 1, 1, '003'],
    [openDay, 3, undefined, '2024-06-01（晚晴书屋）'],
    [room, 99, undefined, '#99'],
  ]
  test.each(titled(cases))('%s', (_, of, id, parent, label) => {
    expect(names.of(of).label(id, parent)).toBe(label)
  })

  test('an export writes its own columns, an empty one empty', () => {
    expect(names.of(street).texts(2)).toEqual(['西街', 'W2'])
    expect(names.of(shelf).texts(4)).toEqual(['17'])
    expect(names.of(shelf).texts(99)).toEqual([''])
  })
  test('it knows its parent, its term and every way it is written', () => {
    expect([names.of(room).parent(3), names.of(street).parent(3)]).toEqual([2, undefined])
    expect(names.of(keeper).term(1)).toEqual(['2022-01-01', '2023-06-30'])
    expect(names.of(room).term(1)).toBeUndefined()
    expect(names.of(room).spellings(3)).toEqual(['晚晴书屋', '晚晴'])
    expect(names.of(street).spellings(1)).toEqual(['东街', 'E1'])
  })
  test('and what lies in it, at two removes', () => {
    expect(names.of(room).inside(street, 2)).toEqual([2, 3])
    expect(names.of(shelf).inside(street, 2)).toEqual([2, 4])
    expect(names.of(shelf).inside(room, 1)).toEqual([1, 3])
    expect(names.of(street).inside(room, 1)).toBeUndefined()
  })
})

describe('what a record is called means that record', () => {
  // Names that hold each other, end in a street's name, differ by width or case, or are another's code.
  const streets = ['东街', '西街', '东西街', 'A', 'B街']
  const word = fc.constantFrom('书屋', '东街', '东街书屋', '书屋东街', 'A', 'a屋', 'Ｂ屋', '屋', '书 屋')
  const number = fc.constantFrom('1', '01', '001', '11', '101', '2')
  const selector = ([within, name]: [number, string]) => `${within} ${foldName(name)}`
  const places = fc.record({
    rooms: fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 5 }), word), { maxLength: 9, selector }),
    shelves: fc.uniqueArray(fc.tuple(fc.nat(8), number), { maxLength: 9, selector }),
  })
  test('with its parent and without, by its label and by its columns', () => {
    fc.assert(
      fc.property(places, ({ rooms, shelves }) => {
        const db = smallDatabase([street, room, shelf])
        add(db, street, ...streets.map((name, i) => ({ name, code: `${i}` })))
        if (rooms.length > 0) add(db, room, ...rooms.map(([street, name]) => ({ street, name })))
        const within = shelves.filter(([i]) => i < rooms.length)
        if (within.length > 0) add(db, shelf, ...within.map(([i, number]) => ({ room: i + 1, number })))
        const all = directories(db)
        for (const of of [street, room, shelf]) {
          const { find, ids, label, parent, texts } = all.of(of)
          for (const id of ids()) {
            expect([label(id), find([label(id)])]).toEqual([label(id), id])
            expect(find([label(id, parent(id))], parent(id))).toBe(id)
            expect(find(texts(id), parent(id))).toBe(id)
          }
        }
        db.close()
      }),
      { numRuns: 300 },
    )
  })
})
