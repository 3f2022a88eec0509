import { type Answered, askOneOfMany, askQuestion, named, none, required } from '../cli/ask.ts'
import { type Around, candidates, choiceOf, finder } from '../cli/search.ts'
import { type Complaint, Fault } from '../errors.ts'
import { isAddable } from '../import/newcomers.ts'
import { mainInput } from '../import/parse.ts'
import { inputs, namingFields, namingParent, typedFields } from '../schema/register.ts'
import type { Field, Input, Register } from '../schema/types.ts'
import type { Choice } from '../terminal/question.ts'
import { say } from '../text.ts'
import { type FormState, stored } from './form-state.ts'

/** Asks for one or several records of another register. */
export function askReference(
  filling: FormState,
  name: string,
  field: Field,
  asked: string,
): Promise<Answered> {
  const ask = () => (field.many ? askMany : askOne)(filling, name, field, asked)
  const place = placeOfNumbered(filling.register, field)
  return place ? askInPlace(filling, place, ask) : ask()
}

async function askOne(filling: FormState, name: string, field: Field, asked: string): Promise<Answered> {
  const { call, answers, mayAdd } = filling
  const { lang } = call
  const target = field.target!()
  const known = candidates(call, target, around(filling, name)).map(c => ({ ...c, choice: choiceOf(c) }))
  // A number identifies a record only within its place, which was asked for before.
  const isNumbered = placeOfNumbered(filling.register, field) !== undefined
  const all = isNumbered ? known.filter(c => c.isInside) : known
  const value = stored(filling, name)
  const start = answers.get(name)?.text || (value === undefined ? undefined : `#${value}`)
  const standing = all.find(c => c.choice.value === start)
  const sorted = standing ? [standing, ...all.filter(c => c !== standing)] : all
  const skip = field.optional ? [{ value: '', name: say(none, lang) }] : []
  const got = await askOneOfMany(call, asked, sorted, {
    first: skip,
    start,
    unknown: isAddable(target) ? term => newcomer(filling, target, term) : undefined,
  })
  if (!got) return undefined
  const text = got[0]!
  const chosen = all.find(c => c.choice.value === text)
  if (!chosen && text !== '') mayAdd.add(target)
  return {
    text,
    shown: chosen?.choice.short ?? (text && say({ zh: `${text} (新登记)`, en: `${text} (new)` }, call.lang)),
    fitting: chosen?.fits ? chosen.id : undefined,
  }
}

/** A name not on record, of a register whose records need only a name. */
function newcomer({ call }: FormState, target: Register, term: string): Choice | undefined {
  const value = target.fields[namingFields(target)[0]!]!.read(term, call.settings)
  if (value instanceof Fault || /^[a-z0-9#\s]*$/i.test(term)) return undefined
  const { zh, en } = target.label
  return {
    value: term,
    name: say(
      { zh: `+ 一并登记新的${zh}: ${term}`, en: `+ record a new ${en} along with it: ${term}` },
      call.lang,
    ),
    short: term,
  }
}

async function askMany(filling: FormState, name: string, field: Field, asked: string): Promise<Answered> {
  const { call, answers } = filling
  const target = field.target!()
  const value = (stored(filling, name) ?? []) as number[]
  const earlier = answers.get(name)
  const start = earlier ? earlier.text.split('、') : value.map(id => `#${id}`)
  const all = candidates(call, target, around(filling, name)).filter(
    c => c.fits || start.includes(`#${c.id}`),
  )
  const choices = all.map(choiceOf)
  const look = await finder(all)
  const got = await askQuestion(call, 'some', asked, {
    choices,
    ticked: start,
    find: async term => look(term),
    shown: ticked => named(choices, ticked, call.lang),
    check: ticked => (ticked.length === 0 && !field.optional ? say(required, call.lang) : undefined),
  })
  if (!got) return undefined
  return { text: got.join('、'), shown: named(choices, got, call.lang) }
}

/** Whether records have real names: a day or a number recurs in every place. */
const isNamed = (register: Register) =>
  register.naming?.by !== undefined &&
  ['text', 'person'].includes(register.fields[namingFields(register)[0]!]!.kind)

/**
 * The place to ask for first if its records have only a number or a day: 村 before 农户. That leaves few to
 * choose from. Records with names, e.g. people, need no place.
 */
function placeOfNumbered(register: Register, field: Field): Input | undefined {
  const target = field.many ? undefined : field.target?.()
  const parent = target && namingParent(target)?.[1]()
  if (!parent || isNamed(target)) return undefined
  return inputs(register).find(i => i.parent === parent)
}

/** Asks for the place, then for the record; going back from the record returns to the place. */
async function askInPlace(filling: FormState, place: Input, ask: () => Promise<Answered>): Promise<Answered> {
  const { call, answers } = filling
  const all = candidates(call, place.parent!).map(c => ({ ...c, choice: choiceOf(c) }))
  for (;;) {
    const got = await askOneOfMany(call, place.label, all, { start: answers.get(place.key)?.text })
    if (!got) return undefined
    answers.set(place.key, { text: got[0]!, shown: '' })
    const answer = await ask()
    if (answer) return answer
  }
}

/** Chosen records that no longer match after a day or a place was corrected. */
export function misfits(filling: FormState): { field: string; complaint: Complaint }[] {
  const { call, register, answers } = filling
  return Object.entries(register.fields).flatMap(([name, field]) => {
    const id = answers.get(name)?.fitting
    if (id === undefined) return []
    const one = candidates(call, field.target!(), around(filling, name)).find(c => c.id === id)
    if (!one || one.fits) return []
    return [{ field: name, complaint: { column: field.label, value: choiceOf(one).name, ...noLongerFits } }]
  })
}

const noLongerFits: Complaint = {
  code: 'reference.no-longer-fits',
  rule: { zh: '与改过的日期或地点不符', en: 'does not match the corrected day or place' },
  next: { zh: '重新选', en: 'choose it again' },
}

/** The day and the places that the row already gives. */
function around(filling: FormState, except: string): Around {
  const { call, register, before, given, answers } = filling
  const text = (name: string) => {
    const flag = given[mainInput(register, name).key]
    return answers.get(name)?.text ?? (flag === undefined ? undefined : String(flag))
  }
  const day = register.on
  const said = day === undefined ? undefined : text(day)
  const read = day === undefined || !said ? undefined : register.fields[day]!.read(said, call.settings)
  const on = typeof read === 'string' ? read : day === undefined ? undefined : (before?.[day] as string)
  const places = typedFields(register).flatMap(([name, field]) => {
    if (!field.target || field.many || name === except) return []
    const named = text(name)
    const target = field.target()
    const id = named ? call.directories.of(target).find([named]) : before?.[name]
    return typeof id === 'number' ? [{ register: target, id }] : []
  })
  for (const { key, parent } of inputs(register)) {
    const id = parent && Number(answers.get(key)?.text.slice(1))
    if (parent && id) places.push({ register: parent, id })
  }
  return { on, places }
}
