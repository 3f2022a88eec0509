import { Fault } from '../errors.ts'
import { Masked } from '../schema/field.ts'
import { outdated } from '../schema/fields/choice.ts'
import { flagOf, ownDay, ownDayField } from '../schema/register.ts'
import type { Field, Input, Register, Row } from '../schema/types.ts'
import { personalMasked } from '../text.ts'
import type { Resolving } from './newcomers.ts'
import { type Columns, complain, type Draft, mainInput } from './parse.ts'
import { resolveDerived } from './resolve.ts'

/** The record that a draft results in. Complains of missing required fields and broken rules. */
export function completeRecord(draft: Draft, sheet: Columns, settling: Resolving): Row {
  const { register } = sheet
  const { before } = draft
  const given: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(draft.values)) {
    const field = register.fields[name]!
    if (value instanceof Masked) {
      const stored = before?.[name]
      if (typeof stored === 'string' && field.mask!(stored) === value.text) given[name] = stored
      else complain(draft, sheet, mainInput(register, name), value.text, maskedFault)
    } else if (value === null && before && !draft.clears) given[name] = before[name]
    else given[name] = isMaskOf(field, value, before?.[name]) ? before![name] : value
  }
  const merged = { ...before, ...given } as Partial<Row>
  for (const name of draft.failed) delete merged[name]
  const record = (register.complete?.(merged, before) ?? merged) as Row
  resolveDerived(draft, record, sheet, settling)
  for (const [name, field] of Object.entries(register.fields)) {
    if (draft.failed.has(name)) continue
    const value = record[name]
    const undecided = value == null ? undefined : field.undecided?.(value)
    if (undecided) complain(draft, sheet, mainInput(register, name), String(value), undecided)
    if (!field.optional && (value == null || (field.many && (value as unknown[]).length === 0))) {
      const input = mainInput(register, name)
      complain(draft, sheet, input, undefined, requiredFault(sheet, input))
    }
    record[name] ??= null
    const old =
      field.setting === undefined || isUnmoved(before?.[name], record[name])
        ? undefined
        : outdated(field, record[name], dayOf(register, record, settling), settling.reader)
    if (old) complain(draft, sheet, mainInput(register, name), field.write(record[name], 'zh'), old)
  }
  for (const rule of register.rules ?? []) {
    const broken = rule(record, settling.reader)
    if (!broken || draft.failed.has(broken.field)) continue
    const input = mainInput(register, broken.field)
    const value = record[broken.field]
    const written = draft.written.get(broken.field)?.find(t => t !== undefined)
    const text = written ?? (value == null ? undefined : register.fields[broken.field]!.write(value, 'zh'))
    complain(draft, sheet, input, text, broken.fault)
  }
  return record
}

const isUnmoved = (before: unknown, now: unknown) => JSON.stringify(before) === JSON.stringify(now)

/** The day whose lists hold for a record: its own, else the one given, else today or its earlier last day. */
function dayOf(register: Register, record: Row, { on, reader }: Resolving): string {
  const { term } = register
  const name = ownDayField(register)
  const own = name && ownDay(register, record[name])
  if (own) return own
  const last = term && record[term[1]]
  return on ?? (typeof last === 'string' && last < reader.today ? last : reader.today)
}

/** Whether a text is the masked export of the stored text, which may contain a phone or ID number. */
function isMaskOf(field: Field, value: unknown, stored: unknown): boolean {
  if (value == null || stored == null || field.target) return false
  const written = field.write(value, 'zh')
  if (!written.includes('*')) return false
  const whole = field.write(stored, 'zh')
  return written !== whole && written === personalMasked(whole)
}

const empty = new Fault(
  'field.required',
  { zh: '必填, 却是空的', en: 'is required but empty' },
  { zh: '补填', en: 'fill it in' },
)
const noColumn = new Fault(
  'field.no-column',
  { zh: '必填, 但表中没有这一列', en: 'is required, but the sheet has no such column' },
  { zh: '在表中加上这一列', en: 'add the column' },
)

function requiredFault(sheet: Columns, input: Input): Fault {
  if (sheet.columns.has(input.key)) return empty
  if (sheet.from === 'sheet') return noColumn
  const flag = `--${flagOf(input.key)}`
  return new Fault(
    'field.required',
    { zh: '必填', en: 'is required' },
    { zh: `加上 ${flag}`, en: `add ${flag}` },
  )
}
const maskedFault = new Fault(
  'field.mask-differs',
  { zh: '是遮盖后的值, 与库中的不一致', en: 'is a masked value that does not match the stored one' },
  { zh: '填写完整号码, 或照原样不动', en: 'give the full number, or leave the masked value unchanged' },
)

export function isSame(register: Register, before: Row, after: Row): boolean {
  return Object.keys(register.fields).every(
    name => before[name] === after[name] || JSON.stringify(before[name]) === JSON.stringify(after[name]),
  )
}
