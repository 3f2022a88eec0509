import type { Cell, Column, Document, Line } from '../document/document.ts'
import { inputs, keyFields, namingParent } from '../schema/register.ts'
import type { Field, Input, Register, Row } from '../schema/types.ts'
import { recordHeader } from '../sheet/header-names.ts'
import { exportMark } from '../store/journal.ts'
import { bothJoined, joined, type Lang, type Text } from '../text.ts'
import type { Facts } from './facts.ts'
import type { Call } from './line.ts'

/** A value as text, masked unless `--unmask` was given. */
function shownText(call: Call, field: Field, value: unknown, lang: Lang = call.lang): string {
  const text = field.write(value, lang)
  return field.mask && !call.global.unmask ? field.mask(text) : text
}

/** A value as a table cell: numbers stay numbers, references become names. */
export function cell(call: Call, field: Field, value: unknown): Cell {
  if (value == null) return null
  const target = field.target?.()
  if (target) {
    const directory = call.directories.of(target)
    const labels = [value].flat().map(id => directory.label(id as number))
    return joined(labels, call.lang)
  }
  return typeof value === 'number' && field.sql !== 'TEXT' && field.kind !== 'yesNo'
    ? value
    : shownText(call, field, value)
}

/** A value in both languages, for a stored paper that is read in either. */
export const worded = <T>(field: Field<T>, value: T | null): Text | null =>
  value == null ? null : { zh: field.write(value, 'zh'), en: field.write(value, 'en') }

/**
 * A value for a paper, in both languages: numbers stay numbers, references become names, personal numbers are
 * masked.
 */
export function paperCell(facts: Facts, field: Field, value: unknown): Cell {
  if (value == null) return null
  const target = field.target?.()
  if (target) {
    const directory = facts.directories.of(target)
    return bothJoined([value].flat().map(id => directory.label(id as number)))
  }
  if (typeof value === 'number' && field.sql !== 'TEXT' && field.kind !== 'yesNo') return value
  const { zh, en } = worded(field, value)!
  return field.mask ? { zh: field.mask(zh), en: field.mask(en) } : { zh, en }
}

/** The non-empty list columns of a record, as text. */
export const listedCells = (call: Call, register: Register, row: Row): string[] =>
  register.list
    .map(name => [register.fields[name]!, row[name]] as const)
    .filter(([, value]) => value != null)
    .map(([field, value]) =>
      field.target ? String(cell(call, field, value)) : shownText(call, field, value),
    )

const recordColumn: Column = { key: 'id', label: { zh: recordHeader, en: 'record number' }, type: 'integer' }

const typeOf = (field: Field) => (field.target || field.many || field.kind === 'yesNo' ? 'text' : field.cell)

/** A word of a fixed list, stored as a code that no language changes. */
const isWord = (field: Field) => field.kind === 'choice' || field.kind === 'choices' || field.kind === 'yesNo'

/** The code of a word; null for any other value. Of several words, their codes joined by a comma. */
export function codeOf(field: Field, value: unknown): Cell {
  if (value == null || !isWord(field)) return null
  return field.kind === 'yesNo' ? field.write(value, 'en') : [value].flat().join(',')
}

/** In JSON the key of a column of words holds the code; the words stand beside it. */
const textKey = (key: string) => `${key}Text`

