import type { Database } from './database.ts'
import type { Field, Label, Part, Reader, Value } from './field.ts'
import type { Fault } from './refuse.ts'
import { fold, type Text } from './text.ts'

export type Fields = Record<string, Field>

export type RecordOf<F extends Fields> = { id: number } & { [K in keyof F]: Value<F[K]> }

/** Any record, where the register is known only at run time. */
export type Row = { id: number } & Record<string, unknown>

/** A part of a key given in one of several ways, the surest first: by ID number, else by name and unit. */
export interface Either<K extends string = string> {
  readonly either: readonly (readonly K[])[]
}

/** How other sheets write a reference to a record of this register. */
export interface Called {
  /** The column's header in sheets that have no name of their own for it. */
  readonly header: Label
  /** Fields that each may have a column; all that are given must fit. Default: the key's own values. */
  readonly by?: readonly string[]
  /** The column of `rows` holding the record within which the names are told apart, and its register. */
  readonly within?: readonly [column: string, parent: () => Register]
  /** First and last day on which the record answers to its name; no last day means still. */
  readonly during?: readonly [from: string, until: string]
  /** SQL giving `id` and every column named here. Default: the register's table. */
  readonly rows?: string
  /** Every way in which the first column of `by` is written. */
  readonly spellings?: (row: Row) => (string | null | undefined)[]
}

/** A record on its way in, as the rules that look at several records see it. */
export interface Candidate<R = Row> {
  readonly record: R
  /** The stored record it changes, if it is not new. */
  readonly before?: R
  /** Where it stands in its file, for naming it to the reader: `第 5 行`, or `记录 12` when it is stored. */
  readonly place: Text
  complain(field: string, fault: Fault): void
}

export interface Declaration<F extends Fields> {
  readonly name: string
  readonly label: Text
  /** What one record is, in a sentence, for its help and its page in the manual. */
  readonly about: Text
  readonly fields: F
  /** How an office recognises the record. */
  readonly key: readonly ((keyof F & string) | Either<keyof F & string>)[]
  readonly list: readonly (keyof F & string)[]
  /** Columns of the list that a narrow terminal leaves out first; those of the key are the last to go. */
  readonly minor?: readonly (keyof F & string)[]
  readonly called?: Called
  /** The field whose day decides who is meant by a reference to what holds only for a time. */
  readonly on?: keyof F & string
  /** Who keeps the record, for counting what is asked of whom. */
  readonly filledBy: string
  /** Written by verbs alone: listed, shown and exported, never typed or imported. */
  readonly process?: true
  /** One real example, flag by flag, for the help of `add`. */
  readonly example: Readonly<Record<string, string>>
  /** Fills what the given values decide. `before` is the stored record when one is changed. */
  complete?(record: Partial<RecordOf<F>>, before?: RecordOf<F>): Partial<RecordOf<F>>
  /** Rules within one record. Values that could not be read are missing. */
  readonly rules?: readonly Rule<RecordOf<F>>[]
  /** Rules between records, asked once for all that are otherwise valid, in file order. */
  between?(candidates: readonly Candidate<RecordOf<F>>[], db: Database): void
}

/** A rule within one record. Written as a method so that the rules of any register are rules of some register. */
export type Rule<R> = {
  broken(record: Partial<R>, reader: Reader): { field: keyof R & string; fault: Fault } | undefined
}['broken']

/** One column that a sheet may give for a register, or one flag of its commands. */
export interface Input extends Part {
  readonly field?: string
  /** Its place among the columns of the field. */
  readonly part: number
  /** Set when the column only tells namesakes apart: the register it names a record of. */
  readonly parent?: Register
}

/** A declaration once made: the names in it are checked, so whoever works on any register may use any name. */
export interface Register<F extends Fields = Fields> {
  readonly name: string
  readonly label: Text
  readonly about: Text
  readonly fields: F
  readonly key: readonly (string | Either)[]
  readonly list: readonly string[]
  readonly minor?: readonly string[]
  readonly called?: Called
  readonly on?: string
  readonly filledBy: string
  readonly process?: true
  readonly example: Readonly<Record<string, string>>
  complete?(record: Partial<Row>, before?: Row): Partial<Row>
  readonly rules?: readonly Rule<Row>[]
  between?(candidates: readonly Candidate[], db: Database): void
}

