import { Fault } from '../../src/kernel/errors.ts'
import { optional } from '../../src/kernel/schema/field.ts'
import { date } from '../../src/kernel/schema/fields/date.ts'
import { idNumber } from '../../src/kernel/schema/fields/personal.ts'
import { reference, references } from '../../src/kernel/schema/fields/reference.ts'
import { person, text } from '../../src/kernel/schema/fields/text.ts'
import { register } from '../../src/kernel/schema/register.ts'
import { tableSql } from '../../src/kernel/schema/table-sql.ts'
import type { Reader, Register, Row } from '../../src/kernel/schema/types.ts'
import { type Database, openDatabase } from '../../src/kernel/store/database.ts'
import { headOf, type Note } from '../../src/kernel/store/journal.ts'
import { records } from '../../src/kernel/store/records.ts'
import { type Pen, writeBatch } from '../../src/kernel/store/write-batch.ts'
import { journal } from '../../src/migrations/0001-journal.ts'
import { appendOnly } from '../../src/migrations/0012-append-only.ts'

/**
 * A town with reading rooms, small enough to be seen whole, for tests of the kernel that should not know the
 * registers of cun: streets, rooms in them, shelves and keepers in those, and who gave what.
 */
const common = { about: { zh: '', en: '' }, filledBy: 'county', list: [], example: {} } as const

export const street: Register = register({
  ...common,
  name: 'street',
  label: { zh: '街道', en: 'street' },
  key: ['code'],
  naming: { header: { zh: '街道', en: 'street', aliases: ['街'] }, by: ['name', 'code'] },
  fields: {
    code: text({ zh: '街道代码', en: 'street code' }),
    name: text({ zh: '街道名称', en: 'street name' }),
  },
})

/** Called by its name or a short one, within its street. */
export const room: Register = register({
  ...common,
  name: 'room',
  label: { zh: '书屋', en: 'reading room' },
  key: ['street', 'name'],
  naming: {
    header: { zh: '书屋', en: 'reading room' },
    by: ['name'],
    within: ['street', () => street],
    spellings: row => [row.name as string, row.short as string | null],
  },
  fields: {
    street: reference(() => street, { zh: '街道', en: 'street' }),
    name: text({ zh: '书屋名称', en: 'name' }),
    short: optional(text({ zh: '简称', en: 'short name' })),
  },
})

/** Only a number in its room: `晚晴书屋003`. */
export const shelf: Register = register({
  ...common,
  name: 'shelf',
  label: { zh: '书架', en: 'shelf' },
  key: ['room', 'number'],
  fields: {
    room: reference(() => room, { zh: '书屋', en: 'reading room' }),
    number: text({ zh: '书架号', en: 'shelf number' }),
  },
})

/** Answers to the name from a day, and perhaps until one. Known by ID number, else by name and room. */
export const keeper: Register = register({
  ...common,
  name: 'keeper',
  label: { zh: '管理员', en: 'keeper' },
  key: [{ either: [['idNumber'], ['name', 'room']] }, 'from'],
  naming: {
    header: { zh: '管理员', en: 'keeper' },
    by: ['name'],
    within: ['room', () => room],
    during: row => [row.from as string, row.until as string | null],
    spellings: row => [row.name as string],
  },
  fields: {
    name: person({ zh: '姓名', en: 'name' }),
    idNumber: optional(idNumber({ zh: '身份证号', en: 'ID number' })),
    room: reference(() => room, { zh: '书屋', en: 'reading room' }),
    from: date({ zh: '起', en: 'from' }),
    until: optional(date({ zh: '止', en: 'until' }, { ahead: true })),
  },
})

/** Told apart by its day within a room: a day is no name. */
export const openDay: Register = register({
  ...common,
  name: 'openDay',
  label: { zh: '开放日', en: 'open day' },
  key: ['room', 'date'],
  fields: {
    room: reference(() => room, { zh: '书屋', en: 'reading room' }),
    date: date({ zh: '日期', en: 'date' }),
  },
})

/** Needs no more than its name: may be added along with the gift that names it. */
export const donor: Register = register({
  ...common,
  name: 'donor',
  label: { zh: '捐书人', en: 'donor' },
  key: ['name'],
  fields: {
    name: text({ zh: '捐书人名称', en: 'donor name' }, { max: 12 }),
    town: optional(text({ zh: '所在地', en: 'town' })),
  },
})

