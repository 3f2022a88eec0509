import type { Facts } from '../kernel/cli/facts.ts'
import type { Call } from '../kernel/cli/line.ts'
import { refuse } from '../kernel/errors.ts'
import { readSheet } from '../kernel/import/read-sheet.ts'
import { fault, optional } from '../kernel/schema/field.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { phone } from '../kernel/schema/fields/personal.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import type { Candidate, Reader, Register, Row } from '../kernel/schema/types.ts'
import { sourceName } from '../kernel/sheet/source.ts'
import { counted, fold } from '../kernel/text.ts'
import { posting } from '../roster/posting.ts'
import { servingOn } from '../roster/posting-unit.ts'
import { postings, type Serving } from '../roster/serving.ts'
import { township } from '../roster/township.ts'
import { unit } from '../roster/unit.ts'
import type { AttendanceState } from './gathering.ts'
import { markColumns, markFields, refuseDiffering } from './mark-columns.ts'
import { type Mark, markOf, marks, says } from './marks.ts'
import { unitReader } from './sign-in-units.ts'

/**
 * Attendance by one row of a sign-in sheet. A row without a mark is excused if its note holds an excuse; else it
 * means absent in a sheet with marks of presence, present in one without any mark. `undefined`: no mark that is
 * known, and not the person's name.
 */
function stateOf(
  { mark, note }: Words,
  name: string | undefined,
  isMarked: boolean,
  reader: Reader,
): Mark | undefined {
  if (mark !== null) return markOf(mark, reader) ?? (isNameOf(mark, name) ? 'present' : undefined)
  if (note !== null && says(note, 'excused', reader)) return 'excused'
  return isMarked ? 'absent' : 'present'
}

interface Words {
  readonly mark: string | null
  readonly note: string | null
}

/** A signature is the person's own name. */
const isNameOf = (mark: string, name: string | undefined) => name !== undefined && fold(mark) === fold(name)

/** Postings in office on the day of the gathering; for a 乡级 one, only those of its township. */
export function expectedAt(facts: Facts, gathering: Row): Serving[] {
  const day = gathering.date as string
  return postings(facts)
    .filter(
      p =>
        p.start <= day &&
        (p.end ?? '9999') >= day &&
        (gathering.township == null || p.township === gathering.township),
    )
    .map(p => servingOn(facts, p, day))
}

const columns = {
  name: 'signIn',
  label: { zh: '签到表', en: 'sign-in sheet' },
  about: { zh: '签到表的一行。', en: 'A row of a sign-in sheet.' },
  key: ['posting'],
  filledBy: 'county',
  on: 'day',
  fields: {
    day: date({ zh: '场次', en: 'held on' }),
    /** The sheet's own, if it has one: that of another day is another training's. */
    date: optional(date({ zh: '签到日期', en: 'date', aliases: ['日期', '培训日期', '研讨日期'] })),
    posting: reference(() => posting, {
      zh: '姓名',
      en: 'name',
      aliases: ['签到人', '参会人员', '参训人员', '参加人员'],
    }),
    unit: optional(reference(() => unit, { zh: '派出单位', en: 'sponsor unit', aliases: ['单位'] })),
    post: optional(text({ zh: '职务', en: 'post', aliases: ['驻村职务', '单位职务'] })),
    phone: optional(phone({ zh: '联系电话', en: 'phone', aliases: ['电话', '手机', '手机号', '联系方式'] })),
    ...markFields,
    note: optional(text({ zh: '备注', en: 'note' })),
  },
  list: ['posting'],
  example: {},
} as const

/** The columns of a sign-in sheet, by which it is known. */
export const signInColumns: Register = register(columns)

/** The checks of a sign-in sheet (签到表), one person per row. */
function signInSheet(facts: Facts, gathering: Row, expected: readonly Serving[]): Register {
  const day = gathering.date as string
  const byId = new Map(postings(facts).map(p => [p.id, servingOn(facts, p, day)]))
  const isExpected = new Set(expected.map(p => p.id))
  return register({
    ...columns,
    rules: [
      ({ posting: id, note, ...row }, reader) => {
        const name = byId.get(id as number)?.name
        for (const field of id == null ? [] : markColumns) {
          const mark = row[field]
          const isUnknown =
            typeof mark === 'string' &&
            stateOf({ mark, note: note as null }, name, true, reader) === undefined
          if (isUnknown) return { field, fault: unknownMark(mark) }
        }
        return undefined
      },
    ],
    between(candidates: readonly Candidate[]) {
      for (const { record, complain } of candidates) {
        const p = byId.get(record.posting as number)!
        if (record.date != null && record.date !== record.day) {
          complain(
            'date',
            fault(
              'attendance.other-day',
              `不是这一期的日期 ${record.day}`,
              `is not the day on which this was held (${record.day})`,
              '核对是否拿错了签到表; 几天合在一张表的, 只留这一天的行',
              'check whether it is the right sheet; of a sheet for several days keep only this one',
            ),
          )
        } else if (!isExpected.has(p.id)) {
          complain(
            'posting',
            fault(
              'attendance.not-expected',
              `不在应到之列: ${p.townshipName}的驻村干部, 本次是${facts.directories.of(township).label(gathering.township as number)}的`,
              `is not expected: is posted in ${p.townshipName}`,
              '核对人和乡镇; 列席人员不记出勤',
              'check the person and the township; guests are not recorded',
            ),
          )
        } else if (record.unit != null && record.unit !== p.unitId) {
          complain(
            'unit',
            fault(
              'attendance.other-unit',
              `与花名册不符: ${p.name}的派出单位是${p.unit}`,
              `does not agree with the roster: ${p.name} is from ${p.unit}`,
              '核对是否另一个同名的人',
              'check whether another person of that name is meant',
            ),
          )
        }
      }
    },
  })
}

