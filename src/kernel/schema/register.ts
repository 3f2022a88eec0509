import { periodDays } from '../calendar.ts'
import { fold } from '../text.ts'
import type { Declaration, Derived, Field, Fields, Input, Label, Register } from './types.ts'

export function register<const F extends Fields>(declaration: Declaration<F>): Register<F> {
  return declaration as unknown as Register<F>
}

/** Computes a value once per register: hundreds of thousands of rows ask for it. */
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

/** The fields that people fill in, by name. */
export const typedFields = once((register): readonly (readonly [name: string, field: Field])[] =>
  Object.entries(register.fields).filter(([, field]) => !field.derived),
)

/** A reference that another value of the record determines. */
export interface DerivedReference extends Derived {
  readonly name: string
  readonly target: Register
}

export const derivedReferences = once((register): readonly DerivedReference[] =>
  Object.entries(register.fields).flatMap(([name, { derived, target }]) =>
    derived ? [{ ...derived, name, target: target!() }] : [],
  ),
)

/** The columns of the key, in the order of its parts: one list per alternative. */
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
export const namingFields = once(
  (register): readonly string[] =>
    register.naming?.by ?? keyFields(register).filter(name => !register.fields[name]!.target),
)

/** What distinguishes namesakes: the declared parent reference, or the first reference in the key. */
export function namingParent(register: Register): readonly [string, () => Register] | undefined {
  if (register.naming?.within) return register.naming.within
  if (register.naming?.by) return undefined
  const name = keyFields(register).find(field => register.fields[field]!.target)
  return name === undefined ? undefined : [name, register.fields[name]!.target!]
}

export function namingHeader(register: Register): Label {
  const { label, aliases } = register.fields[namingFields(register)[0]!]!
  return register.naming?.header ?? { ...label, aliases }
}

/** The flag of a column, without dashes: `idNumber` → `id-number`. */
export const flagOf = (key: string): string => key.replace(/[A-Z]/g, c => `-${c.toLowerCase()}`)

/** Every column that a sheet may have for the register, in the order of its fields. */
export const inputs = once((register): readonly Input[] => {
  const own: (Input & { implied: readonly string[] })[] = []
  const taken = new Set<string>()
  const push = (input: Input, implied: readonly string[] = []) => {
    if (taken.has(input.key)) return
    taken.add(input.key)
    own.push({ ...input, implied })
  }
  const targets = new Set<Register>()
  const fields = typedFields(register)
  for (const [, field] of fields) if (field.target && !field.many) targets.add(field.target())
  for (const [name] of fields) taken.add(name)
  for (const [name, field] of fields) {
    if (field.target && !field.many) pushParents(field.target())
    taken.delete(name)
    const target = field.target?.()
    const header = target && namingHeader(target)
    const by = target && !field.many ? namingFields(target).map(b => ({ ...target.fields[b]!, key: b })) : []
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
  // A sheet may also name a derived record; it is then checked against the derived one.
  for (const { target } of derivedReferences(register)) pushParent(target)
  function pushParents(target: Register) {
    const within = namingParent(target)
    if (within) pushParent(within[1]())
  }
  function pushParent(parent: Register) {
    if (targets.has(parent)) return
    pushParents(parent)
    const { zh, en, aliases = [] } = namingHeader(parent)
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

/** The field of a record's own day: its date, else the period that it is of. */
export const ownDayField = (register: Register): string | undefined =>
  register.on ??
  Object.entries(register.fields).find(([, f]) => f.kind === 'period' || f.kind === 'quarter')?.[0]

/** The day of a record's own, or the last of its period; undefined if it has none. */
export function ownDay(register: Register, value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  return register.on === undefined ? periodDays(value).to : value
}
