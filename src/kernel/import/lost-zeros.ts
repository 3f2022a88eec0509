import { type Complaint, Fault } from '../errors.ts'
import { keyWays, namingFields } from '../schema/register.ts'
import type { Register, Row } from '../schema/types.ts'
import type { Database } from '../store/database.ts'
import { foldName } from '../store/name-index.ts'
import type { Directories } from '../store/names.ts'
import { withoutZeros } from '../store/numbers.ts'
import { decode } from '../store/records.ts'
import { counted, type Text } from '../text.ts'
import { findByKey } from './match-keys.ts'
import { type Columns, complaintOf, type Draft, headerOf, mainInput } from './parse.ts'

/** Numbers of a sheet that lack the leading zeros of stored ones, as a spreadsheet makes 1 of 001. */
export interface Zeros {
  /** Whether they are read with the zeros; undefined as long as nobody has said. */
  readonly answer?: boolean
  /** Rows that wait for the answer. */
  open: number
  /** Of the open ones that are rows of the register itself. */
  own: number
  label?: Text
  /** The first two: `1 → 001 户主张一`. */
  readonly examples: string[]
}

export const zerosWith = (answer: boolean | undefined): Zeros => ({
  answer,
  open: 0,
  own: 0,
  examples: [],
})

const asRead: Text = { zh: '补上开头的 0 读', en: 'read with the leading zeros of those on record' }

function leaveOpen(zeros: Zeros, label: Text, from: string, to: string, name: string): void {
  zeros.open++
  zeros.label ??= label
  if (zeros.examples.length < 2) zeros.examples.push(`${from} → ${to} ${name}`.trim())
}

/**
 * Recognises rows whose number lacks the zeros of the stored record that has the rest of their key. With the
 * answer yes they get its number, and the stored record as `before`; without one they are complained of.
 */
export function restoreZeros(db: Database, sheet: Columns, drafts: readonly Draft[], zeros: Zeros): void {
  const { register } = sheet
  const { apart } = register
  if (apart === undefined || zeros.answer === false) return
  const rest = keyWays(register).find(way => !way.includes(apart))!
  const [place, ...names] = rest
  const isSame = (a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>) =>
    names.every(f => a[f] === b[f])
  const waiting = drafts.filter(
    ({ values, failed, before }) =>
      typeof values[apart] === 'string' &&
      withoutZeros(values[apart]) !== undefined &&
      rest.every(f => !failed.has(f) && values[f] != null) &&
      !(before && before[apart] === values[apart] && isSame(before, values)),
  )
  if (waiting.length === 0) return
  const places = JSON.stringify([...new Set(waiting.map(d => d.values[place!]))])
  const stored = new Map<string, Row[]>()
  const key = (values: Readonly<Record<string, unknown>>) =>
    JSON.stringify([...rest.map(f => values[f]), withoutZeros(values[apart] as string)])
  const rows = db
    .prepare(
      `select * from "${register.name}" where "${place}" in (select value from json_each(?)) and "${apart}" is not null`,
    )
    .all(places) as never[]
  for (const row of rows.map(r => decode(register, r))) {
    if (register.keyUntil !== undefined && row[register.keyUntil] != null) continue
    if (withoutZeros(row[apart] as string) === undefined) continue
    const same = key(row)
    const there = stored.get(same)
    if (there) there.push(row)
    else stored.set(same, [row])
  }
  const again: Draft[] = []
  const input = mainInput(register, apart)
  for (const draft of waiting) {
    const number = draft.values[apart] as string
    const [same, ...others] = stored.get(key(draft.values)) ?? []
    const found = same?.[apart] as string | undefined
    if (!same || found === undefined || found === number || others.length > 0) continue
    const name = names.map(f => register.fields[f]!.write(draft.values[f], 'zh')).join(' ')
    if (zeros.answer) {
      draft.noted.push({ column: headerOf(sheet, input), how: asRead })
      draft.values[apart] = found
      draft.before = undefined
      again.push(draft)
      continue
    }
    leaveOpen(zeros, input.label, number, found, name)
    const isTyped = sheet.from === 'flags'
    if (!isTyped) zeros.own++
    const next = isTyped ? ofOne(register, same.id) : answering
    draft.complaints.push({
      ...complaintOf(sheet, input, draft.line, number, lostZeros(found, name, next)),
      ...(!isTyped && { summed: true }),
    })
  }
  findByKey(db, register, again)
}

