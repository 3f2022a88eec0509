import { mayAsk } from '../kernel/cli/ask.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { type Call, type Verb, verb } from '../kernel/cli/line.ts'
import { recordOf } from '../kernel/cli/write.ts'
import { Fault, refuse } from '../kernel/errors.ts'
import { headerOptions } from '../kernel/import/open-sheet.ts'
import { planned, writePlanned } from '../kernel/import/plan-verb.ts'
import { readSheet, worksheetOption } from '../kernel/import/read-sheet.ts'
import { fault, optional } from '../kernel/schema/field.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { phone } from '../kernel/schema/fields/personal.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import type { Candidate, Register, Row } from '../kernel/schema/types.ts'
import { fold, joined } from '../kernel/text.ts'
import { posting } from '../roster/posting.ts'
import { postings, type Serving } from '../roster/serving.ts'
import { township } from '../roster/township.ts'
import { unit } from '../roster/unit.ts'
import type { AttendanceState, GatheringTable } from './gathering.ts'
import { askAttendance } from './ticked.ts'

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
function expectedAt(facts: Facts, gathering: Row): Serving[] {
  const day = gathering.date as string
  return postings(facts).filter(
    p =>
      p.start <= day &&
      (p.end ?? '9999') >= day &&
      (gathering.township == null || p.township === gathering.township),
  )
}

/** The columns and checks of a sign-in sheet (签到表), one person per row. */
function signInSheet(facts: Facts, gathering: Row, expected: readonly Serving[]): Register {
  const byId = new Map(postings(facts).map(p => [p.id, p]))
  const isExpected = new Set(expected.map(p => p.id))
  return register({
    name: 'signIn',
    label: { zh: '签到表', en: 'sign-in sheet' },
    about: { zh: '签到表的一行。', en: 'A row of a sign-in sheet.' },
    key: ['posting'],
    filledBy: 'county',
    on: 'date',
    fields: {
      date: date({ zh: '签到日期', en: 'date', aliases: ['日期'] }),
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
        if (!isExpected.has(p.id)) {
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
        } else if (
          record.unit != null &&
          facts.directories.of(unit).label(record.unit as number) !== p.unit
        ) {
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

async function fromSheet(
  call: Call,
  gathering: Row,
  expected: readonly Serving[],
  file: string,
  options: Parameters<typeof readSheet>[3],
): Promise<Map<number, AttendanceState>> {
  const sheet = signInSheet(call, gathering, expected)
  const { adds } = await readSheet(call, file, sheet, options, { date: gathering.date as string })
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

/** Everyone expected is present, except the people named. */
function fromNames(
  facts: Facts,
  gathering: Row,
  expected: readonly Serving[],
  options: { readonly absent?: string; readonly excused?: string },
): Map<number, AttendanceState> {
  const states = new Map<number, AttendanceState>(expected.map(p => [p.id, 'came']))
  for (const state of ['absent', 'excused'] as const) {
    for (const name of options[state]?.split(/[、,，]/).filter(n => n.trim()) ?? []) {
      const found = facts.directories.of(posting).find([name.trim()], undefined, gathering.date as string)
      const isExpected = typeof found === 'number' && states.has(found)
      if (isExpected) states.set(found, state)
      else {
        refuse(
          'input',
          found instanceof Fault ? found.code : 'attendance.not-expected',
          found instanceof Fault
            ? { zh: `--${state} ${name}: ${found.rule.zh}`, en: `--${state} ${name} ${found.rule.en}` }
            : { zh: `--${state} ${name}: 不在应到之列`, en: `--${state} ${name} is not expected` },
          found instanceof Fault
            ? found.next
            : { zh: '核对人和乡镇', en: 'check the person and the township' },
        )
      }
    }
  }
  return states
}

const attendanceOf = (facts: Facts, of: Register, { id }: Row) => {
  const name = facts.directories.of(of).texts(id).join(' ')
  return { zh: `${of.label.zh} ${id} 号出勤: ${name}`, en: `Who came to ${of.label.en} ${id}: ${name}` }
}

/** Verb that records who came to a training or seminar, e.g. `training attend 3`; the absent are computed. */
export function attend(of: Register, noun: GatheringTable): Verb {
  const { zh, en } = of.label
  return verb({
    noun,
    name: 'attend',
    label: { zh: `登记${zh}出勤: 签到表, 或只列缺席和请假的人`, en: `record who came (${en})` },
    args: [{ name: '<number>', zh: '记录号', label: { zh: '记录号', en: 'record number' }, of: () => of }],
    options: [
      {
        flags: '--sheet <file>',
        label: {
          zh: '签到表 (一人一行), XLSX 或 CSV',
          en: 'sign-in sheet (one person per row), XLSX or CSV',
        },
      },
      worksheetOption,
      { flags: '--all', label: { zh: '应到的都到了', en: 'everyone expected came' } },
      {
        flags: '--absent <names>',
        label: { zh: '都到了, 除了这些人', en: 'everyone came except these people' },
      },
      { flags: '--excused <names>', label: { zh: '请假的人', en: 'people who were excused' } },
      ...headerOptions,
    ],
    example: `cun ${noun} attend 1 --absent 张三`,
    async run(call, [number], options) {
      const before = recordOf(call, of, number)
      const expected = expectedAt(call, before)
      const isNamed = options.all || options.absent !== undefined || options.excused !== undefined
      const asks = options.sheet === undefined && !isNamed && mayAsk(call)
      if (!asks && (options.sheet !== undefined) === Boolean(isNamed)) {
        refuse(
          'usage',
          'attendance.unclear',
          {
            zh: '没有说谁到了, 或两种说法都给了',
            en: 'who came was not given, or was given in two ways',
          },
          {
            zh: `给出 --sheet 签到表.xlsx; 或 --all、--absent 张三、--excused 李四`,
            en: 'give --sheet FILE, or --all, --absent NAMES, --excused NAMES',
          },
        )
      }
      const states = asks
        ? await askAttendance(call, attendanceOf(call, of, before), before, expected)
        : options.sheet === undefined
          ? fromNames(call, before, expected, options)
          : await fromSheet(call, before, expected, options.sheet, options)
      const those = (state: AttendanceState) => expected.filter(p => (states.get(p.id) ?? 'absent') === state)
      const written = (people: readonly Serving[]) => people.map(p => `#${p.id}`).join('、')
      const [came, away, absent] = [those('came'), those('excused'), those('absent')]
      if (came.length === 0) {
        refuse(
          'input',
          'attendance.nobody-came',
          { zh: '没有一个应到的人到场, 未写入', en: 'none of the people expected came; nothing was written' },
          { zh: '核对签到表是否这一期的', en: `check whether the sheet belongs to this ${en}` },
        )
      }
      const words = { attendees: written(came), excused: written(away) }
      const { batch } = await writePlanned(call, `${noun} attend`, () => planned(call, of, words, before))
      const names =
        absent.length > 0 && absent.length <= 10
          ? ` (${joined(
              absent.map(p => p.name),
              call.lang,
            )})`
          : ''
      const counts = [expected.length, came.length, away.length, absent.length]
      call.done(
        {
          zh: `${zh} ${before.id} 号出勤: 应到 ${counts[0]}, 实到 ${counts[1]}, 请假 ${counts[2]}, 缺席 ${counts[3]}${names}`,
          en: `${en} ${before.id}: ${counts[0]} expected, ${counts[1]} came, ${counts[2]} excused, ${counts[3]} absent${names}`,
        },
        batch,
      )
      return 0
    },
  })
}
