import { type Option, type Options, option } from '../cli/line.ts'
import { refusePlaceholder } from '../cli/placeholders.ts'
import { date } from '../schema/fields/date.ts'
import { flagOf, inputs } from '../schema/register.ts'
import type { Register } from '../schema/types.ts'

/** One flag per column that a sheet may have. */
export const fieldOptions = (register: Register): Option[] =>
  inputs(register).map(({ key, label, field, part, parent }) => ({
    flags: `--${flagOf(key)} <text>`,
    label,
    ...(parent && { of: () => parent }),
    ...(field !== undefined && part === 0 && { column: register.fields[field]! }),
  }))

const from = {
  zh: '自哪天起 (不写则为改正错误)',
  en: 'first day of the new values (without it, a mistake is corrected)',
}

/** Changes hold from this day on; what was before stays for earlier days. */
export const onOption = option({ flags: '--on <date>', label: from, field: date(from, { ahead: true }) })

/** A text row from the given flags; `typed` maps input keys to what the verb calls them instead. */
export function flagRow(register: Register, options: Options, typed: Readonly<Record<string, string>> = {}) {
  const given = inputs(register).filter(i => options[i.key] !== undefined)
  for (const { key } of given) refusePlaceholder(flagOf(key), String(options[key]).trim())
  return {
    sheet: {
      register,
      columns: new Map(given.map((input, i) => [input.key, i])),
      headers: given.map(i => typed[i.key] ?? `--${flagOf(i.key)}`),
      from: 'flags' as const,
    },
    cells: given.map(i => String(options[i.key]).trim()),
  }
}
