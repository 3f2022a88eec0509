import type { Call } from '../kernel/cli/line.ts'
import { verb } from '../kernel/cli/line.ts'
import { print } from '../kernel/cli/print.ts'
import type { Document, Table } from '../kernel/document/document.ts'
import { organisation } from '../roster/county.ts'
import { byUnit } from '../roster/posting-unit.ts'
import { lastDay, lengthOfAll, lengthText, type Person, personArg, personNamed } from './person.ts'
import { attendedTable, exemplarTable, gradeTable, termTable } from './person-paper.ts'

/** The ID number stands in it only with `--unmask`, which is logged with its reason. */
function idOf({ db, global }: Call, { terms }: Person): string | undefined {
  if (!global.unmask) return undefined
  const id = db.prepare('select "idNumber" from posting where id = ?').pluck().get(terms.at(-1)!.id)
  return (id as string | null) ?? undefined
}

/** Without the columns and the empty tables that a certificate does not need. */
const certified = (tables: readonly Table[]) => tables.filter(t => [...t.lines].length > 0)

function certificate(call: Call, person: Person): Document {
  const { name, terms } = person
  const spans = terms.map(t => ({ posting: t, from: t.start, to: lastDay(call, t) }))
  const units = [...new Set(byUnit(call, spans).map(s => s.posting.unit))]
  const length = lengthText(lengthOfAll(spans))
  const id = idOf(call, person)
  const isServing = terms.some(t => t.end === null)
  return {
    isUpright: true,
    title: { zh: '驻村任职证明', en: 'Certificate of service in villages' },
    subtitle: {
      zh: `兹证明 ${name}${id ? ` (身份证号 ${id})` : ''}, 由${units.join('、')}派驻, ${isServing ? `截至 ${call.asOf} ` : ''}在村任职共 ${length.zh}。`,
      en: `This is to certify that ${name}${id ? ` (ID number ${id})` : ''}, sent by ${units.join(', ')}, served in villages for ${length.en}${isServing ? ` as of ${call.asOf}` : ''}.`,
    },
    tables: certified([
      termTable(call, person),
      attendedTable(call, person),
      gradeTable(call, person, false),
      exemplarTable(call, person),
    ]),
    notes: [
      {
        zh: '首尾两天都计在内; 按历月计整月, 余下的计天; 相接的任期连续计算, 分开的几段余天满 30 天进一个月。',
        en: 'Both the first and the last day count; whole calendar months, then the days left over; terms without a day between run on, and of times apart 30 left-over days make a month.',
      },
    ],
    closing: [
      { zh: `${organisation(call)} (盖章)`, en: `${organisation(call)} (seal)` },
      { zh: '　　　　年　　月　　日', en: 'Date: ____________' },
    ],
  }
}

export const serviceCertificate = verb({
  noun: 'report',
  name: 'service',
  isReading: true,
  label: {
    zh: '任期证明: 任职的村和起止、共几个月几天、培训、等次、典型, 留盖章处',
    en: 'certificate of service: villages, from when to when, how long, trainings, grades; place for the seal',
  },
  args: [personArg],
  example: 'cun report service 张三 --out 任期证明.docx',
  async run(call, [name]) {
    await print(call, certificate(call, personNamed(call, name)))
    return 0
  },
})
