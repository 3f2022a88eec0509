import { daysBetween } from '../calendar.ts'
import type { Complaint } from '../errors.ts'
import type { Register } from '../schema/types.ts'
import { fold, narrow } from '../text.ts'

interface Sheet {
  readonly register: Register
  readonly columns: ReadonlyMap<string, number>
  readonly headers: readonly string[]
  readonly from: 'sheet' | 'flags'
  readonly days?: number
}

interface Read {
  readonly line?: Complaint['line']
  readonly values: Readonly<Record<string, unknown>>
  readonly complaints: Complaint[]
}

/** Checks the number of days that a row gives beside the first and the last day; without both it says nothing. */
export function checkDays(draft: Read, { register, columns, headers, days }: Sheet, text: string): void {
  const [first, last] = register.span!.map(name => draft.values[name])
  const written = /^(\d{1,4}(?:\.\d)?)\s*(?:天|日|days?)?$/.exec(narrow(text).trim())?.[1]
  if (written === undefined || typeof first !== 'string' || typeof last !== 'string') return
  const count = daysBetween(first, last) + 1
  if (count === Number(written) || count < 1) return
  draft.complaints.push({
    line: draft.line,
    column: headers[days!]!,
    value: text,
    code: 'span.days-differ',
    rule: {
      zh: `与起止日期不符: ${first} 至 ${last} 是 ${count} 天, 首尾两天都算`,
      en: `does not agree with the days: ${first} to ${last} are ${count}, first and last included`,
    },
    next:
      days === columns.get(register.span![0])
        ? { zh: '核对起止日期和天数', en: 'check both days and the number' }
        : {
            zh: '核对起止日期和天数; 天数另有算法的, 用 --ignore-columns 跳过此列',
            en: 'check both days and the number; if it counts otherwise, skip the column with --ignore-columns',
          },
  })
}

/** The field of a last day that lies ahead; undefined where the header says that it is the actual one: 实际结束时间. */
export function plannedIn({ register, columns, headers, from }: Sheet): string | undefined {
  const { span, planned } = register
  if (from !== 'sheet' || !span || planned === undefined) return undefined
  const ended = columns.get(span[1])
  const { zh, en } = register.fields[span[1]]!.label
  const isActual = ended !== undefined && [zh, en].some(name => fold(name) === fold(headers[ended]!))
  return isActual ? undefined : planned
}
