import { argument, type Call, verb } from '../../kernel/cli/line.ts'
import { print } from '../../kernel/cli/print.ts'
import { template } from '../../kernel/commands/template.ts'
import type { Line } from '../../kernel/document/document.ts'
import { counted } from '../../kernel/text.ts'
import { periodOf } from '../../roster/county.ts'
import { posting } from '../../roster/posting.ts'
import { village } from '../../roster/village.ts'
import { periodArg } from './asked.ts'
import { isByPerson } from './assess.ts'
import { requireBegun } from './freezable.ts'
import { modelInForce } from './model.ts'
import { ratedColumns, ratedHeader } from './rated.ts'
import { rating } from './rating.ts'
import { roster, type Subject, subjects } from './subjects.ts'

/** `cun rating template 2024Q2`: who is rated, one row each, with a column for each indicator and evaluator. */
export const ratingTemplate = verb({
  noun: 'rating',
  name: 'template',
  label: {
    zh: '空白表; 写明考核期的, 填好被评的人和单位, 一项一列',
    en: 'blank sheet; of a period, with the people and units to be rated and a column for each indicator',
  },
  args: [argument({ ...periodArg, name: '[period]' })],
  example: 'cun rating template 2024Q2 --out 评分.xlsx',
  run: (call, [period]) => (period === undefined ? template(call, rating) : prefilled(call, period)),
})

async function prefilled(call: Call, period: string): Promise<number> {
  requireBegun(call, period)
  const model = await modelInForce(call, period)
  const rated = ratedColumns(call, period)
  const found = subjects(roster(call, periodOf(call, period)), isByPerson(model))
    .map(({ subject }) => subject)
    .filter(s => rated.some(c => c.kinds.includes(s.kind)))
  const hasUnits = found.some(s => s.kind === 'unit')
  const labels = rating.fields
  const columns = [
    { key: 'period', label: labels.period.label, type: 'text' as const },
    ...(hasUnits ? [{ key: 'unit', label: labels.unit.label, type: 'text' as const }] : []),
    { key: 'posting', label: labels.posting.label, type: 'text' as const },
    { key: 'township', label: { zh: '乡镇', en: 'township' }, type: 'text' as const },
    { key: 'village', label: labels.village.label, type: 'text' as const },
    ...rated.map(c => {
      const header = ratedHeader(c)
      return { key: header, label: { zh: header, en: header }, type: 'number' as const }
    }),
  ]
  const lines: Line[] = found.map(s => ({
    cells: [
      period,
      ...(hasUnits ? [s.kind === 'unit' ? s.name : null] : []),
      ...placed(call, s),
      ...rated.map(() => null),
    ],
  }))
  const title = { zh: `${period} 评分表`, en: `Ratings of ${period}` }
  await print(call, { title, tables: [{ columns, lines }] }, 'csv')
  call.tell({
    zh: `${found.length} 个被评的, ${rated.length} 项; 不评的格空着。填好后: cun rating import 文件名`,
    en: `${counted(found.length, 'subject')}, ${counted(rated.length, 'column')}; leave empty what is not rated. Then: cun rating import FILE`,
  })
  return 0
}

/** Person, township and village as the sheet names them; of a unit nothing. */
function placed(call: Call, s: Subject): (string | null)[] {
  if (s.kind === 'unit') return [null, null, null]
  const villages = call.directories.of(village)
  const at = call.directories.of(posting).parent(s.id)!
  const township = villages.parent(at)
  const of = village.naming!.within![1]()
  return [
    s.name,
    township === undefined ? null : call.directories.of(of).texts(township)[0]!,
    villages.texts(at)[0]!,
  ]
}
