import { inputs, keyFields } from '../schema/register.ts'
import { fold, type Text } from '../text.ts'
import type { Mapping } from './header.ts'
import type { ColumnMap } from './header-names.ts'

/** A header that was taken for one column and could be short for another. */
export interface AmbiguousHeader {
  readonly header: string
  readonly as: Text
}

/**
 * Headers known only by an alias that another column's name ends in, as 职务 is for 单位职务 and 驻村职务 alike.
 * Sure is what the office's map says, and what a record is recognised by: the plain 日期 of a sheet is its own.
 */
export function ambiguousHeaders({ register, columns, headers }: Mapping, map: ColumnMap): AmbiguousHeader[] {
  const all = inputs(register)
  const said = map.get(register.name)
  const keys = keyFields(register)
  const found: AmbiguousHeader[] = []
  for (const [key, column] of columns) {
    const input = all.find(i => i.key === key)!
    const word = fold(headers[column]!)
    const isOwn = [input.label.zh, input.label.en, input.key].some(name => fold(name) === word)
    if (isOwn || said?.has(word) || keys.includes(input.field ?? '')) continue
    const others = all.filter(i => i.field === undefined || i.field !== input.field)
    const isShort = others.some(i =>
      [i.label.zh, i.label.en].some(name => fold(name) !== word && fold(name).endsWith(word)),
    )
    if (isShort) found.push({ header: headers[column]!, as: input.label })
  }
  return found
}
