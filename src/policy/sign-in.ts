import type { Facts } from '../kernel/cli/facts.ts'
import type { Call } from '../kernel/cli/line.ts'
import { readSheet } from '../kernel/import/read-sheet.ts'
import { fault, optional } from '../kernel/schema/field.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { phone } from '../kernel/schema/fields/personal.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import type { Candidate, Register, Row } from '../kernel/schema/types.ts'
import { fold } from '../kernel/text.ts'
import { posting } from '../roster/posting.ts'
import { servingOn } from '../roster/posting-unit.ts'
import { postings, type Serving } from '../roster/serving.ts'
import { township } from '../roster/township.ts'
import { unit } from '../roster/unit.ts'
import type { AttendanceState } from './gathering.ts'

/** Marks that plainly mean present; the person's own name is another. */
const PRESENT = new Set(['√', '✓', '是', '到', '已到', '出席', '参加', '签到', '已签'])
const EXCUSE = /请假|事假|病假|年休|公出|公假/

/**
 * Attendance by one row of a sign-in sheet. A row without a mark is excused if its note holds an excuse; else
 * it means absent in a sheet with marks, present in one without any. A mark (√, 是, a signature) means present
 * unless it is an excuse or a word of absence.
 */
function stateOf(mark: string | null, note: string | null, isMarked: boolean): AttendanceState {
  if (mark === null) return EXCUSE.test(note ?? '') ? 'excused' : isMarked ? 'absent' : 'came'
  if (EXCUSE.test(mark)) return 'excused'
  return /^(缺席|缺勤|未到|未签到?|否|无|[×✗xX/-])$/.test(mark.trim()) ? 'absent' : 'came'
}

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

/** The columns and checks of a sign-in sheet (签到表), one person per row. */
function signInSheet(facts: Facts, gathering: Row, expected: readonly Serving[]): Register {
  const day = gathering.date as string
  const byId = new Map(postings(facts).map(p => [p.id, servingOn(facts, p, day)]))
  const isExpected = new Set(expected.map(p => p.id))
  return register({
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
      phone: optional(
        phone({ zh: '联系电话', en: 'phone', aliases: ['电话', '手机', '手机号', '联系方式'] }),
      ),
      mark: optional(
        text({
          zh: '签到',
          en: 'signed',
          aliases: ['签名', '签字', '签到情况', '出勤情况', '出勤', '是否参加'],
        }),
      ),
      note: optional(text({ zh: '备注', en: 'note' })),
    },
    list: ['posting'],
    example: {},
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

export async function fromSheet(
  call: Call,
  gathering: Row,
  expected: readonly Serving[],
  file: string,
  options: Parameters<typeof readSheet>[3],
): Promise<Map<number, AttendanceState>> {
  const sheet = signInSheet(call, gathering, expected)
  const { adds } = await readSheet(call, file, sheet, options, { day: gathering.date as string })
  const isMarked = adds.some(row => row.mark !== null)
  const names = new Map(expected.map(p => [p.id, p.name]))
  const states = new Map<number, AttendanceState>()
  const unclear = new Map<string, number>()
  for (const row of adds) {
    const [id, mark] = [row.posting as number, row.mark as string | null]
    const state = stateOf(mark, row.note as string | null, isMarked)
    states.set(id, state)
    const isPlain = mark === null || PRESENT.has(mark.trim()) || fold(mark) === fold(names.get(id) ?? '')
    if (state === 'came' && !isPlain) unclear.set(mark, (unclear.get(mark) ?? 0) + 1)
  }
  if (unclear.size > 0) {
    const list = [...unclear].map(([mark, count]) => `${mark} ${count}`)
    call.tell({ zh: `按实到计: ${list.join(', ')}`, en: `counted as present: ${list.join(', ')}` })
  }
  return states
}