export function register<const F extends Fields>(declaration: Declaration<F>): Register<F> {
  return declaration as unknown as Register<F>
}

/** What is worked out of a declaration once: rows ask for it by the hundred thousand. */
function once<T>(work: (register: Register) => T): (register: Register) => T {
  const known = new WeakMap<Register, T>()
  return register => {
    let found = known.get(register)
    if (found === undefined) {
      found = work(register)
      known.set(register, found)
    }
    return found
  }
}

/** The columns of a key in the order of its parts, each alternative way being a list of its own. */
export const keyWays = once((register): readonly (readonly string[])[] => {
  let ways: string[][] = [[]]
  for (const part of register.key) {
    ways =
      typeof part === 'string'
        ? ways.map(way => [...way, part])
        : part.either.flatMap(names => ways.map(way => [...way, ...names]))
  }
  return ways
})

export const keyFields = once((register): readonly string[] => [...new Set(keyWays(register).flat())])

/** The fields by which other sheets name a record. */
export const calledBy = once(
  (register): readonly string[] =>
    register.called?.by ?? keyFields(register).filter(name => !register.fields[name]!.target),
)

/** Where namesakes are told apart: the stated place, or the first reference in the key. */
export function calledWithin(register: Register): readonly [string, () => Register] | undefined {
  if (register.called?.within) return register.called.within
  if (register.called?.by) return undefined
  const name = keyFields(register).find(field => register.fields[field]!.target)
  return name === undefined ? undefined : [name, register.fields[name]!.target!]
}

export function calledHeader(register: Register): Label {
  const { label, aliases } = register.fields[calledBy(register)[0]!]!
  return register.called?.header ?? { ...label, aliases }
}

/** The flag by which a command takes a column: `idNumber` is `--id-number`. */
export const flagOf = (key: string): string => key.replace(/[A-Z]/g, c => `-${c.toLowerCase()}`)

/** Every column a sheet may give for the register, in the order of its fields. */
export const inputs = once((register): readonly Input[] => {
  const own: (Input & { implied: readonly string[] })[] = []
  const taken = new Set<string>()
  const push = (input: Input, implied: readonly string[] = []) => {
    if (taken.has(input.key)) return
    taken.add(input.key)
    own.push({ ...input, implied })
  }
  const targets = new Set<Register>()
  for (const field of Object.values(register.fields))
    if (field.target && !field.many) targets.add(field.target())
  for (const name of Object.keys(register.fields)) taken.add(name)
  for (const [name, field] of Object.entries(register.fields)) {
    if (field.target && !field.many) pushParents(field.target())
    taken.delete(name)
    const target = field.target?.()
    const header = target && calledHeader(target)
    const by = target && !field.many ? calledBy(target).map(b => ({ ...target.fields[b]!, key: b })) : []
    const [label, aliases] =
      by.length > 1
        ? [by[0]!.label, [field.label.zh, field.label.en, ...field.aliases]]
        : [field.label, field.aliases]
    push(
      { key: name, field: name, part: 0, label, aliases },
      header ? [header.zh, ...(header.aliases ?? [])] : [],
    )
    const further = target ? by.slice(1) : (field.parts ?? [])
    for (const [i, part] of further.entries()) {
      push({ key: part.key, field: name, part: i + 1, label: part.label, aliases: part.aliases })
    }
  }
  function pushParents(target: Register) {
    const within = calledWithin(target)
    if (!within) return
    const parent = within[1]()
    if (targets.has(parent)) return
    pushParents(parent)
    const { zh, en, aliases = [] } = calledHeader(parent)
    push({ key: parent.name, part: 0, parent, label: { zh, en }, aliases })
  }
  const explicit = new Set(own.flatMap(i => [i.label.zh, i.label.en, i.key, ...i.aliases].map(fold)))
  const claims = new Map<string, number>()
  for (const i of own) for (const word of i.implied) claims.set(fold(word), (claims.get(fold(word)) ?? 0) + 1)
  return own.map(({ implied, ...input }) => ({
    ...input,
    aliases: [
      ...input.aliases,
      ...implied.filter(word => !explicit.has(fold(word)) && claims.get(fold(word)) === 1),
    ],
  }))
})
