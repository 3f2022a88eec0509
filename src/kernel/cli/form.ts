import type { Complaint } from '../errors.ts'
import { sayable } from '../terminal/report-error.ts'
import { padEnd, width, wrap } from '../terminal/width.ts'
import { say, type Text, visible } from '../text.ts'
import { type Answer, type Answered, askQuestion, cancel } from './ask.ts'
import type { Call } from './line.ts'

/** One item of a form. */
export interface Item {
  readonly key: string
  readonly label: Text
  ask(): Promise<Answered>
}

/** The values as they would be written, and what is wrong with them. */
export interface FormSummary {
  readonly lines: readonly { readonly label: string; readonly value: string }[]
  readonly complaints: readonly Complaint[]
  /** Key of the item that a complaint is about. */
  readonly wrong?: string
}

interface Form {
  readonly title: Text
  readonly items: readonly Item[]
  /** Answers by item key, filled in as they are given. */
  readonly answers: Map<string, Answer>
  /** Starts with the summary, e.g. of a stored record, instead of the first item. */
  readonly isKnown?: boolean
  /** The verb does not write, so it needs no summary. */
  readonly isReading?: boolean
  look(): Promise<FormSummary>
}

/**
 * Asks item by item, then shows a summary to write, correct or leave. Returns once the person confirms
 * writing; leaving, at any time, is a refusal.
 */
export async function fillForm(call: Call, form: Form): Promise<void> {
  const { items, answers } = form
  const open = items.filter(i => !answers.has(i.key))
  const how: Text = form.isKnown
    ? {
        zh: 'Tab 取出原值来改 · Backspace 清空 · Ctrl-C 离开, 不写入',
        en: 'Tab: edit the value · Backspace: clear it · Ctrl-C: leave without writing',
      }
    : {
        zh: 'Enter 下一项 · Esc 退回上一项 · Ctrl-C 离开, 不写入',
        en: 'Enter: next · Esc: back · Ctrl-C: leave without writing',
      }
  tellAsked(call, form.title)
  tellAsked(call, how)
  let at = form.isKnown ? open.length : 0
  let going = 1
  for (;;) {
    while (at < open.length) {
      const moved = await step(open[at]!)
      going = moved || going
      at += moved
    }
    const next = form.isReading ? 'write' : await lastLook(call, form)
    if (next === 'write') return
    if (next === 'back') {
      if (form.isKnown) cancel()
      at = Math.max(open.length - 1, 0)
      going = -1
      if (open.length === 0) cancel()
    } else if (next === 'through') {
      open.splice(0, open.length, ...items)
      at = 0
      going = 1
    } else await step(items.find(i => i.key === next)!, true)
  }

  /**
   * Asks one item; returns the move: 1 on, -1 back, 0 stay. Skips items with nothing to ask; going back from
   * the first cancels.
   */
  async function step(item: Item, isAlone = false): Promise<number> {
    const answer = await item.ask()
    if (answer === 'passed') return at === 0 ? 1 : going
    if (answer === 'kept') answers.delete(item.key)
    else if (answer) answers.set(item.key, answer)
    else if (!isAlone && item === open[0] && !form.isKnown) cancel()
    return answer ? 1 : item === open[0] ? 0 : -1
  }
}

/** Shown even with `--quiet`: the person needs it to answer. */
const tellAsked = (call: Call, text: Text) => call.world.err(`${visible(say(text, call.lang))}\n`)

const isWrong: Text = { zh: '有不合格的项', en: 'Something is wrong' }
const whatToChange: Text = { zh: '要改什么?', en: 'What should be changed?' }
const isItRight: Text = { zh: '核对无误?', en: 'Is it right?' }

async function lastLook(call: Call, form: Form): Promise<string> {
  const { lang, world } = call
  const { lines, complaints, wrong } = await form.look()
  const margin = Math.max(...lines.map(l => width(l.label)), 0) + 4
  const shown = lines.flatMap(({ label, value }) =>
    wrap(visible(value), Math.max(world.width - 1 - margin, 20)).map(
      (part, i) => padEnd(i === 0 ? `  ${label}` : '', margin) + part,
    ),
  )
  world.err(`\n${shown.map(line => line.trimEnd()).join('\n')}\n`)
  for (const complaint of sayable(complaints, lang)) world.err(`${visible(`> ${complaint}`)}\n`)
  const isRight = complaints.length === 0
  const isUnchanged = form.isKnown && !form.items.some(i => form.answers.has(i.key))
  const choices = [
    ...(isRight && !isUnchanged ? [{ value: 'write', name: say({ zh: '写入', en: 'write it' }, lang) }] : []),
    { value: 'correct', name: say({ zh: '改一项', en: 'correct one field' }, lang) },
    ...(form.isKnown
      ? [{ value: 'through', name: say({ zh: '逐项过一遍', en: 'go through all fields' }, lang) }]
      : []),
    { value: 'leave', name: say({ zh: '离开, 不写入', en: 'leave, write nothing' }, lang) },
  ]
  const question = !isRight ? isWrong : isUnchanged ? whatToChange : isItRight
  const chosen = (await askQuestion(call, 'one', question, { choices }))?.[0]
  if (chosen === undefined) return 'back'
  if (chosen === 'leave') return cancel()
  if (chosen !== 'correct') return chosen
  const fields = form.items.map(({ key, label }) => {
    const short = say(label, lang)
    const value = lines.find(l => l.label === short)?.value ?? ''
    return { value: key, name: `${padEnd(short, margin)}${value}`, short }
  })
  const which = await askQuestion(
    call,
    'one',
    { zh: '改哪一项', en: 'Which field' },
    { choices: fields, start: wrong },
  )
  return which ? which[0]! : lastLook(call, form)
}
