import { inputs, keyFields } from '../schema/register.ts'
import { fold, type Text } from '../text.ts'
import type { Mapping } from './header-mapping.ts'
import type { ColumnMap } from './header-names.ts'

/** A header matched to one column that could also be short for another. */
export interface AmbiguousHeader {
  readonly header: string
  readonly as: Text
}

/**
 * Headers known only without their remark, and those matched only by an alias that ends another column's name, e.g. 职务 for both 单位职务 and 驻村职务. The
 * office's map and key columns are certain: a plain 日期 is the sheet's own date.
 */
export function ambiguousHeaders(
  { register, columns, headers, unsure }: Mapping,
  map: ColumnMap,
): AmbiguousHeader[] {
  const all = inputs(register)
  const said = map.get(register.name)
  const keys = keyFields(register)
  const found: AmbiguousHeader[] = []
  for (const [key, column] of columns) {
    const input = all.find(i => i.key === key)!
    if (unsure.includes(column)) {
      found.push({ header: headers[column]!, as: input.label })
      continue
    }
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
