import { agreed, cancel, choose, mayAsk } from '../kernel/cli/ask.ts'
import type { Call, OtherSheet } from '../kernel/cli/line.ts'
import { refuse } from '../kernel/errors.ts'
import { yearIn } from '../kernel/import/reading-hints.ts'
import { isMarkedSecret } from '../kernel/schema/secrecy.ts'
import type { Source } from '../kernel/sheet/source.ts'
import type { Unread } from '../kernel/sheet/unread.ts'
import { both, shellWord, type Text } from '../kernel/text.ts'
import { type Shape, shapeOf } from './matrix-shape.ts'
import { matrixVisits } from './matrix-visits.ts'
import { visit } from './visit.ts'

/** Visits as many offices keep them: a row for each household, a column for each day, √ where there was a visit. */
export const visitMatrix: OtherSheet = {
  known(call, unread) {
    const found = unread.sheets.flatMap(s => {
      const shape = shapeOf(s.head, [s.source.sheet?.name ?? '', unread.name])
      const above = s.head.slice(0, (shape?.at ?? 0) + 1)
      // What is marked as secret is not shown: the import refuses it.
      return shape && !above.some(row => row.cells.some(isMarkedSecret)) ? [{ ...s, shape }] : []
    })
    return found.length > 0 ? () => takeMatrix(call, unread, found) : undefined
  },
}

type Found = Unread['sheets'][number] & { readonly shape: Shape }

/** The visits of each sheet as rows of the register, once the person agrees to what was understood. */
async function takeMatrix(call: Call, unread: Unread, found: readonly Found[]): Promise<readonly Source[]> {
  const { name, file, options, registers } = unread
  const isVisits = registers.includes(visit)
  const flag = [
    isVisits ? 'cun import' : 'cun visit import',
    shellWord(file),
    ...(options.sheet
      ? [`--sheet ${shellWord(String(options.sheet))}`]
      : found.length > 1
        ? ['--all-sheets']
        : []),
    '--matrix',
  ].join(' ')
  const made: { source: Source; told: Text }[] = []
  for (const { source, head, shape } of found) {
    const above = head.slice(0, shape.at).map(row => row.cells.filter(c => c !== '').join(' '))
    const titles = [name, source.sheet?.name ?? '', ...above]
    const year = shape.days.every(d => d.year !== undefined)
      ? undefined
      : ((options.year as number | undefined) ?? yearIn(titles) ?? (await askYear(call, source, shape, flag)))
    const { rows, headers, line, told } = matrixVisits(call, source, shape, titles, year)
    const how = {
      zh: `${source.how.zh}; 走访矩阵: ${told.zh}`,
      en: `${source.how.en}; a matrix of visits: ${told.en}`,
    }
    made.push({
      told,
      source: {
        ...source,
        how,
        hiddenColumns: new Set(),
        about: () => rows.length,
        rows: () => [{ line, cells: headers }, ...rows],
      },
    })
  }
  const [only] = made
  const named = ({ source, told }: (typeof made)[number]): Text => ({
    zh: `“${source.sheet?.name}” ${told.zh}`,
    en: `"${source.sheet?.name}" ${told.en}`,
  })
  const all = made.length === 1 ? [only!.told] : made.map(named)
  const told = { zh: all.map(t => t.zh).join('; '), en: all.map(t => t.en).join('; ') }
  const label = made.length === 1 ? only!.source.label : both(name)
  if (mayAsk(call) && !options.matrix) {
    const question = {
      zh: `${label.zh} 读作走访矩阵: ${told.zh}。对吗?`,
      en: `${label.en} is read as a matrix of visits: ${told.en}. Is that right?`,
    }
    if (!(await agreed(call, question))) cancel()
  } else if (!options.matrix || !isVisits) {
    refuse(
      'input',
      'import.matrix',
      {
        zh: `${label.zh} 像走访矩阵 (一户一行, 一天一列): ${told.zh}`,
        en: `${label.en} looks like a matrix of visits (a row a household, a column a day): ${told.en}`,
      },
      { zh: `对的话: ${flag}`, en: `if that is right: ${flag}` },
    )
  }
  return made.map(m => m.source)
}

/** The year of days such as 4月10日; refuses off a terminal. */
async function askYear(call: Call, { label }: Source, { days }: Shape, flag: string): Promise<number> {
  const header = days.find(d => d.year === undefined)!.header
  if (!mayAsk(call)) {
    return refuse(
      'input',
      'import.matrix-year',
      {
        zh: `${label.zh} 像走访矩阵 (一户一行, 一天一列), “${header}”等没有写年份, 标题里也没有`,
        en: `${label.en} looks like a matrix of visits (a row a household, a column a day); "${header}" and others give no year, nor does a title`,
      },
      { zh: `写明哪一年: ${flag} --year 2024`, en: `give the year: ${flag} --year 2024` },
    )
  }
  const now = Number(call.asOf.slice(0, 4))
  return choose(
    call,
    {
      zh: `${label.zh} 像走访矩阵, “${header}”等没有写年份。是哪一年的?`,
      en: `${label.en} looks like a matrix of visits; "${header}" and others give no year. Which year is it?`,
    },
    [now, now - 1, now - 2].map(value => ({ value, name: String(value) })),
  )
}
