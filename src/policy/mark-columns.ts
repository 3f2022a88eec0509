import { refuse } from '../kernel/errors.ts'
import { optional } from '../kernel/schema/field.ts'
import { text } from '../kernel/schema/fields/text.ts'
import { sourceName } from '../kernel/sheet/source.ts'
import { counted, letterOf, words } from '../kernel/text.ts'
import type { Mark } from './marks.ts'

/** The columns of a sign-in sheet that hold marks: one, or one for each half of the day, or for coming and leaving. */
export const markFields = {
  mark: optional(
    text({
      zh: '签到',
      en: 'signed',
      aliases: [
        '签名',
        '签字',
        '本人签名',
        '本人签字',
        '签到人签名',
        '签到情况',
        '签到时间',
        '签到栏',
        '出勤情况',
        '出勤',
        '考勤',
        '考勤情况',
        '到会情况',
        '参会情况',
        '参训情况',
        '是否到会',
        '是否参会',
        '是否参加',
        '是否签到',
      ],
    }),
  ),
  morning: optional(
    text({
      zh: '上午',
      en: 'morning',
      aliases: words('上午签到 上午签名 上午签字 上午出勤 上午考勤 签到上午 签名上午 签字上午 出勤上午'),
    }),
  ),
  afternoon: optional(
    text({
      zh: '下午',
      en: 'afternoon',
      aliases: words('下午签到 下午签名 下午签字 下午出勤 下午考勤 签到下午 签名下午 签字下午 出勤下午'),
    }),
  ),
  leaving: optional(
    text({ zh: '签退', en: 'signed out', aliases: words('签退时间 签退签名 离会 离会签到') }),
  ),
}

export const markColumns = ['mark', 'morning', 'afternoon', 'leaving'] as const

interface Marked {
  readonly name: string
  readonly marks: readonly (string | null)[]
  readonly states: readonly Mark[]
}

const attendanceOf = (state: Mark) => (state === 'late' ? 'present' : state)

/** People of whom two columns of marks say different things: which of them counts is for a person to say. */
export function refuseDiffering(
  file: string,
  used: readonly (typeof markColumns)[number][],
  at: ReadonlyMap<string, number>,
  people: readonly Marked[],
): void {
  const differing = people.filter(p => new Set(p.states.map(attendanceOf)).size > 1)
  if (differing.length === 0) return
  const columns = used.map(column => markFields[column].label)
  const some = (blank: string) =>
    differing
      .slice(0, 5)
      .map(p => `${p.name} (${p.marks.map(mark => mark ?? blank).join(' / ')})`)
      .join(', ') + (differing.length > 5 ? ' …' : '')
  const others = used.slice(1).map(column => letterOf(at.get(column)!))
  refuse(
    'input',
    'attendance.marks-differ',
    {
      zh: `${sourceName(file)}: ${differing.length} 人的${columns.map(c => c.zh).join('、')}不一样, 一期只记一个出勤: ${some('空')}`,
      en: `${sourceName(file)}: of ${counted(differing.length, 'person', 'people')} the marks differ (${columns.map(c => c.en).join(', ')}), and one training has one attendance: ${some('blank')}`,
    },
    {
      zh: `算到了的都写 √, 没到的都写缺席; 只按${columns[0]!.zh}算的, 加 --ignore-columns ${others.join()}; 分两期办的, 各登记一期`,
      en: `give each of them the same marks; to count by the first column only add --ignore-columns ${others.join()}; if these were two trainings, record each`,
    },
  )
}
