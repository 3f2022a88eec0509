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

/** Unknown names of one register, with similar known ones. */
export interface UnknownNames {
  readonly register: Register
  /** With the number of rows in brackets, if that tells anything. */
  readonly names: readonly string[]
  readonly isCounted: boolean
  /** Names that are like known ones. */
  readonly near: readonly { readonly name: string; readonly like: string }[]
}

/** The names of `of`, how often each occurs, and which known ones are similar. */
export function unknownNames(of: Newcomers, s: Resolving): UnknownNames {
  const names = [...of.names.values()]
  const directory = s.directories.of(of.register)
  const known: string[] = []
  for (const row of s.db.prepare(`select id from "${of.register.name}"`).iterate() as Iterable<Row>) {
    known.push(directory.texts(row.id)[0]!)
  }
  const near = names.flatMap(({ name }) => {
    const [like] = nearest(name, known, 1)
    return like === undefined ? [] : [{ name, like }]
  })
  // Row counts tell a slip from a habit; if each name has one row, as at a prompt, they tell nothing.
  const isCounted = names.some(n => n.lines.length > 1)
  const list = names.map(n => (isCounted ? `${n.name} (${n.lines.length})` : n.name))
  return { register: of.register, names: list, isCounted, near }
}

/** The first `most` names that are like known ones; empty if there are none. */
export function alikeText(near: UnknownNames['near'], most: number): Text {
  if (near.length === 0) return { zh: '', en: '' }
  const shown = near.slice(0, most)
  return {
    zh: `相近的已有: ${shown.map(n => `${n.name}→${n.like}`).join('、')}。`,
    en: `Similar names on record: ${shown.map(n => `${n.name} → ${n.like}`).join(', ')}. `,
  }
}

/** One complaint for all unknown names. */
export function newcomersComplaint(
  { register, names, isCounted, near }: UnknownNames,
  header: Text,
): Complaint {
  const { zh } = register.label
  const are = names.length === 1 ? 'is' : 'are'
  const alike = alikeText(near, 10)
  return {
    column: header,
    code: 'reference.unknown-names',
    rule: isCounted
      ? {
          zh: `${names.length} 个${zh}不在名册 (括号内为行数): ${names.join('、')}`,
          en: `has ${counted(names.length, 'name')} that ${are} not on record (rows in brackets): ${names.join(', ')}`,
        }
      : {
          zh: `${names.length} 个${zh}不在名册: ${names.join('、')}`,
          en: `has ${counted(names.length, 'name')} that ${are} not on record: ${names.join(', ')}`,
        },
    next: {
      zh: `${alike.zh}核对名称; 确是新的, 加 --add ${register.name} 在同一批登记`,
      en: `${alike.en}check the names; if they are new, --add ${register.name} records them in the same batch`,
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
