import { describe, expect, test } from 'vitest'
import { isAddable, newcomersComplaint, unknownNames } from '../../../src/kernel/import/newcomers.ts'
import type { Register } from '../../../src/kernel/schema/types.ts'
import {
  add,
  batch,
  donor,
  gift,
  keeper,
  openDay,
  room,
  rowOf,
  shelf,
  street,
  titled,
  town,
} from '../small.ts'
import { type Given, resolved, settlingOf } from './rows.ts'

const db = town()
const row = (given: Given) => resolved(gift, given, settlingOf(db))

describe('a reference becomes a record number', () => {
  test.each<[what: string, given: Given, field: string, value: unknown]>([
    ['by its name', { room: '晚晴书屋' }, 'room', 3],
    ['by its number', { room: '#2' }, 'room', 2],
    ['by its name and a column for the place above', { street: '西街', room: '春晓书屋' }, 'room', 2],
    ['by the place above where its column comes last', { room: '春晓书屋', street: '东街' }, 'room', 1],
    ['within the row’s own reference', { room: '晚晴书屋', taker: '李四' }, 'taker', 4],
    ['within the row’s own reference where that comes last', { taker: '李四', room: '晚晴书屋' }, 'taker', 4],
    ['on the row’s day', { date: '2023-06-30', street: '东街', room: '春晓书屋', taker: '张三' }, 'taker', 1],
    ['on another', { date: '2023-07-01', street: '东街', room: '春晓书屋', taker: '张三' }, 'taker', 2],
    ['or stays empty', { room: '' }, 'room', null],
    ['of several', { room: '晚晴书屋', helpers: '李四、王五' }, 'helpers', [4, 5]],
    ['of several, each once', { helpers: '#1、#2、#1' }, 'helpers', [1, 2]],
    ['of several, however they are set apart', { helpers: '#1,#2，#3;#4；#5' }, 'helpers', [1, 2, 3, 4, 5]],
    ['of several, line by line, with blanks', { helpers: '#3 \n 、#1、' }, 'helpers', [3, 1]],
    ['of one that needs no place', { donor: '读书会' }, 'donor', 1],
  ])('%s', (_, given, field, value) => {
    const { draft, complaints } = row(given)
    expect(complaints).toEqual([])
    expect(draft.values[field]).toEqual(value)
  })

  test('a row without the column says nothing of it', () => {
    expect(row({ title: '诗经' }).draft.values).toEqual({ title: '诗经' })
  })
})

describe('or the row is complained of, with what stands in its cell', () => {
  test.each<[what: string, given: Given, says: string[]]>([
    [
      'a name that several have',
      { room: '春晓书屋' },
      ['书屋“春晓书屋”: 有 2 个同名: 东街: 春晓书屋 (#1); 西街: 春晓书屋 (#2)'],
    ],
    ['a name that nobody has', { room: '无名书屋' }, ['书屋“无名书屋”: 名册中没有这个书屋']],
    [
      'a place that it is not in',
      { street: '东街', room: '晚晴书屋' },
      ['书屋“晚晴书屋”: 不在东街, 而在西街'],
    ],
    [
      'a place above that is unknown',
      { street: '中街', room: '晚晴书屋' },
      ['街道“中街”: 名册中没有这个街道'],
    ],
    ['a place above that no reference asks for', { street: '中街' }, ['街道“中街”: 名册中没有这个街道']],
    [
      'a name of another day',
      { date: '2023-01-01', taker: '王五' },
      ['经手人“王五”: 2023-01-01 不在期内 (2022-01-01—2022-12-31)'],
    ],
    [
      'what lies in what is wrong is looked for everywhere',
      { room: '无名书屋', taker: '李四' },
      [
        '书屋“无名书屋”: 名册中没有这个书屋',
        '经手人“李四”: 有 2 个同名: 春晓书屋（东街）: 李四 (#3); 晚晴书屋: 李四 (#4)',
      ],
    ],
    [
      'of several those that are wrong, each by itself',
      { room: '晚晴书屋', helpers: '李四、赵六、张三' },
      ['协助“赵六”: 名册中没有这个管理员', '协助“张三”: 不在晚晴书屋, 而在春晓书屋（东街）'],
    ],
  ])('%s', (_, given, says) => {
    const { draft, complaints } = row(given)
    expect(complaints).toEqual(says)
    expect([...draft.failed].every(field => draft.values[field] == null)).toBe(true)
  })

  test('a place above is complained of once, whatever lies in it', () => {
    expect(row({ street: '中街', room: '晚晴书屋', taker: '李四' }).complaints).toEqual([
      '街道“中街”: 名册中没有这个街道',
    ])
  })
  test('one wrong name of several leaves the field without a value', () => {
    const { draft } = row({ helpers: '#1、赵六' })
    expect([draft.failed.has('helpers'), draft.values.helpers]).toEqual([true, null])
  })
})