const lostZeros = (number: string, name: string, next: Text) =>
  new Fault(
    'row.lost-zeros',
    {
      zh: `与已有的 ${number} (${name}) 只差开头的 0`,
      en: `differs from ${number} (${name}) on record only by leading zeros`,
    },
    next,
  )

/** For a record that is typed: nobody is asked about a whole sheet. */
const ofOne = ({ name }: Register, id: number): Text => ({
  zh: `要改它: cun ${name} change ${id}; 确是另外的, 写在表里: cun ${name} import 表 --lost-zeros 否`,
  en: `to change it: cun ${name} change ${id}; if it is another, put it in a sheet: cun ${name} import SHEET --lost-zeros no`,
})

const answering: Text = {
  zh: '是丢了 0 的, 加 --lost-zeros 是, 按已有的编号读; 确是另外的, 加 --lost-zeros 否',
  en: 'if the zeros were lost, --lost-zeros yes reads them as the numbers on record; if they are others, --lost-zeros no',
}

/** One complaint for all rows of the register itself that wait for the answer. */
export function zerosComplaint({ own, label, examples }: Zeros): Complaint {
  return {
    column: label,
    code: 'row.lost-zeros',
    rule: {
      zh: `${own} 行与已有的只差开头的 0, 其余相同: ${examples.join('、')}${own > 2 ? ' …' : ''}`,
      en: `of ${counted(own, 'row')} differs from those on record only by leading zeros: ${examples.join(', ')}${own > 2 ? ' …' : ''}`,
    },
    next: answering,
  }
}

/**
 * The record that a reference without leading zeros means: read where the rest of its name agrees or the answer
 * is yes, which `read` is told, else a fault that names it.
 */
export function withZeros(
  fault: Fault,
  target: Register,
  given: readonly (string | undefined)[],
  parent: number | undefined,
  on: string | undefined,
  { directories, zeros }: { readonly directories: Directories; readonly zeros?: Zeros },
  read: (how: Text) => void,
): number | Fault {
  const by = namingFields(target)
  const at = target.apart === undefined ? -1 : by.indexOf(target.apart)
  const text = given[at]
  if (at < 0 || !text || parent === undefined || zeros?.answer === false) return fault
  if (fault.code === 'reference.ambiguous') return fault
  const directory = directories.of(target)
  const [id, ...others] = directory.withoutZeros(at, text, parent)
  if (id === undefined || others.length > 0) return fault
  const texts = directory.texts(id)
  const rest = given.flatMap((t, i) => (i === at || !t ? [] : [foldName(t) === foldName(texts[i]!)]))
  if (rest.includes(false)) return fault
  const number = texts[at]!
  const name = texts.filter((_, i) => i !== at).join(' ')
  const found = directory.find([number], parent, on)
  if (found instanceof Fault) return found
  const isRead = rest.length > 0 || zeros?.answer === true
  if (isRead) {
    read(asRead)
    return found
  }
  if (zeros) leaveOpen(zeros, target.fields[target.apart!]!.label, text, number, name)
  const { zh, en } = target.label
  return new Fault(
    'reference.lost-zeros',
    { zh: `名册中没有这个${zh}`, en: `matches no ${en} on record` },
    {
      zh: `是不是 ${number} (${name})? 改正编号${zeros ? '; 都是丢了开头的 0 的, 加 --lost-zeros 是' : ''}`,
      en: `did you mean ${number} (${name})? Correct the number${zeros ? '; if all of them lost their leading zeros, add --lost-zeros yes' : ''}`,
    },
  )
}
