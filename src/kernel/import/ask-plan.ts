import { choose, mayAsk } from '../cli/ask.ts'
import type { Call } from '../cli/line.ts'
import type { Register } from '../schema/types.ts'
import { askRows, nothingAnswered, type RowAnswers } from './ask-rows.ts'
import type { Zeros } from './lost-zeros.ts'
import { alikeText } from './newcomers.ts'
import type { Plan } from './plan.ts'
import { askReading, type SheetHints } from './reading-hints.ts'

/** What the options and the answers at a terminal say about the rows of a sheet. */
export interface Said {
  readonly hints: SheetHints
  readonly rows: RowAnswers
  /** Registers whose unknown names are recorded along. */
  readonly mayAdd: ReadonlySet<Register>
  /** Registers whose unknown names were asked about. */
  readonly known: ReadonlySet<Register>
}

/** Asks what a plan leaves open: how cells are meant, whether names are new, which rows are one. Undefined if nothing. */
export async function askPlan(call: Call, plan: Plan, zeros: Zeros, said: Said): Promise<Said | undefined> {
  if (!mayAsk(call)) return undefined
  const hints = await askReading(call, plan, said.hints)
  if (hints) return { ...said, hints }
  const unknown = plan.unknown.find(u => !said.known.has(u.register))
  if (unknown) {
    const { register } = unknown
    const isNew = await areNew(call, unknown)
    const mayAdd = isNew ? new Set([...said.mayAdd, register]) : said.mayAdd
    return { ...said, mayAdd, known: new Set([...said.known, register]) }
  }
  const rows = await askRows(call, plan, zeros, said.rows)
  return rows && { ...said, rows }
}

/** Names shown in a question; the refusal after "no" shows all. */
const shown = 12

function areNew(call: Call, { register, names, near }: Plan['unknown'][number]): Promise<boolean> {
  const more = names.length > shown ? ' …' : ''
  const list = names.slice(0, shown)
  const { zh, en } = register.label
  const alike = alikeText(near, 3)
  return choose(
    call,
    {
      zh: `${names.length} 个${zh}不在名册: ${list.join('、')}${more}。${alike.zh}都是新的吗?`,
      en: `${en}: ${names.length} not on record: ${list.join(', ')}${more}. ${alike.en}Are all of them new?`,
    },
    [
      { value: true, name: { zh: '都是新的, 在同一批登记', en: 'yes, record them in the same batch' } },
      { value: false, name: { zh: '不都是, 先核对名称', en: 'no, I will check the names' } },
    ],
  )
}

/** What the sheet itself says, without the options. */
export const unsaid = ({ hints }: Said, { year }: { readonly year?: number }): Said => ({
  hints: year === undefined ? { year: hints.year } : {},
  rows: nothingAnswered(undefined),
  mayAdd: new Set(),
  known: new Set(),
})

/** The answers as options, so that the next run need not ask. */
export function flagsOf(before: Said, now: Said): string {
  const { hints, mayAdd, rows } = now
  const { lostZeros } = rows
  return [
    hints.year !== before.hints.year && `--year ${hints.year}`,
    hints.monthDay !== before.hints.monthDay && `--month-day ${hints.monthDay}`,
    hints.ditto && !before.hints.ditto && '--ditto',
    lostZeros !== before.rows.lostZeros && `--lost-zeros ${lostZeros ? 'yes' : 'no'}`,
    mayAdd.size !== before.mayAdd.size && `--add ${[...mayAdd].map(r => r.name).join(',')}`,
  ]
    .filter(flag => flag)
    .join(' ')
}
