import type { Complaint, Line } from '../errors.ts'
import { namingFields, namingParent } from '../schema/register.ts'
import type { Reader, Register, Row } from '../schema/types.ts'
import type { Database } from '../store/database.ts'
import type { Directories } from '../store/names.ts'
import { counted, nearest, type Text } from '../text.ts'
import type { Zeros } from './lost-zeros.ts'

/** Unknown names that rows refer to: records to add first, each with a negative number until stored. */
export interface Newcomers {
  readonly register: Register
  /** Folded name → negative number, name as written, lines that use it. */
  readonly names: Map<
    string,
    { readonly id: number; readonly name: string; readonly lines: (Line | undefined)[] }
  >
}

/** Whether records of a register need only a name. */
export function isAddable(register: Register): boolean {
  const required = Object.entries(register.fields).filter(([, f]) => !f.optional)
  return required.length === 1 && required[0]![0] === namingFields(register)[0] && !namingParent(register)
}

/** One complaint for all unknown names: how many, how often, similar known names. */
export function newcomersComplaint(of: Newcomers, s: Resolving, header: Text): Complaint {
  const names = [...of.names.values()]
  const directory = s.directories.of(of.register)
  const known: string[] = []
  for (const row of s.db.prepare(`select id from "${of.register.name}"`).iterate() as Iterable<Row>) {
    known.push(directory.texts(row.id)[0]!)
  }
  const near = names
    .map(n => ({ name: n.name, like: nearest(n.name, known, 1)[0] }))
    .filter(n => n.like !== undefined)
    .slice(0, 10)
  // Row counts tell a slip from a habit; if each name has one row, as at a prompt, they tell nothing.
  const isCounted = names.some(n => n.lines.length > 1)
  const list = names.map(n => (isCounted ? `${n.name} (${n.lines.length})` : n.name))
  const { zh } = of.register.label
  const alike: Text =
    near.length > 0
      ? {
          zh: `相近的已有: ${near.map(n => `${n.name}→${n.like}`).join('、')}。`,
          en: `Similar names on record: ${near.map(n => `${n.name} → ${n.like}`).join(', ')}. `,
        }
      : { zh: '', en: '' }
  return {
    column: header,
    code: 'reference.unknown-names',
    rule: isCounted
      ? {
          zh: `${names.length} 个${zh}不在名册 (括号内为行数): ${list.join('、')}`,
          en: `has ${counted(names.length, 'name')} that ${names.length === 1 ? 'is' : 'are'} not on record (rows in brackets): ${list.join(', ')}`,
        }
      : {
          zh: `${names.length} 个${zh}不在名册: ${list.join('、')}`,
          en: `has ${counted(names.length, 'name')} that ${names.length === 1 ? 'is' : 'are'} not on record: ${list.join(', ')}`,
        },
    next: {
      zh: `${alike.zh}核对名称; 确是新的, 加 --add ${of.register.name} 在同一批登记`,
      en: `${alike.en}check the names; if they are new, --add ${of.register.name} records them in the same batch`,
    },
  }
}

export interface Resolving {
  readonly db: Database
  readonly directories: Directories
  readonly reader: Reader
  /** Registers whose unknown names may be added along with the rows that use them. */
  readonly mayAdd: ReadonlySet<Register>
  readonly newcomers: Map<Register, Newcomers>
  /** First day on which the values hold, if given. */
  readonly on?: string
  /** Numbers without their leading zeros, in the rows of a sheet. */
  readonly zeros?: Zeros
}

/** Negative numbers of the newcomers that accepted rows refer to. */
export function usedNewcomers(
  register: Register,
  valid: readonly { readonly record: Row }[],
): Map<Register, Set<number>> {
  const used = new Map<Register, Set<number>>()
  for (const [name, field] of Object.entries(register.fields)) {
    const target = field.target?.()
    if (!target) continue
    const ids = used.get(target) ?? new Set()
    used.set(target, ids)
    for (const { record } of valid) {
      for (const id of [record[name]].flat()) if (typeof id === 'number' && id < 0) ids.add(id)
    }
  }
  return used
}
