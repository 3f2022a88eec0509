import { refuse } from '../errors.ts'
import type { Choice, Question } from '../terminal/question.ts'
import { joined, type Lang, say, type Text } from '../text.ts'
import type { Call } from './line.ts'
import { finder } from './search.ts'

/** Whether prompting is possible: stdin and stderr are terminals and `--yes` was not given. */
export const mayAsk = ({ world, global }: Pick<Call, 'world' | 'global'>): boolean =>
  !global.yes && world.terminal.err && world.terminal.in

export const cancel = (): never =>
  refuse('interrupted', 'ask.cancelled', { zh: '已取消, 未写入', en: 'cancelled, nothing was written' })

/** An answer: `text` as a flag would give it, `shown` for display. */
export interface Answer {
  readonly text: string
  readonly shown: string
  /** The chosen record's number, if the record matches the row's day and place. */
  readonly fitting?: number
}

/** `kept`: the stored value stays. `passed`: nothing to ask. undefined: the person goes back. */
export type Answered = Answer | 'kept' | 'passed' | undefined

export const optional: Text = { zh: ' (选填)', en: ' (optional)' }
export const none: Text = { zh: '(不填)', en: '(none)' }
export const required: Text = { zh: '必填', en: 'is required' }

/** Up to six names in full; of more, the first five and the count. */
export function named(choices: readonly Choice[], ticked: readonly string[], lang: Lang): string {
  const chosen = choices.filter(c => ticked.includes(c.value)).map(c => c.short ?? c.name)
  return chosen.length > 6 ? `${joined(chosen.slice(0, 5), lang)} … (${chosen.length})` : joined(chosen, lang)
}

type Put<K extends Question['kind']> = Omit<
  Extract<Question, { kind: K }>,
  'kind' | 'lang' | 'color' | 'message'
>

/** Asks one question; undefined when the person goes back. */
export function askQuestion<K extends Question['kind']>(
  call: Call,
  kind: K,
  message: Text | string,
  question: Put<K>,
): Promise<readonly string[] | undefined> {
  const { lang, world } = call
  return world.ask({
    ...question,
    kind,
    message: say(message, lang),
    lang,
    color: world.color,
  } as unknown as Question)
}

/** Requires confirmation of a destructive step: at a terminal or by `--yes`; refuses otherwise. */
export async function confirm(call: Call, question: Text): Promise<void> {
  if (call.global.yes) return
  if (!mayAsk(call)) {
    refuse(
      'usage',
      'ask.unconfirmed',
      { zh: `未执行, 要先确认: ${question.zh}`, en: `not done: needs confirmation. ${question.en}` },
      { zh: '核对后加 --yes 再执行', en: 'check it, then run it again with --yes' },
    )
  }
  if (!(await agreed(call, question))) cancel()
}

/** Asks whether to continue after a notice; continues off a terminal and with `--yes`. */
export async function goOn(call: Call, question: Text): Promise<void> {
  if (mayAsk(call) && !(await agreed(call, question))) cancel()
}

/** Whether the person answers yes; false off a terminal and with `--yes`. */
export async function agreed(call: Call, question: Text): Promise<boolean> {
  if (!mayAsk(call)) return false
  const choices = [
    { value: 'no', name: say({ zh: '否', en: 'no' }, call.lang) },
    { value: 'yes', name: say({ zh: '是', en: 'yes' }, call.lang) },
  ]
  return (await askQuestion(call, 'one', question, { choices }))?.[0] === 'yes'
}

/** Asks for one of many records or words, found by typing. */
export async function askOneOfMany(
  call: Call,
  message: Text | string,
  all: readonly {
    readonly choice: Choice
    readonly spellings: readonly string[]
    readonly place?: string
    readonly id?: number
  }[],
  more: {
    readonly first?: readonly Choice[]
    readonly start?: string
    unknown?(term: string): Choice | undefined
  } = {},
): Promise<readonly string[] | undefined> {
  // Loaded before the prompt opens: an Enter pressed while it loads would be lost.
  const look = await finder(all)
  return askQuestion(call, 'find', message, {
    start: more.start,
    async find(term) {
      if (term === '') return [...(more.first ?? []), ...all.map(c => c.choice)]
      const found = look(term).map(i => all[i]!.choice)
      const isExact = all.some(c => c.spellings.includes(term))
      const unknown = isExact ? undefined : more.unknown?.(term)
      return unknown ? [...found, unknown] : found
    },
  })
}

/** Most choices shown as a plain list; with more, the person searches by typing. */
const few = 8

/** Asks for one of several values; going back cancels. Requires `mayAsk`. */
export async function choose<T>(
  call: Call,
  question: Text,
  options: readonly { readonly value: T; readonly name: Text | string }[],
): Promise<T> {
  const choices = options.map((o, i) => ({ value: String(i), name: say(o.name, call.lang) }))
  const chosen =
    choices.length <= few
      ? await askQuestion(call, 'one', question, { choices })
      : await askOneOfMany(
          call,
          question,
          choices.map(choice => ({ choice, spellings: [choice.name] })),
        )
  return options[Number(chosen?.[0] ?? cancel())]!.value
}
