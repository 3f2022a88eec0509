import type { Facts } from '../kernel/cli/facts.ts'
import { Fault } from '../kernel/errors.ts'
import type { TextRow } from '../kernel/import/plan.ts'
import { fold } from '../kernel/text.ts'
import { posting } from '../roster/posting.ts'
import type { Serving } from '../roster/serving.ts'
import { unit } from '../roster/unit.ts'

/**
 * Reads the units of a sign-in sheet, which nobody writes as the roster does: one that is known tells namesakes
 * apart, one that is not is left out and counted in `unknown`.
 */
export function unitReader(
  { directories }: Facts,
  serving: readonly Serving[],
  day: string,
  unknown: Map<string, number>,
) {
  const [people, units] = [directories.of(posting), directories.of(unit)]
  return (row: TextRow, columns: ReadonlyMap<string, number>): TextRow => {
    const at = (key: string) => columns.get(key) ?? -1
    const written = row.cells[at('unit')]
    if (!written) return row
    const from = units.find([written])
    const put = (key: string, text: string) => ({
      ...row,
      cells: row.cells.map((cell, i) => (i === at(key) ? text : cell)),
    })
    if (from instanceof Fault) {
      if (from.code !== 'reference.unknown') return row
      unknown.set(written, (unknown.get(written) ?? 0) + 1)
      return put('unit', '')
    }
    const name = row.cells[at('posting')]
    if (!name || row.cells[at('village')]) return row
    const found = people.find([name], undefined, day)
    if (!(found instanceof Fault) || found.code !== 'reference.ambiguous') return row
    const [only, ...others] = serving.filter(p => fold(p.name) === fold(name) && p.unitId === from)
    return only && others.length === 0 ? put('posting', `#${only.id}`) : row
  }
}
