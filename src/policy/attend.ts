import { mayAsk } from '../kernel/cli/ask.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { type Call, type Verb, verb } from '../kernel/cli/line.ts'
import { recordOf } from '../kernel/cli/write.ts'
import { Fault, refuse } from '../kernel/errors.ts'
import { contentOf, headerOptions } from '../kernel/import/open-sheet.ts'
import { planned, writePlanned } from '../kernel/import/plan-verb.ts'
import { worksheetOption } from '../kernel/import/read-sheet.ts'
import type { Register, Row } from '../kernel/schema/types.ts'
import { sourceName, textOf } from '../kernel/sheet/source.ts'
import { joined } from '../kernel/text.ts'
import { posting } from '../roster/posting.ts'
import type { Serving } from '../roster/serving.ts'
import { isChain, isWhole, readChain } from './chain.ts'
import { fromChain } from './from-chain.ts'
import { type AttendanceState, attendanceStates, type GatheringTable } from './gathering.ts'
import { onLeaveOn } from './on-leave.ts'
import { expectedAt, fromSheet } from './sign-in.ts'
import { askAttendance } from './ticked.ts'

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

/** Attendance by a 接龙, pasted or in a text file, or by a sign-in sheet. */
async function fromFile(
  call: Call,
  gathering: Row,
  expected: readonly Serving[],
  file: string,
  options: Parameters<typeof fromSheet>[4],
): Promise<Map<number, AttendanceState>> {
  if (file === '-') return fromChain(call, gathering, expected, await pasted(call), '接龙')
  const text = await textOf(contentOf(call, file), sourceName(file))
  return text !== undefined && isChain(text)
    ? fromChain(call, gathering, expected, text, sourceName(file))
    : fromSheet(call, gathering, expected, file, options)
}

async function pasted(call: Call): Promise<string> {
  if (call.world.terminal.in)
    call.tell({ zh: '粘贴接龙, 以空行结束:', en: 'Paste the list of names, an empty line ends it:' })
  const lines = await call.world.lines(isWhole)
  if (readChain(lines.join('\n')).entries.length > 0) return lines.join('\n')
  return refuse(
    'input',
    'attendance.nothing-pasted',
    { zh: '没有读到接龙', en: 'no list of names was read' },
    {
      zh: '从群里复制接龙, 粘贴后再按一次回车',
      en: 'copy it from the chat, paste it, then press Enter once more',
    },
  )
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
          zh: '签到表 (一人一行), XLSX 或 CSV; 或接龙的文本, - 为标准输入',
          en: 'sign-in sheet (one person per row), XLSX or CSV; or the names of a group chat as text, - for standard input',
        },
      },
      {
        flags: '--paste',
        label: {
          zh: '粘贴群里的接龙 (空行结束)',
          en: 'paste the list of names from a group chat (an empty line ends it)',
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
      const ways = [options.sheet !== undefined, options.paste === true, isNamed].filter(Boolean).length
      const asks = ways === 0 && mayAsk(call)
      if (!asks && ways !== 1) {
        refuse(
          'usage',
          'attendance.unclear',
          {
            zh: '没有说谁到了, 或两种说法都给了',
            en: 'who came was not given, or was given in two ways',
          },
          {
            zh: `给出 --sheet 签到表.xlsx; 或 --paste 粘贴接龙; 或 --all、--absent 张三、--excused 李四`,
            en: 'give --sheet FILE, or --paste, or --all, --absent NAMES, --excused NAMES',
          },
        )
      }
      const states = asks
        ? await askAttendance(call, attendanceOf(call, of, before), before, expected)
        : isNamed
          ? fromNames(call, before, expected, options)
          : await fromFile(call, before, expected, options.paste ? '-' : options.sheet!, options)
      const those = (state: AttendanceState) => expected.filter(p => (states.get(p.id) ?? 'absent') === state)
      const written = (people: readonly Serving[]) => people.map(p => `#${p.id}`).join('、')
      const onLeave = onLeaveOn(call, before.date as string)
      const [came, away, missing] = [those('came'), those('excused'), those('absent')]
      const excusedByLeave = missing.filter(p => onLeave.has(p.id))
      const absent = missing.filter(p => !onLeave.has(p.id))
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
      const names = (people: readonly Serving[]) =>
        people.length > 0 && people.length <= 10
          ? ` (${joined(
              people.map(p => p.name),
              call.lang,
            )})`
          : ''
      const leave = attendanceStates.leave
      const [byLeave, missed] = [names(excusedByLeave), names(absent)]
      const said = {
        zh: excusedByLeave.length > 0 ? `, ${leave.zh} ${excusedByLeave.length}${byLeave}` : '',
        en: excusedByLeave.length > 0 ? `, ${excusedByLeave.length} ${leave.en}${byLeave}` : '',
      }
      const counts = [expected.length, came.length, away.length, absent.length]
      call.done(
        {
          zh: `${zh} ${before.id} 号出勤: 应到 ${counts[0]}, 实到 ${counts[1]}, 请假 ${counts[2]}${said.zh}, 缺席 ${counts[3]}${missed}`,
          en: `${en} ${before.id}: ${counts[0]} expected, ${counts[1]} came, ${counts[2]} excused${said.en}, ${counts[3]} absent${missed}`,
        },
        batch,
      )
      return 0
    },
  })
}
