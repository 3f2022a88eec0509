import { paper } from '../kernel/cli/line.ts'
import type { Table } from '../kernel/document/document.ts'
import { bothJoined, type Text } from '../kernel/text.ts'
import { listedDays, spanned } from '../roster/county.ts'
import { servingOn } from '../roster/posting-unit.ts'
import { postings } from '../roster/serving.ts'
import { type Attendance, attendance, attendanceStates } from './gathering.ts'

interface Held {
  readonly id: number
  readonly date: string
  readonly title: string
  readonly series: 'policy' | 'skills' | 'seminar'
  readonly organiser: string
  readonly recorded: number
}

const series: Record<Held['series'], Text> = {
  policy: { zh: '政策培训', en: 'policy' },
  skills: { zh: '业务培训', en: 'skills' },
  seminar: { zh: '研讨', en: 'seminar' },
}

const table = (held: Held) => (held.series === 'seminar' ? 'seminar' : 'training')
const key = (table: string, id: number) => `${table} ${id}`

const count = (rows: readonly Attendance[], state: Attendance['state']) =>
  rows.filter(r => r.state === state).length

/** 出勤登记: trainings and seminars held, with who was expected, who came and who did not. */
export const attendancePaper = paper({
  name: 'attendance',
  label: { zh: '培训研讨出勤登记', en: 'attendance of trainings and seminars' },
  period: 'quarter',
  example: 'cun report attendance 2024Q2',
  make(facts, period) {
    const days = listedDays(facts, period)
    const { from, until: to } = days
    const held = facts.db
      .prepare(
        `select id, date, title, series, organiser, attendees is not null as recorded from training
         where date between :from and :to
         union all
         select id, date, title, 'seminar', organiser, attendees is not null from seminar
         where date between :from and :to
         order by 2, 4, 1`,
      )
      .all({ from, to }) as Held[]
    const rows = (['training', 'seminar'] as const).flatMap(of =>
      attendance(facts, of, from, to).map(row => ({ ...row, key: key(of, row.gathering) })),
    )
    const people = new Map(postings(facts).map(p => [p.id, p]))
    const byGathering = group(rows, r => r.key)
    const byPerson = group(rows, r => r.posting)
    const gatherings: Table = {
      title: { zh: '各期培训、研讨', en: 'Trainings and seminars' },
      columns: [
        { key: 'series', label: { zh: '类别', en: 'series' }, type: 'text' },
        { key: 'number', label: { zh: '记录号', en: 'number' }, type: 'integer', weight: -1 },
        { key: 'date', label: { zh: '日期', en: 'date' }, type: 'date' },
        { key: 'title', label: { zh: '主题', en: 'title' }, type: 'text' },
        { key: 'organiser', label: { zh: '组织单位', en: 'organiser' }, type: 'text', weight: -2 },
        ...counts,
        { key: 'absentees', label: { zh: '缺席人员', en: 'absentees' }, type: 'text', weight: -3 },
      ],
      lines: held.map(h => {
        const of = byGathering.get(key(table(h), h.id)) ?? []
        const absent = of.filter(r => r.state === 'absent').map(r => people.get(r.posting)!.name)
        const cells = h.recorded ? sums(of) : [null, null, null, null, null, { part: 0, of: 0 }]
        const missing: Text = { zh: '出勤未登记', en: 'attendance not recorded' }
        return {
          cells: [
            series[h.series],
            h.id,
            h.date,
            h.title,
            h.organiser,
            ...cells,
            h.recorded ? bothJoined(absent) : missing,
          ],
        }
      }),
    }
    const persons: Table = {
      title: { zh: '各人出勤', en: 'Persons' },
      columns: [
        { key: 'township', label: { zh: '乡镇', en: 'township' }, type: 'text' },
        { key: 'village', label: { zh: '村', en: 'village' }, type: 'text' },
        { key: 'name', label: { zh: '姓名', en: 'name' }, type: 'text' },
        { key: 'unit', label: { zh: '派出单位', en: 'sponsor unit' }, type: 'text', weight: -1 },
        ...counts,
      ],
      lines: [...people.values()]
        .filter(p => byPerson.has(p.id))
        .map(p => servingOn(facts, p, to))
        .map(p => ({ cells: [p.townshipName, p.villageName, p.name, p.unit, ...sums(byPerson.get(p.id)!)] })),
    }
    return {
      title: { zh: '培训研讨出勤登记', en: 'Attendance of trainings and seminars' },
      subtitle: spanned(period, days),
      tables: [gatherings, persons],
      notes: [
        {
          zh: '应到 = 当日在任人员 (乡级的为本乡镇); 请假(已批准) = 未到、未登记请假, 但当日在已批准的请假期内; 缺席 = 应到 − 实到 − 两项请假; 出勤率 = 实到 ÷ (应到 − 两项请假)。',
          en: 'expected = those in office that day (of the township); on leave = neither came nor recorded as excused, but on approved leave that day; absent = expected − came − excused − on leave; rate = came ÷ (expected − excused − on leave).',
        },
      ],
    }
  },
})

const counts = [
  { key: 'expected', label: { zh: '应到', en: 'expected' }, type: 'integer' },
  { key: 'attended', label: { zh: '实到', en: 'came' }, type: 'integer' },
  { key: 'excused', label: { zh: '请假', en: 'excused' }, type: 'integer', weight: -1 },
  { key: 'leave', label: attendanceStates.leave, type: 'integer', weight: -1 },
  { key: 'absent', label: { zh: '缺席', en: 'absent' }, type: 'integer' },
  { key: 'rate', label: { zh: '出勤率', en: 'rate' }, type: 'percent' },
] as const

function sums(rows: readonly Attendance[]) {
  const of = (state: Attendance['state']) => count(rows, state)
  const rate = { part: of('attended'), of: of('attended') + of('absent') }
  return [rows.length, of('attended'), of('excused'), of('leave'), of('absent'), rate]
}

function group<T, K>(items: readonly T[], by: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const list = groups.get(by(item))
    if (list) list.push(item)
    else groups.set(by(item), [item])
  }
  return groups
}