export const gift: Register = register({
  ...common,
  name: 'gift',
  label: { zh: '赠书', en: 'gift' },
  key: ['title'],
  on: 'date',
  fields: {
    title: text({ zh: '书名', en: 'title' }),
    date: optional(date({ zh: '日期', en: 'date' })),
    room: optional(reference(() => room, { zh: '书屋', en: 'reading room' })),
    taker: optional(reference(() => keeper, { zh: '经手人', en: 'taken by' })),
    helpers: optional(references(() => keeper, { zh: '协助', en: 'helpers' })),
    donor: optional(reference(() => donor, { zh: '捐书人', en: 'donor' })),
  },
})

export const registers: readonly Register[] = [street, room, shelf, keeper, openDay, donor, gift]

/** A database in memory with their tables, and nothing else. */
export function smallDatabase(of: readonly Register[] = registers): Database {
  const tables = { number: 2, name: 'tables', sql: of.map(tableSql).join('\n') }
  return openDatabase(':memory:', [journal, tables, { ...appendOnly, number: 3 }], { create: true })
}

const note: Note = { command: 'test', who: 'clerk', at: '2024-07-26 09:30:00' }

/** One batch; gives its number. */
export const batch = (db: Database, work: (pen: Pen) => void, changes: Partial<Note> = {}): number =>
  writeBatch(db, registers, { ...note, ...changes }, headOf(db), work)

/** Adds records in one batch; gives their numbers. */
export function add(db: Database, of: Register, ...rows: Record<string, unknown>[]): number[] {
  let ids: number[] = []
  batch(db, pen => {
    ids = pen.add(of, rows)
  })
  return ids
}

export const rowsOf = (db: Database, of: Register): Row[] => [...records(db, of)]
export const rowOf = (db: Database, of: Register, id: number): Row => rowsOf(db, of).find(r => r.id === id)!

/** 春晓书屋 stands in two streets; Ivy Room and IVYROOM are written alike in one. */
export function town(): Database {
  const db = smallDatabase()
  const streets = { 东街: 'E1', 西街: 'W2', 南街: 'S3', 北街: 'N4' }
  add(db, street, ...Object.entries(streets).map(([name, code]) => ({ name, code })))
  add(
    db,
    room,
    { street: 1, name: '春晓书屋' },
    { street: 2, name: '春晓书屋' },
    { street: 2, name: '晚晴书屋', short: '晚晴' },
    { street: 3, name: 'Ivy Room' },
    { street: 3, name: 'IVYROOM' },
  )
  add(
    db,
    shelf,
    { room: 1, number: '003' },
    { room: 3, number: '003' },
    { room: 1, number: '004' },
    { room: 3, number: '17' },
  )
  add(
    db,
    keeper,
    { name: '张三', room: 1, from: '2022-01-01', until: '2023-06-30' },
    { name: '张三', room: 1, from: '2023-07-01' },
    { name: '李四', room: 1, from: '2022-01-01' },
    { name: '李四', room: 3, from: '2022-01-01' },
    { name: '王五', room: 3, from: '2022-01-01', until: '2022-12-31' },
  )
  add(
    db,
    openDay,
    { room: 1, date: '2024-05-01' },
    { room: 3, date: '2024-05-01' },
    { room: 3, date: '2024-06-01' },
  )
  add(db, donor, { name: '读书会' }, { name: '校友会' })
  return db
}

/** A day in July 2024, no lists, no settings. */
export const reader: Reader = {
  today: '2024-07-26',
  list: () => [],
  get() {
    throw new Error('no settings here')
  },
}

/** A fault as the clerk reads it: the rule, and what to do. */
export const saidOf = (fault: unknown): string =>
  fault instanceof Fault ? `${fault.rule.zh} → ${fault.next.zh}` : String(fault)

/** Cases that begin with a register, under a title that says them. */
export const titled = <T extends readonly [Register, ...unknown[]]>(cases: readonly T[]) =>
  cases.map(([of, ...rest], i) => {
    const words = rest.map(r => (typeof r === 'string' ? r : JSON.stringify(r)))
    return [`${of.name}: ${words.join(' ')}`, ...cases[i]!] as const
  })
