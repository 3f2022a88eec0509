import type { Option, Options } from '../cli/line.ts'
import { refusePlaceholder } from '../cli/placeholders.ts'
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
