import { Fault, Unknown } from '../errors.ts'
import { derivedReferences, inputs, namingFields, namingParent, typedFields } from '../schema/register.ts'
import type { Register, Row } from '../schema/types.ts'
import { foldName } from '../store/name-index.ts'
import { personalMasked, type Text } from '../text.ts'
import { formerSaid } from './former.ts'
import { withZeros } from './lost-zeros.ts'
import { isAddable, type Resolving } from './newcomers.ts'
import { type Columns, complain, type Draft, headerOf, mainInput } from './parse.ts'
import { onePersonFault, peopleIn, severalIn } from './people.ts'

interface Reference {
  readonly name: string
  readonly target: Register
  readonly many: boolean
  readonly isPast: boolean
  /** The register that distinguishes namesakes of the target, and the own field that refers to it. */
  readonly parent?: Register
  readonly own?: string
}

const referencesOf = new WeakMap<Register, ReadonlyMap<string, Reference>>()

function planOf(register: Register): ReadonlyMap<string, Reference> {
  const known = referencesOf.get(register)
  if (known) return known
  const fields = typedFields(register).filter(([, f]) => f.target)
  const plan = new Map<string, Reference>()
  for (const [name, field] of fields) {
    const target = field.target!()
    const parent = namingParent(target)?.[1]()
    const own = parent && fields.find(([, f]) => !f.many && f.target!() === parent)?.[0]
    plan.set(name, { name, target, many: field.many === true, isPast: field.isPast === true, parent, own })
  }
  referencesOf.set(register, plan)
  return plan
}

/** Resolves the references of a draft to record numbers, or complains. */
export function resolveReferences(draft: Draft, sheet: Columns, settling: Resolving): void {
  const { register } = sheet
  const on =
    register.on === undefined
      ? undefined
      : ((draft.values[register.on] as string | undefined | null) ?? undefined)
  const day = on ?? (register.on && draft.before ? (draft.before[register.on] as string) : undefined)
  const done = new Set<string>()

  const plan = planOf(register)
  const parentId = (parent: Register | undefined, own: string | undefined): number | undefined => {
    if (!parent) return undefined
    if (own) {
      field(own)
      const value = draft.values[own] ?? (draft.failed.has(own) ? undefined : draft.before?.[own])
      return typeof value === 'number' ? value : undefined
    }
    if (!draft.places.has(parent)) {
      draft.places.set(parent, undefined)
      const above = namingParent(parent)?.[1]()
      const aboveOwn = above && [...plan.values()].find(r => !r.many && r.target === above)?.name
      const within = parentId(above, aboveOwn)
      const text = draft.parents.get(parent)
      if (text !== undefined) {
        const found = settling.directories.of(parent).find([text], within, day)
        if (found instanceof Fault) {
          complain(draft, sheet, inputs(register).find(i => i.parent === parent)!, text, found)
        } else setPlace(parent, found, text)
      }
    }
    return draft.places.get(parent)
  }

  function field(name: string): void {
    if (done.has(name)) return
    done.add(name)
    const texts = draft.written.get(name)
    if (!texts) return
    const { target, many, isPast, parent: within, own } = plan.get(name)!
    const parent = parentId(within, own)
    const people = many ? peopleIn(texts[0]!) : undefined
    const words = people?.names ?? [texts]
    const ids: number[] = []
    const input = (part: number) => inputs(register).find(i => i.field === name && i.part === part)!
    const said = (how: Text) => draft.noted.push({ column: headerOf(sheet, input(0)), how })
    if (people?.fault) {
      complain(draft, sheet, input(0), texts[0], people.fault)
      return
    }
    for (const word of words) {
      const given = typeof word === 'string' ? [word] : word
      // What an export of the record shows means the one that it has, even if another has left since.
      if (isPast && keeps(draft, register, name, given, settling)) {
        ids.push(draft.before![name] as number)
        continue
      }
      const directory = settling.directories.of(target)
      const plain = isPast ? directory.findPast(given, parent, day) : directory.find(given, parent, day)
      const found =
        plain instanceof Fault ? withZeros(plain, target, given, parent, day, settling, said) : plain
      if (!(found instanceof Fault)) {
        ids.push(found)
        const how = formerSaid(target, directory, found, given[0])
        if (how) said(how)
      } else if (isAddable(target)) {
        const id = newcomer(draft, sheet, name, target, given[0]!, found, settling)
        if (id !== undefined) ids.push(id)
      } else if (keeps(draft, register, name, given, settling)) {
        ids.push(...([draft.before![name]].flat() as number[]))
      } else {
        const part = given.findIndex(t => t !== undefined)
        const several =
          given.length === 1 &&
          found instanceof Unknown &&
          severalIn(given[0]!, target.naming?.titles ?? [], sole => directory.find([sole], parent, day))
        if (!several || (!many && several.ids.length > 1)) {
          complain(
            draft,
            sheet,
            input(part),
            given[part],
            several ? onePersonFault(several.ids.length) : found,
          )
          continue
        }
        ids.push(...several.ids)
        if (several.how) said(several.how)
      }
    }
    if (!draft.failed.has(name)) draft.values[name] = many ? [...new Set(ids)] : ids[0]
  }
  for (const name of draft.written.keys()) field(name)
  for (const [name, { placeOf, target }] of typedFields(register)) {
    const [other, place] = [placeOf && draft.values[placeOf], draft.values[name]]
    if (typeof other !== 'number' || typeof place !== 'number') continue
    const of = register.fields[placeOf!]!.target!()
    // What disagrees stays, and the rules of the register refuse it.
    if (namingParent(of)?.[1]() === target!() && settling.directories.of(of).parent(other) === place)
      draft.values[name] = null
  }
  const within = namingParent(register)
  if (!within) for (const parent of draft.parents.keys()) if (!draft.places.has(parent)) parentOnly(parent)

  function setPlace(parent: Register, id: number, text: string) {
    draft.places.set(parent, id)
    const how = formerSaid(parent, settling.directories.of(parent), id, text)
    const column = inputs(register).find(i => i.parent === parent)!
    if (how) draft.noted.push({ column: headerOf(sheet, column), how })
  }

  /** A parent column that no reference used must still name a record. */
  function parentOnly(parent: Register) {
    const text = draft.parents.get(parent)
    if (text === undefined) return
    const found = settling.directories.of(parent).find([text], undefined, day)
    if (found instanceof Fault) {
      draft.places.set(parent, undefined)
      complain(draft, sheet, inputs(register).find(i => i.parent === parent)!, text, found)
    } else setPlace(parent, found, text)
  }
}