/** Records in the register's list columns, references by name. */
export function listing(call: Call, register: Register, rows: Iterable<Row>, about?: () => number): Document {
  const [into, on] = register.naming?.successor ?? []
  /** A merger of a later day is not known yet. */
  const asOf = (row: Row): Row =>
    into && on && ((row[on] as string | null) ?? '') > call.asOf ? { ...row, [into]: null, [on]: null } : row
  const isEmpty = (name: string) =>
    !call.db
      .prepare(
        `select 1 from "${register.name}" where "${name}" is not null ${on ? `and "${on}" <= :asOf` : ''} limit 1`,
      )
      .get(on ? { asOf: call.asOf } : {})
  const fields = register.list
    .filter(name => !(register.rare?.includes(name) && isEmpty(name)))
    .map(name => [name, register.fields[name]!] as const)
  const keys = keyFields(register)
  const coded = fields.filter(([, f]) => isWord(f))
  const weight = (name: string) => (keys.includes(name) ? 1 : register.minor?.includes(name) ? -1 : 0)
  return {
    title: register.label,
    tables: [
      {
        columns: [
          { ...recordColumn, weight: 2 },
          ...fields.map(([key, f]) => ({
            key: isWord(f) ? textKey(key) : key,
            label: f.label,
            type: typeOf(f),
            weight: weight(key),
          })),
          ...coded.map(([key, f]) => ({
            key,
            label: { zh: `${f.label.zh}代号`, en: `${f.label.en} code` },
            type: 'text' as const,
            isForScripts: true,
          })),
        ],
        lines: mapped(mapped(rows, asOf), row => ({
          cells: [
            row.id,
            ...fields.map(([name, f]) => cell(call, f, row[name])),
            ...coded.map(([name, f]) => codeOf(f, row[name])),
          ],
        })),
        about,
      },
    ],
  }
}

function* mapped<T, U>(items: Iterable<T>, to: (item: T) => U): Generator<U> {
  for (const item of items) yield to(item)
}

/**
 * Whole records in the columns that import reads; the record number column bears the mark of this database.
 */
export function exporting(
  call: Call,
  register: Register,
  rows: Iterable<Row>,
  about?: () => number,
): Document {
  const columns = exportInputs(register)
  const mark = exportMark(call.db)
  const lang = call.lang
  return {
    title: register.label,
    tables: [
      {
        columns: [
          { ...recordColumn, label: { zh: `${recordHeader}(${mark})`, en: `record number (${mark})` } },
          ...columns.map(input => ({
            key: input.key,
            label: input.label,
            type: input.field && input.part === 0 ? typeOf(register.fields[input.field]!) : ('text' as const),
          })),
        ],
        lines: mapped(rows, row => ({ cells: [row.id, ...exportCells(call, register, columns, row, lang)] })),
        about,
      },
    ],
  }
}

/** The columns of an export and of a blank template: one for each fact. */
export function exportInputs(register: Register): Input[] {
  const all = inputs(register).filter(i => !register.process || (i.field && register.list.includes(i.field)))
  return all.filter(i => !i.field || i.part === 0 || register.fields[i.field]!.target)
}

function exportCells(
  call: Call,
  register: Register,
  columns: readonly Input[],
  row: Row,
  lang: Lang,
): Line['cells'] {
  return columns.map(input => {
    if (input.parent) {
      const id = parentIn(call, register, input.parent, row)
      return id === undefined ? null : call.directories.of(input.parent).texts(id)[0]!
    }
    const field = register.fields[input.field!]!
    const value = row[input.field!]
    if (value == null) return null
    const target = field.target?.()
    if (!target) {
      return typeof value === 'number' && typeOf(field) !== 'text'
        ? value
        : shownText(call, field, value, lang)
    }
    const directory = call.directories.of(target)
    const within = namingParent(target)
    const parent = within && parentIn(call, register, within[1](), row)
    if (field.many)
      return joined(
        (value as number[]).map(id => directory.label(id, parent)),
        lang,
      )
    const id = value as number
    if (!within || directory.parent(id) === parent) return directory.texts(id)[input.part]!
    return input.part === 0 ? directory.label(id, parent) : null
  })
}

/** The `parent` record of a row: from its own field, else from its first reference that lies within one. */
function parentIn(facts: Facts, register: Register, parent: Register, row: Row): number | undefined {
  const own = Object.entries(register.fields).find(([, f]) => f.target && !f.many && f.target() === parent)
  if (own) return (row[own[0]] as number | null) ?? undefined
  for (const [name, field] of Object.entries(register.fields)) {
    if (!field.target || field.many) continue
    let target = field.target()
    let id = row[name] as number | null | undefined
    while (id != null) {
      const within = namingParent(target)
      if (!within) break
      id = facts.directories.of(target).parent(id)
      target = within[1]()
      if (target === parent) return id ?? undefined
    }
  }
  return undefined
}
