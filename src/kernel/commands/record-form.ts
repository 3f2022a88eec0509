import { type FormSummary, fillForm, type Item } from '../cli/form.ts'
import type { Call, Options } from '../cli/line.ts'
import { cell } from '../cli/record-document.ts'
import { makePlan } from '../import/make-plan.ts'
import { type Columns, headerOf, mainInput } from '../import/parse.ts'
import type { Intake, Plan } from '../import/plan.ts'
import { shownValue } from '../import/shown-value.ts'
import { inputs, typedFields } from '../schema/register.ts'
import type { Field, Register, Row } from '../schema/types.ts'
import { say, type Text } from '../text.ts'
import { askField } from './ask-field.ts'
import { misfits } from './ask-reference.ts'
import type { FormState } from './form-state.ts'

/** The row that a person filled in at the terminal, as an import would take it. */
export interface Filled {
  readonly intake: Intake
  readonly cells: readonly string[]
}

/**
 * Asks field by field for a new record or the changes of a stored one. The fields that parse a sheet parse
 * the answers. Returns once the person confirms writing; leaving is a refusal.
 */
export async function fillIn(
  call: Call,
  register: Register,
  given: Options,
  mayAdd: Set<Register>,
  before?: Row,
): Promise<Filled> {
  const filling: FormState = { call, register, given, before, answers: new Map(), mayAdd }
  const asked = inputs(register).filter(
    i => i.field && i.part === 0 && !register.fields[i.field]!.computed && !isGiven(filling, i.field),
  )
  const items = asked.map(({ field: name }): Item => {
    const field = register.fields[name!]!
    return { key: name!, label: field.label, ask: () => askField(filling, name!, field) }
  })
  const { zh, en } = register.label
  await fillForm(call, {
    title: before
      ? { zh: `更改${zh} ${before.id} 号`, en: `Change ${en} ${before.id}` }
      : { zh: `登记${zh}`, en: `Record ${en}` },
    items,
    answers: filling.answers,
    isKnown: before !== undefined,
    look: () => look(filling),
  })
  return row(filling)
}

const isGiven = ({ register, given }: FormState, field: string) =>
  inputs(register).some(i => i.field === field && given[i.key] !== undefined)

/** All answers so far as one row; headers are the labels that the person saw. */
function row({ call, register, given, before, answers, mayAdd }: FormState): Filled {
  const filled = inputs(register).flatMap(input => {
    const flag = given[input.key]
    if (flag !== undefined) return [{ input, text: String(flag).trim() }]
    const answer = input.part === 0 && input.field ? answers.get(input.field) : undefined
    return answer ? [{ input, text: answer.text }] : []
  })
  const sheet: Columns = {
    register,
    columns: new Map(filled.map(({ input }, i) => [input.key, i])),
    headers: filled.map(({ input }) => labelOf(register, input.field, input.label)[call.lang]),
    from: 'flags',
  }
  return {
    intake: { sheet, before, mustBeNew: !before, mayAdd },
    cells: filled.map(f => f.text),
  }
}

const labelOf = (register: Register, field: string | undefined, other: Text): Text =>
  field === undefined ? other : register.fields[field]!.label

async function look(filling: FormState): Promise<FormSummary> {
  const { call, register, before } = filling
  const { intake, cells } = row(filling)
  const made = await makePlan(call, intake, [{ cells }])
  const wrong = made.complaints.flatMap(c =>
    typedFields(register).flatMap(([name]) => {
      const header = headerOf(intake.sheet, mainInput(register, name))
      return c.column !== undefined && say(header, call.lang) === say(c.column, call.lang) ? [name] : []
    }),
  )
  const strays = made.complaints.length > 0 ? [] : misfits(filling)
  return {
    lines: shownLines(filling, made, before),
    complaints: [...made.complaints, ...strays.map(s => s.complaint)],
    wrong: wrong[0] ?? strays[0]?.field,
  }
}

/** Each field with the value to be written; of a change, the old value too. */
function shownLines(filling: FormState, made: Plan, before: Row | undefined): FormSummary['lines'] {
  const { call, register, answers } = filling
  const record = made.adds[0] ?? made.changes[0]?.after
  const shown = typedFields(register).filter(([name, field]) => !field.computed || record?.[name] != null)
  return shown.map(([name, field]) => {
    const answer = answers.get(name)
    const isNew = [record?.[name]].flat().some(id => field.target && typeof id === 'number' && id < 0)
    const now = record && !isNew ? written(call, field, record[name]) : answer?.shown
    const old = before ? written(call, field, before[name]) : ''
    const value = now ?? flagged(filling, name) ?? old
    return {
      label: say(field.label, call.lang),
      value: before && value !== old ? `${old || '—'} → ${value || '—'}` : value || '—',
    }
  })
}

function flagged({ register, given }: FormState, name: string): string | undefined {
  const text = given[mainInput(register, name).key]
  return text === undefined ? undefined : shownValue(register.fields[name], String(text))
}

/** A value as text, masked where it must be. */
function written(call: Call, field: Field, value: unknown): string {
  const shown = cell(call, field, value)
  if (shown === null) return ''
  return typeof shown === 'number' ? field.write(value, call.lang) : String(shown)
}
