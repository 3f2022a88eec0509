import { weekday } from '../kernel/calendar.ts'
import type { Facts } from '../kernel/cli/facts.ts'
import { paper } from '../kernel/cli/line.ts'
import type { Line, Table } from '../kernel/document/document.ts'
import { bothJoined, counted, type Text } from '../kernel/text.ts'
import { periodOf, spanned } from '../roster/county.ts'
import { workCalendar } from './holiday.ts'
import { stationPer, stationWeekday } from './stationday.ts'
import { decided, type Expected, expectations, type StationDay, stationDaysOf } from './stationday-kept.ts'

/** 蹲点日落实情况: the expected days, and how many each unit kept. */
export const stationPaper = paper({
  name: 'stationday',
  label: { zh: '蹲点日落实情况', en: 'station days' },
  period: 'quarter',
  example: 'cun report stationday 2024Q2',
  make(facts, period) {
    const span = periodOf(facts, period)
    const { from, to, until } = span
    const each = facts.settings.get(stationPer) === 'village'
    const calendar = workCalendar(facts)
    const days = until < from ? [] : stationDaysOf(facts, from, to, calendar)
    const counted = days.filter(d => d.day <= facts.asOf)
    const rows = decided(facts, expectations(facts, counted))
    const names = new Map([...calendar.marks].map(([day, mark]) => [day, mark.name]))
    const open = [...new Set(days.filter(d => d.state === 'unconfirmed').map(d => d.day.slice(0, 4)))]
    const notes: Text[] = open.map(year => ({
      zh: `${year} 年节假日未确认, 该年蹲点日不计。国务院放假通知发布后, 用 cun holiday import 录入全年 (至少含 1 月 1 日和 10 月 1 日)。`,
      en: `The holidays of ${year} are not confirmed, so its station days do not count. Once the State Council notice is out, enter the whole year with cun holiday import (1 January and 1 October at least).`,
    }))
    if (facts.settings.get(stationWeekday) === 0) {
      notes.push({
        zh: '未设蹲点日 (设置 stationday.weekday 为 0)。',
        en: 'No station days are set (the setting stationday.weekday is 0).',
      })
    }
    notes.push(
      each
        ? {
            zh: '应蹲点 = 单位当天有驻村干部在任的每个村各计一次; 该村有记录即已蹲点。当天尚未登记的不计为缺。',
            en: 'Expected: once for each village where the unit had someone in office that day; a record in that village keeps it. If today has no record yet, it is not missed.',
          }
        : {
            zh: '应蹲点 = 单位当天有驻村干部在任; 到任一帮扶村有记录即已蹲点。当天尚未登记的不计为缺。',
            en: 'Expected: the unit had someone in office that day; a record in any of its villages keeps it. If today has no record yet, it is not missed.',
          },
    )
    const { zh, en } = spanned(period, span)
    return {
      title: { zh: '蹲点日落实情况', en: 'Station days' },
      subtitle: { zh: `${zh}; 截至 ${facts.asOf}`, en: `${en}; as of ${facts.asOf}` },
      tables: [dayTable(facts, days, names, rows), unitTable(rows, each)],
      notes,
    }
  },
})

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日']
const ENGLISH = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

function dayTable(
  facts: Facts,
  days: readonly StationDay[],
  names: ReadonlyMap<string, string | null>,
  rows: readonly Expected[],
): Table {
  const state = ({ day, state }: StationDay): Text => {
    if (state === 'unconfirmed') return { zh: '节假日未确认', en: 'not confirmed' }
    if (state === 'off') return { zh: `放假 ${names.get(day) ?? ''}`.trim(), en: 'day off' }
    if (day > facts.asOf) return { zh: '未到', en: 'ahead' }
    return { zh: '应蹲点', en: 'expected' }
  }
  return {
    title: { zh: '蹲点日', en: 'Days' },
    columns: [
      { key: 'date', label: { zh: '日期', en: 'date' }, type: 'date' },
      { key: 'weekday', label: { zh: '星期', en: 'weekday' }, type: 'text' },
      { key: 'state', label: { zh: '情况', en: 'state' }, type: 'text' },
      ...sumColumns,
    ],
    lines: days.map(d => {
      const of = rows.filter(r => r.day === d.day)
      const counts = d.state === 'expected' && d.day <= facts.asOf
      const at = weekday(d.day) - 1
      return {
        cells: [
          d.day,
          { zh: `星期${WEEKDAYS[at]}`, en: ENGLISH[at]! },
          state(d),
          ...(counts ? sums(of) : [null, null, null, null]),
        ],
      }
    }),
  }
}

function unitTable(rows: readonly Expected[], each: boolean): Table {
  const units = new Map<number, Expected[]>()
  for (const row of rows) {
    const list = units.get(row.unit)
    if (list) list.push(row)
    else units.set(row.unit, [row])
  }
  const missed = (of: readonly Expected[]) =>
    bothJoined(
      of.filter(r => !r.kept).map(r => (each ? `${r.day.slice(5)} ${r.villages[0]}` : r.day.slice(5))),
    )
  const lines: Line[] = [...units]
    .sort(([a], [b]) => a - b)
    .map(([, of]) => ({
      cells: [
        of[0]!.unitName,
        bothJoined([...new Set(of.flatMap(r => r.villages))]),
        ...sums(of),
        missed(of),
      ],
    }))
  lines.push({
    emphasis: 'total',
    cells: [
      { zh: '合计', en: 'total' },
      { zh: `${units.size} 个单位`, en: counted(units.size, 'unit') },
      ...sums(rows),
      null,
    ],
  })
  return {
    title: { zh: '各单位', en: 'Units' },
    columns: [
      { key: 'unit', label: { zh: '派出单位', en: 'sponsor unit' }, type: 'text' },
      { key: 'villages', label: { zh: '帮扶村', en: 'villages' }, type: 'text' },
      ...sumColumns,
      { key: 'missedDays', label: { zh: '未蹲点日期', en: 'days missed' }, type: 'text' },
    ],
    lines,
  }
}

const sumColumns = [
  { key: 'expected', label: { zh: '应蹲点', en: 'expected' }, type: 'integer' },
  { key: 'kept', label: { zh: '已蹲点', en: 'kept' }, type: 'integer' },
  { key: 'missed', label: { zh: '未蹲点', en: 'missed' }, type: 'integer' },
  { key: 'rate', label: { zh: '落实率', en: 'rate' }, type: 'percent' },
] as const

function sums(rows: readonly Expected[]) {
  const kept = rows.filter(r => r.kept).length
  return [rows.length, kept, rows.length - kept, { part: kept, of: rows.length }]
}
