import { Fault } from '../errors.ts'
import { namingFields } from '../schema/register.ts'
import type { Field, Register } from '../schema/types.ts'
import { records } from '../store/records.ts'
import type { Choice } from '../terminal/question.ts'
import { bothJoined, type Lang, personalMasked, say, type Text } from '../text.ts'
import { type Given, type MissingParameter, missingParameters, readParameter } from './arguments.ts'
import { type Answer, askOneOfMany, askQuestion, none, optional, required } from './ask.ts'
import { fillForm, type Item } from './form.ts'
import type { Call, Verb } from './line.ts'
import { listedCells } from './record-document.ts'
import { type Around, candidates, choiceOf } from './search.ts'

/** Asks for the missing parameters; returns the completed call. */
export async function askMissing(call: Call, verb: Verb, given: Given): Promise<Given> {
  const answers = new Map<string, Answer>()
  const places = missingParameters(verb, given).map(place => ({
    ...place,
    key: `${place.kind} ${place.name}`,
  }))
  const args = () => {
    const all = [...given.args]
    for (const { kind, name, key } of places) {
      const answer = answers.get(key)
      if (kind === 'args' && answer) all[Number(name)] = answer.text
    }
    return all
  }
  /** Records already chosen: candidates within them come first. */
  const around = () =>
    places.flatMap(({ key, of }) => {
      const id = of && Number(answers.get(key)?.text.slice(1))
      return of && id ? [{ register: of(), id }] : []
    })
  const items = places.map(
    (place): Item => ({ ...place, ask: () => askPlace(call, place, args(), answers, around()) }),
  )
  await fillForm(call, {
    title: { zh: verb.label.zh, en: `${verb.label.en[0]!.toUpperCase()}${verb.label.en.slice(1)}` },
    items,
    answers,
    isReading: !verb.isWriting,
    look: async () => ({
      lines: [
        ...wholes(call, verb, args()),
        ...items.map(({ key, label }) => ({
          label: briefly(label, call.lang),
          value: answers.get(key)?.shown || '—',
        })),
      ],
      complaints: [],
    }),
  })
  const under = (kind: MissingParameter['kind']) =>
    Object.fromEntries(
      places.flatMap(place => {
        const text = answers.get(place.key)?.text
        return place.kind === kind && text ? [[place.name, text]] : []
      }),
    )
  return {
    args: args(),
    options: { ...given.options, ...under('options') },
    global: { ...given.global, ...under('global') },
  }
}

/** The label without its example, which only help needs. */
const briefly = (label: Text, lang: Lang): string => say(label, lang).replace(/, (如|as|e\.g\.) .*$/, '')

/** For the summary: what the words that nobody gave stand for. */
const wholes = (call: Call, verb: Verb, args: readonly string[]) =>
  (verb.args ?? []).flatMap((arg, i) => {
    const all = args[i] === undefined ? (arg.whole?.(call, args) ?? []) : []
    if (all.length === 0) return []
    const some = bothJoined(all.slice(0, 6))
    const more = all.length > 6 ? ' …' : ''
    return [
      {
        label: say({ zh: arg.zh, en: arg.name.replace(/\W/g, '') }, call.lang),
        value: say(
          { zh: `全部 ${all.length} 个: ${some.zh}${more}`, en: `all ${all.length}: ${some.en}${more}` },
          call.lang,
        ),
      },
    ]
  })

/** A missing parameter and the key of its answer. */
type Asked = MissingParameter & { readonly key: string }

async function askPlace(
  call: Call,
  place: Asked,
  args: readonly string[],
  answers: ReadonlyMap<string, Answer>,
  around: Around['places'],
): Promise<Answer | undefined> {
  const { lang } = call
  const label = briefly(place.label, lang)
  const isPlain = place.isRequired || label.endsWith(')')
  const asked = isPlain ? label : label + say(optional, lang)
  const start = answers.get(place.key)?.text ?? place.start?.(call, args)
  const skip = place.isRequired ? [] : [{ value: '', name: say(none, lang) }]
  const chosen = (all: readonly Choice[], got: readonly string[] | undefined): Answer | undefined => {
    const one = all.find(c => c.value === got?.[0])
    return got && { text: got[0]!, shown: one ? (one.short ?? one.name) : got[0]! }
  }
  if (place.of) {
    const all = recordsOf(call, place.of(), around)
    return chosen(
      all.map(c => c.choice),
      await askOneOfMany(call, asked, all, { first: skip, start }),
    )
  }
  const words = place.words?.(call, args) ?? wordsOf(call, place.field ?? place.column)
  if (words && words.length > 0) {
    const all = words.map(word => (typeof word === 'string' ? { value: word, name: word } : word))
    if (all.length <= 8 && !place.isOpen) {
      return chosen(all, await askQuestion(call, 'one', asked, { choices: [...skip, ...all], start }))
    }
    const listed = all.map(choice => ({ choice, spellings: [choice.value, choice.name] }))
    const unknown = place.isOpen ? (term: string) => ({ value: term, name: term }) : undefined
    return chosen(all, await askOneOfMany(call, asked, listed, { first: skip, start, unknown }))
  }
  const got = await askQuestion(call, 'line', asked, {
    start,
    check: text => say(faultOf(call, place, text) ?? '', lang) || undefined,
    shown: personalMasked,
  })
  return got && { text: got[0]!, shown: personalMasked(got[0]!) }
}

function faultOf(call: Call, place: MissingParameter, text: string): Text | undefined {
  if (text === '') return place.isRequired ? required : undefined
  const wrong = readParameter({ ...place, field: place.field ?? place.column }, text, call.settings)
  return wrong instanceof Fault
    ? { zh: `${wrong.rule.zh}。${wrong.next.zh}`, en: `${wrong.rule.en}. ${wrong.next.en}` }
    : undefined
}

function wordsOf(call: Call, field: Field | undefined): readonly Choice[] | undefined {
  return field?.words?.(call.settings).map(word => {
    const value = field.read(word, call.settings)
    return { value: word, name: value instanceof Fault ? word : field.write(value, call.lang) }
  })
}

/** Records to choose from: by name or, if unnamed, by their listed cells, newest first. */
function recordsOf(call: Call, register: Register, places: Around['places']) {
  const by = namingFields(register)[0]
  const kind = by === undefined ? undefined : register.fields[by]?.kind
  if (kind === 'person' || kind === 'text') {
    return candidates(call, register, { places }).map(c => ({ ...c, choice: choiceOf(c) }))
  }
  return [...records(call.db, register)].reverse().map(row => {
    const cells = listedCells(call, register, row)
    return {
      id: row.id,
      choice: {
        value: `#${row.id}`,
        name: `${row.id}  ${cells.join('  ')}`,
        short: `${row.id} (${cells.slice(0, 2).join(' ')})`,
      },
      spellings: cells,
    }
  })
}
