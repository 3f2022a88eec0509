import { type Answer, find, put } from './ask.ts'
import type { Field } from './field.ts'
import type { Filling } from './form.ts'
import type { Choice } from './prompts.ts'
import { type Columns, mainInput, rowReader } from './read.ts'
import { Fault } from './refuse.ts'
import { calledBy, calledWithin, type Input, inputs, type Register } from './register.ts'
import { type Around, candidates, choiceOf, finder } from './search.ts'
import { isAddable } from './settle.ts'
import { spoken } from './speak.ts'
import { personalMasked, say, type Text } from './text.ts'

type Answered = Answer | 'kept' | undefined

const optional: Text = { zh: ' (选填)', en: ' (optional)' }
const none: Text = { zh: '(不填)', en: '(none)' }
const required: Text = { zh: '必填', en: 'is required' }

/** Asks for one field of a form, in the way of its kind. */
export function askField(filling: Filling, name: string, field: Field): Promise<Answered> {
  const { lang, settings } = filling.call
  const asked = say(field.label, lang) + (field.optional ? say(optional, lang) : '')
  if (field.target) return (field.many ? askMany : askOne)(filling, name, field, asked)
  const words = field.words?.(settings)
  if (!words) return askLine(filling, name, field, asked)
  const choices = words.map(word => {
    const value = field.read(word, settings)
    return { value: word, name: value instanceof Fault ? word : field.write(value, lang) }
  })
  return (field.many ? askWords : askWord)(filling, name, field, asked, choices)
}

/** What stands in a field: answered before, or stored. */
const stored = ({ before }: Filling, name: string): unknown => before?.[name] ?? undefined

async function askLine(filling: Filling, name: string, field: Field, asked: string): Promise<Answered> {
  const { call, answers } = filling
  const earlier = answers.get(name)
  const value = stored(filling, name)
  const whole = earlier?.text ?? (value === undefined ? undefined : field.write(value, call.lang))
  const start = whole === undefined ? firstDay(filling, name) : maskedText(field, whole)
  const check = checking(filling, name, field)
  const got = await put(call, 'line', asked, {
    start: start || undefined,
    check: text => {
      if (text === start) return text === '' ? check(text) : undefined
      const isPartlyMasked = start !== whole && whole !== undefined && text.includes('*')
      return isPartlyMasked ? say(partlyMasked, call.lang) : check(text)
    },
    shown: text => maskedText(field, text),
  })
  if (!got) return undefined
  const text = got[0]!
  if (whole !== undefined && text === start) return earlier ?? 'kept'
  return { text, shown: maskedText(field, text) }
}

const partlyMasked: Text = {
  zh: '含遮盖的号码, 改动后要写完整的号码',
  en: 'holds a masked number: once changed, the number must be given whole',
}

const maskedText = (field: Field, text: string) =>
  field.mask && /\d{7}/.test(text) ? field.mask(text) : personalMasked(text)

/** The day of a fact is most often today. */
function firstDay({ call, register, before }: Filling, name: string): string | undefined {
  const isDay = register.fields[name]!.kind === 'date'
  const isOfFact = register.on === name || (register.on === undefined && register.key.includes(name))
  return !before && isDay && isOfFact ? call.asOf : undefined
}

/** Asks the field itself about a text, as in a row that has no other column. */
function checking({ call, register, before }: Filling, name: string, field: Field) {
  const input = mainInput(register, name)
  const sheet: Columns = {
    register,
    columns: new Map([[input.key, 0]]),
    headers: [field.label[call.lang]],
    from: 'sheet',
  }
  const read = rowReader(sheet, call.settings)
  return (text: string): string | undefined => {
    if (text === '') return field.optional ? undefined : say(required, call.lang)
    const wrong = read([text], { before }).complaints[0]
    return wrong && spoken({ rule: wrong.rule, next: wrong.next }, call.lang)
  }
}

async function askWord(
  filling: Filling,
  name: string,
  field: Field,
  asked: string,
  choices: readonly Choice[],
): Promise<Answered> {
  const { call, answers } = filling
  const value = stored(filling, name)
  const start = answers.get(name)?.text ?? (value === undefined ? undefined : field.write(value, 'zh'))
  const got = await put(call, 'one', asked, {
    choices: field.optional ? [{ value: '', name: say(none, call.lang) }, ...choices] : choices,
    start: start ?? (field.optional ? '' : undefined),
  })
  if (!got) return undefined
  const text = got[0]!
  if (text === (value === undefined ? '' : field.write(value, 'zh')) && filling.before) return 'kept'
  return { text, shown: choices.find(c => c.value === text)?.name ?? '' }
}

