import { type Answered, askQuestion, named, none, optional, required } from '../cli/ask.ts'
import { finder } from '../cli/search.ts'
import { Fault } from '../errors.ts'
import { type Columns, mainInput, rowReader } from '../import/parse.ts'
import type { Field } from '../schema/types.ts'
import type { Choice } from '../terminal/question.ts'
import { spoken } from '../terminal/report-error.ts'
import { personalMasked, say, type Text } from '../text.ts'
import { askReference } from './ask-reference.ts'
import { type FormState, stored } from './form-state.ts'

/** Asks for one field of a form, by its kind; the stored value given again counts as `kept`. */
export async function askField(filling: FormState, name: string, field: Field): Promise<Answered> {
  const answer = await askKind(filling, name, field)
  if (!filling.before || typeof answer !== 'object') return answer
  const parts = (text: string) => (field.many ? text.split('、').sort() : [text]).join('、')
  return parts(answer.text) === parts(storedText(filling, name, field)) ? 'kept' : answer
}

function storedText(filling: FormState, name: string, field: Field): string {
  const value = stored(filling, name)
  if (value === undefined) return ''
  return field.target
    ? [value]
        .flat()
        .map(id => `#${id}`)
        .join('、')
    : field.write(value, 'zh')
}

function askKind(filling: FormState, name: string, field: Field): Promise<Answered> {
  const { lang, settings } = filling.call
  const asked = say(field.label, lang) + (field.optional ? say(optional, lang) : '')
  if (field.target) return askReference(filling, name, field, asked)
  const words = field.words?.(settings)
  if (!words) return askLine(filling, name, field, asked)
  const choices = words.map(word => {
    const value = field.read(word, settings)
    return { value: word, name: value instanceof Fault ? word : field.write(value, lang) }
  })
  const value = stored(filling, name)
  const start =
    filling.answers.get(name)?.text ?? (value === undefined ? undefined : field.write(value, 'zh'))
  return (field.many ? askWords : askWord)(filling, { name, field, asked, choices, start })
}

async function askLine(filling: FormState, name: string, field: Field, asked: string): Promise<Answered> {
  const { call, answers } = filling
  const earlier = answers.get(name)
  const value = stored(filling, name)
  const whole = earlier?.text ?? (value === undefined ? undefined : field.write(value, call.lang))
  const start = whole === undefined ? firstDay(filling, name) : maskedText(field, whole)
  const check = checking(filling, name, field)
  const got = await askQuestion(call, 'line', asked, {
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
  en: 'contains a masked number: to change the text, give the full number',
}

const maskedText = (field: Field, text: string) =>
  field.mask && /\d{7}/.test(text) ? field.mask(text) : personalMasked(text)

/** Default day of a new fact: today. */
function firstDay({ call, register, before }: FormState, name: string): string | undefined {
  const isDay = register.fields[name]!.kind === 'date'
  const isOfFact = register.on === name || (register.on === undefined && register.key.includes(name))
  return !before && isDay && isOfFact ? call.asOf : undefined
}

/** Checks a text with its field, as a row with only this column. */
function checking({ call, register, before }: FormState, name: string, field: Field) {
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
    return wrong && spoken({ code: wrong.code, rule: wrong.rule, next: wrong.next }, call.lang)
  }
}

/** A field with a fixed set of words, and how to ask for it. */
interface Words {
  readonly name: string
  readonly field: Field
  readonly asked: string
  readonly choices: readonly Choice[]
  /** The earlier answer or the stored value, as text. */
  readonly start: string | undefined
}

async function askWord({ call }: FormState, { field, asked, choices, start }: Words): Promise<Answered> {
  const got = await askQuestion(call, 'one', asked, {
    choices: field.optional ? [{ value: '', name: say(none, call.lang) }, ...choices] : choices,
    start: start ?? (field.optional ? '' : undefined),
  })
  if (!got) return undefined
  const text = got[0]!
  return { text, shown: choices.find(c => c.value === text)?.name ?? '' }
}

async function askWords(
  { call }: FormState,
  { field, asked, choices, start = '' }: Words,
): Promise<Answered> {
  const look = await finder(choices.map(c => ({ spellings: [c.value, c.name] })))
  const got = await askQuestion(call, 'some', asked, {
    choices,
    ticked: start.split('、'),
    find: async term => look(term),
    shown: ticked => named(choices, ticked, call.lang),
    check: ticked => (ticked.length === 0 && !field.optional ? say(required, call.lang) : undefined),
  })
  return got && { text: got.join('、'), shown: named(choices, got, call.lang) }
}
