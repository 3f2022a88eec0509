import { choose } from '../cli/ask.ts'
import type { Call } from '../cli/line.ts'
import type { Line } from '../errors.ts'
import type { Text } from '../text.ts'
import type { Zeros } from './lost-zeros.ts'
import { placeOf } from './parse.ts'
import type { Plan, TwinRows } from './plan.ts'

/** More questions than this are no help: the sheet is corrected, or its reject file. */
const mostAsked = 10

/** What a person says of rows that nobody else can decide. */
export interface RowAnswers {
  /** Whether numbers are read with the leading zeros of those on record. */
  readonly lostZeros?: boolean
  /** Places of rows that repeat another one, to be left out. */
  readonly leftOut: ReadonlySet<string>
  /** Groups of rows that were asked about. */
  readonly asked: ReadonlySet<string>
}

export const nothingAnswered = (lostZeros: boolean | undefined): RowAnswers => ({
  lostZeros,
  leftOut: new Set(),
  asked: new Set(),
})

const groupKey = ({ rows }: TwinRows) => rows.map(row => placeOf(row.line).en).join()

/** Asks about the rows of a plan; undefined when there is nothing to ask. */
export async function askRows(
  call: Call,
  plan: Plan,
  zeros: Zeros,
  answers: RowAnswers,
): Promise<RowAnswers | undefined> {
  if (zeros.open > 0 && answers.lostZeros === undefined)
    return { ...answers, lostZeros: await askZeros(call, zeros) }
  const open = plan.twins.filter(t => !answers.asked.has(groupKey(t)))
  if (open.length === 0 || open.length > mostAsked) return undefined
  const leftOut = new Set(answers.leftOut)
  for (const twins of open) {
    const kept = await askTwins(call, twins)
    if (kept !== undefined)
      for (const { line } of twins.rows) if (line !== kept) leftOut.add(placeOf(line).en)
  }
  return { ...answers, leftOut, asked: new Set([...answers.asked, ...open.map(groupKey)]) }
}

function askZeros(call: Call, { open, label, examples }: Zeros): Promise<boolean> {
  const more = open > 2 ? ' …' : ''
  return choose(
    call,
    {
      zh: `${open} 行的${label!.zh}与已有的只差开头的 0: ${examples.join('、')}${more}`,
      en: `${label!.en}: ${open} rows differ from those on record only by leading zeros: ${examples.join(', ')}${more}`,
    },
    [
      {
        value: true,
        name: { zh: '丢了开头的 0, 按已有的编号读', en: 'the zeros were lost: read the numbers on record' },
      },
      { value: false, name: { zh: '是另外的编号', en: 'they are other numbers' } },
    ],
  )
}

/** The line to keep; undefined when they are two, which need numbers first. */
function askTwins(call: Call, { rows, name, apart }: TwinRows): Promise<Line | undefined> {
  const places = rows.map(row => placeOf(row.line))
  const question: Text = {
    zh: `${places.map(p => p.zh).join('、')}都是 ${name}, ${apart.zh}没有都填:`,
    en: `${places.map(p => p.en).join(', ')} are all ${name}, and not all have a ${apart.en}:`,
  }
  return choose<Line | undefined>(call, question, [
    ...rows.map(({ line, own }, i) => ({
      value: line,
      name: {
        zh: `是同一个, 只留${places[i]!.zh}${own && ` (${own})`}`,
        en: `they are one: keep ${places[i]!.en}${own && ` (${own})`}`,
      },
    })),
    {
      value: undefined,
      name: {
        zh: `不是同一个, 补${apart.zh}后再导入`,
        en: `they are not: give each a ${apart.en} and import again`,
      },
    },
  ])
}