async function askWords(
  filling: Filling,
  name: string,
  field: Field,
  asked: string,
  choices: readonly Choice[],
): Promise<Answered> {
  const { call, answers } = filling
  const value = stored(filling, name)
  const start = answers.get(name)?.text ?? (value === undefined ? '' : field.write(value, 'zh'))
  const look = await finder(choices.map(c => ({ spellings: [c.value, c.name] })))
  const got = await put(call, 'some', asked, {
    choices,
    ticked: start.split('、'),
    find: async term => look(term),
    shown: ticked => names(choices, ticked),
    check: ticked => (ticked.length === 0 && !field.optional ? say(required, call.lang) : undefined),
  })
  return got && { text: got.join('、'), shown: names(choices, got) }
}

/** A few names in full, many by the first of them and their number. */
function names(choices: readonly Choice[], ticked: readonly string[]): string {
  const chosen = choices.filter(c => ticked.includes(c.value)).map(c => c.short ?? c.name)
  return chosen.length > 6 ? `${chosen.slice(0, 5).join('、')} … (${chosen.length})` : chosen.join('、')
}

async function askOne(filling: Filling, name: string, field: Field, asked: string): Promise<Answered> {
  const { call, answers, mayAdd } = filling
  const { lang } = call
  const target = field.target!()
  const all = candidates(call, target, around(filling, name)).map(c => ({ ...c, choice: choiceOf(c) }))
  const value = stored(filling, name)
  const start = answers.get(name)?.text || (value === undefined ? undefined : `#${value}`)
  const standing = all.find(c => c.choice.value === start)
  const sorted = standing ? [standing, ...all.filter(c => c !== standing)] : all
  const skip = field.optional ? [{ value: '', name: say(none, lang) }] : []
  const got = await find(call, asked, sorted, {
    first: skip,
    start,
    unknown: isAddable(target) ? term => newcomer(filling, target, term) : undefined,
  })
  if (!got) return undefined
  const text = got[0]!
  if (text === (value === undefined ? '' : `#${value}`) && filling.before) return 'kept'
  const chosen = all.find(c => c.choice.value === text)
  if (!chosen && text !== '') mayAdd.add(target)
  return { text, shown: chosen?.choice.short ?? text }
}

/** A name not yet on record, of a register whose records need no more than a name. */
function newcomer({ call }: Filling, target: Register, term: string): Choice | undefined {
  const value = target.fields[calledBy(target)[0]!]!.read(term, call.settings)
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

async function askMany(filling: Filling, name: string, field: Field, asked: string): Promise<Answered> {
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
  const got = await put(call, 'some', asked, {
    choices,
    ticked: start,
    find: async term => look(term),
    shown: ticked => names(choices, ticked),
    check: ticked => (ticked.length === 0 && !field.optional ? say(required, call.lang) : undefined),
  })
  if (!got) return undefined
  if (filling.before && got.length === value.length && got.every(v => value.includes(Number(v.slice(1))))) {
    return 'kept'
  }
  return { text: got.join('、'), shown: names(choices, got) }
}

/**
 * The column that names the place of what is only a number or a day in it: 村 before 农户. Asked for first, it
 * leaves few to choose from; a person is found by his name.
 */
export function placeOfNumbered(register: Register, field: Field): Input | undefined {
  const target = field.many ? undefined : field.target?.()
  const parent = target && calledWithin(target)?.[1]()
  if (!parent || target.fields[calledBy(target)[0]!]?.kind === 'person') return undefined
  return inputs(register).find(i => i.parent === parent)
}

export async function askPlace({ call, answers }: Filling, { key, label, parent }: Input): Promise<Answered> {
  const all = candidates(call, parent!).map(c => ({ ...c, choice: choiceOf(c) }))
  const got = await find(call, label, all, { start: answers.get(key)?.text })
  const chosen = all.find(c => c.choice.value === got?.[0])
  return chosen && { text: chosen.choice.value, shown: chosen.choice.short! }
}

/** What the row says already of the day and of places. */
function around(filling: Filling, except: string): Around {
  const { call, register, before, given, answers } = filling
  const text = (name: string) => {
    const flag = given[mainInput(register, name).key]
    return answers.get(name)?.text ?? (flag === undefined ? undefined : String(flag))
  }
  const day = register.on
  const said = day === undefined ? undefined : text(day)
  const read = day === undefined || !said ? undefined : register.fields[day]!.read(said, call.settings)
  const on = typeof read === 'string' ? read : day === undefined ? undefined : (before?.[day] as string)
  const places = Object.entries(register.fields).flatMap(([name, field]) => {
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