describe('of a stored record', () => {
  const stored = town()
  const [id] = add(stored, gift, { title: '诗经', date: '2024-05-01', room: 3, taker: 5, helpers: [5, 4] })
  const before = rowOf(stored, gift, id!)
  const again = (given: Given, changes: object = {}) =>
    resolved(gift, given, settlingOf(stored), { line: 2, before: { ...before, ...changes }, clears: true })

  test.each<[what: string, given: Given, field: string, value: unknown]>([
    ['its own name stays, though its term is over', { taker: '王五' }, 'taker', 5],
    ['its label stays', { taker: '王五（晚晴书屋）' }, 'taker', 5],
    ['so in a list', { helpers: '王五' }, 'helpers', [5, 4]],
    ['the stored day counts where the sheet has none', { taker: '李四' }, 'taker', 4],
    ['and the stored place', { room: '晚晴书屋', taker: '李四' }, 'taker', 4],
  ])('%s', (_, given, field, value) => {
    const { draft, complaints } = again(given)
    expect(complaints).toEqual([])
    expect(draft.values[field]).toEqual(value)
  })

  test('another name of another time is refused', () => {
    expect(again({ taker: '王五' }, { taker: 4 }).complaints).toEqual([
      '经手人“王五”: 2024-05-01 不在期内 (2022-01-01—2022-12-31)',
    ])
  })
  test('its own name in another’s place is refused', () => {
    expect(again({ helpers: '王五' }, { helpers: null }).complaints).toHaveLength(1)
  })
  test('a name that an export shows masked means the record that is stored', () => {
    const [phone] = add(stored, room, { street: 1, name: '书屋13812345678' })
    expect(again({ room: '书屋138****5678' }, { room: phone }).draft.values.room).toBe(phone)
    expect(again({ room: '书屋138****5678' }, { room: 3 }).complaints).toEqual([
      '书屋“书屋138****5678”: 名册中没有这个书屋',
    ])
  })
})

describe('names that are not on record yet', () => {
  const addable: [Register, boolean][] = [
    [donor, true],
    // another field is required, or a place, or there is no name
    [street, false],
    [room, false],
    [shelf, false],
    [keeper, false],
    [openDay, false],
    [gift, true],
  ]
  test.each(titled(addable))('%s', (_, register, may) => expect(isAddable(register)).toBe(may))

  const rows = (names: readonly string[], mayAdd: boolean) => {
    const settling = settlingOf(db, mayAdd ? [donor] : [])
    const all = names.map((name, i) => resolved(gift, { donor: name }, settling, { line: i + 2 }))
    return { settling, all, of: settling.newcomers.get(donor) }
  }

  test('are numbered below zero, each once however it is written, with the lines that name it', () => {
    const { all, of } = rows(['茶社', '读书会', 'Book Club', '茶 社', 'bookclub'], true)
    expect(all.map(r => r.draft.values.donor)).toEqual([-1, 1, -2, -1, -2])
    expect(all.flatMap(r => r.complaints)).toEqual([])
    expect([...of!.names.values()]).toEqual([
      { id: -1, name: '茶社', lines: [2, 5] },
      { id: -2, name: 'Book Club', lines: [4, 6] },
    ])
  })
  test('are complained of where they may not be added: row by row for the reject file, once for the reader', () => {
    const { settling, all, of } = rows(['茶社', '读书社', '茶社'], false)
    expect(all.map(r => r.draft.complaints.map(c => c.summed))).toEqual([[true], [true], [true]])
    expect(all.map(r => r.draft.values.donor)).toEqual([null, null, null])
    const { rule, next } = newcomersComplaint(unknownNames(of!, settling), { zh: '捐书人', en: 'donor' })
    expect(rule.zh).toBe('2 个捐书人不在名册 (括号内为行数): 茶社 (2)、读书社 (1)')
    expect(next.zh).toBe('相近的已有: 读书社→读书会。核对名称; 确是新的, 加 --add donor 在同一批登记')
  })
  test('are not counted where each stands once', () => {
    const { settling, of } = rows(['茶社'], false)
    const { rule, next } = newcomersComplaint(unknownNames(of!, settling), { zh: '捐书人', en: 'donor' })
    expect([rule.zh, rule.en]).toEqual(['1 个捐书人不在名册: 茶社', 'has 1 name that is not on record: 茶社'])
    expect(next.zh).toBe('核对名称; 确是新的, 加 --add donor 在同一批登记')
  })
  test('are added only where their own field takes them', () => {
    const { all, of } = rows(['一二三四五六七八九十一二三'], true)
    expect(all[0]!.complaints).toEqual(['捐书人“一二三四五六七八九十一二三”: 超过 12 个字'])
    expect(of).toBeUndefined()
  })
  test('are not what is ambiguous', () => {
    const twins = town()
    batch(twins, pen => pen.add(donor, [{ name: 'AB' }, { name: 'A B' }]))
    const settling = settlingOf(twins, [donor])
    const { complaints } = resolved(gift, { donor: 'ab' }, settling)
    expect(complaints).toEqual([expect.stringContaining('捐书人“ab”: 有 2 个同名')])
    expect(settling.newcomers.size).toBe(0)
  })
})