/** Resolves references that another value of the record decides; what the row itself says must agree. */
export function resolveDerived(draft: Draft, record: Row, sheet: Columns, settling: Resolving): void {
  const { register } = sheet
  for (const { name, target, from, length } of derivedReferences(register)) {
    const directory = settling.directories.of(target)
    const decisive = record[from]
    const found = typeof decisive === 'string' ? directory.find([decisive.slice(0, length)]) : undefined
    record[name] = typeof found === 'number' ? found : null
    const text = draft.parents.get(target)
    const isWrong = draft.places.has(target) && draft.places.get(target) === undefined
    if (text === undefined || isWrong) continue
    const said = draft.places.get(target) ?? directory.find([text])
    const input = inputs(register).find(i => i.parent === target)!
    const how =
      said instanceof Fault || draft.places.has(target)
        ? undefined
        : formerSaid(target, directory, said, text)
    if (how) draft.noted.push({ column: headerOf(sheet, input), how })
    if (said instanceof Fault) complain(draft, sheet, input, text, said)
    else if (typeof found === 'number' && said !== found)
      complain(draft, sheet, input, text, disagreeing(register, from, directory.label(found)))
  }
}

function disagreeing(register: Register, from: string, place: string): Fault {
  const { zh, en } = register.fields[from]!.label
  return new Fault(
    'reference.disagrees',
    { zh: `与${zh}不符: 按${zh}在${place}`, en: `does not match the ${en}, which gives ${place}` },
    { zh: '两者改一', en: 'correct one of the two' },
  )
}

/** Whether the text is what an export of the stored record shows. */
function keeps(
  draft: Draft,
  register: Register,
  name: string,
  given: readonly (string | undefined)[],
  s: Resolving,
) {
  const value = draft.before?.[name]
  if (value == null) return false
  const directory = s.directories.of(register.fields[name]!.target!())
  return [value].flat().some(id => {
    const is = (written: string | undefined, text: string) =>
      written === text || written === personalMasked(text)
    return (
      directory.texts(id as number).every((text, i) => is(given[i] ?? '', text)) ||
      is(given[0], directory.label(id as number)) ||
      is(given[0], directory.label(id as number, -1))
    )
  })
}

function newcomer(
  draft: Draft,
  sheet: Columns,
  name: string,
  target: Register,
  text: string,
  fault: Fault,
  s: Resolving,
): number | undefined {
  const input = mainInput(sheet.register, name)
  const value = target.fields[namingFields(target)[0]!]!.read(text, s.reader)
  if (value instanceof Fault || !(fault instanceof Unknown)) {
    complain(draft, sheet, input, text, value instanceof Fault ? value : fault)
    return undefined
  }
  const of = s.newcomers.get(target) ?? { register: target, names: new Map() }
  s.newcomers.set(target, of)
  const word = foldName(text)
  const one = of.names.get(word) ?? { id: -(of.names.size + 1), name: text, lines: [] }
  of.names.set(word, one)
  one.lines.push(draft.line)
  if (s.mayAdd.has(target)) return one.id
  complain(draft, sheet, input, text, fault)
  draft.complaints.at(-1)!.summed = true
  return undefined
}
