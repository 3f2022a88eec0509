import { dayNumber, earlier, later } from '../kernel/calendar.ts'
import { fault, optional } from '../kernel/schema/field.ts'
import { choice, choices } from '../kernel/schema/fields/choice.ts'
import { date } from '../kernel/schema/fields/date.ts'
import { integer } from '../kernel/schema/fields/number.ts'
import { reference } from '../kernel/schema/fields/reference.ts'
import { person, text, texts } from '../kernel/schema/fields/text.ts'
import { register } from '../kernel/schema/register.ts'
import { setting } from '../kernel/schema/setting.ts'
import type { Candidate, RecordOf } from '../kernel/schema/types.ts'
import type { Database } from '../kernel/store/database.ts'
import { firstDay, lastDay, stages } from '../kernel/store/dated.ts'
import { posting } from '../roster/posting.ts'
import { unit } from '../roster/unit.ts'
import { village } from '../roster/village.ts'

const fields = {
  date: date({ zh: '日期', en: 'date', aliases: ['蹲点日期', '蹲点时间', '下村日期', '下村时间', '时间'] }),
  unit: reference(() => unit, { zh: '派出单位', en: 'sponsor unit', aliases: ['单位', '蹲点单位'] }),
  village: reference(() => village, { zh: '村', en: 'village', aliases: ['蹲点村'] }),
  leader: person({ zh: '带队领导', en: 'led by', aliases: ['带队人', '带队负责人', '带队人员', '蹲点领导'] }),
  people: optional(texts({ zh: '参加人员', en: 'with', aliases: ['随行人员', '蹲点人员', '下村人员'] })),
  purposes: choices(
    {
      visits: { zh: '走访', en: 'visits', aliases: ['入户走访', '走访群众'] },
      talks: { zh: '座谈', en: 'talks', aliases: ['座谈会', '产业发展座谈会'] },
      projects: { zh: '项目', en: 'projects', aliases: ['项目推进', '对接项目', '项目对接'] },
    },
    { zh: '蹲点事项', en: 'purposes', aliases: ['事项', '工作内容', '蹲点内容', '活动内容'] },
  ),
  result: optional(text({ zh: '成效', en: 'result', aliases: ['结果', '解决问题', '工作成效', '帮扶成效'] })),
}

type StationDay = RecordOf<typeof fields>

export const stationday = register({
  name: 'stationday',
  label: { zh: '蹲点日', en: 'station day' },
  about: {
    zh: '派出单位一天到帮扶村的一次蹲点; 哪些天应蹲点由设置和节假日算出。',
    en: 'One day that a sponsor unit spent in its village; the expected days are computed from settings and holidays.',
  },
  key: ['unit', 'village', 'date'],
  filledBy: 'unit',
  on: 'date',
  fields,
  list: ['date', 'unit', 'village', 'leader', 'purposes', 'result'],
  example: {
    date: '2024-02-06',
    unit: '示例一局',
    village: '张老湾村',
    leader: '李四',
    purposes: '走访、座谈',
  },
  between: whereItServes,
})

/** The unit of that day must have someone in office in the village, or the record keeps no station day. */
function whereItServes(candidates: readonly Candidate<StationDay>[], db: Database): void {
  const terms = new Map<number, { village: number; name: string; start: string; end: string }[]>()
  const rows = db
    .prepare(
      'select p.id, p.unit, p.village, v.name, p.start, p."end" from main.posting p join village v on v.id = p.village order by v.code',
    )
    .all() as { id: number; unit: number; village: number; name: string; start: string; end: string | null }[]
  const past = stages(db, posting)
  for (const row of rows) {
    const own = past.filter(s => s.id === row.id)
    for (const { since, until, row: then } of own.length > 0
      ? own
      : [{ since: firstDay, until: lastDay, row }]) {
      const unit = then.unit as number
      const term = { ...row, start: later(row.start, since), end: earlier(row.end ?? lastDay, until) }
      terms.set(unit, [...(terms.get(unit) ?? []), term])
    }
  }
  for (const { record, complain } of candidates) {
    const then = (terms.get(record.unit) ?? []).filter(t => t.start <= record.date && record.date <= t.end)
    if (then.some(t => t.village === record.village)) continue
    const names = [...new Set(then.map(t => t.name))].slice(0, 5)
    complain(
      'village',
      fault(
        'stationday.nobody-posted',
        `${record.date} 该单位在本村没有驻村干部`,
        `has nobody from the unit in office on ${record.date}`,
        names.length > 0
          ? `该单位当天的帮扶村: ${names.join('、')}; 核对村、单位和日期`
          : '该单位当天没有派驻干部; 核对单位和日期, 或先登记派驻',
        names.length > 0
          ? `the unit had people in ${names.join(', ')}; check village, unit and date`
          : 'the unit had nobody posted that day; check unit and date, or record the posting first',
      ),
    )
  }
}

/** 周二蹲点日 (the article of 2024-07-26). */
export const stationWeekday = setting({
  name: 'stationday.weekday',
  field: integer(
    {
      zh: '蹲点日是星期几 (1 至 7, 星期一为 1; 0 为不设蹲点日)',
      en: 'weekday of station days (1–7, Monday is 1; 0 for none)',
    },
    { min: 0, max: 7 },
  ),
  fallback: '2',
})

export const stationWeeks = setting({
  name: 'stationday.weeks',
  field: integer(
    {
      zh: '蹲点日每几周一次 (周; 自 1900-01-01 起按整周数)',
      en: 'weeks from one station day to the next (counted in whole weeks since 1900-01-01)',
    },
    { min: 1, max: 52 },
  ),
  fallback: '1',
})

export const stationPer = setting({
  name: 'stationday.per',
  field: choice(
    { unit: { zh: '单位', en: 'unit' }, village: { zh: '村', en: 'village' } },
    {
      zh: '蹲点日按什么计: 单位 (到任一帮扶村即可) 或 村 (每个帮扶村都要到)',
      en: 'how station days are counted: by unit (a record in any of its villages is enough) or by village (each needs one)',
    },
  ),
  fallback: '单位',
})

export const stationLookback = setting({
  name: 'stationday.days',
  field: integer(
    {
      zh: '未蹲点的日子在到期事项中列几天 (天; 更早的只在报表和指标中)',
      en: 'days for which a missed station day stays among the deadlines (papers and measures still show it)',
    },
    { min: 1, max: 366 },
  ),
  fallback: '31',
})

/** Whether the week of a day has a station day, counting whole weeks from Monday, 1900-01-01. */
export const isStationWeek = (day: string, weeks: number): boolean =>
  Math.floor(dayNumber(day) / 7) % weeks === 0