const unknownMark = (mark: string) =>
  fault(
    'attendance.unknown-mark',
    '看不出是到、请假还是缺席',
    'says neither came nor excused nor absent',
    `改写作 √、迟到、请假或缺席; 本县通用的, 把“${mark}”加进设置 ${list({ present: '实到', late: '迟到', excused: '请假', absent: '缺席' }).join('、')} 之一`,
    `write √, 迟到, 请假 or 缺席; if your office uses it, add "${mark}" to one of the settings ${list({ present: 'came', late: 'late', excused: 'excused', absent: 'absent' }).join(', ')}`,
  )
const list = (words: Readonly<Record<Mark, string>>) =>
  Object.entries(words).map(([mark, word]) => `${marks[mark as Mark].name} (${word})`)

export async function fromSheet(
  call: Call,
  gathering: Row,
  expected: readonly Serving[],
  file: string,
  options: Parameters<typeof readSheet>[3],
): Promise<Map<number, AttendanceState>> {
  const sheet = signInSheet(call, gathering, expected)
  const day = gathering.date as string
  const unknown = new Map<string, number>()
  const inOffice = expectedAt(call, { ...gathering, township: null })
  const withUnit = unitReader(call, inOffice, day, unknown)
  let at: ReadonlyMap<string, number> = new Map()
  const prepare: typeof withUnit = (row, columns) => {
    at = columns
    return withUnit(row, columns)
  }
  const { adds } = await readSheet(call, file, sheet, options, { day }, prepare)
  if (unknown.size > 0) tellUnknown(call, unknown)
  const names = new Map(expected.map(p => [p.id, p.name]))
  const used = markColumns.filter(column => adds.some(row => row[column] !== null))
  const read = adds.map(row => {
    const id = row.posting as number
    const marks = used.map(column => row[column] as string | null)
    const states = (marks.length > 0 ? marks : [null]).map(
      mark =>
        stateOf({ mark, note: row.note as string | null }, names.get(id), used.length > 0, call.settings)!,
    )
    return { id, marks, states, mark: marks.find(mark => mark !== null) ?? null, state: states[0]! }
  })
  refuseDiffering(
    file,
    used,
    at,
    read.map(r => ({ ...r, name: names.get(r.id)! })),
  )
  const isSigned = read.some(r => r.marks.some((mark, i) => mark !== null && r.states[i] === 'present'))
  const blank = read.filter(r => r.mark === null && r.state === 'absent').length
  if (blank > 0 && !isSigned) refuseBlanks(file, blank)
  const late = new Map<string, number>()
  for (const { marks, states } of read) {
    const at = states.indexOf('late')
    const mark = marks[at]
    if (mark != null) late.set(mark, (late.get(mark) ?? 0) + 1)
  }
  if (late.size > 0) {
    const list = [...late].map(([mark, count]) => `${mark} ${count}`)
    call.tell({ zh: `按实到计: ${list.join(', ')}`, en: `counted as present: ${list.join(', ')}` })
  }
  return new Map(read.map(r => [r.id, r.state === 'present' || r.state === 'late' ? 'came' : r.state]))
}

function tellUnknown(call: Call, units: ReadonlyMap<string, number>): void {
  const all = [...units]
  const rows = all.reduce((sum, [, count]) => sum + count, 0)
  const some = `${all
    .slice(0, 5)
    .map(([unit, count]) => `${unit} ${count}`)
    .join(', ')}${all.length > 5 ? ' …' : ''}`
  call.tell({
    zh: `单位不在名册, 未核对单位的 ${rows} 人: ${some}`,
    en: `units that are not on record were not compared, ${counted(rows, 'person', 'people')}: ${some}`,
  })
}

/** Where only the exceptions are marked, a blank may mean that all the others came, or that nobody signed yet. */
function refuseBlanks(file: string, blank: number): never {
  return refuse(
    'input',
    'attendance.blanks-unclear',
    {
      zh: `${sourceName(file)}: ${blank} 人的签到栏空着, 全表又没有一个实到的记号, 看不出空着的是到了还是没有到`,
      en: `${sourceName(file)}: ${counted(blank, 'person', 'people')} without a mark and no mark of presence in the whole sheet: a blank may mean that they came or that they did not`,
    },
    {
      zh: '在到了的人那里写 √; 或不用这张表: --absent 缺席的人 --excused 请假的人',
      en: 'mark those who came with √; or leave the sheet out: --absent NAMES --excused NAMES',
    },
  )
}
