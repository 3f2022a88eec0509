import { describe, expect, test } from 'vitest'
import { dated, pastOf } from '../../../src/kernel/schema/dated.ts'
import { optional } from '../../../src/kernel/schema/field.ts'
import { text } from '../../../src/kernel/schema/fields/text.ts'
import { register } from '../../../src/kernel/schema/register.ts'
import { tableSql } from '../../../src/kernel/schema/table-sql.ts'
import type { Register, Row } from '../../../src/kernel/schema/types.ts'
import { type Database, openDatabase } from '../../../src/kernel/store/database.ts'
import { changeFrom, pastRows, stages } from '../../../src/kernel/store/dated.ts'
import { showDay, showStored } from '../../../src/kernel/store/day-view.ts'
import { headOf } from '../../../src/kernel/store/journal.ts'
import { decode } from '../../../src/kernel/store/records.ts'
import { undo } from '../../../src/kernel/store/undo.ts'
import { verifyDatabase } from '../../../src/kernel/store/verify.ts'
import { type Pen, writeBatch } from '../../../src/kernel/store/write-batch.ts'
import { journal } from '../../../src/migrations/0001-journal.ts'

/** A lamp has a colour and a place that hold from a day, and a maker that does not. */
const lamp: Register = register({
  name: 'lamp',
  label: { zh: '路灯', en: 'lamp' },
  about: { zh: '', en: '' },
  filledBy: 'county',
  key: ['name'],
  list: [],
  example: {},
  fields: {
    name: text({ zh: '灯名', en: 'name' }),
    colour: dated(text({ zh: '颜色', en: 'colour' })),
    place: dated(optional(text({ zh: '地点', en: 'place' }))),
    maker: optional(text({ zh: '厂家', en: 'maker' })),
  },
})
const past = pastOf(lamp)!
const all = [lamp, past]
const note = { who: '某人', at: '2024-07-26 09:00:00' }

function lit(): Database {
  const db = openDatabase(
    ':memory:',
    [journal, { number: 2, name: 'lamps', sql: all.map(tableSql).join('\n') }],
    { create: true },
  )
  write(db, pen => void pen.add(lamp, [{ name: '甲', colour: '白', place: '东', maker: '一厂' }]))
  return db
}

const write = (db: Database, work: (pen: Pen) => void) =>
  writeBatch(db, all, { ...note, command: 'x' }, headOf(db), work)

const stored = (db: Database) => decode(lamp, db.prepare('select * from main.lamp').get() as Row)

/** Changes `甲`, from a day on or everywhere. */
function change(db: Database, to: Record<string, unknown>, on?: string): number {
  const before = stored(db)
  return write(db, pen =>
    changeFrom(pen, lamp, before, { ...before, ...to }, pastRows(db, lamp, [1]).get(1), on),
  )
}

/** Colour and place over time: `白东 –2024-02-29 红东 –`. */
const told = (db: Database) =>
  (stages(db, lamp).length > 0 ? stages(db, lamp) : [{ row: stored(db), until: '9999-12-31' }])
    .map(s => `${s.row.colour}${s.row.place ?? '无'} –${s.until === '9999-12-31' ? '' : s.until}`)
    .join(' ')

type Step = readonly [to: Record<string, unknown>, on?: string]

describe('values over time', () => {
  test.each<[string, readonly Step[], string]>([
    ['a change from a day on keeps what was', [[{ colour: '红' }, '2024-03-01']], '白东 –2024-02-29 红东 –'],
    ['a correction leaves nothing of the mistake', [[{ colour: '红' }]], '红东 –'],
    [
      'two changes, two fields',
      [
        [{ colour: '红' }, '2024-03-01'],
        [{ place: '西' }, '2024-05-01'],
      ],
      '白东 –2024-02-29 红东 –2024-04-30 红西 –',
    ],
    [
      'typed late, before another change of the same field: it holds until that one',
      [
        [{ colour: '红' }, '2024-05-01'],
        [{ colour: '黄' }, '2024-03-01'],
      ],
      '白东 –2024-02-29 黄东 –2024-04-30 红东 –',
    ],
    [
      'typed late, of another field: it holds on, through the later change',
      [
        [{ colour: '红' }, '2024-05-01'],
        [{ colour: '白', place: '西' }, '2024-03-01'],
      ],
      '白东 –2024-02-29 白西 –2024-04-30 红西 –',
    ],
    [
      'a correction reaches back as far as the wrong value held, through changes of other fields',
      [[{ colour: '红' }, '2024-03-01'], [{ place: '西' }, '2024-05-01'], [{ colour: '粉' }]],
      '白东 –2024-02-29 粉东 –2024-04-30 粉西 –',
    ],
    [
      'changed on the day of another change: one stage',
      [
        [{ colour: '红' }, '2024-03-01'],
        [{ place: '西' }, '2024-03-01'],
      ],
      '白东 –2024-02-29 红西 –',
    ],
    [
      'changed back from the same day on: as if it had never changed',
      [
        [{ colour: '红' }, '2024-03-01'],
        [{ colour: '白' }, '2024-03-01'],
      ],
      '白东 –',
    ],
    ['cleared from a day on', [[{ place: null }, '2024-03-01']], '白东 –2024-02-29 白无 –'],
    ['a day to come', [[{ colour: '红' }, '2030-01-01']], '白东 –2029-12-31 红东 –'],
  ])('%s', (_, steps, wanted) => {
    const db = lit()
    const numbers = steps.map(([to, on]) => change(db, to, on))
    expect(told(db)).toBe(wanted)
    expect(verifyDatabase(db, all)).toEqual([])
    for (const number of numbers.reverse()) undo(db, all, number, note, () => {})
    expect([told(db), db.prepare('select count(*) from lamppast').pluck().get()]).toEqual(['白东 –', 0])
    expect(verifyDatabase(db, all)).toEqual([])
  })
})

test('a field that is not dated changes without a stage', () => {
  const db = lit()
  change(db, { maker: '二厂' }, '2024-03-01')
  expect([told(db), stored(db).maker]).toEqual(['白东 –', '二厂'])
})

test('a batch is not undone before a later one that only changed what was earlier', () => {
  const db = lit()
  const first = change(db, { colour: '红' }, '2024-05-01')
  change(db, { colour: '黄' }, '2024-03-01')
  expect(() => undo(db, all, first, note, () => {})).toThrow()
})

test('queries read the values of a day, where they differ, until told to read the stored ones', () => {
  const db = lit()
  change(db, { colour: '红' }, '2024-03-01')
  const colour = () => db.prepare('select colour from lamp').pluck().get()
  const tables = () => db.prepare('select count(*) from sqlite_temp_schema').pluck().get()
  showDay(db, all, '2024-03-01')
  expect([colour(), tables()]).toEqual(['红', 0])
  showDay(db, all, '2024-02-29')
  expect([colour(), stored(db).colour]).toEqual(['白', '红'])
  showStored(db)
  expect([colour(), tables()]).toEqual(['红', 0])
})

test('what is written while a past day is shown is written to the records', () => {
  const db = lit()
  change(db, { colour: '红' }, '2024-03-01')
  showDay(db, all, '2024-02-29')
  write(db, pen => pen.change(lamp, stored(db), { ...stored(db), maker: '三厂' }))
  expect([stored(db).colour, stored(db).maker]).toEqual(['红', '三厂'])
  expect(verifyDatabase(db, all)).toEqual([])
})
