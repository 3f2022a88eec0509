import type { Call, OtherSheet } from '../cli/line.ts'
import { refuse } from '../errors.ts'
import type { Register } from '../schema/types.ts'
import { recognise } from '../sheet/header.ts'
import type { Mapping } from '../sheet/header-mapping.ts'
import type { Unread } from '../sheet/unread.ts'
import type { Text } from '../text.ts'

/** The share of a sheet's headers that are known. */
export const shareOf = ({ matched, headers, ordinals }: Mapping): number =>
  matched / Math.max(1, headers.filter(h => h !== '').length - ordinals.length)

/** Refuses a sheet that is no register's. */
export function refuseOther({ zh, en }: Text, kind: Text, next: Text): never {
  return refuse(
    'input',
    'import.other-sheet',
    {
      zh: `${zh} 是${kind.zh}, 不是台账, 不能这样导入`,
      en: `${en} is ${kind.en}, no register, and is not imported so`,
    },
    next,
  )
}

/**
 * A kind of sheet told by its columns: most of its headers are among them, `telling` are there, and no register
 * explains more of it.
 */
export function sheetOf(
  columns: Register,
  telling: readonly string[],
  kind: Text,
  next: (call: Call, file: string) => Text,
): OtherSheet {
  return {
    known(call, unread) {
      const found = withColumns(call, unread, columns)
      if (!found || !telling.every(key => found.mapping.columns.has(key))) return undefined
      return async () => refuseOther(found.label, kind, next(call, unread.file))
    },
  }
}

/** The sheet of a file whose headers are mostly those of `columns`, if no register explains more of it. */
export function withColumns(
  { registers }: Call,
  { sheets }: Unread,
  columns: Register,
): { readonly mapping: Mapping; readonly label: Text } | undefined {
  for (const { source, head } of sheets) {
    const [mapping] = head.length > 0 ? recognise([columns], head, {}) : []
    if (!mapping || shareOf(mapping) <= 0.5) continue
    const [best] = recognise(
      registers.filter(r => !r.process && r.name !== 'setting'),
      head,
      {},
    )
    if (!best || best.matched < mapping.matched) return { mapping, label: source.label }
  }
  return undefined
}
