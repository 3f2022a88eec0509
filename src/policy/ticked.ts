import { type Answer, askQuestion } from '../kernel/cli/ask.ts'
import { fillForm } from '../kernel/cli/form.ts'
import type { Call } from '../kernel/cli/line.ts'
import { finder } from '../kernel/cli/search.ts'
import type { Row } from '../kernel/schema/types.ts'
import { joined, say, type Text } from '../kernel/text.ts'
import type { Serving } from '../roster/serving.ts'
import { type AttendanceState, attendanceStates } from './gathering.ts'
import { onLeaveOn } from './on-leave.ts'

const labels = {
  came: { zh: '实到: 去掉没有到的人', en: 'Came: untick those who did not' },
  excused: {
    zh: '没有到的人中, 勾选请假的 (其余为缺席)',
    en: 'Of the others, tick those excused (the rest are absent)',
  },
} as const

const nobody: Text = { zh: '至少一人实到', en: 'at least one person must have come' }

/** Asks at the terminal who came. Preselected: the recorded attendees or, if none, everyone expected. */
export async function askAttendance(
  call: Call,
  title: Text,
  gathering: Row,
  expected: readonly Serving[],
): Promise<Map<number, AttendanceState>> {
  const answers = new Map<string, Answer>()
  const onLeave = onLeaveOn(call, gathering.date as string)
  const isOnLeave = (p: Serving) => onLeave.has(p.id)
  const stored = (field: 'attendees' | 'excused') => gathering[field] as number[] | null
  const ids = (key: string) => (answers.get(key)?.text.split(' ') ?? []).filter(Boolean).map(Number)
  const away = () => {
    const came = new Set(ids('came'))
    return expected.filter(p => !came.has(p.id))
  }
  const excusedNow = () => {
    const among = new Set(away().map(p => p.id))
    return ids('excused').filter(id => among.has(id))
  }
  const tick = async (
    label: Text,
    people: readonly Serving[],
    ticked: readonly number[],
    mayBeNobody: boolean,
  ) => {
    const look = await finder(
      people.map(p => ({ id: p.id, spellings: [p.name], place: `${p.townshipName}${p.villageName}` })),
    )
    const got = await askQuestion(call, 'some', label, {
      choices: people.map(p => ({
        value: String(p.id),
        name: [
          p.name,
          p.villageName,
          p.unit,
          ...(isOnLeave(p) ? [say(attendanceStates.leave, call.lang)] : []),
        ].join('  '),
        short: p.name,
      })),
      ticked: ticked.map(String),
      find: async term => look(term),
      shown: chosen => String(chosen.length),
      check: chosen => (mayBeNobody || chosen.length > 0 ? undefined : say(nobody, call.lang)),
    })
    return got && { text: got.join(' '), shown: String(got.length) }
  }
  await fillForm(call, {
    title,
    answers,
    items: [
      {
        key: 'came',
        label: { zh: '实到', en: 'came' },
        ask: () =>
          tick(
            labels.came,
            expected,
            answers.has('came') ? ids('came') : (stored('attendees') ?? expected.map(p => p.id)),
            false,
          ),
      },
      {
        key: 'excused',
        label: { zh: '请假', en: 'excused' },
        ask: async () =>
          away().length === 0
            ? 'passed'
            : tick(
                labels.excused,
                away(),
                answers.has('excused') ? excusedNow() : (stored('excused') ?? []),
                true,
              ),
      },
    ],
    look: async () => {
      const excused = new Set(excusedNow())
      const names = (people: readonly Serving[]) =>
        people.length === 0
          ? '0'
          : `${people.length} (${joined(
              people.map(p => p.name),
              call.lang,
            )})`
      const line = (label: Text, value: string) => ({ label: say(label, call.lang), value })
      const others = away().filter(p => !excused.has(p.id))
      const leave = others.filter(isOnLeave)
      return {
        lines: [
          line({ zh: '应到', en: 'expected' }, String(expected.length)),
          line({ zh: '实到', en: 'came' }, String(expected.length - away().length)),
          line({ zh: '请假', en: 'excused' }, names(away().filter(p => excused.has(p.id)))),
          ...(leave.length > 0 ? [line(attendanceStates.leave, names(leave))] : []),
          line({ zh: '缺席', en: 'absent' }, names(others.filter(p => !isOnLeave(p)))),
        ],
        complaints: [],
      }
    },
  })
  const excused = new Set(excusedNow())
  const came = new Set(ids('came'))
  return new Map(
    expected.map(p => [p.id, came.has(p.id) ? 'came' : excused.has(p.id) ? 'excused' : 'absent'] as const),
  )
}
